import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Side } from "../quote/words";
import { Bar } from "../ui/Bar";
import { List } from "../ui/List";
import type { ListedAgreement, PoolCoverage } from "./data.server";
import { agreementsOf, AgreementTag } from "./Parts";

interface Found {
  readonly title: string;
  readonly agreements: readonly ListedAgreement[];
  readonly next: string | null;
  readonly all: boolean;
}

/** A side's agreements, the newest first: those that stand, or all. */
export function AgreementList({ found: { title, agreements, next, all }, me }: { found: Found; me: Side }) {
  const t = useTranslations("agreement");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  return (
    <List
      label={title}
      rows={agreements}
      none={t(all ? "none" : "noneOpen")}
      older={next === null ? null : `?${all ? "all=1&" : ""}before=${encodeURIComponent(next)}`}
      columns={[
        {
          head: q("number"),
          name: true,
          of: (one) => <a href={`${agreementsOf(path, me)}/${one.id}`}>{one.number}</a>,
        },
        me === "seller"
          ? { head: q("company"), of: (one) => one.company }
          : { head: q("cooperative"), of: (one) => one.cooperative?.[path] ?? "" },
        { head: q("state"), of: (one) => <AgreementTag state={one.state} /> },
        {
          head: t("signatures"),
          of: (one) =>
            one.state === "dropped"
              ? "–"
              : t(one.state !== "proposed" ? "signedBoth" : one.signed.includes(me) ? "waitsForThem" : "waitsForYou"),
        },
        { head: t("season"), of: (one) => `${f.date(one.from_day)} – ${f.date(one.to_day)}` },
        {
          head: t("drawnOfAgreed"),
          num: true,
          of: (one) => t("ofPacks", { drawn: one.drawn_packs, packs: one.committed_packs }),
        },
      ]}
    />
  );
}

/** What stands behind the active agreements of a cooperative, by pool: a bar, and the same in words. */
export function Coverage({ pools }: { pools: readonly PoolCoverage[] }) {
  const t = useTranslations("agreement");
  const f = useFormats();
  const path = usePath();
  if (pools.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t("coverage")}</h2>
      <p className="muted">{t("coverageLead")}</p>
      {pools.map((pool) => (
        <Bar
          key={pool.pool_id}
          label={t("coverageOf", { good: pool.title[path], risk: f.units(pool.at_risk_units, pool.unit) })}
          parts={[
            { key: "drawn", part: "sold", value: pool.drawn_units, label: t("keptOrOrdered") },
            { key: "on_hand", part: "available", value: pool.on_hand_units, label: t("onHand") },
            { key: "expected", part: "forecast", value: pool.expected_units, label: t("expected") },
            { key: "risk", part: "lost", value: pool.at_risk_units, label: t("atRisk") },
          ]}
        />
      ))}
      {pools
        .filter((pool) => pool.late_units > 0)
        .map((pool) => (
          <p key={pool.pool_id} className="note warn">
            {t("lateHarvests", { good: pool.title[path], late: f.units(pool.late_units, pool.unit) })}
          </p>
        ))}
      <List
        label={t("coverage")}
        rows={pools.map((pool) => ({ ...pool, id: pool.pool_id }))}
        none=""
        columns={[
          { head: t("good"), name: true, of: (pool) => pool.title[path] },
          { head: t("committed"), num: true, of: (pool) => f.units(pool.committed_units, pool.unit) },
          { head: t("keptOrOrdered"), num: true, of: (pool) => f.units(pool.drawn_units, pool.unit) },
          { head: t("onHand"), num: true, of: (pool) => f.units(pool.on_hand_units, pool.unit) },
          { head: t("lies"), num: true, of: (pool) => f.units(pool.free_units, pool.unit) },
          { head: t("expected"), num: true, of: (pool) => f.units(pool.expected_units, pool.unit) },
          { head: t("atRisk"), num: true, of: (pool) => f.units(pool.at_risk_units, pool.unit) },
          {
            head: t("title"),
            of: (pool) =>
              pool.agreements.map((one) => (
                <span key={one.id}>
                  <a href={`${agreementsOf(path, "seller")}/${one.id}`}>{one.number}</a> {one.company}{" "}
                </span>
              )),
          },
        ]}
      />
    </section>
  );
}
