import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { type Both, usePath } from "../../lib/path";
import { Tag } from "../ui/Tag";
import { LadderChart } from "./LadderChart";
import type { Ladder } from "./selling.server";

interface Pack {
  readonly variant_id: string;
  readonly title: Both;
}

/** The steps of a ladder, drawn and as a table: from how many cases on each pack costs how much, and where it stands. */
export function LadderTable({ ladder, packs }: { ladder: Ladder; packs: readonly Pack[] }) {
  const t = useTranslations("cycle");
  const f = useFormats();
  const path = usePath();
  const priced = packs.filter((pack) =>
    ladder.steps.every((step) => step.prices.some((price) => price.variant_id === pack.variant_id)),
  );
  const lead = priced.find((pack) => pack.variant_id === ladder.lead_variant_id) ?? priced[0];
  if (!lead) return null;
  const priceOf = (step: Ladder["steps"][number], pack: Pack) =>
    step.prices.find((price) => price.variant_id === pack.variant_id)?.price_minor ?? 0;
  const from = (cases: number) => (cases === 0 ? t("firstCase") : t("fromCases", { count: cases }));
  return (
    <div className="stack-s">
      <LadderChart
        label={t("chart", { pack: lead.title[path] })}
        now={t("now")}
        steps={ladder.steps.map((step, at) => ({
          key: at,
          price_minor: priceOf(step, lead),
          price_text: f.money(priceOf(step, lead), ladder.currency),
          cases_text: from(step.from_cases),
          now: at === ladder.step,
        }))}
      />
      <div className="scroll-x" role="region" aria-label={t("tableCaption")} tabIndex={0}>
        <table>
          <caption className="small">{t("tableCaption")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("ordered")}</th>
              <th scope="col">{t("where")}</th>
              {priced.map((pack) => (
                <th scope="col" key={pack.variant_id} className="num">
                  {pack.title[path]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ladder.steps.map((step, at) => (
              <tr key={step.from_cases}>
                <th scope="row">{from(step.from_cases)}</th>
                <td>
                  {at === ladder.step ? (
                    <Tag look={{ sign: "●", tone: "good" }}>{t("now")}</Tag>
                  ) : at < ladder.step ? (
                    <Tag look={{ sign: "✓", tone: "" }}>{t("passed")}</Tag>
                  ) : (
                    t("moreCases", { count: step.from_cases - ladder.cases })
                  )}
                </td>
                {priced.map((pack) => (
                  <td key={pack.variant_id} className="num tabular">
                    {f.money(priceOf(step, pack), ladder.currency)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
