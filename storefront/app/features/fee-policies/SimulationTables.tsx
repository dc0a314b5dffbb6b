import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { CompareChart } from "../ui/CompareChart";
import type { Simulation } from "./data.server";
import { PARTIES } from "./words";

/** What each party and household has now and by the new rates: a chart, and the same as tables. */
export function SimulationTables({ simulation, csv }: { simulation: Simulation; csv: string }) {
  const t = useTranslations("feePolicies.simulation");
  const f = useFormats();
  const { currency, shares, households, others } = simulation;
  const money = (amount: number) => f.money(amount, currency);
  const signed = (amount: number) => (amount > 0 ? `+${money(amount)}` : money(amount));
  const same =
    shares.every((one) => one.before_minor === one.after_minor) &&
    households.every((one) => one.before_minor === one.after_minor);
  const shown = PARTIES.flatMap((party) => shares.filter((one) => one.party === party)).filter(
    (one) => one.before_minor !== 0 || one.after_minor !== 0,
  );
  const fixed = (["tax", "refunded"] as const).map((name) => {
    const amount = name === "tax" ? simulation.tax_minor : simulation.refunded_minor;
    return { key: name, name: t(`names.${name}`), before: amount, after: amount };
  });
  const parties = [
    ...shown.map((one) => ({
      key: one.party,
      name: t(`names.${one.party}`),
      before: one.before_minor,
      after: one.after_minor,
    })),
    ...fixed.filter((one) => one.before !== 0),
  ];
  const sum = (side: "before" | "after") => parties.reduce((all, one) => all + one[side], 0);
  const table_of_parties = [
    ...parties,
    { key: "sum", name: t("names.sum"), before: sum("before"), after: sum("after") },
  ];
  const rows_of_households = [
    ...households.map((one) => ({
      key: one.id,
      name: [one.name, one.card_number].filter(Boolean).join(" "),
      before: one.before_minor,
      after: one.after_minor,
    })),
    ...(others.households === 0
      ? []
      : [
          {
            key: "others",
            name: t("others", { count: others.households }),
            before: others.before_minor,
            after: others.after_minor,
          },
        ]),
  ];
  return (
    <section className="stack" id="simulation">
      <p>
        {t("of", {
          from: f.date(simulation.from),
          to: f.date(simulation.to),
          lines: simulation.lines,
          paid: f.moneyInWords(simulation.paid_minor, currency),
        })}
      </p>
      <p className="note">{same ? t("same") : t("onPaper")}</p>
      {simulation.left_as_they_are === 0 ? null : (
        <p className="note warn">{t("leftOut", { count: simulation.left_as_they_are })}</p>
      )}
      <h2>{t("parties")}</h2>
      <CompareChart
        label={t("chart")}
        before={t("before")}
        after={t("after")}
        rows={parties.map((one) => ({
          ...one,
          // A bar has no left side: what is below zero is told by its text and the table.
          before: Math.max(0, one.before),
          after: Math.max(0, one.after),
          before_text: money(one.before),
          after_text: money(one.after),
        }))}
      />
      {table(t("parties"), t("party"), table_of_parties)}
      <h2>{t("households")}</h2>
      {rows_of_households.length === 0 ? (
        <p className="panel">{t("noHouseholds")}</p>
      ) : (
        <>
          <p>
            <a href={csv} download>
              {t("csv")}
            </a>
          </p>
          {table(t("households"), t("household"), rows_of_households)}
        </>
      )}
    </section>
  );

  function table(
    caption: string,
    who: string,
    lines: readonly { key: string; name: string; before: number; after: number }[],
  ) {
    return (
      <div className="scroll-x" tabIndex={0} role="region" aria-label={caption}>
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{who}</th>
              {(["before", "after", "difference"] as const).map((column) => (
                <th scope="col" className="num" key={column}>
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((one) => (
              <tr key={one.key}>
                <th scope="row">{one.name}</th>
                <td className="num">{money(one.before)}</td>
                <td className="num">{money(one.after)}</td>
                <td className="num">{signed(one.after - one.before)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  }
}
