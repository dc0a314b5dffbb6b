import {
  addSimulations,
  claimOfOwner,
  compareText,
  dayNumber,
  isoDate,
  simulateFees,
  type BookedLine,
  type FeeSimulation as Simulated,
  type FeeTermsInput,
  type FreightRule,
  type RatesColumn,
  type Refusal,
  type Result,
  type SimulatedRates,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { row, rows, type Sql } from "../../lib/sql";
import { purseOf } from "./carriage";
import { asResult, notAllowed } from "./refusals";

export interface SimulateInput {
  cooperative_id: string;
  currency: string;
  /** Rates of one product; of all goods that have none of their own when null. */
  product_id: string | null;
  terms: FeeTermsInput;
  /** First and last day on which sales were divided, in the cooperative's days. */
  from: string;
  to: string;
  tz: string;
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
  policy_product_id: string | null;
  platform_bp: number;
  cooperative_bp: number;
  agent_bp: number;
  packing_minor_per_kg: string;
  holdback_bp: number;
  freight_rule: FreightRule;
}

interface RowOfLine {
  sale_line_id: string;
  account: string;
  rule: string;
  household_id: string | null;
  lot_id: string | null;
  grams: string | null;
  amount_minor: string;
}

/** Orders read and divided at once: tens of thousands of lines would be a page of memory each. */
const ORDERS_A_PART = 2_000;
/** More is not answered while a person waits: a shorter period says as much. */
const MAX_LINES = 200_000;
const MAX_DAYS = 400;

/** Other rates tried on what was sold. It reads the books and writes nothing: what comes out is no money. */
export class FeeSimulation {
  constructor(private readonly sql: Knex) {}

  simulate(input: SimulateInput): Promise<Result<Simulated, Refusal>> {
    return asResult(async () => {
      const period = await this.periodOf(input);
      const parts: Simulated[] = [];
      let after: Place = { posted_at: "-infinity", order_id: "" };
      for (;;) {
        const orders = await ordersAfter(this.sql, period, after);
        const last = orders.at(-1);
        if (!last) break;
        const ids = orders.map((order) => order.order_id);
        parts.push(simulateFees(await linesOf(this.sql, input, ids)));
        if (orders.length < ORDERS_A_PART) break;
        after = last;
      }
      return addSimulations(parts);
    });
  }

  private async periodOf(input: SimulateInput): Promise<Period> {
    const [from, to] = [dayNumber(input.from), dayNumber(input.to)];
    if (from === null || to === null) throw notAllowed("invalid_date", "Days are written such as 2026-11-01.");
    if (to < from || to - from > MAX_DAYS)
      throw notAllowed("invalid_period", `Choose at most ${MAX_DAYS} days, the last one not before the first.`);
    const found = await row<Period & { lines: string }>(
      this.sql,
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
}

interface Period {
  cooperative_id: string;
  currency: string;
  begins: Date;
  ends: Date;
}

interface Place {
  /** As text: a date of JavaScript would lose its microseconds. */
  posted_at: string;
  order_id: string;
}

/** All lines of an order are divided in one moment, so that a part never tears one. */
function ordersAfter(sql: Sql, period: Period, after: Place): Promise<Place[]> {
  return rows<Place>(
    sql,
    `select distinct l.posted_at::text as posted_at, l.order_id, l.posted_at as at from sale_line l
     where l.cooperative_id = ? and l.currency = ? and l.posted_at >= ? and l.posted_at < ?
       and (l.posted_at, l.order_id) > (?::timestamptz, ?)
     order by at, l.order_id limit ${ORDERS_A_PART}`,
    [period.cooperative_id, period.currency, period.begins, period.ends, after.posted_at, after.order_id],
  );
}

/** The lines of these orders as they stand in the books: three statements whatever their number. */
async function linesOf(sql: Sql, input: SimulateInput, order_ids: readonly string[]): Promise<BookedLine[]> {
  const lines = await rows<LineRow>(
    sql,
    `select l.id, l.order_id, l.cooperative_id, l.product_id, l.paid_minor, l.tax_minor, l.refund_minor, l.refund_tax_minor, l.borne_minor,
            l.freight_paid_minor, l.refund_freight_minor, l.freight_minor, l.freight_cost_minor, l.policy_id,
            s.claim_id is not null as free_of_fees, p.product_id as policy_product_id, p.platform_bp, p.cooperative_bp, p.agent_bp,
            p.packing_minor_per_kg, p.holdback_bp, p.freight_rule
     from sale_line l join sale s on s.id = l.sale_id join fee_policy p on p.id = l.policy_id
     where l.cooperative_id = ? and l.posted_at is not null and l.order_id = any(?) order by l.order_id, l.order_line_id`,
    [input.cooperative_id, [...order_ids]],
  );
  const ids = lines.map((line) => line.id);
  const written = await rows<RowOfLine>(
    sql,
    `select sale_line_id, account, rule, household_id, lot_id, grams, amount_minor from sale_line_row where sale_line_id = any(?)
     union all
     select sale_line_id, 'none', 'none', household_id, lot_id, grams, 0 from sale_line_unpaid_lot where sale_line_id = any(?)`,
    [ids, ids],
  );
  const rowsOf = new Map<string, RowOfLine[]>();
  for (const one of written) {
    const known = rowsOf.get(one.sale_line_id);
    if (known) known.push(one);
    else rowsOf.set(one.sale_line_id, [one]);
  }
  const rates = new RatesOf(input);
  return lines.map((line) => asDivided(line, rowsOf.get(line.id) ?? [], rates));
}

function asDivided(line: LineRow, written: readonly RowOfLine[], rates: RatesOf): BookedLine {
  const sum = (is: (row: RowOfLine) => boolean) =>
    written.reduce((all, row) => (is(row) ? all + Number(row.amount_minor) : all), 0);
  const account = (...names: string[]) => sum((row) => names.includes(row.account));
  const lots = new Map<string, { lot: string; household: string | null; grams: number; got: number }>();
  for (const row of written) {
    if (row.lot_id === null) continue;
    const known = lots.get(row.lot_id);
    if (known) known.got += Number(row.amount_minor);
    else {
      const { lot_id: lot, household_id: owner, grams } = row;
      // Goods that came back stand in the name of their claim, with money or without.
      const household = owner === null || claimOfOwner(owner) !== undefined ? null : owner;
      lots.set(lot, { lot, household, grams: Number(grams ?? 0), got: Number(row.amount_minor) });
    }
  }
  const has = (...rules: string[]) => written.some((row) => rules.includes(row.rule));
  return {
    line: line.id,
    order: line.order_id,
    cooperative: line.cooperative_id,
    paid: Number(line.paid_minor),
    tax: Number(line.tax_minor) - Number(line.refund_tax_minor),
    refund: Number(line.refund_minor) - Number(line.borne_minor),
    // Before costs were kept, what the line bore of them is the best that is known.
    cost: Number(line.freight_cost_minor ?? line.freight_minor),
    purse: Number(purseOf(line)),
    lots: [...lots.values()].sort((a, b) => compareText(a.lot, b.lot)),
    mode: has("intake_price", "fixed_margin") ? "fixed" : has("pool_proceeds") ? "pool_average" : "by_sale",
    got: {
      carriers: account("freight"),
      cooperative: account("packing", "cooperative_fee"),
      platform: account("platform_fee"),
      agent: account("agent_commission"),
      households: account("household_payable", "household_holdback"),
      price_pools: account("price_pool"),
      returned_goods: account("returned_goods"),
    },
    before: rates.before(line),
    after: rates.after(line),
  };
}

/** One object for the same rates, so that columns name few of them. */
class RatesOf {
  private readonly known = new Map<string, SimulatedRates>();

  constructor(private readonly input: SimulateInput) {}

  before(line: LineRow): SimulatedRates {
    return this.one(`${line.policy_id}:${line.free_of_fees}`, line, line.free_of_fees);
  }

  /** By the other rates, if they are of these goods; what has rates of its own is not touched by those of all goods. */
  after(line: LineRow): SimulatedRates {
    const { product_id, terms } = this.input;
    const touched = product_id === null ? line.policy_product_id === null : line.product_id === product_id;
    return touched ? this.one(`other:${line.free_of_fees}`, terms, line.free_of_fees) : this.before(line);
  }

  private one(
    key: string,
    terms: Omit<RatesColumn, "packing_minor_per_kg"> & TermsLike,
    free: boolean,
  ): SimulatedRates {
    const found = this.known.get(key);
    if (found) return found;
    const { platform_bp, cooperative_bp, agent_bp, holdback_bp, freight_rule } = terms;
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
