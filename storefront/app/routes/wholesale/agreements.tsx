import { useTranslations } from "use-intl";
import { AgreementList } from "../../features/agreement/AgreementList";
import { agreementsSchema } from "../../features/agreement/data.server";
import { company } from "../../features/company/data.server";
import { jointAgreementsOf } from "../../features/joint-agreement/words";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/agreements";

export const handle = { plain: true };

/** The company's agreements: those that stand, or all. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const query = new URL(request.url).searchParams;
  const all = query.has("all");
  const found = await who.read("/wholesale/agreements", agreementsSchema, {
    ...(all ? {} : { state: "open" }),
    cursor: query.get("before") ?? undefined,
  });
  return { ...found, all, title: say(path)("agreement.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function AgreementsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("agreement");
  const j = useTranslations("jointAgreement");
  const path = usePath();
  const { all } = loaderData;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <p>{t("lead")}</p>
      <p className="row">
        <a className="button" href={`/${path}/wholesale/agreements/new`}>
          {t("propose")}
        </a>
        <a href={jointAgreementsOf(path)}>{j("title")}</a>
        <a href={`/${path}/wholesale/agreements${all ? "" : "?all=1"}`}>{t(all ? "onlyOpen" : "all")}</a>
      </p>
      <AgreementList found={loaderData} me="buyer" />
    </section>
  );
}
