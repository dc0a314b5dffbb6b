import {
  creditOf,
  invoicesOf,
  ok,
  refuse,
  type InvoiceFigures,
  type Refusal,
  type Result,
  type SoldLine,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { newId } from "./ids";

/** What an invoice says in words, of Medusa's order and our cooperatives. */
export interface InvoiceWords {
  readonly order_number: number;
  readonly placed_at: string;
  /** Null: a private person. */
  readonly buyer_title: string | null;
  readonly buyer_tax_number: string | null;
  readonly lines: ReadonlyMap<string, { title: string; pack: string; packs: number; rate: string }>;
  /** By cooperative id; the platform's under "platform". */
  readonly sellers: ReadonlyMap<string, { code: string; name_zh: string; name_en: string }>;
}

export interface InvoiceFacts {
  readonly seller: { readonly code: string; readonly name_zh: string; readonly name_en: string };
  readonly buyer_title: string | null;
  /** Missing where it was written beside the name, as in papers of before. */
  readonly buyer_tax_number?: string | null;
  readonly order_number: number;
  readonly placed_at: string;
  readonly tax_exempt: boolean;
  /** Of a credit note: the invoice it corrects. */
  readonly credits_number: string | null;
  readonly lines: readonly {
    readonly order_line_id: string;
    readonly title: string;
    readonly pack: string;
    readonly packs: number;
    readonly rate: string;
    readonly freight_minor: number;
    readonly tax_minor: number;
    readonly total_minor: number;
  }[];
  readonly tax_rows: readonly { readonly rate: string; readonly net_minor: number; readonly tax_minor: number }[];
}

export interface InvoiceRow {
  readonly id: string;
  readonly kind: "invoice" | "credit_note";
  readonly seller: string;
  readonly number: string;
  readonly order_id: string;
  readonly currency: string;
  readonly net_minor: number;
  readonly tax_minor: number;
  readonly total_minor: number;
  readonly facts: InvoiceFacts;
  readonly issued_at: Date;
}

/** Digits of a number at least: a series reads the same width for a long time. */
const SERIAL_DIGITS = 6;

/** Invoices of orders, one for each seller, and the credit notes that follow refunds. */
export class Invoices {
  constructor(private readonly sql: Knex) {}

  /** Of an order, an invoice before its credit notes. */
  ofOrder(order_id: string): Promise<InvoiceRow[]> {
    return invoicesOfOrder(this.sql, order_id);
  }

  /** Whether all that was paid for it was promised back, or is no longer owed. */
  allGoesBack(order_id: string): Promise<boolean> {
    return allGoesBack(this.sql, order_id);
  }

  /**
   * Issues the invoices of a captured order, once; what was given back before is credited in the same transaction. Refused where all of it goes
   * back, and where `nothingComes` says so under the sale's lock: a refund that is promised after it finds the papers, and credits them.
   */
  issue(
    order_id: string,
    words: InvoiceWords,
    nothingComes: (tx: Transaction) => Promise<boolean> = () => Promise.resolve(false),
  ): Promise<Result<InvoiceRow[], Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const sale = await row<{ id: string; currency: string; claim_id: string | null }>(
        tx,
        `select id, currency, claim_id from sale where order_id = ? for update`,
        [order_id],
      );
      if (!sale) {
        return refuse(
          "not_captured",
          "The payment has not been taken yet, so there is nothing to invoice. Try again in a minute.",
        );
      }
      if (sale.claim_id !== null) return refuse("nothing_to_invoice", "These goods were sent again at no price.");
      if ((await invoicesOfOrder(tx, order_id)).length > 0) return ok(await invoicesOfOrder(tx, order_id));
      if ((await allGoesBack(tx, order_id)) || (await nothingComes(tx))) {
        return refuse(
          "all_goes_back",
          "All that was paid for this order goes back, so there is nothing to invoice. No invoice was made, and no money is lost: the order's page says how far it is.",
        );
      }
      for (const figures of invoicesOf(await soldLines(tx, sale.id, words))) {
        const facts = factsOf(figures, words, await isExempt(tx, sale.id, figures.seller));
        await write_(tx, {
          kind: "invoice",
          order_id,
          currency: sale.currency,
          figures,
          facts,
          credits: null,
          refund: null,
        });
      }
      const back = await rows<{ id: string }>(
        tx,
        `select id from refund_intent where order_id = ? and state = 'created' order by created_at, id`,
        [order_id],
      );
      for (const { id } of back) await creditRefund_(tx, id);
      return ok(await invoicesOfOrder(tx, order_id));
    });
  }
}

