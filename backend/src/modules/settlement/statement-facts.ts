import {
  nothingWords,
  perKg,
  ruleWords,
  slipHash,
  soldLots,
  whyPrice,
  type LotPriceKind,
  type RuleRate,
  type SoldShare,
  type WhyText,
} from "@commonlot/domain";
import { groupBy } from "../../lib/group-by";
import { rows, type Sql } from "../../lib/sql";
import { safeNumber } from "./amounts";
import type { StatementRow } from "./approve";
import { AT_BANK_OF_STATEMENT } from "./at-bank";
import { statementPayouts, type StatementPayout } from "./statement-payouts";

/** A deduction with its rule in words. */
export interface DeductionFacts {
  rule: string;
  words: WhyText;
  amount_minor: number;
}

/** What became of one lot on a statement: bought - deductions = share. */
export interface LotFacts {
  lot_id: string;
  price: LotPriceKind;
  grams: number;
  bought_minor: number;
  deductions: DeductionFacts[];
  share_minor: number;
  /** Null where it has no weight. */
  per_kg_minor: number | null;
  why: WhyText;
}

/** What is added to (above zero) or taken off a household's money beside its sales. */
export interface OtherFacts {
  kind: string;
  rule: string;
  words: WhyText;
  amount_minor: number;
  /** The lots it is about; all of one rule are one line. */
  lot_ids: string[];
}

/** Everything that one statement says, as a paper or a page needs it: every amount adds up. */
export interface StatementFacts {
  id: string;
  number: string;
  slip_code: string;
  hash: string;
  cooperative_id: string;
  household_id: string;
  currency: string;
  period: { id: string; from: string; to: string; state: string };
  brought_forward_minor: number;
  gross_minor: number;
  deductions_minor: number;
  advances_minor: number;
  net_minor: number;
  /** What arrived, as far as is known. */
  paid_minor: number;
  /** With the bank, which has not answered: neither paid nor still to be paid. */
  on_its_way_minor: number;
  carried_minor: number;
  remaining_minor: number;
  not_paid_because: string | null;
  lots: LotFacts[];
  others: OtherFacts[];
  payouts: StatementPayout[];
}

export type StatementHead = StatementRow & {
  slip_code: string;
  cooperative_id: string;
  period_id: string;
  from_date: string;
  to_date: string;
  state: string;
};

interface AtBank {
  at_bank_minor: string;
}

interface LineRow {
  statement_id: string;
  kind: string;
  rule: string;
  amount_minor: string;
  lot_id: string | null;
  grams: string | null;
  sale_line_id: string | null;
  line_paid_minor: string | null;
  fixed: boolean;
  /** The fee policy that was frozen on the line, column by column: a rule is named as its rate is. */
  policy: Record<string, unknown> | null;
}

/** Of these statements of a cooperative or a household, in the order of their numbers; others are left out. */
export async function statementFacts(
  sql: Sql,
  of: { statement_ids: readonly string[]; cooperative_id?: string; household_id?: string },
): Promise<StatementFacts[]> {
  const heads = await rows<StatementHead & AtBank>(
    sql,
    `select s.*, ${AT_BANK_OF_STATEMENT} as at_bank_minor, p.from_date::text as from_date, p.to_date::text as to_date, p.state
     from statement s join settlement_period p on p.id = s.period_id
     where s.id = any(?) and s.cooperative_id = coalesce(?, s.cooperative_id) and s.household_id = coalesce(?, s.household_id)
     order by s.number`,
    [[...of.statement_ids], of.cooperative_id ?? null, of.household_id ?? null],
  );
  const ids = heads.map((head) => head.id);
  const lines = await rows<LineRow>(
    sql,
    `select t.statement_id, t.kind, t.rule, t.amount_minor, t.lot_id, t.grams, t.sale_line_id, l.paid_minor as line_paid_minor,
            to_jsonb(p) as policy,
            exists (select 1 from sale_line_row r where r.sale_line_id = t.sale_line_id and r.lot_id = t.lot_id and r.rule = 'intake_price') as fixed
     from statement_line t left join sale_line l on l.id = t.sale_line_id left join fee_policy p on p.id = l.policy_id
     where t.statement_id = any(?) order by t.statement_id, t.seq`,
    [ids],
  );
  const deductions = await rows<{ sale_line_id: string; rule: string; amount_minor: string }>(
    sql,
    `select sale_line_id, rule, amount_minor from sale_line_row
     where sale_line_id = any(?) and household_id is null order by sale_line_id, seq`,
    [[...new Set(lines.flatMap((line) => line.sale_line_id ?? []))]],
  );
  const taken = groupBy(deductions, (one) => one.sale_line_id);
  const linesOf = groupBy(lines, (line) => line.statement_id);
  const payouts = groupBy(await statementPayouts(sql, ids), (payout) => payout.statement_id);
  return heads.map((head) => facts(head, linesOf.get(head.id) ?? [], taken, payouts.get(head.id) ?? []));
}

