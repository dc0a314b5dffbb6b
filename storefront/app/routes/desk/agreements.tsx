import { useTranslations } from "use-intl";
import { AgreementList, Coverage } from "../../features/agreement/AgreementList";
import { deskAgreementsSchema } from "../../features/agreement/data.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/agreements";

/** Agreements of this cooperative, and what stands behind the active ones. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const all = query.has("all");
  const found = await desk.read("/desk/agreements", deskAgreementsSchema, {
    ...(all ? {} : { state: "open" }),
    cursor: query.get("before") ?? undefined,
  });
  return { ...found, all, title: say(path)("agreement.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function DeskAgreementsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("agreement");
  const path = usePath();
  const { all, coverage } = loaderData;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("deskLead")}</p>
        <p className="row">
          <a className="button" href={`/${path}/desk/agreements/new`}>
            {t("propose")}
          </a>
          <a href={`/${path}/desk/market-prices`}>{t("market.title")}</a>
          <a href={`/${path}/desk/agreements${all ? "" : "?all=1"}`}>{t(all ? "onlyOpen" : "all")}</a>
        </p>
        <AgreementList found={loaderData} me="seller" />
      </section>
      <Coverage pools={coverage} />
    </div>
  );
}
