import {
  apportion,
  compareText,
  postSaleJournal,
  returnedRows,
  taxParty,
  waterfall,
  type CarriedFreight,
  type FeePolicy,
  type Seller,
  type WaterfallRow,
} from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { claim } from "../outbox/append";
import { toWhole, type Whole } from "./amounts";
import type { SaleRow } from "./capture";
import { tellEarned_ } from "./commissions/tell";
import { writeJournals, type LedgerEntry } from "./ledger";
import { carriedFreight, costOf, owingTax } from "./carriage";
import { refuseOpenGap_ } from "./freight-gaps";
import { freightApart } from "./freight-kept";
import { writeHoldbacks } from "./holdbacks";
import { lockPayables } from "./payables";
import { firstPolicies, ratesOf, type PolicyRow } from "./policy";
import { pricedRows, pricePoolsOf, type LotPrice } from "./price-rows";
import { notAllowed } from "./refusals";
import { waitsForMoney_ } from "./transfers/receivables";
import { lockClaimMoney, shareReturned_ } from "./returned-goods";
import { writeUnpaidLots } from "./unpaid-lots";

export interface PostSaleInput {
  message_id?: string;
  order_id: string;
  /** What each lot gave, released allocations left out. Grams may be missing where the pool counts pieces. */
  allocations: readonly {
    order_line_id: string;
    lot_id: string;
    household_id: string;
    units: Whole;
    grams?: Whole | null;
  }[];
  /** What the carriers really took for each line; nothing when a line is missing. */
  freight: readonly { order_line_id: string; freight_minor: Whole }[];
  /** How the pools of these lots are priced; a lot that is not named is priced by sale. */
  prices?: readonly LotPrice[];
}

interface LineRow {
  id: string;
  order_line_id: string;
  cooperative_id: string;
  units: string;
  grams: string;
  paid_minor: string;
  tax_minor: string;
  refund_minor: string;
  refund_tax_minor: string;
  borne_minor: string;
  freight_paid_minor: string;
  refund_freight_minor: string;
  policy_id: string | null;
  seller: Seller;
}

/** A refund that a preview reckons with; `freight_minor` is the part of it that is freight. */
export interface PlannedRefund {
  order_line_id: string;
  amount_minor: bigint;
  freight_minor: bigint;
  tax_minor: bigint;
}

interface PostedLine {
  line: LineRow;
  policy: PolicyRow;
  freight: bigint;
  /** What its boxes cost, before the freight rule. */
  freight_cost: bigint;
  lots: { lot: string; household: string; grams: number; units: bigint }[];
  rows: WaterfallRow[];
}

export interface PostSaleOutput {
  sale_id: string;
  /** False when it was posted before: nothing was written now. */
  posted: boolean;
}

/**
 * Divides a delivered sale: the waterfall of each line, stored row by row, and buyer deposit -> parties, one journal a
 * line. Posted once per order. Freight and packing above what a line has are the cooperative's (docs: adr, carriage);
 * tax and refund above it refuse the whole sale: the money stays in the buyer's deposit until a person has looked. A sale that its company
 * still owes waits, and is posted when it is paid (docs/adr/0058). Of a quote's sale the freight is settled with its buyer first, and households
 * have no part in it (docs/adr/0063).
 */
export async function postSale(tx: Transaction, input: PostSaleInput): Promise<PostSaleOutput> {
  const fresh = input.message_id ? await claim(tx, "post", input.message_id) : true;
  const sale = await row<SaleRow>(tx, `select * from sale where order_id = ? for update`, [input.order_id]);
  if (!sale) throw notAllowed("not_captured", `Order ${input.order_id} has no captured payment to divide.`);
  if (!fresh || sale.posted_at || sale.withdrawn_at) return { sale_id: sale.id, posted: false };
  if (await waitsForMoney_(tx, sale)) return { sale_id: sale.id, posted: false };
  await refuseOpenGap_(tx, sale);

  const posted = await divideLines(tx, input);
  await store(tx, sale, posted, input.prices ?? []);
  return { sale_id: sale.id, posted: true };
}

