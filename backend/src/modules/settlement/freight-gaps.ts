import {
  capOf,
  FREIGHT_CAP_BP,
  overLines,
  roundHalfUpDiv,
  settleFreight,
  type FreightSettled,
  type FreightTerm,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Cipher } from "../../lib/cipher";
import { killPoint } from "../../lib/kill-point";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import type { SaleRow } from "./capture";
import { keptFreight, type KeptLine } from "./freight-kept";
import { newId } from "./ids";
import { refundBeforePosting } from "./refund";
import { asResult, notAllowed, notFound } from "./refusals";
import { askFreight_, mayAskFreight, type AskedOf } from "./transfers/freight-proformas";

/** What a quote says of its freight, with the quote it is said in: one for each cooperative of a sale. */
export interface AgreedFreight {
  cooperative_id: string;
  quote_id: string;
  quote_number: string;
  company_id: string;
  company: string;
  cart_id: string;
  person: string;
  agreed_minor: bigint;
  term: FreightTerm;
}

/** What the parcels of an order cost a cooperative by their plan. */
export interface PlannedFreight {
  cooperative_id: string;
  freight_minor: bigint;
  parcels: number;
  /** All of them were handed over: no plan changes any more. */
  left: boolean;
  plan_version: number | null;
}

/** How a gap was settled, minor units. */
export interface SettledGap extends FreightSettled {
  id: string;
  order_id: string;
  cooperative_id: string;
  currency: string;
  agreed_minor: bigint;
  quoted_minor: bigint;
  planned_minor: bigint;
  parcels: number;
  plan_version: number | null;
  no_account: boolean;
  /** How far the refund is; null: none. */
  refund_state: string | null;
  proforma_id: string | null;
  /** The buyer agreed to pay what is above the cap. */
  agreed_above_at: Date | null;
  agreed_proforma_id: string | null;
  at: Date;
}

interface TermRow extends AskedOf {
  person: string;
  agreed_minor: string;
  bearer: FreightTerm["bearer"];
  buyer_bp: number | null;
  cap_bp: number | null;
}