/** Credits a refund that has gone to the buyer, where its order was invoiced; once for each refund and seller. */
export async function creditRefund_(tx: Transaction, refund_intent_id: string): Promise<void> {
  const refund = await row<{
    order_id: string;
    lines: { order_line_id: string; amount_minor: string | number; tax_minor?: string | number }[];
  }>(tx, `select order_id, lines from refund_intent where id = ?`, [refund_intent_id]);
  if (!refund) return;
  const all = await invoicesOfOrder(tx, refund.order_id);
  const back = refund.lines.map((line) => ({
    order_line_id: line.order_line_id,
    amount_minor: BigInt(line.amount_minor),
    tax_minor: BigInt(line.tax_minor ?? 0),
  }));
  for (const invoice of all.filter((one) => one.kind === "invoice")) {
    const credited = new Map<string, bigint>();
    for (const line of all
      .filter((one) => one.kind === "credit_note" && one.seller === invoice.seller)
      .flatMap((one) => one.facts.lines)) {
      credited.set(line.order_line_id, (credited.get(line.order_line_id) ?? 0n) + BigInt(line.total_minor));
    }
    const figures = creditOf(
      { seller: invoice.seller, lines: invoice.facts.lines.map((line) => soldOf(invoice.seller, line)) },
      back,
      credited,
    );
    // The line's own limits keep a refund within what was paid; what came another way is no reason to stop the money.
    if (!figures.ok || figures.value === null) continue;
    const named = new Set(figures.value.lines.map((line) => line.order_line_id));
    const facts: InvoiceFacts = {
      ...invoice.facts,
      credits_number: invoice.number,
      ...figuresFacts(
        figures.value,
        new Map(
          invoice.facts.lines.filter((line) => named.has(line.order_line_id)).map((line) => [line.order_line_id, line]),
        ),
      ),
    };
    await write_(tx, {
      kind: "credit_note",
      order_id: refund.order_id,
      currency: invoice.currency,
      figures: figures.value,
      facts,
      credits: invoice.id,
      refund: refund_intent_id,
    });
  }
}

const soldOf = (seller: string, line: InvoiceFacts["lines"][number]): SoldLine => ({
  order_line_id: line.order_line_id,
  seller,
  rate: line.rate,
  paid_minor: BigInt(line.total_minor),
  tax_minor: BigInt(line.tax_minor),
  freight_minor: BigInt(line.freight_minor),
});

async function soldLines(tx: Transaction, sale_id: string, words: InvoiceWords): Promise<SoldLine[]> {
  const found = await rows<{
    order_line_id: string;
    seller: string;
    paid_minor: string;
    tax_minor: string;
    freight_minor: string;
  }>(
    tx,
    `select order_line_id, case when seller = 'platform' then 'platform' else cooperative_id end as seller,
       paid_minor::text, tax_minor::text, freight_paid_minor::text as freight_minor
     from sale_line where sale_id = ? order by order_line_id`,
    [sale_id],
  );
  return found.map((line) => ({
    order_line_id: line.order_line_id,
    seller: line.seller,
    paid_minor: BigInt(line.paid_minor),
    tax_minor: BigInt(line.tax_minor),
    freight_minor: BigInt(line.freight_minor),
    rate: words.lines.get(line.order_line_id)?.rate ?? "0",
  }));
}

async function isExempt(tx: Transaction, sale_id: string, seller: string): Promise<boolean> {
  const found = await row<{ exempt: boolean }>(
    tx,
    `select bool_and(coalesce(p.tax_treatment = 'exempt', false) and l.tax_minor = 0) as exempt
     from sale_line l left join fee_policy p on p.id = l.policy_id
     where l.sale_id = ? and case when l.seller = 'platform' then 'platform' else l.cooperative_id end = ?`,
    [sale_id, seller],
  );
  return found?.exempt ?? false;
}

