import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Pack, Unit } from "../produce/unit-price";
import { Tag } from "../ui/Tag";
import { LadderTable } from "./LadderTable";
import type { Cycle, Selling } from "./selling.server";

/** On a product's page: the order cycle it is sold in now, its days, its minimum, and how far its price may fall. */
export function CycleBox({ selling, packs, unit }: { selling: Selling; packs: readonly Pack[]; unit: Unit }) {
  const t = useTranslations("cycle");
  const f = useFormats();
  const path = usePath();
  const { cycle, ladder } = selling;
  if (selling.state !== "open" || !cycle) return null;
  const next = ladder?.next ? ladder.steps[ladder.next.step] : undefined;
  const lead = packs.find((pack) => pack.variant_id === ladder?.lead_variant_id);
  const price = next?.prices.find((one) => one.variant_id === lead?.variant_id)?.price_minor;
  return (
    <section className="panel stack-s cycle-box" aria-labelledby="cycle-name">
      <h2 id="cycle-name">{t("title", { name: cycle.name[path] })}</h2>
      <p>
        <Tag look={{ sign: "◷", tone: "good" }}>{t("openUntil", { time: f.timeThere(cycle.closes_at) })}</Tag>
      </p>
      <CycleDays cycle={cycle} />
      <CycleMinimum cycle={cycle} />
      {ladder && ladder.steps.length > 1 ? (
        <>
          {ladder.next && lead && price !== undefined ? (
            <p>
              <strong>
                {t("untilNext", {
                  count: ladder.next.cases,
                  pack: lead.title[path],
                  price: f.moneyInWords(price, ladder.currency),
                })}
              </strong>{" "}
              <span className="muted">{t("toFullCase", { amount: f.units(ladder.to_full_case, unit) })}</span>
            </p>
          ) : (
            <p>
              <strong>{t("lowest")}</strong>
            </p>
          )}
          <LadderTable ladder={ladder} packs={packs} />
          <p className="note small">{t("howLadder", { time: f.timeThere(cycle.closes_at) })}</p>
        </>
      ) : null}
    </section>
  );
}

/** When goods of a cycle leave, or where they are fetched. */
export function CycleDays({ cycle }: { cycle: Pick<Cycle, "way" | "ready_from" | "ready_to" | "place"> }) {
  const t = useTranslations("cycle");
  const f = useFormats();
  const path = usePath();
  const dates = f.dates(cycle.ready_from, cycle.ready_to);
  if (cycle.way === "pickup") return <p>{t("pickup", { dates, place: cycle.place[path] })}</p>;
  return <p>{t("ship", { dates })}</p>;
}

/** How much is needed to send anything, how much of it is there, and what happens if it is not. */
export function CycleMinimum({ cycle }: { cycle: Cycle }) {
  const t = useTranslations("cycle");
  const f = useFormats();
  const { minimum } = cycle;
  if (minimum.kind === "none") return null;
  const amount = (value: number) => (minimum.kind === "grams" ? f.weight(value) : t("orders", { count: value }));
  const words = minimum.reached
    ? t("minimumReached", { least: amount(minimum.least), have: amount(minimum.have) })
    : t("minimumMissing", {
        least: amount(minimum.least),
        have: amount(minimum.have),
        missing: amount(minimum.missing),
      });
  return (
    <div className="stack-s">
      <p id="cycle-minimum">
        <span aria-hidden="true">{minimum.reached ? "✓ " : "◔ "}</span>
        {words}
      </p>
      <progress max={minimum.least} value={Math.min(minimum.have, minimum.least)} aria-labelledby="cycle-minimum" />
      {minimum.reached ? null : <p className="small muted">{t("minimumWhatIf")}</p>}
    </div>
  );
}
