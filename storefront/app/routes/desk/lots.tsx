import { useTranslations } from "use-intl";
import { deskLotsSchema } from "../../features/desk/data.server";
import { LotFinder, lotsAsked } from "../../features/desk/LotFinder";
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
  const { q, query } = lotsAsked(request.url);
  const { lots, next } = await desk.read("/desk/lots", deskLotsSchema, { ...query, limit: PAGE });
  return { lots, q, next, title: say(path)("lots.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** What was taken in, newest first; every number opens its ticket. */
export default function LotsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("lots");
  const path = usePath();
  const { lots, q, next } = loaderData;
  const older = new URLSearchParams({ ...(q === "" ? {} : { q }), before: next ?? "" });
  return (
    <section className="stack">
      <div className="row between">
        <h1>{t("title")}</h1>
        <a className="button" href={`/${path}/desk/weigh-in`}>
          {t("weigh")}
        </a>
      </div>
      <LotFinder q={q} next={null} shown={lots.length} />
      {q !== "" && lots.length === 0 ? null : (
        <LotTable lots={lots} label={t("title")} none={t("none")} older={next ? `?${older.toString()}` : null} />
      )}
    </section>
  );
}
