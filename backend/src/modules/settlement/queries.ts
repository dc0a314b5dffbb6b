import type { Seller } from "@commonlot/domain";
import { row, rows, type Sql } from "../../lib/sql";
import { safeNumber } from "./amounts";

/** Days between delivery and division: the longest hold of the order's lines; 0 when no policy was frozen. */
export async function holdDaysOfOrder(sql: Sql, order_id: string): Promise<number> {
  const found = await row<{ days: number }>(
    sql,
    `select coalesce(max(p.hold_days), 0) as days
     from sale_line l join fee_policy p on p.id = l.policy_id where l.order_id = ?`,
    [order_id],
  );
  return found?.days ?? 0;
}

/** As `holdDaysOfOrder`, for many orders at once: every one of them is in the answer. */
export async function holdDaysOfOrders(sql: Sql, order_ids: readonly string[]): Promise<Map<string, number>> {
  const found = await rows<{ order_id: string; days: number }>(
    sql,
    `select o.id as order_id, coalesce(max(p.hold_days), 0) as days from unnest(?::text[]) as o (id)
       left join sale_line l on l.order_id = o.id left join fee_policy p on p.id = l.policy_id group by o.id`,
    [[...order_ids]],
  );
  return new Map(found.map((order) => [order.order_id, Number(order.days)]));
}

/** Who sold the goods of an order to its buyer, cooperative by cooperative, as it was frozen at the sale. Empty before the capture. */
export async function sellersOfOrder(
  sql: Sql,
  order_id: string,
): Promise<{ cooperative_id: string; seller: Seller; tax_exempt: boolean }[]> {
  return rows(
    sql,
    `select l.cooperative_id, l.seller, bool_and(coalesce(p.tax_treatment = 'exempt', false) and l.tax_minor = 0) as tax_exempt
     from sale_line l left join fee_policy p on p.id = l.policy_id where l.order_id = ? group by 1, 2 order by 1, 2`,
    [order_id],
  );
}

export interface WaterfallLine {
  order_line_id: string;
  currency: string;
  paid_minor: number;
  /** False until the sale is divided: then `rows` is empty. */
  posted: boolean;
  rows: {
    /** A role: buyers see "household" and a number, never a name or an id. */
    party: "tax" | "buyer" | "carrier" | "cooperative" | "platform" | "agent" | "household";
    /** 1, 2, 3 ... within the order, on rows of households. */
    household_number: number | null;
    account: string;
    rule: string;
    grams: number | null;
    amount_minor: number;
  }[];
}

interface WaterfallRowFound {
  order_line_id: string;
  currency: string;
  paid_minor: string;
  tax_kept_minor: string;
  refund_minor: string;
  borne_minor: string;
  posted: boolean;
  party: string | null;
  household_number: string | null;
  account: string;
  rule: string;
  grams: string | null;
  amount_minor: string;
}

const ROLES: ReadonlySet<string> = new Set(["tax", "buyer", "carrier", "cooperative", "platform", "agent"]);

/**
 * Where the money of an order went, as its buyer may see it. Empty when nothing of that order is captured. What a claim gave
 * back, before or after the division, is told as it stands now: tax and refund are today's, and what was put in so that no
 * household pays for it is a row below zero (`put_in`); the rows sum to what was paid all the same.
 */
export async function waterfallOfOrder(sql: Sql, order_id: string): Promise<WaterfallLine[]> {
  const found = await rows<WaterfallRowFound>(
    sql,
    `select l.order_line_id, l.currency, l.paid_minor, l.posted_at is not null as posted,
            l.tax_minor - l.refund_tax_minor as tax_kept_minor, l.refund_minor, l.borne_minor, r.party, r.account, r.rule, r.grams, r.amount_minor,
            case when r.household_id is not null
              then dense_rank() over (partition by r.household_id is not null order by r.household_id) end as household_number
     from sale_line l left join sale_line_row r on r.sale_line_id = l.id
     where l.order_id = ? order by l.order_line_id, r.seq`,
    [order_id],
  );
  const lines = new Map<string, WaterfallLine>();
  for (const given of found) {
    const line = lines.get(given.order_line_id) ?? {
      order_line_id: given.order_line_id,
      currency: given.currency,
      paid_minor: safeNumber(given.paid_minor),
      posted: given.posted,
      rows: [],
    };
    if (!lines.has(given.order_line_id) && given.posted) line.rows.push(...asItStands(given));
    lines.set(given.order_line_id, line);
    if (given.party === null || given.account === "tax" || given.account === "buyer_refund") continue;
    const ofHousehold = given.household_number !== null;
    line.rows.push({
      party:
        given.account === "returned_goods"
          ? "cooperative"
          : // Their row names who it is; a buyer reads that it was one.
            given.account === "agent_commission"
            ? "agent"
            : ofHousehold || !ROLES.has(given.party)
              ? "household"
              : (given.party as WaterfallLine["rows"][number]["party"]),
      household_number: given.household_number === null ? null : safeNumber(given.household_number),
      account: given.account,
      rule: given.rule,
      grams: given.grams === null ? null : safeNumber(given.grams),
      amount_minor: safeNumber(given.amount_minor),
    });
  }
  return [...lines.values()];
}