function facts(
  head: StatementHead & AtBank,
  lines: readonly LineRow[],
  taken: ReadonlyMap<string, { rule: string; amount_minor: string }[]>,
  payouts: StatementPayout[],
): StatementFacts {
  const { currency } = head;
  return {
    id: head.id,
    number: head.number,
    slip_code: head.slip_code,
    hash: slipHash(slipOf(head)),
    cooperative_id: head.cooperative_id,
    household_id: head.household_id,
    currency,
    period: { id: head.period_id, from: head.from_date, to: head.to_date, state: head.state },
    brought_forward_minor: safeNumber(head.brought_forward_minor),
    gross_minor: safeNumber(head.gross_minor),
    deductions_minor: safeNumber(head.deductions_minor),
    advances_minor: safeNumber(head.advances_minor),
    net_minor: safeNumber(head.net_minor),
    paid_minor: safeNumber(String(BigInt(head.paid_minor) - BigInt(head.at_bank_minor))),
    on_its_way_minor: safeNumber(head.at_bank_minor),
    carried_minor: safeNumber(head.carried_minor),
    remaining_minor: safeNumber(head.remaining_minor),
    not_paid_because: head.not_paid_because,
    lots: [...lotsSold(lines, taken, currency), ...lotsOfPricePools(lines, currency)],
    others: others(lines, currency),
    payouts,
  };
}

/** What a statement's hash is made of. */
export function slipOf(head: StatementHead) {
  return {
    slip_code: head.slip_code,
    number: head.number,
    currency: head.currency,
    from: head.from_date,
    to: head.to_date,
    brought_forward_minor: BigInt(head.brought_forward_minor),
    gross_minor: BigInt(head.gross_minor),
    deductions_minor: BigInt(head.deductions_minor),
    advances_minor: BigInt(head.advances_minor),
    net_minor: BigInt(head.net_minor),
  };
}

function lotsSold(
  lines: readonly LineRow[],
  taken: ReadonlyMap<string, { rule: string; amount_minor: string }[]>,
  currency: string,
): LotFacts[] {
  const shares: SoldShare[] = [];
  const fixed = new Set<string>();
  const nothing = new Map<string, WhyText>();
  const rates = new Map<string, RuleRate>();
  for (const line of lines) {
    if (line.kind !== "sale" || line.sale_line_id === null || line.lot_id === null) continue;
    if (line.fixed) fixed.add(line.lot_id);
    const why = nothingWords(line.rule);
    if (why) nothing.set(line.lot_id, why);
    const deductions = (taken.get(line.sale_line_id) ?? []).map(({ rule, amount_minor }) => ({
      rule,
      amount_minor: BigInt(amount_minor),
    }));
    // Two policies in one period: the rate of a rule is said only where it is the same for all.
    for (const { rule } of deductions) keepRate(rates, `${line.lot_id} ${rule}`, rateOf(rule, line.policy));
    shares.push({
      lot: line.lot_id,
      grams: BigInt(line.grams ?? 0),
      share_minor: BigInt(line.amount_minor),
      line: { paid_minor: BigInt(line.line_paid_minor ?? 0), deductions },
    });
  }
  return soldLots(shares).map((lot): LotFacts => {
    const price = fixed.has(lot.lot) ? "fixed" : "by_sale";
    const per_kg = perKg(lot.share_minor, lot.grams);
    return {
      lot_id: lot.lot,
      price,
      grams: safeNumber(lot.grams),
      bought_minor: safeNumber(lot.bought_minor),
      deductions: lot.deductions.map(({ rule, amount_minor }) => ({
        rule,
        words: ruleWords(rule, rates.get(`${lot.lot} ${rule}`) ?? {}, currency),
        amount_minor: safeNumber(amount_minor),
      })),
      share_minor: safeNumber(lot.share_minor),
      per_kg_minor: per_kg === null ? null : safeNumber(per_kg),
      // Of a lot that earned something on another line, the price is told.
      why: (lot.share_minor === 0n ? nothing.get(lot.lot) : undefined) ?? whyPrice(lot, price, currency),
    };
  });
}

