import { useTranslations } from "use-intl";
import { BankNav } from "../../features/bank/BankNav";
import { AccountDays, AccountLines, Owed } from "../../features/transfer/Account";
import { debtorSchema } from "../../features/transfer/data.server";
import { spanOf } from "../../features/transfer/span.server";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/receivable-company";

/** One company's account with this cooperative. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const account = await desk.read(`/desk/receivables/${encodeURIComponent(params.id)}`, debtorSchema, { cursor });
  return {
    account,
    span: spanOf(request.url, path, account.today),
    title: say(path)("transfer.debt.accountOf", { company: account.company.name }),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ReceivableCompanyPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("transfer.debt");
  const path = usePath();
  const { account, span, title } = loaderData;
  return (
    <div className="stack-l">
      <BankNav here="receivables" />
      <section className="stack">
        <p>
          <a href={`/${path}/desk/receivables`}>{t("deskTitle")}</a>
        </p>
        <h1>{title}</h1>
        <ProblemSummary problems={span.problems} />
        <p>{t("deskAccountLead")}</p>
        <Owed owed={account.owed} />
        <AccountLines title={title} account={account} />
      </section>
      <AccountDays
        action={`/${path}/desk/receivables/${account.company.id}/file`}
        span={span}
        zone={account.time_zone}
      />
    </div>
  );
}
