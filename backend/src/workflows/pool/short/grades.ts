import type { MedusaContainer } from "@medusajs/framework/types";
import { refundOf, shortLineSchema, type GradeOffer, type ShortInput, type Substituted } from "@commonlot/domain";
import type { PackingList } from "../../../lib/packing-list";
import type { ShortFacts } from "../../../modules/pool/short-facts";
import type { GradeOfferRow } from "../../../modules/pool/short-grades";
import type { GradeOfferView, StoredPlan } from "../../../modules/pool/short-types";
import type PoolService from "../../../modules/pool/service";
import { packPrices, priceNear } from "./grade-prices";

/** What is known of other grades about the lines of a short: what fills them already, and what may. */
export interface Grades {
  substituted: Map<string, Substituted[]>;
  other: Map<string, NonNullable<ShortInput["lines"][number]["other"]>>;
}

/**
 * Lines whose pool names another that may fill in, with today's prices of both; a line that was asked about before keeps the
 * prices it was asked with. A line whose packs or whose other grade have no price is not offered, nor is a pool that is
 * closed; what its buyer has agreed to before is held, and stays agreed.
 */
export async function gradesOf(
  container: MedusaContainer,
  short_id: string,
  facts: ShortFacts,
  lists: readonly PackingList[],
): Promise<Grades> {
  const pools: PoolService = container.resolve("pool");
  const others = new Map(facts.pools.flatMap((one) => (one.other_pool_id ? [[one.pool, one.other_pool_id]] : [])));
  const [standing, offers, questions] = await Promise.all([
    pools.shorts.grades.standing(lists.map((list) => list.order_id)),
    pools.shorts.grades.ofShort(short_id),
    pools.shorts.questions.ofShort(short_id),
  ]);
  const grades: Grades = { substituted: new Map(), other: new Map() };
  for (const { order_line_id, pool_id, packs, lots, ...terms } of standing) {
    const before = grades.substituted.get(order_line_id) ?? [];
    grades.substituted.set(order_line_id, [...before, { ...termsOf(terms), pool: pool_id, packs, lots }]);
  }
  if (others.size === 0) return grades;
  const open = new Set(facts.pools.filter((one) => one.open).map((one) => one.pool));
  const asked = new Map(
    questions.filter((one) => one.about === "other_grade").map((one) => [one.order_id, one.answer] as const),
  );
  const prices = new Map<string, Awaited<ReturnType<typeof packPrices>>>();
  const wanted = new Set([...others.keys(), ...others.values()]);
  for (const list of lists) {
    if (!prices.has(list.currency)) {
      const priced = facts.pools.filter((one) => wanted.has(one.pool));
      prices.set(list.currency, await packPrices(container, priced, list.currency));
    }
    for (const line of list.lines) {
      const pool = others.get(line.pool_id);
      if (pool === undefined) continue;
      const offer = offers.find((one) => one.order_line_id === line.id);
      const said = asked.get(list.order_id) ?? null;
      if (offer) {
        const answer = said === "accept" ? "yes" : said === "decline" ? "no" : "open";
        if (answer === "open" && !open.has(offer.pool_id)) continue;
        const { packs, kept } = offer;
        grades.other.set(line.id, { ...termsOf(offer), pool: offer.pool_id, answer, packs, kept });
        continue;
      }
      const of_currency = prices.get(list.currency) ?? [];
      const from = of_currency.find((one) => one.pool_id === line.pool_id && one.units === line.pack_units);
      const to = priceNear(of_currency, pool, line.pack_units);
      if (!from || !to || !open.has(pool)) continue;
      const terms = { from_minor: from.minor, from_units: from.units, to_minor: to.minor, to_units: to.units };
      // Who has answered is not asked a second time about this entry.
      grades.other.set(line.id, { ...terms, pool, answer: said === null ? "open" : "no", packs: 0, kept: 0 });
    }
  }
  return grades;
}

function termsOf(one: { from_minor: number; from_units: number; to_minor: number; to_units: number }) {
  const { from_minor, from_units, to_minor, to_units } = one;
  return { from_minor, from_units, to_minor, to_units };
}

/** What goes back for the packs of an offer if the other grade comes for them: what was paid less what stays paid. */
function backOf(line: ShortInput["lines"][number], outcome: StoredPlan["lines"][number], offer: GradeOffer): number {
  const parsed = shortLineSchema.parse(line);
  const short = parsed.short_packs - parsed.waiting_packs + outcome.packs - offer.packs;
  const without = refundOf(parsed, short, 0n, outcome.substituted ?? []);
  const as_agreed = refundOf(parsed, short, 0n, [...(outcome.substituted ?? []), offer]);
  return Number(as_agreed.goods_minor - without.goods_minor);
}

/** The offers of a plan, as rows to be kept and as the pages show them. */
export function offersOf(
  facts: ShortFacts,
  lines: ShortInput["lines"],
  plan: StoredPlan,
  lists: readonly PackingList[],
): { rows: GradeOfferRow[]; views: Map<string, GradeOfferView> } {
  const currencies = new Map(lists.map((list) => [list.order_id, list.currency]));
  const grade = new Map(facts.pools.map((one) => [one.pool, one.grade]));
  const found: GradeOfferRow[] = [];
  const views = new Map<string, GradeOfferView>();
  for (const outcome of plan.lines) {
    const line = lines.find((one) => one.order_line === outcome.order_line);
    const { offer } = outcome;
    if (!line || !offer) continue;
    const back_minor = backOf(line, outcome, offer);
    const names = { grade: grade.get(offer.pool) ?? "", from_grade: grade.get(outcome.pool) ?? "" };
    views.set(outcome.order_line, { ...offer, ...names, back_minor });
    const { pool: pool_id, packs, ...terms } = offer;
    found.push({
      ...terms,
      order_id: outcome.order,
      order_line_id: outcome.order_line,
      pool_id,
      packs,
      pack_units: outcome.pack_units,
      currency: (currencies.get(outcome.order) ?? "").toUpperCase(),
      back_minor,
    });
  }
  return { rows: found, views };
}