/**
 * The waterfall of each line of a sale, by its frozen policy; nothing is written. `refunds` are added to those that stand,
 * for a preview.
 */
export async function divideLines(
  tx: Transaction,
  input: PostSaleInput,
  refunds: readonly PlannedRefund[] = [],
): Promise<PostedLine[]> {
  const sale = await row<SaleRow>(tx, `select * from sale where order_id = ?`, [input.order_id]);
  if (!sale) throw notAllowed("not_captured", `Order ${input.order_id} has no captured payment to divide.`);
  const stored = await rows<LineRow>(
    tx,
    `select id, order_line_id, cooperative_id, units, grams, paid_minor, tax_minor, refund_minor, refund_tax_minor, borne_minor,
            freight_paid_minor, refund_freight_minor, policy_id, seller
     from sale_line where sale_id = ? order by order_line_id`,
    [sale.id],
  );
  const lines = stored.map((line) => {
    const more = refunds.filter((one) => one.order_line_id === line.order_line_id);
    return owingTax({
      ...line,
      refund_minor: more.reduce((sum, one) => sum + one.amount_minor, BigInt(line.refund_minor)).toString(),
      refund_tax_minor: more.reduce((sum, one) => sum + one.tax_minor, BigInt(line.refund_tax_minor)).toString(),
      refund_freight_minor: more
        .reduce((sum, one) => sum + one.freight_minor, BigInt(line.refund_freight_minor))
        .toString(),
    });
  });
  refuseUnknownLines(lines, input);
  const policies = await frozenPolicies(tx, lines, sale.currency);
  const apart = await freightApart(tx, sale.id);
  const carried = carriedFreight(lines, input, (line) =>
    apart.has(line.cooperative_id) ? { freight_rule: "buyer_pays" } : policies(line),
  );
  const price_pools = await pricePoolsOf(tx, input.prices ?? [], sale.currency);
  return lines.map((line) => divide(line, sale, policies, input, carried, price_pools));
}

function refuseUnknownLines(lines: readonly LineRow[], input: PostSaleInput): void {
  const known = new Set(lines.map((line) => line.order_line_id));
  const stranger = [...input.allocations, ...input.freight].find((given) => !known.has(given.order_line_id));
  if (stranger) throw notAllowed("unknown_line", `Line ${stranger.order_line_id} is no line of the captured sale.`);
}

/** The policy frozen on each line at capture; where the cooperative had none then, its first. */
async function frozenPolicies(
  tx: Transaction,
  lines: readonly LineRow[],
  currency: string,
): Promise<(line: LineRow) => PolicyRow> {
  const frozen = await rows<PolicyRow>(tx, `select * from fee_policy where id = any(?)`, [
    [...new Set(lines.flatMap((line) => line.policy_id ?? []))],
  ]);
  const byId = new Map(frozen.map((policy) => [policy.id, policy]));
  const without = lines.filter((line) => line.policy_id === null).map((line) => line.cooperative_id);
  const first =
    without.length > 0 ? await firstPolicies(tx, [...new Set(without)], currency) : new Map<string, PolicyRow>();
  return (line) => {
    const policy = line.policy_id === null ? first.get(line.cooperative_id) : byId.get(line.policy_id);
    if (!policy) {
      throw notAllowed(
        "no_fee_policy",
        `Cooperative ${line.cooperative_id} has published no fee policy in ${currency}.`,
      );
    }
    return policy;
  };
}