function asItStands({ tax_kept_minor, refund_minor, borne_minor }: WaterfallRowFound): WaterfallLine["rows"] {
  const of = { household_number: null, grams: null };
  const rows: WaterfallLine["rows"] = [
    { ...of, party: "tax", account: "tax", rule: "tax", amount_minor: safeNumber(tax_kept_minor) },
    { ...of, party: "buyer", account: "buyer_refund", rule: "refund", amount_minor: safeNumber(refund_minor) },
    { ...of, party: "cooperative", account: "claim", rule: "put_in", amount_minor: -safeNumber(borne_minor) },
  ];
  return rows.filter((row) => row.amount_minor !== 0);
}

export interface MoneySummary {
  currency: string;
  captured_minor: number;
  refunded_minor: number;
  /** Left the house to households, by rail. */
  paid_out: { rail: string; amount_minor: number }[];
  /** Who owns what we hold now, per kind of account; clearing is where it lies, the others whose it is. */
  accounts: { kind: string; amount_minor: number }[];
  /** captured - refunded - fees - what every account holds or was paid: 0, or money without an owner. */
  unattributed_minor: number;
}

/** Where every captured cent is, per currency. */
export async function moneySummary(sql: Sql): Promise<MoneySummary[]> {
  const found = await rows<{ currency: string; kind: string; party: string; journal: string; amount: string }>(
    sql,
    `select p.currency, a.kind, case when a.kind = 'payout_clearing' then a.party else '' end as party,
            j.kind as journal, sum(p.amount_minor) as amount
     from posting p join account a on a.id = p.account_id join journal j on j.id = p.journal_id
     group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
  );
  const currencies = [...new Set(found.map((entry) => entry.currency))];
  return currencies.map((currency) => {
    const entries = found.filter((entry) => entry.currency === currency);
    const sum = (wanted: (entry: (typeof entries)[number]) => boolean) =>
      entries.filter(wanted).reduce((total, entry) => total + BigInt(entry.amount), 0n);
    const isIn = (journal: string, kind: string) => journal === kind || journal === `reverse_${kind}`;
    const captured = sum((entry) => entry.kind === "clearing" && isIn(entry.journal, "capture"));
    // What a buyer's bank took went back to the buyer, until it is won.
    const refunded = -sum(
      (entry) => entry.kind === "clearing" && (isIn(entry.journal, "refund") || isIn(entry.journal, "dispute")),
    );
    // What the processor kept or sent to the platform's bank is out of clearing without having been anybody else's.
    const fees = -sum(
      (entry) =>
        entry.kind === "clearing" &&
        ["processor_fee", "processor_payout", "processor_adjustment"].includes(entry.journal),
    );
    const rails = [...new Set(entries.filter((entry) => entry.kind === "payout_clearing").map((entry) => entry.party))];
    const kinds = [...new Set(entries.map((entry) => entry.kind))];
    // Credits are negative in the ledger: an amount somebody owns is shown as positive.
    const owned = -sum((entry) => entry.kind !== "clearing");
    return {
      currency,
      captured_minor: safeNumber(captured),
      refunded_minor: safeNumber(refunded),
      paid_out: rails.map((rail) => ({
        rail,
        amount_minor: safeNumber(-sum((entry) => entry.kind === "payout_clearing" && entry.party === rail)),
      })),
      accounts: kinds.map((kind) => {
        const balance = sum((entry) => entry.kind === kind);
        return { kind, amount_minor: safeNumber(kind === "clearing" || kind === "processor_fee" ? balance : -balance) };
      }),
      unattributed_minor: safeNumber(captured - refunded - fees - owned),
    };
  });
}

/** Captured lines of a cooperative that are not divided yet: still on their way, or held after delivery. */
export async function unpostedLines(sql: Sql, cooperative_id: string): Promise<number> {
  const found = await row<{ lines: string }>(
    sql,
    `select count(*) as lines from sale_line l join sale s on s.id = l.sale_id
     where l.cooperative_id = ? and l.posted_at is null and s.withdrawn_at is null`,
    [cooperative_id],
  );
  return safeNumber(found?.lines ?? 0);
}
