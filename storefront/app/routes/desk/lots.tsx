import { useTranslations } from "use-intl";
import { deskLotsSchema } from "../../features/desk/data.server";
import { LotTable } from "../../features/desk/LotTable";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/lots";

/** A screen's worth; older ones by the link below. */
const PAGE = 50;

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const { lots, next } = await desk.read("/desk/lots", deskLotsSchema, { limit: PAGE, cursor });
  return { lots, next, title: say(path)("lots.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** What was taken in, newest first; every number opens its ticket. */
export default function LotsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("lots");
  const path = usePath();
  return (
    <section className="stack">
      <div className="row between">
        <h1>{t("title")}</h1>
        <a className="button" href={`/${path}/desk/weigh-in`}>
          {t("weigh")}
        </a>
      </div>
      <LotTable
        lots={loaderData.lots}
        label={t("title")}
        none={t("none")}
        older={loaderData.next ? `?before=${encodeURIComponent(loaderData.next)}` : null}
      />
    </section>
  );
}
