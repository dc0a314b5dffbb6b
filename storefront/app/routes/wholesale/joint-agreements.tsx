import { useTranslations } from "use-intl";
import { company } from "../../features/company/data.server";
import { jointAgreementsSchema } from "../../features/joint-agreement/data.server";
import { JointAgreementList } from "../../features/joint-agreement/Parts";
import { jointAgreementsOf } from "../../features/joint-agreement/words";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/joint-agreements";

export const handle = { plain: true };

/** The company's agreements of several cooperatives. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const before = new URL(request.url).searchParams.get("before") ?? undefined;
  const found = await who.read("/wholesale/joint-agreements", jointAgreementsSchema, { cursor: before });
  return { ...found, title: say(path)("jointAgreement.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function JointAgreementsPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("jointAgreement");
  const path = usePath();
  const { title, joint_agreements, next } = loaderData;
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/wholesale/agreements`}>{t("backToAgreements")}</a>
      </p>
      <h1>{title}</h1>
      <p>{t("lead")}</p>
      <p>
        <a className="button" href={`${jointAgreementsOf(path)}/new`}>
          {t("propose")}
        </a>
      </p>
      <JointAgreementList
        label={title}
        found={joint_agreements}
        older={next === null ? null : `?before=${encodeURIComponent(next)}`}
      />
    </section>
  );
}
