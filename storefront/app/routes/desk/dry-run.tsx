import { useTranslations } from "use-intl";
import { dryRunSchema, FLAGS } from "../../features/settlement/data.server";
import { DeductionsOf } from "../../features/settlement/DeductionsOf";
import { MoneyWent } from "../../features/settlement/MoneyWent";
import { FlagTag } from "../../features/settlement/tags";
import { askTrial } from "../../features/trials/data.server";
import { TrialPanel } from "../../features/trials/TrialPanel";
import { ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { localeOf } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { formatsOf, useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/dry-run";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const cursor = query.get("cursor") ?? undefined;
  const asked = FLAGS.find((one) => one === query.get("flag"));
  const run = await desk.read(`/desk/settlement-periods/${encodeURIComponent(params.id)}/dry-run`, dryRunSchema, {
    cursor,
    flag: asked,
  });
  const days = formatsOf(localeOf(path)).dates(run.period.from, run.period.to);
  return { run, asked: asked ?? null, title: say(path)(run.draft ? "dryRun.title" : "dryRun.checkTitle", { days }) };
}

/** Has it worked out in the background, and comes back. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const at = `/desk/settlement-periods/${encodeURIComponent(params.id)}/dry-run`;
  return askTrial(desk, path, await request.formData(), { at, body: {}, back: new URL(request.url).pathname });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** What the settlement would be, or is: what to look at twice first, then every household. */
export default function DryRunPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("dryRun");
  const f = useFormats();
  const path = usePath();
  const { run, asked, title } = loaderData;
  const counted = run.trial === null || run.trial.state === "done";
  const here = `/${path}/desk/settlement/${run.period.id}/dry-run`;
  const more =
    run.next === null
      ? null
      : `${here}?${new URLSearchParams({ ...(asked ? { flag: asked } : {}), cursor: run.next })}`;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/settlement/${run.period.id}`}>{t("back")}</a>
        </p>
        <h1>{title}</h1>
        <p className={run.draft ? "note warn" : "note"}>{t(run.draft ? "draft" : "check")}</p>
        {actionData ? <ProblemSummary problems={actionData.problems} /> : null}
        {run.trial === null ? null : <TrialPanel trial={run.trial} />}
        {run.cash.map((cash) => (
          <div key={cash.currency} className={cash.gap_minor > 0 ? "note bad" : "note good"}>
            <p>
              <span aria-hidden="true">{cash.gap_minor > 0 ? "! " : "✓ "}</span>
              {t(cash.gap_minor > 0 ? "gap" : "enough", {
                pay: f.moneyInWords(cash.to_pay_minor, cash.currency),
                held: f.moneyInWords(cash.held_minor, cash.currency),
                way: f.moneyInWords(cash.on_its_way_minor, cash.currency),
                gap: f.moneyInWords(cash.gap_minor, cash.currency),
              })}
            </p>
          </div>
        ))}
        {counted ? (
          <>
            <h2>{t("twice")}</h2>
            {run.counts.length === 0 ? <p className="note good">{t("noFlags")}</p> : null}
            <ul className="plain stack-s">
              {run.counts.map((one) => (
                <li key={one.flag} className="row">
                  <FlagTag flag={one.flag} />
                  <a href={`${here}?flag=${one.flag}`} aria-current={asked === one.flag ? "page" : undefined}>
                    {t("count", { count: one.households })}
                  </a>
                  <span className="muted">{t(`flagHelp.${one.flag}`)}</span>
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </section>
      {run.went.length === 0 ? null : (
        <section className="stack">
          <h2>{t("went")}</h2>
          <MoneyWent went={run.went} />
        </section>
      )}
      {counted ? (
        <section className="stack">
          <div className="row between">
            <h2>{asked === null ? t("all", { count: run.households }) : t(`flags.${asked}`)}</h2>
            <a href={`/${path}/desk/settlement/${run.period.id}/dry-run/sheet`}>{t("sheet")}</a>
          </div>
          {asked === null ? null : (
            <p>
              <a href={here}>{t("showAll")}</a>
            </p>
          )}
          <List
            label={title}
            rows={run.rows}
            none={t("none")}
            more={more}
            columns={[
              {
                head: t("household"),
                name: true,
                of: (one) => (
                  <a href={`${here}/${one.household_id}`}>
                    {one.household === null ? one.household_id : `${one.household.name} ${one.household.card_number}`}
                  </a>
                ),
              },
              { head: t("lots"), num: true, of: (one) => f.number(one.lots) },
              { head: t("gross"), num: true, of: (one) => f.money(one.gross_minor, one.currency) },
              { head: t("deductions"), num: true, of: (one) => <DeductionsOf one={one} /> },
              { head: t("brought"), num: true, of: (one) => f.money(one.brought_forward_minor, one.currency) },
              { head: t("net"), num: true, of: (one) => <strong>{f.money(one.net_minor, one.currency)}</strong> },
              {
                head: t("last"),
                num: true,
                of: (one) => (one.last_minor === null ? t("noLast") : f.money(one.last_minor, one.currency)),
              },
              { head: t("paid"), num: true, of: (one) => f.money(one.paid_minor, one.currency) },
              { head: t("onItsWay"), num: true, of: (one) => f.money(one.on_its_way_minor, one.currency) },
              { head: t("remaining"), num: true, of: (one) => f.money(one.remaining_minor, one.currency) },
              {
                head: t("account"),
                of: (one) =>
                  one.rail === null
                    ? t("noRail")
                    : `${t(`rails.${one.rail}`)}${one.account_last4 === null ? "" : ` •••• ${one.account_last4}`}`,
              },
              {
                head: t("flagged"),
                of: (one) =>
                  one.flags.length === 0 ? (
                    t("noFlag")
                  ) : (
                    <span className="row">
                      {one.flags.map((flag) => (
                        <FlagTag key={flag} flag={flag} />
                      ))}
                    </span>
                  ),
              },
            ]}
          />
        </section>
      ) : null}
    </div>
  );
}
