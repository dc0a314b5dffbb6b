import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { DeskCycle } from "./desk.server";

const GRAMS_PER_KG = 1000;

/** What each step would bring: who gets how much of a pack, and a household for a kilogram, by the rates in force. */
export function Simulation({ good }: { good: DeskCycle["goods"][number] }) {
  const t = useTranslations("cycles");
  const f = useFormats();
  const path = usePath();
  const { simulation, ladder } = good;
  const lead = good.packs.find((pack) => pack.variant_id === good.lead_variant_id);
  if (!simulation || !lead) return <p className="note warn">{t("noSimulation")}</p>;
  const money = (amount: number) => f.money(amount, ladder.currency);
  const first = simulation.steps[0];
  return (
    <div className="scroll-x" role="region" aria-label={t("simulation", { pack: lead.title[path] })} tabIndex={0}>
      <table>
        <caption>{t("simulation", { pack: lead.title[path] })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("step")}</th>
            <th scope="col" className="num">
              {t("price")}
            </th>
            <th scope="col" className="num">
              {t("households")}
            </th>
            <th scope="col" className="num">
              {t("perKg")}
            </th>
            <th scope="col" className="num">
              {t("cooperative")}
            </th>
            <th scope="col" className="num">
              {t("platform")}
            </th>
            <th scope="col" className="num">
              {t("tax")}
            </th>
          </tr>
        </thead>
        <tbody>
          {simulation.steps.map((step, at) => (
            <tr key={at}>
              <th scope="row">
                {at === 0 ? t("fromFirst") : t("fromCases", { count: ladder.steps[at]?.from_cases ?? 0 })}
              </th>
              <td className="num tabular">{money(step.price_minor)}</td>
              <td className="num tabular">
                <strong>{money(step.households_minor)}</strong>
                {at > 0 && first ? (
                  <span className="muted small">
                    {" "}
                    {t("less", { amount: money(first.households_minor - step.households_minor) })}
                  </span>
                ) : null}
              </td>
              <td className="num tabular">
                {money(Math.floor((step.households_minor * GRAMS_PER_KG) / simulation.grams))}
              </td>
              <td className="num tabular">{money(step.cooperative_minor)}</td>
              <td className="num tabular">{money(step.platform_minor)}</td>
              <td className="num tabular">{money(step.tax_minor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