function factsOf(figures: InvoiceFigures, words: InvoiceWords, tax_exempt: boolean): InvoiceFacts {
  const { order_number, placed_at, buyer_title, buyer_tax_number } = words;
  const seller = words.sellers.get(figures.seller);
  if (!seller) throw new Error(`nobody is known as the seller ${figures.seller}`);
  return {
    seller,
    buyer_title,
    buyer_tax_number,
    order_number,
    placed_at,
    tax_exempt,
    credits_number: null,
    ...figuresFacts(figures, words.lines),
  };
}

function figuresFacts(
  figures: InvoiceFigures,
  words: ReadonlyMap<string, { title: string; pack: string; packs: number }>,
): Pick<InvoiceFacts, "lines" | "tax_rows"> {
  return {
    lines: figures.lines.map((line) => ({
      order_line_id: line.order_line_id,
      title: words.get(line.order_line_id)?.title ?? "",
      pack: words.get(line.order_line_id)?.pack ?? "",
      packs: words.get(line.order_line_id)?.packs ?? 0,
      rate: line.rate,
      freight_minor: Number(line.freight_minor),
      tax_minor: Number(line.tax_minor),
      total_minor: Number(line.paid_minor),
    })),
    tax_rows: figures.tax_rows.map((tax) => ({
      rate: tax.rate,
      net_minor: Number(tax.net_minor),
      tax_minor: Number(tax.tax_minor),
    })),
  };
}

/** Takes the seller's next number and writes the paper, together: whoever fails gives the number back. */
async function write_(
  tx: Transaction,
  paper: {
    kind: InvoiceRow["kind"];
    order_id: string;
    currency: string;
    figures: InvoiceFigures;
    facts: InvoiceFacts;
    credits: string | null;
    refund: string | null;
  },
): Promise<void> {
  const { figures, facts } = paper;
  const known = await row(
    tx,
    `select 1 from invoice where order_id = ? and seller = ? and refund_intent_id is not distinct from ?`,
    [paper.order_id, figures.seller, paper.refund],
  );
  if (known) return;
  const taken = await row<{ serial: string }>(
    tx,
    `insert into invoice_series as s (seller, next_serial) values (?, 2)
     on conflict (seller) do update set next_serial = s.next_serial + 1 returning next_serial - 1 as serial`,
    [figures.seller],
  );
  const serial = taken?.serial ?? "1";
  await tx.raw(
    `insert into invoice (id, kind, seller, serial, number, order_id, credits, refund_intent_id, currency, net_minor, tax_minor, total_minor, facts)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)`,
    [
      newId("inv"),
      paper.kind,
      figures.seller,
      serial,
      `${facts.seller.code}-${serial.padStart(SERIAL_DIGITS, "0")}`,
      paper.order_id,
      paper.credits as string,
      paper.refund as string,
      paper.currency,
      figures.net_minor.toString(),
      figures.tax_minor.toString(),
      figures.total_minor.toString(),
      JSON.stringify(facts),
    ],
  );
}

async function allGoesBack(sql: Sql, order_id: string): Promise<boolean> {
  const found = await row<{ all: boolean }>(
    sql,
    `select coalesce(sum(paid_minor) > 0 and sum(paid_minor) = sum(refund_minor), false) as all from sale_line where order_id = ?`,
    [order_id],
  );
  return found?.all ?? false;
}

async function invoicesOfOrder(sql: Sql, order_id: string): Promise<InvoiceRow[]> {
  const found = await rows<
    Omit<InvoiceRow, "net_minor" | "tax_minor" | "total_minor"> &
      Record<"net_minor" | "tax_minor" | "total_minor", string>
  >(
    sql,
    `select id, kind, seller, number, order_id, currency, net_minor::text, tax_minor::text, total_minor::text, facts, issued_at
     from invoice where order_id = ? order by seller, serial`,
    [order_id],
  );
  return found.map((one) => ({
    ...one,
    net_minor: Number(one.net_minor),
    tax_minor: Number(one.tax_minor),
    total_minor: Number(one.total_minor),
  }));
}
