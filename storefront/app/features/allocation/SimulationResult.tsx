import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { CompareChart } from "../ui/CompareChart";
import type { Simulation } from "./data.server";

/** Who would give what by the other rule: a chart, and the same as a table. */
export function SimulationResult({ simulation }: { simulation: Simulation }) {
  const t = useTranslations("allocation");
  const f = useFormats();
  const { shares, rest, before, after } = simulation;
  const amount = (units: number) => f.units(units, simulation.unit);
  const change = (row: { before: number; after: number }) => {
    const delta = row.after - row.before;
    return delta === 0 ? t("same") : f.signed(delta, simulation.unit);
  };
  const columns = { before: t(`rules.${before.rule}`), after: t(`rules.${after.rule}`) };
  const same = shares.every((share) => share.before === share.after);
  return (
    <section className="stack" id="simulation">
      <h2>{t("simulated", { ...columns, amount: amount(simulation.units) })}</h2>
      <p className="note">{same ? t("noDifference") : t("onPaper")}</p>
      {after.short_units > 0 ? (
        <p className="note warn">{t("wouldBeShort", { amount: amount(after.short_units) })}</p>
      ) : null}
      {shares.length === 0 ? <p className="panel">{t("noShares")}</p> : null}
      <CompareChart
        label={t("chart", columns)}
        before={t("now", { rule: columns.before })}
        after={t("then", { rule: columns.after })}
        rows={shares.map((share) => ({
          key: share.household_id,
          name: share.name,
          before: share.before,
          after: share.after,
          before_text: amount(share.before),
          after_text: amount(share.after),
        }))}
      />
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("table")}>
        <table>
          <caption>{t("table")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("household")}</th>
              <th scope="col" className="num">
                {t("now", { rule: columns.before })}
              </th>
              <th scope="col" className="num">
                {t("then", { rule: columns.after })}
              </th>
              <th scope="col" className="num">
                {t("difference")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shares.map((share) => (
              <tr key={share.household_id}>
                <th scope="row">{[share.name, share.card_number].filter(Boolean).join(" ")}</th>
                <td className="num">{amount(share.before)}</td>
                <td className="num">{amount(share.after)}</td>
                <td className="num">{change(share)}</td>
              </tr>
            ))}
            {rest.households > 0 ? (
              <tr>
                <th scope="row">{t("others", { count: rest.households })}</th>
                <td className="num">{amount(rest.before)}</td>
                <td className="num">{amount(rest.after)}</td>
                <td className="num">{change(rest)}</td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
    </section>
  );
}
