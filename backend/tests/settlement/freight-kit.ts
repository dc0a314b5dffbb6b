import type { FreightTerm } from "@commonlot/domain";
import { captureInput, id, order, postInput, value, type SettlementHouse } from "./house";
import { transferKit } from "./transfer-house";

/** Goods of 200.00 in one line of a kilogram; what is divided of them, whatever their freight turned out to be. */
export const GOODS = 20_000;
export const HOUSEHOLD = 18_364;

interface Given {
  term: FreightTerm;
  /** What was quoted; 88.00 when left out. */
  freight?: number;
  tax?: number;
}

/** A quote's order of one cooperative, captured with what was agreed of its freight. */
export async function freightKit(house: SettlementHouse, { term, freight = 8_800, tax = 0 }: Given) {
  const made = await transferKit(house);
  const { cooperative_id, settlement } = made;
  const household_id = id("household");
  const lots = [{ household_id, grams: 1_000 }];
  const given = order([{ cooperative_id, grams: 1_000, paid_minor: GOODS + freight, tax_minor: tax, lots }]);
  const agreed = agreedFreight(cooperative_id, freight, term);
  const line = given.lines[0]?.order_line_id ?? "";
  const capture = (more: { provider_ref?: string; processor?: string } = {}) =>
    settlement.recordCapture({ ...freightCapture(given, [freight]), freight: [agreed], ...more });
  const planned =
    (freight_minor: number, left = true) =>
    () =>
      Promise.resolve([{ cooperative_id, freight_minor: BigInt(freight_minor), parcels: 2, left, plan_version: 1 }]);
  const settle = (freight_minor: number, more: { left?: boolean; last?: boolean } = {}) =>
    settlement.freightGaps.settle({
      order_id: given.order_id,
      last: more.last ?? false,
      planned: planned(freight_minor, more.left),
    });
  const gap = async () => {
    const found = await settlement.freightGaps.ofQuote(agreed.quote_id);
    if (!found) throw new Error("not settled");
    return found;
  };
  const post = (freight_minor: number) => {
    const input = postInput(given);
    return settlement.postSale({ ...input, freight: [{ order_line_id: line, freight_minor }] });
  };
  /** Rows of the division, by account and rule. */
  const rows = async (): Promise<Record<string, number>> => {
    const { rows: found } = await house.db.query<{ name: string; sum: number }>(
      `select r.account || ':' || r.rule as name, sum(r.amount_minor)::int as sum from sale_line_row r join sale_line l on l.id = r.sale_line_id
       where l.order_id = $1 group by 1`,
      [given.order_id],
    );
    return Object.fromEntries(found.map((one) => [one.name, one.sum]));
  };
  const refunds = async () => {
    const { rows: found } = await house.db.query<{ id: string; amount: number; freight: number; sent: number }>(
      `select r.id, r.amount_minor::int as amount, (select sum((x->>'freight_minor')::int) from jsonb_array_elements(r.lines) x)::int as freight,
         (select count(*)::int from outbox_message m where m.job = 'refund' and m.payload->>'refund_intent_id' = r.id) as sent
       from refund_intent r where r.order_id = $1 and r.reason_code = 'freight_gap'`,
      [given.order_id],
    );
    return found;
  };
  /** What the cooperative has of this house, as the ledger says it. */
  const kept = async (kind = "cooperative_fee") => {
    const { rows: found } = await house.db.query<{ sum: number }>(
      `select coalesce(-sum(p.amount_minor), 0)::int as sum from account a join posting p on p.account_id = a.id where a.kind = $1 and a.party = $2`,
      [kind, cooperative_id],
    );
    return found[0]?.sum;
  };
  return { ...made, given, line, agreed, capture, planned, settle, gap, post, rows, refunds, kept };
}

export function agreedFreight(cooperative_id: string, freight: number, term: FreightTerm) {
  return {
    cooperative_id,
    quote_id: id("quote"),
    quote_number: "Q-2001",
    company_id: id("company"),
    company: "食堂公司",
    cart_id: id("cart"),
    person: "wmember_1",
    agreed_minor: BigInt(freight),
    term,
  };
}

/** As the job of a capture says it: each line with the freight that was paid with it. */
export function freightCapture(given: ReturnType<typeof order>, freight: readonly number[]) {
  const input = captureInput(given);
  return { ...input, lines: input.lines.map((one, at) => ({ ...one, freight_paid_minor: freight[at] ?? 0 })) };
}

/** The processor, or the bank, has sent it. */
export async function sendRefund(house: SettlementHouse, refund_intent_id: string): Promise<void> {
  value(await house.settlement.recordRefundOutcome({ refund_intent_id, state: "created", refund_ref: "re_1" }));
}