function lotsOfPricePools(lines: readonly LineRow[], currency: string): LotFacts[] {
  return lines
    .filter((line) => isSold(line) && line.sale_line_id === null && line.lot_id !== null)
    .map((line): LotFacts => {
      const [grams, share] = [BigInt(line.grams ?? 0), BigInt(line.amount_minor)];
      const lot = { lot: line.lot_id ?? "", grams, bought_minor: share, deductions: [], share_minor: share };
      const per_kg = perKg(share, grams);
      const why = line.rule === "pool_difference" ? ruleWords(line.rule, {}, currency) : undefined;
      return {
        lot_id: lot.lot,
        price: "pool_average",
        grams: line.rule === "pool_difference" ? 0 : safeNumber(grams),
        bought_minor: safeNumber(share),
        deductions: [],
        share_minor: safeNumber(share),
        per_kg_minor: why || per_kg === null ? null : safeNumber(per_kg),
        why: why ? { zh: `${why.zh}。`, en: `${why.en}.` } : whyPrice(lot, "pool_average", currency),
      };
    });
}

/** Everything that is no sale, a line a rule: brought forward, kept back, advances, claims, and what other ideas add. */
function others(lines: readonly LineRow[], currency: string): OtherFacts[] {
  const kept = new Map<string, { kind: string; rule: string; amount: bigint; lots: Set<string>; rate: RuleRate }>();
  const rates = new Map<string, RuleRate>();
  for (const line of lines) {
    if (isSold(line) && line.lot_id !== null) continue;
    const key = `${line.kind} ${line.rule}`;
    const one = kept.get(key) ?? { kind: line.kind, rule: line.rule, amount: 0n, lots: new Set<string>(), rate: {} };
    kept.set(key, one);
    one.amount += (line.kind === "sale" || line.kind === "brought_forward" ? 1n : -1n) * BigInt(line.amount_minor);
    if (line.lot_id !== null) one.lots.add(line.lot_id);
    keepRate(rates, key, rateOf(line.rule, line.policy));
  }
  return [...kept.entries()].map(([key, one]) => ({
    kind: one.kind,
    rule: one.rule,
    words: ruleWords(one.rule, rates.get(key) ?? {}, currency),
    amount_minor: safeNumber(one.amount),
    lot_ids: [...one.lots],
  }));
}

/** Goods that brought money: shown lot by lot. What a household gets for goods that were lost is a line of its own. */
function isSold(line: Pick<LineRow, "kind" | "rule">): boolean {
  return line.kind === "sale" && line.rule !== "stock_loss";
}

function rateOf(rule: string, policy: LineRow["policy"]): RuleRate {
  if (policy === null) return {};
  const bp = policy[rule];
  if (rule.endsWith("_bp") && typeof bp === "number") return { bp };
  const per_kg = policy[`${rule}_minor_per_kg`];
  return typeof per_kg === "number" ? { per_kg_minor: BigInt(per_kg) } : {};
}

function keepRate(rates: Map<string, RuleRate>, key: string, rate: RuleRate): void {
  const known = rates.get(key);
  const same = known === undefined || (known.bp === rate.bp && known.per_kg_minor === rate.per_kg_minor);
  rates.set(key, same ? rate : {});
}
