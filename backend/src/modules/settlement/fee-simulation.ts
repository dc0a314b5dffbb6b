import {
  addSimulations,
  claimOfOwner,
  compareText,
  dayNumber,
  isoDate,
  simulateFees,
  type BookedLine,
  type BookedLot,
  type FeeSimulation as Simulated,
  type FeeTermsInput,
  type FreightRule,
  type RatesColumn,
  type Refusal,
  type Result,
  type SimulatedRates,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inOneMoment, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { purseOf } from "./carriage";
import { asResult, notAllowed } from "./refusals";

/** What was sold by a cooperative on some days. */
export interface SoldIn {
  cooperative_id: string;
  currency: string;
  /** First and last day on which sales were divided, in the cooperative's days. */
  from: string;
  to: string;
  tz: string;
}

export interface SimulateInput extends SoldIn {
  /** Rates of one product; of all goods that have none of their own when null. */
  product_id: string | null;
  terms: FeeTermsInput;
}

interface LineRow {
  id: string;
  order_id: string;
  cooperative_id: string;
  product_id: string | null;
  paid_minor: string;
  tax_minor: string;
  refund_minor: string;
  refund_tax_minor: string;
  borne_minor: string;
  freight_paid_minor: string;
  refund_freight_minor: string;
  freight_minor: string;
  freight_cost_minor: string | null;
  policy_id: string;
  free_of_fees: boolean;
  /** Of a quote: its freight is its buyer's and the cooperative's, whatever the rates say. */
  freight_apart: boolean;
  /** Agreed with who brought the sale; 0: nobody did. */
  sold_agent_bp: number;
  policy_product_id: string | null;
  platform_bp: number;
  cooperative_bp: number;
  agent_bp: number;
  packing_minor_per_kg: string;
  holdback_bp: number;
  freight_rule: FreightRule;
  // Of its rows in the books; null where there is none.
  carriers: string | null;
  cooperative: string | null;
  platform: string | null;
  agent: string | null;
  households: string | null;
  price_pools: string | null;
  returned_goods: string | null;
  at_tickets: boolean | null;
  pooled: boolean | null;
  /** One text of all its lots, row after row: `lot, owner, grams, amount`; rows of an object each would take seven times as long. */
  lots: string | null;
  unpaid: string | null;
}

/** Lines read and divided at once: a part is a few megabytes, whatever the period. */
const LINES_A_PART = 5_000;
const PARTS_KEPT = 10;
/** More than any cooperative sells in the days that may be asked for; above it is a mistake. */
const MAX_LINES = 5_000_000;
const MAX_DAYS = 400;

/** Other rates tried on what was sold. It reads the books and writes nothing: what comes out is no money. */
export class FeeSimulation {
  constructor(private readonly sql: Knex) {}

  /** `told`: how many lines are done, after each part. All parts are read of one moment. */
  simulate(input: SimulateInput, told?: (lines: number) => void): Promise<Result<Simulated, Refusal>> {
    return asResult(() => inOneMoment(this.sql, (tx) => simulate_(tx, input, told)));
  }

  /** How many lines a simulation would divide: what says whether a person waits for it. */
  lines(input: SoldIn): Promise<Result<number, Refusal>> {
    return asResult(async () => Number((await periodOf(this.sql, input)).lines));
  }
}

async function simulate_(tx: Transaction, input: SimulateInput, told?: (lines: number) => void): Promise<Simulated> {
  const period = await periodOf(tx, input);
  const ends = await partsOf(tx, period);
  const rates = new RatesOf(input);
  const parts: Simulated[] = [];
  // The database reads the next part while this one is divided.
  let coming = linesOf(tx, period, { posted_at: "-infinity", order_id: "" }, ends[0]);
  for (const [index, end] of ends.entries()) {
    const lines = await coming;
    const next = ends[index + 1];
    if (next) coming = linesOf(tx, period, end, next);
    parts.push(simulateFees(lines.map((line) => asDivided(line, rates))));
    // Each names its households: kept one by one they would grow with the period.
    if (parts.length === PARTS_KEPT) parts.splice(0, parts.length, addSimulations(parts));
    told?.(parts.reduce((sum, part) => sum + part.lines, 0));
  }
  return addSimulations(parts);
}

async function periodOf(sql: Sql, input: SoldIn): Promise<Period> {
  const [from, to] = [dayNumber(input.from), dayNumber(input.to)];
  if (from === null || to === null) throw notAllowed("invalid_date", "Days are written such as 2026-11-01.");
  if (to < from || to - from > MAX_DAYS)
    throw notAllowed("invalid_period", `Choose at most ${MAX_DAYS} days, the last one not before the first.`);
  const found = await row<Period>(
    sql,
    `select b.*, (select count(*) from sale_line l where l.cooperative_id = ? and l.currency = ? and l.posted_at >= b.begins and l.posted_at < b.ends) as lines
     from (select ?::date::timestamp at time zone ? as begins, ?::date::timestamp at time zone ? as ends) b`,
    [input.cooperative_id, input.currency, input.from, input.tz, isoDate(to + 1), input.tz],
  );
  if (!found) throw new Error("no period");
  if (Number(found.lines) > MAX_LINES) {
    throw notAllowed(
      "too_much_to_simulate",
      `${found.lines} lines were sold in these days; at most ${MAX_LINES} are tried at once. Choose fewer days.`,
    );
  }
  return { ...found, cooperative_id: input.cooperative_id, currency: input.currency };
}

interface Period {
  cooperative_id: string;
  currency: string;
  begins: Date;
  ends: Date;
  lines: string;
}

interface Place {
  /** As text: a date of JavaScript would lose its microseconds. */
  posted_at: string;
  order_id: string;
}

/**
 * Where each part ends, the last one included. All lines of an order are divided in one moment, so that a part that ends with an order
 * never tears one.
 */
function partsOf(sql: Sql, period: Period): Promise<Place[]> {
  return rows<Place>(
    sql,
    `select posted_at::text as posted_at, order_id from (
       select l.posted_at, l.order_id, row_number() over w as n, lead(l.order_id) over w as next from sale_line l
       where l.cooperative_id = ? and l.currency = ? and l.posted_at >= ? and l.posted_at < ?
       window w as (order by l.posted_at, l.order_id)) x
     where n % ${LINES_A_PART} = 0 or next is null order by x.posted_at, order_id`,
    [period.cooperative_id, period.currency, period.begins, period.ends],
  );
}

/** The lines of a part as they stand in the books, each with all of its rows: one statement whatever their number. */
function linesOf(sql: Sql, period: Period, after: Place, end: Place | undefined): Promise<LineRow[]> {
  if (!end) return Promise.resolve([]);
  return rows<LineRow>(
    sql,
    `select l.id, l.order_id, l.cooperative_id, l.product_id, l.paid_minor, l.tax_minor, l.refund_minor, l.refund_tax_minor, l.borne_minor,
            l.freight_paid_minor, l.refund_freight_minor, l.freight_minor, l.freight_cost_minor, l.policy_id,
            s.claim_id is not null as free_of_fees,
            exists (select 1 from sale_freight_term t where t.sale_id = s.id and t.cooperative_id = l.cooperative_id) as freight_apart,
            coalesce(s.agent_bp, 0) as sold_agent_bp, p.product_id as policy_product_id, p.platform_bp, p.cooperative_bp, p.agent_bp,
            p.packing_minor_per_kg, p.holdback_bp, p.freight_rule, r.*,
            (select string_agg(concat_ws(E'\\t', u.lot_id, coalesce(u.household_id, ''), coalesce(u.grams, 0), 0), E'\\n')
             from sale_line_unpaid_lot u where u.sale_line_id = l.id) as unpaid
     from sale_line l join sale s on s.id = l.sale_id join fee_policy p on p.id = l.policy_id
     cross join lateral (
       select sum(r.amount_minor) filter (where r.account = 'freight') as carriers,
              sum(r.amount_minor) filter (where r.account in ('packing', 'cooperative_fee')) as cooperative,
              sum(r.amount_minor) filter (where r.account = 'platform_fee') as platform,
              sum(r.amount_minor) filter (where r.account = 'agent_commission') as agent,
              sum(r.amount_minor) filter (where r.account in ('household_payable', 'household_holdback')) as households,
              sum(r.amount_minor) filter (where r.account = 'price_pool') as price_pools,
              sum(r.amount_minor) filter (where r.account = 'returned_goods') as returned_goods,
              bool_or(r.rule in ('intake_price', 'fixed_margin')) as at_tickets, bool_or(r.rule = 'pool_proceeds') as pooled,
              string_agg(concat_ws(E'\\t', r.lot_id, coalesce(r.household_id, ''), coalesce(r.grams, 0), r.amount_minor), E'\\n')
                filter (where r.lot_id is not null) as lots
       from sale_line_row r where r.sale_line_id = l.id) r
     where l.cooperative_id = ? and l.currency = ? and l.posted_at >= ? and l.posted_at < ?
       and (l.posted_at, l.order_id) > (?::timestamptz, ?) and (l.posted_at, l.order_id) <= (?::timestamptz, ?)
     order by l.order_id, l.order_line_id`,
    [
      ...[period.cooperative_id, period.currency, period.begins, period.ends],
      ...[after.posted_at, after.order_id, end.posted_at, end.order_id],
    ],
  );
}

function asDivided(line: LineRow, rates: RatesOf): BookedLine {
  return {
    line: line.id,
    order: line.order_id,
    cooperative: line.cooperative_id,
    paid: Number(line.paid_minor),
    tax: Number(line.tax_minor) - Number(line.refund_tax_minor),
    refund: Number(line.refund_minor) - Number(line.borne_minor),
    // Before costs were kept, what the line bore of them is the best that is known.
    cost: Number(line.freight_cost_minor ?? line.freight_minor),
    // Most lines have no freight of their own: nothing to share out, and no BigInt for it.
    purse: line.freight_paid_minor === "0" ? 0 : Number(purseOf(line)),
    lots: lotsOf(line),
    mode: line.at_tickets ? "fixed" : line.pooled ? "pool_average" : "by_sale",
    got: {
      carriers: Number(line.carriers),
      cooperative: Number(line.cooperative),
      platform: Number(line.platform),
      agent: Number(line.agent),
      households: Number(line.households),
      price_pools: Number(line.price_pools),
      returned_goods: Number(line.returned_goods),
    },
    before: rates.before(line),
    after: rates.after(line),
  };
}

/** By their ids, each once: a holdback is a second row of its lot. */
function lotsOf({ lots, unpaid }: LineRow): BookedLot[] {
  const found: { lot: string; household: string | null; grams: number; got: number }[] = [];
  for (const text of [lots, unpaid]) {
    if (text === null) continue;
    for (const one of text.split("\n")) {
      const [lot = "", owner = "", grams, got] = one.split("\t");
      const known = found.find((other) => other.lot === lot);
      if (known) known.got += Number(got);
      else {
        // Goods that came back stand in the name of their claim, with money or without.
        const household = owner === "" || claimOfOwner(owner) !== undefined ? null : owner;
        found.push({ lot, household, grams: Number(grams), got: Number(got) });
      }
    }
  }
  return found.sort((a, b) => compareText(a.lot, b.lot));
}

/** One object for the same rates, so that columns name few of them. */
class RatesOf {
  private readonly known = new Map<string, SimulatedRates>();

  constructor(private readonly input: SimulateInput) {}

  before(line: LineRow): SimulatedRates {
    return this.one(line.policy_id, line, line);
  }

  /** By the other rates, if they are of these goods; what has rates of its own is not touched by those of all goods. */
  after(line: LineRow): SimulatedRates {
    const { product_id, terms } = this.input;
    const touched = product_id === null ? line.policy_product_id === null : line.product_id === product_id;
    return touched ? this.one("other", terms, line) : this.before(line);
  }

  private one(
    name: string,
    terms: Omit<RatesColumn, "packing_minor_per_kg"> & TermsLike,
    {
      free_of_fees: free,
      sold_agent_bp,
      freight_apart,
    }: Pick<LineRow, "free_of_fees" | "sold_agent_bp" | "freight_apart">,
  ): SimulatedRates {
    const key = `${name}:${free}:${sold_agent_bp}:${freight_apart}`;
    const found = this.known.get(key);
    if (found) return found;
    const { platform_bp, cooperative_bp, holdback_bp } = terms;
    const freight_rule = freight_apart ? "buyer_pays" : terms.freight_rule;
    // As the sale is divided: what was agreed with who brought it, at most what the rates give an agent.
    const agent_bp = Math.min(sold_agent_bp, terms.agent_bp);
    const packing_minor_per_kg = Number(terms.packing_minor_per_kg);
    const fees = free ? { platform_bp: 0, cooperative_bp: 0, agent_bp: 0 } : { platform_bp, cooperative_bp, agent_bp };
    const made = { rates: { ...fees, holdback_bp, packing_minor_per_kg }, freight_rule };
    this.known.set(key, made);
    return made;
  }
}

interface TermsLike {
  packing_minor_per_kg: string | number | bigint;
  freight_rule: FreightRule;
}