/** The gap between freight quoted and freight planned, settled once the goods have left (docs/adr/0063). */
export class FreightGaps {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /**
   * Settles what can be: of each cooperative whose parcels have all left, with `last` of all of them, since the sale is divided next. What
   * the buyer gets back is promised and what they are asked for is asked in the same transaction, under the sale's lock. Done before: nothing.
   * `planned` is asked under the lock. Refused while nothing is captured (whoever asks tries again). How many were settled now.
   */
  settle(input: {
    order_id: string;
    last: boolean;
    planned: () => Promise<readonly PlannedFreight[]>;
  }): Promise<Result<number, Refusal>> {
    const { order_id, last } = input;
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const sale = await row<SaleRow>(tx, `select * from sale where order_id = ? for update`, [order_id]);
        if (!sale) throw notAllowed("not_captured", `Order ${order_id} has no captured payment yet.`);
        if (sale.posted_at) return 0;
        const open = await openTerms(tx, sale);
        if (open.length === 0) return 0;
        const plans = new Map((await input.planned()).map((one) => [one.cooperative_id, one]));
        const kept = await keptFreight(tx, sale.id);
        let settled = 0;
        for (const term of open) {
          const plan = plans.get(term.cooperative_id);
          if (!last && !(plan?.left ?? false)) continue;
          await this.settleOne_(
            tx,
            term,
            plan,
            kept.filter((line) => line.cooperative_id === term.cooperative_id),
          );
          settled++;
        }
        return settled;
      }),
    );
  }

  /** One cooperative's part of an order: joint quotes have a few, and none of them knows of the others. */
  private async settleOne_(
    tx: Transaction,
    term: TermRow,
    plan: PlannedFreight | undefined,
    lines: readonly KeptLine[],
  ): Promise<void> {
    const { order_id, cooperative_id, currency } = term;
    const quoted_minor = lines.reduce((sum, line) => sum + line.left_minor, 0n);
    const planned_minor = plan?.freight_minor ?? 0n;
    const may_ask = await mayAskFreight(tx, this.cipher, cooperative_id);
    const gap = settleFreight(quoted_minor, planned_minor, termOf(term), may_ask);
    const tax_minor = lines.reduce((sum, line) => sum + line.tax_left_minor, 0n);
    const taxIn = (minor: bigint) => (quoted_minor === 0n ? 0n : roundHalfUpDiv(tax_minor * minor, quoted_minor));
    const refund_intent_id = gap.back_minor === 0n ? null : await giveBack_(tx, order_id, cooperative_id, gap, lines);
    killPoint("freight_given_back_not_settled");
    const asks = { amount_minor: gap.ask_minor, person: term.person };
    const proforma_id = gap.ask_minor === 0n ? null : await askFreight_(tx, this.cipher, term, asks);
    killPoint("freight_asked_not_settled");
    await rows(
      tx,
      `insert into freight_gap (id, order_id, cooperative_id, currency, quoted_minor, planned_minor, gap_minor, buyer_minor, cooperative_minor, back_minor,
         ask_minor, ask_tax_minor, above_minor, above_tax_minor, parcels, plan_version, no_account, refund_intent_id, proforma_id)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        ...[newId("fgap"), order_id, cooperative_id, currency, String(quoted_minor), String(planned_minor)],
        ...[gap.gap_minor, gap.buyer_minor, gap.cooperative_minor, gap.back_minor, gap.ask_minor].map(String),
        ...[taxIn(gap.ask_minor), gap.above_minor, taxIn(gap.above_minor)].map(String),
        ...[plan?.parcels ?? 0, plan?.plan_version ?? null, !may_ask && gap.gap_minor > 0n],
        ...[refund_intent_id, proforma_id],
      ],
    );
  }

  /**
   * The buyer agrees to pay what of a loss is above the cap, too: asked for by a proforma of its own. Pressed twice it is one. Refused
   * where nothing is above it, or it is not settled yet; of another company's quote it is not there.
   */
  agreeAbove(input: {
    company_id: string;
    quote_id: string;
    person: string;
  }): Promise<Result<{ id: string }, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const term = await row<TermRow>(
          tx,
          `select ${TERM} from sale_freight_term t join sale s on s.id = t.sale_id where t.quote_id = ? and t.company_id = ?`,
          [input.quote_id, input.company_id],
        );
        if (!term) throw notFound("freight");
        await rows(tx, `select 1 from sale where order_id = ? for update`, [term.order_id]);
        const gap = await row<{ id: string; above_minor: string; above_tax_minor: string; proforma_id: string | null }>(
          tx,
          `select g.id, g.above_minor, g.above_tax_minor, a.proforma_id from freight_gap g left join freight_gap_agreed a on a.gap_id = g.id
           where g.order_id = ? and g.cooperative_id = ?`,
          [term.order_id, term.cooperative_id],
        );
        if (gap?.proforma_id) return { id: gap.proforma_id };
        if (!gap || BigInt(gap.above_minor) === 0n)
          throw notAllowed(
            "nothing_above_cap",
            "There is no freight of this order that you could take over. Nothing was changed; you owe nothing for it.",
          );
        if (!(await mayAskFreight(tx, this.cipher, term.cooperative_id)))
          throw notAllowed(
            "no_transfer_account",
            "The cooperative has named no bank account any more. Nothing was changed; you owe nothing for it.",
          );
        const asks = { amount_minor: BigInt(gap.above_minor), person: input.person };
        const id = await askFreight_(tx, this.cipher, term, asks);
        await rows(
          tx,
          `insert into freight_gap_agreed (gap_id, amount_minor, tax_minor, proforma_id, person) values (?, ?, ?, ?, ?)`,
          [gap.id, gap.above_minor, gap.above_tax_minor, id, input.person],
        );
        return { id };
      }),
    );
  }

  /** Of these orders: the cooperatives with whom it was agreed who bears the gap. Orders of which nothing was agreed are left out. */
  async agreedOf(order_ids: readonly string[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const found = await rows<{ order_id: string; cooperative_id: string }>(
      this.sql,
      `select order_id, cooperative_id from sale_freight_term where order_id = any(?)`,
      [[...order_ids]],
    );
    const agreed = new Map<string, Set<string>>();
    for (const { order_id, cooperative_id } of found)
      agreed.set(order_id, (agreed.get(order_id) ?? new Set()).add(cooperative_id));
    return agreed;
  }

  /** What is left of the freight that was paid for an order to a cooperative, minor units: what settling begins with. Null: not captured. */
  async keptOf(order_id: string, cooperative_id: string): Promise<bigint | null> {
    const sale = await row<{ id: string }>(this.sql, `select id from sale where order_id = ?`, [order_id]);
    if (!sale) return null;
    const kept = await keptFreight(this.sql, sale.id);
    return kept
      .filter((line) => line.cooperative_id === cooperative_id)
      .reduce((sum, line) => sum + line.left_minor, 0n);
  }

  /** How the gap of a quote's order was settled; undefined before. */
  async ofQuote(quote_id: string): Promise<SettledGap | undefined> {
    const found = await row<SettledRow>(
      this.sql,
      `select g.*, t.agreed_minor, r.state as refund_state, a.at as agreed_above_at, a.proforma_id as agreed_proforma_id
       from sale_freight_term t join freight_gap g on g.order_id = t.order_id and g.cooperative_id = t.cooperative_id
       left join refund_intent r on r.id = g.refund_intent_id left join freight_gap_agreed a on a.gap_id = g.id where t.quote_id = ?`,
      [quote_id],
    );
    return found && settledOf(found);
  }
}

/** Freezes what was agreed with the sale, in the transaction that writes it. */
export async function freezeFreight_(
  tx: Transaction,
  sale: Pick<SaleRow, "id" | "order_id">,
  agreed: readonly AgreedFreight[],
): Promise<void> {
  await insertAll(
    tx,
    "sale_freight_term",
    [
      ["order_id", "text", () => sale.order_id],
      ["sale_id", "text", () => sale.id],
      ["cooperative_id", "text", (one) => one.cooperative_id],
      ["quote_id", "text", (one) => one.quote_id],
      ["quote_number", "text", (one) => one.quote_number],
      ["company_id", "text", (one) => one.company_id],
      ["company", "text", (one) => one.company],
      ["cart_id", "text", (one) => one.cart_id],
      ["person", "text", (one) => one.person],
      ["agreed_minor", "bigint", (one) => one.agreed_minor],
      ["bearer", "text", ({ term }) => term.bearer],
      ["buyer_bp", "int", ({ term }) => (term.bearer === "shared" ? term.buyer_bp : null)],
      ["cap_bp", "int", ({ term }) => (term.bearer === "cooperative" ? null : capOf(term))],
    ],
    agreed,
  );
}

/** A sale is divided by what is left of its freight: so that is settled first. */
export async function refuseOpenGap_(tx: Transaction, sale: SaleRow): Promise<void> {
  if ((await openTerms(tx, sale)).length > 0)
    throw notAllowed(
      "freight_not_settled",
      `The freight of order ${sale.order_id} is not settled with its buyer yet. Nothing was changed; it is divided after that.`,
    );
}

const TERM = `t.order_id, t.cooperative_id, t.company_id, t.company, t.quote_id, t.quote_number, t.cart_id, t.person, t.agreed_minor, t.bearer, t.buyer_bp,
  t.cap_bp, s.currency`;

/** What is not settled yet, in the order of its cooperatives. */
function openTerms(tx: Transaction, sale: SaleRow): Promise<TermRow[]> {
  return rows<TermRow>(
    tx,
    `select ${TERM} from sale_freight_term t join sale s on s.id = t.sale_id
     where t.sale_id = ? and not exists (select 1 from freight_gap g where g.order_id = t.order_id and g.cooperative_id = t.cooperative_id)
     order by t.cooperative_id`,
    [sale.id],
  );
}

function termOf({ bearer, buyer_bp, cap_bp }: TermRow): FreightTerm {
  if (bearer === "cooperative") return { bearer };
  const cap = { cap_bp: cap_bp ?? FREIGHT_CAP_BP };
  return bearer === "shared" ? { bearer, buyer_bp: buyer_bp ?? 0, ...cap } : { bearer, ...cap };
}

/** A refund of freight before the sale is divided, as any other: its job, its credit note, and of what is owed that goes down first. */
async function giveBack_(
  tx: Transaction,
  order_id: string,
  cooperative_id: string,
  gap: FreightSettled,
  lines: readonly KeptLine[],
): Promise<string> {
  const shared = overLines(gap.back_minor, lines);
  if (!shared.ok) throw notAllowed(shared.refusal.reason, shared.refusal.message);
  const intent = await refundBeforePosting(tx, {
    order_id,
    lines: shared.value.map((line) => ({ ...line, freight_minor: line.amount_minor })),
    reason_code: "freight_gap",
    person: "system",
    dedup_key: `freight:${order_id}:${cooperative_id}`,
  });
  return intent.id;
}

const MINOR = [
  ...["agreed_minor", "quoted_minor", "planned_minor", "gap_minor", "buyer_minor", "cooperative_minor"],
  ...["back_minor", "ask_minor", "above_minor"],
] as const;
type Minor = "agreed_minor" | "quoted_minor" | "planned_minor" | keyof FreightSettled;
type SettledRow = Omit<SettledGap, Minor> & Record<Minor, string>;

function settledOf(found: SettledRow): SettledGap {
  const money = Object.fromEntries(MINOR.map((name) => [name, BigInt(found[name])])) as Record<Minor, bigint>;
  return { ...found, ...money };
}
