import { useTranslations } from "use-intl";
import { z } from "zod";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { List } from "../../features/ui/List";
import { Tag } from "../../features/ui/Tag";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { both } from "../../lib/shapes";
import type { Route } from "./+types/shop";

const villagesSchema = z.object({
  villages: z.array(
    z.object({
      id: z.string(),
      handle: z.string(),
      name: both,
      version: z.int(),
      draft: z.object({ saved_by: z.string(), saved_at: z.string() }).nullable(),
    }),
  ),
});

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { villages } = await desk.read("/desk/villages", villagesSchema);
  return { villages, title: say(path)("shopDesk.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const DRAFT = { sign: "✎", tone: "warning" };
const SHOWN = { sign: "✓", tone: "good" };

export default function DeskShop({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("shopDesk");
  const f = useFormats();
  const path = usePath();
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShopNav />
      <h2>{t("villages")}</h2>
      <List
        label={t("villages")}
        rows={loaderData.villages}
        none={t("noVillages")}
        columns={[
          {
            head: t("village"),
            name: true,
            of: (one) => <a href={`/${path}/desk/shop/villages/${one.id}`}>{one.name[path]}</a>,
          },
          {
            head: t("state"),
            of: (one) =>
              one.draft ? (
                <Tag look={DRAFT}>{t("draftOf", { person: one.draft.saved_by, at: f.time(one.draft.saved_at) })}</Tag>
              ) : (
                <Tag look={SHOWN}>{t("shown", { version: one.version })}</Tag>
              ),
          },
          {
            head: t("pictures.title"),
            of: (one) => (
              <a href={`/${path}/desk/shop/villages/${one.id}/pictures`}>
                {t("pictures.of", { name: one.name[path] })}
              </a>
            ),
          },
        ]}
      />
    </section>
  );
}