function divide(
  line: LineRow,
  sale: SaleRow,
  policyOf: (line: LineRow) => PolicyRow,
  input: PostSaleInput,
  carried: ReadonlyMap<string, CarriedFreight>,
  price_pools: ReadonlyMap<string, string>,
): PostedLine {
  const policy = policyOf(line);
  const {
    freight_minor: freight,
    left_minor,
    borne_minor,
  } = carried.get(line.order_line_id) ?? { freight_minor: 0n, left_minor: 0n, borne_minor: 0n };
  const given = input.allocations.filter((allocation) => allocation.order_line_id === line.order_line_id);
  const units = given.reduce((sum, allocation) => sum + toWhole(allocation.units, "units"), 0n);
  if (units > BigInt(line.units)) {
    throw notAllowed(
      "allocated_over_sold",
      `Line ${line.order_line_id} sold ${line.units} units, but ${units} are allocated.`,
    );
  }
  const lots = lotsOf(line, given, units);
  const divided = waterfall({
    currency: sale.currency,
    paid_minor: line.paid_minor,
    tax_minor: BigInt(line.tax_minor) - BigInt(line.refund_tax_minor),
    // What the cooperative bears went back to the buyer, and was put in again by it: it is here to be divided.
    refund_minor: BigInt(line.refund_minor) - BigInt(line.borne_minor),
    freight_minor: freight,
    freight_left_minor: left_minor,
    freight_borne_minor: borne_minor,
    bearer: "cooperative",
    policy: sale.claim_id === null ? broughtBy(sale, ratesOf(policy)) : withoutFees(ratesOf(policy)),
    lots: lots.map(({ lot, household, grams }) => ({ lot, household, grams })),
  });
  if (!divided.ok) throw notAllowed(divided.refusal.reason, `Line ${line.order_line_id}: ${divided.refusal.message}`);
  const priced = pricedRows(divided.value.rows, lots, {
    prices: input.prices ?? [],
    price_pools,
    holdback_bp: policy.holdback_bp,
    currency: sale.currency,
  });
  const named = priced.map((given) =>
    given.account === "agent_commission" && sale.agent_id !== null ? { ...given, party: sale.agent_id } : given,
  );
  return { line, policy, freight, freight_cost: costOf(line, input), lots, rows: returnedRows(named) };
}

/** What was agreed with who brought the sale, at most what its policy gives an agent; nobody brought it: nothing. */
function broughtBy(sale: Pick<SaleRow, "agent_bp">, rates: FeePolicy): FeePolicy {
  return { ...rates, agent_bp: Math.min(sale.agent_bp ?? 0, rates.agent_bp ?? 0) };
}

/** What a claim pays for is no new sale: nobody takes a fee of it. */
function withoutFees(rates: FeePolicy): FeePolicy {
  return { ...rates, platform_bp: 0, cooperative_bp: 0, agent_bp: 0 };
}

/** Grams per lot. Where a pool counts pieces, the line's grams are shared by pieces, to the gram. */
function lotsOf(line: LineRow, given: PostSaleInput["allocations"], units: bigint): PostedLine["lots"] {
  const keys = given.map((allocation) => allocation.lot_id);
  if (new Set(keys).size !== keys.length)
    throw notAllowed("duplicate_lot", `A lot is listed twice on line ${line.order_line_id}.`);
  const weighed = given.every((allocation) => allocation.grams !== undefined && allocation.grams !== null);
  // A short line delivers less than it sold: its pieces carry their part of the grams, rounded down.
  const delivered = units === 0n ? 0n : (BigInt(line.grams) * units) / BigInt(line.units);
  const grams = weighed
    ? given.map((allocation) => toWhole(allocation.grams ?? 0, "grams"))
    : apportion(
        delivered,
        given.map((allocation) => toWhole(allocation.units, "units")),
        keys,
        compareText,
      );
  return given.map((allocation, index) => ({
    lot: allocation.lot_id,
    household: allocation.household_id,
    grams: Number(grams[index] ?? 0n),
    units: toWhole(allocation.units, "units"),
  }));
}

