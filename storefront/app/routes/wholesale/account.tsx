import { useTranslations } from "use-intl";
import { company } from "../../features/company/data.server";
import { accountSchema } from "../../features/transfer/data.server";
import { signedAmount } from "../../features/transfer/words";
import { List } from "../../features/ui/List";
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
  return {
    ...(await who.read("/wholesale/account", accountSchema, { cursor })),
    title: say(path)("transfer.debt.title"),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CompanyAccountPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("transfer.debt");
  const f = useFormats();
  const path = usePath();
  const { entries, owed, credit, next } = loaderData;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <p>{t("accountLead")}</p>
      {owed.map((one) => (
        <p key={one.currency} className={one.overdue_minor > 0 ? "note warn" : "note"}>
          {t("owed", { amount: f.money(one.open_minor, one.currency) })}{" "}
          {one.overdue_minor > 0 ? t("overdue", { amount: f.money(one.overdue_minor, one.currency) }) : null}
        </p>
      ))}
      {owed.length === 0 ? <p className="note good">{t("nothingOwed")}</p> : null}
      {credit.limit_minor > 0 ? (
        <p>
          {t("left", {
            left: f.money(credit.left_minor, credit.currency),
            limit: f.money(credit.limit_minor, credit.currency),
          })}
        </p>
      ) : null}
      {entries.length === 0 ? null : (
        <p>
          <a className="button second" href={`/${path}/wholesale/account/csv`}>
            {t("csv")}
          </a>
        </p>
      )}
      <List
        label={loaderData.title}
        rows={entries}
        none={t("noEntries")}
        older={next === null ? null : `?before=${encodeURIComponent(next)}`}
        columns={[
          {
            head: t("what"),
            name: true,
            of: (one) => (
              <a href={`/${path}/wholesale/proformas/${one.proforma_id}`}>
                {t(`entries.${one.what}`)} · {one.quote_number}
              </a>
            ),
          },
          { head: t("at"), of: (one) => f.timeThere(one.at) },
          { head: t("cooperative"), of: (one) => one.cooperative?.[path] ?? "" },
          { head: t("invoice"), of: (one) => one.papers ?? "–" },
          {
            head: t("amount"),
            num: true,
            of: (one) => f.money(signedAmount(one), one.currency),
          },
        ]}
      />
    </section>
  );
}
