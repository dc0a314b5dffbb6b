import { useTranslations } from "use-intl";
import { z } from "zod";
import { productsSchema } from "../../features/shop-desk/product.server";
import { certificateInWork } from "../../features/village-desk/certificates.server";
import { EndingSoon } from "../../features/village-desk/EndingSoon";
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
  ending: z.array(certificateInWork.extend({ village_id: z.string() })),
});

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ villages, ending }, { products, pools }] = await Promise.all([
    desk.read("/desk/villages", villagesSchema),
    desk.read("/desk/products", productsSchema),
  ]);
  return { villages, ending, products, pools, title: say(path)("shopDesk.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const DRAFT = { sign: "✎", tone: "warning" };
const OFF_SALE = { sign: "○", tone: "" };
const SHOWN = { sign: "✓", tone: "good" };

export default function DeskShop({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("shopDesk");
  const f = useFormats();
  const path = usePath();
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShopNav />
      <EndingSoon all={loaderData.ending} villages={loaderData.villages} />
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
      <h2>{t("products")}</h2>
      <List
        label={t("products")}
        rows={loaderData.products}
        none={t("noProducts")}
        columns={[
          {
            head: t("productName"),
            name: true,
            of: (one) => <a href={`/${path}/desk/shop/products/${one.id}`}>{one.title[path] || one.title.zh}</a>,
          },
          {
            head: t("state"),
            of: (one) => (
              <Tag look={one.published ? SHOWN : OFF_SALE}>{t(one.published ? "product.on" : "product.off")}</Tag>
            ),
          },
          {
            head: t("lacking"),
            num: true,
            of: (one) => (one.missing === 0 ? t("nothing") : t("texts", { count: one.missing })),
          },
          { head: t("product.packs"), num: true, of: (one) => f.number(one.packs) },
          {
            head: t("pictures.title"),
            of: (one) => (
              <a href={`/${path}/desk/shop/products/${one.id}/pictures`}>
                {t("pictures.of", { name: one.title[path] || one.title.zh })}
              </a>
            ),
          },
        ]}
      />
      <h2>{t("unsold")}</h2>
      <List
        label={t("unsold")}
        rows={loaderData.pools}
        none={t("allSold")}
        columns={[
          {
            head: t("pool"),
            name: true,
            of: (one) =>
              [one.village?.[path], one.produce_name[path], one.grade_name[path]].filter(Boolean).join(" · "),
          },
          {
            head: t("product.make"),
            of: (one) => <a href={`/${path}/desk/shop/products/new?pool=${one.id}`}>{t("product.make")}</a>,
          },
        ]}
      />
    </section>
  );
}