/** Rows, lines and journals of a whole sale in a handful of statements, however many lots it has. */
async function store(
  tx: Transaction,
  sale: SaleRow,
  posted: readonly PostedLine[],
  prices: readonly LotPrice[],
): Promise<void> {
  const back = posted.flatMap((line) => line.rows.filter((given) => given.account === "returned_goods"));
  const claim_ids = [...new Set(back.map((given) => given.party))].sort(compareText);
  // Before any account is touched, as where the claim itself is shared.
  await lockClaimMoney(tx, claim_ids);
  if (claim_ids.length > 0) {
    // Two books are written: the sale's, and what its returned goods bring those who bore their claim.
    await lockPayables(tx, {
      sql: `select unnest(?::text[]) union select household_id from claim_deduction where claim_id = any(?)`,
      bindings: [posted.flatMap((one) => one.lots.map((lot) => lot.household)), claim_ids],
    });
  }
  const stored = posted.flatMap(({ line, rows: waterfallRows, lots }) => {
    const gramsOf = new Map(lots.map((lot) => [lot.lot, lot.grams]));
    return waterfallRows.map((given, index) => ({
      ...given,
      line,
      seq: index + 1,
      grams: gramsOf.get(given.lot ?? "") ?? null,
    }));
  });
  await insertAll(
    tx,
    "sale_line_row",
    [
      ["sale_line_id", "text", (given) => given.line.id],
      ["seq", "int", (given) => given.seq],
      ["party", "text", (given) => given.party],
      ["account", "text", (given) => given.account],
      ["household_id", "text", (given) => (isHouseholds(given) ? given.party : null)],
      ["lot_id", "text", (given) => given.lot ?? null],
      ["grams", "bigint", (given) => (given.lot === undefined ? null : given.grams)],
      ["amount_minor", "bigint", (given) => given.amount_minor],
      ["rule", "text", (given) => given.rule],
    ],
    stored,
  );
  const entries = posted.flatMap(({ line, rows: waterfallRows }): LedgerEntry[] => {
    const coop = line.cooperative_id;
    const journal = postSaleJournal({
      currency: sale.currency,
      order_id: sale.order_id,
      rows: waterfallRows,
      parties: { tax: taxParty(line), freight: coop, packing: coop, cooperative_fee: coop },
      memo: `Sale of line ${line.order_line_id}`,
    });
    if (journal.ok) return [{ journal: journal.value, source_id: line.order_line_id, order_id: sale.order_id }];
    // A line that cost nothing or was refunded whole has no money left to move.
    if (journal.refusal.reason === "nothing_to_post") return [];
    throw new Error(`${journal.refusal.reason}: ${journal.refusal.message}`);
  });
  await writeJournals(tx, entries);
  for (const claim_id of claim_ids) await shareReturned_(tx, claim_id, sale.currency);
  await writeHoldbacks(tx, posted);
  await writeUnpaidLots(tx, posted, prices);
  await rows(
    tx,
    `update sale_line l set posted_at = now(), freight_minor = x.freight_minor, freight_cost_minor = x.freight_cost_minor, policy_id = x.policy_id,
       refund_tax_minor = x.refund_tax_minor
     from jsonb_to_recordset(?::jsonb) as x(id text, freight_minor bigint, freight_cost_minor bigint, policy_id text, refund_tax_minor bigint) where l.id = x.id`,
    [
      JSON.stringify(
        posted.map(({ line, freight, freight_cost, policy }) => ({
          id: line.id,
          freight_minor: freight.toString(),
          freight_cost_minor: freight_cost.toString(),
          policy_id: policy.id,
          refund_tax_minor: line.refund_tax_minor,
        })),
      ),
    ],
  );
  await rows(tx, `update sale set posted_at = now(), updated_at = now() where id = ?`, [sale.id]);
  await tellEarned_(tx, sale, stored);
}

/** Goods that came back have a lot and no household: what they bring is their claim's. */
function isHouseholds(given: WaterfallRow): boolean {
  return given.lot !== undefined && given.account !== "returned_goods";
}
