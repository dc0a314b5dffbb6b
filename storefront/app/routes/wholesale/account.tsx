import { useTranslations } from "use-intl";
import { company } from "../../features/company/data.server";
import { AccountDays, AccountLines, Owed } from "../../features/transfer/Account";
import { accountSchema } from "../../features/transfer/data.server";
import { spanOf } from "../../features/transfer/span.server";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/account";

export const handle = { plain: true };

/** The company's statement of account. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const account = await who.read("/wholesale/account", accountSchema, { cursor });
  return { account, span: spanOf(request.url, path, account.today), title: say(path)("transfer.debt.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CompanyAccountPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("transfer.debt");
  const f = useFormats();
  const path = usePath();
  const { account, span, title } = loaderData;
  const { credit } = account;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{title}</h1>
        <ProblemSummary problems={span.problems} />
        <p>{t("accountLead")}</p>
        <Owed owed={account.owed} />
        {credit.limit_minor > 0 ? (
          <p>
            {t("left", {
              left: f.money(credit.left_minor, credit.currency),
              limit: f.money(credit.limit_minor, credit.currency),
            })}
          </p>
        ) : null}
        <AccountLines
          title={title}
          account={account}
          linkOf={(one) => `/${path}/wholesale/proformas/${one.proforma_id}`}
        />
      </section>
      <AccountDays action={`/${path}/wholesale/account/file`} span={span} zone={account.time_zone} />
      {account.entries.length === 0 ? null : (
        <p>
          <a href={`/${path}/wholesale/account/csv`}>{t("csv")}</a>
        </p>
      )}
    </div>
  );
}
