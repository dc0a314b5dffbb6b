import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { BankNav } from "../../features/bank/BankNav";
import { batchesSchema, periodsSchema } from "../../features/desk/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { stateToRead } from "../../features/settlement/period-state";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { fieldOf, inWords, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/settlement";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [periods, batches] = await Promise.all([
    desk.read("/desk/settlement-periods", periodsSchema),
    desk.read("/desk/payout-batches", batchesSchema),
  ]);
  return { ...periods, ...batches, title: say(path)("settlement.title") };
}

const openedSchema = z.object({ period: z.object({ id: z.string() }) });

/** Opens a period by its first and last day. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const answer = await desk.call("/desk/settlement-periods", openedSchema, {
    body: { from: text(form, "from"), to: text(form, "to") },
  });
  if (answer.ok) return redirect(`/${path}/desk/settlement/${answer.value.period.id}`);
  const field = answer.refusal.field === "to" ? "to" : "from";
  return data(
    { problems: [{ field: fieldOf(answer.refusal, field), text: inWords(path, answer.refusal) }], typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function SettlementPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("settlement");
  const f = useFormats();
  const path = usePath();
  const { periods, batches, unposted } = loaderData;
  return (
    <div className="stack-l">
      <BankNav here="settlement" />
      <section className="stack">
        <h1>{t("title")}</h1>
        <ul className="plain stack-s">
          {(
            ["fee-policies", "settlement-schedule", "price-pools", "patronage", "trial-balance", "money-reads"] as const
          ).map((page) => (
            <li key={page}>
              <a href={`/${path}/desk/${page}`}>{t(`pages.${page}`)}</a>
            </li>
          ))}
        </ul>
        {unposted > 0 ? <p className="note">{t("unposted", { count: unposted })}</p> : null}
        {periods.length === 0 ? <p className="panel">{t("noPeriods")}</p> : null}
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("title")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("period")}</th>
                <th scope="col">{t("state")}</th>
                <th scope="col" className="num">
                  {t("households")}
                </th>
                <th scope="col" className="num">
                  {t("net")}
                </th>
                <th scope="col" className="num">
                  {t("paid")}
                </th>
                <th scope="col" className="num">
                  {t("onItsWay")}
                </th>
                <th scope="col" className="num">
                  {t("remaining")}
                </th>
              </tr>
            </thead>
            <tbody>
              {periods.map((period) => {
                const sums = period.totals[0];
                return (
                  <tr key={period.id}>
                    <th scope="row">
                      <a href={`/${path}/desk/settlement/${period.id}`}>{f.dates(period.from, period.to)}</a>
                    </th>
                    <td>
                      <StateTag state={stateToRead(period)} word={t(`states.${stateToRead(period)}`)} />
                    </td>
                    <td className="num">{sums ? f.number(sums.households) : ""}</td>
                    <td className="num">{sums ? f.money(sums.net_minor, sums.currency) : ""}</td>
                    <td className="num">{sums ? f.money(sums.paid_minor, sums.currency) : ""}</td>
                    <td className="num">{sums ? f.money(sums.on_its_way_minor, sums.currency) : ""}</td>
                    <td className="num">{sums ? f.money(sums.remaining_minor, sums.currency) : ""}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <details className="panel" open={actionData !== undefined || periods.length === 0}>
          <summary>{t("open")}</summary>
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={actionData?.problems} />
            <div className="fields two">
              <Input
                name="from"
                label={t("from")}
                type="date"
                required
                defaultValue={actionData?.typed.from}
                problems={actionData?.problems}
              />
              <Input
                name="to"
                label={t("to")}
                type="date"
                required
                defaultValue={actionData?.typed.to}
                problems={actionData?.problems}
              />
            </div>
            <button className="button">{t("open")}</button>
          </form>
        </details>
      </section>
      <section className="stack">
        <h2>{t("batches")}</h2>
        {batches.length === 0 ? <p className="panel">{t("noBatches")}</p> : null}
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("batches")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("batch")}</th>
                <th scope="col">{t("rail")}</th>
                <th scope="col">{t("state")}</th>
                <th scope="col" className="num">
                  {t("payouts")}
                </th>
                <th scope="col" className="num">
                  {t("sum")}
                </th>
              </tr>
            </thead>
            <tbody>
              {batches.map((batch) => (
                <tr key={batch.id}>
                  <th scope="row">
                    <a href={`/${path}/desk/batches/${batch.id}`}>{batch.number}</a>
                  </th>
                  <td>{t(`rails.${batch.rail}`)}</td>
                  <td>
                    <StateTag state={batch.state} word={t(`batchStates.${batch.state}`)} />
                  </td>
                  <td className="num">{f.number(batch.payouts)}</td>
                  <td className="num">{f.money(batch.total_minor, batch.currency)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  );
}
