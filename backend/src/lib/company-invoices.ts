import { atKey, placeOf } from "./keyset";
import { NOTHING_LEFT } from "./nothing-comes";
import { rows, type Sql } from "./sql";

// Papers of a company's orders, prepaid ones too. Reads across the rooms, writes nothing; a paper never changes.

export interface CompanyInvoiceRow {
  id: string;
  at_key: string;
  kind: "invoice" | "credit_note";
  number: string;
  /** Of a credit note: the invoice that it corrects. */
  credits_number: string | null;
  order_id: string;
  order_number: number;
  seller: { zh: string; en: string };
  /** As the paper names them; null: a private person. */
  buyer: string | null;
  currency: string;
  net_minor: bigint;
  tax_minor: bigint;
  total_minor: bigint;
  issued_at: Date;
}

/** Whose order a paper `i` is of. */
const OF_COMPANY = `i.order_id in (select w.order_id from company_order w where w.company_id = ? and w.order_id is not null)`;

/** The newest first. `from` (with it) and `to` (without it): only what was issued between them. */
export async function companyInvoiceRows(
  sql: Sql,
  asked: { company_id: string; from: Date | null; to: Date | null; cursor?: string | undefined; limit: number },
): Promise<CompanyInvoiceRow[]> {
  const place = placeOf(asked.cursor);
  type Minor = "net_minor" | "tax_minor" | "total_minor";
  const found = await rows<Omit<CompanyInvoiceRow, Minor> & Record<Minor, string>>(
    sql,
    `select i.id, ${atKey("i.issued_at")}, i.kind, i.number, i.facts->>'credits_number' as credits_number, i.order_id,
       (i.facts->>'order_number')::int as order_number,
       json_build_object('zh', i.facts->'seller'->>'name_zh', 'en', i.facts->'seller'->>'name_en') as seller,
       i.facts->>'buyer_title' as buyer, i.currency, i.net_minor::text, i.tax_minor::text, i.total_minor::text, i.issued_at
     from invoice i
     where ${OF_COMPANY} and (?::timestamptz is null or i.issued_at >= ?) and (?::timestamptz is null or i.issued_at < ?)
       and (i.issued_at, i.id) < (?::timestamptz, ?)
     order by i.issued_at desc, i.id desc limit ?`,
    [asked.company_id, asked.from, asked.from, asked.to, asked.to, place.at, place.id, asked.limit],
  );
  return found.map((one) => ({
    ...one,
    net_minor: BigInt(one.net_minor),
    tax_minor: BigInt(one.tax_minor),
    total_minor: BigInt(one.total_minor),
  }));
}

/** The order that a paper is of, where it is this company's. */
export async function orderOfInvoice(
  sql: Sql,
  asked: { company_id: string; invoice_id: string },
): Promise<string | undefined> {
  const found = await rows<{ order_id: string }>(
    sql,
    `select i.order_id from invoice i where i.id = ? and ${OF_COMPANY}`,
    [asked.invoice_id, asked.company_id],
  );
  return found[0]?.order_id;
}

/** Orders that were paid for, or sent on account, and for which nobody asked for an invoice; the oldest first. Not those whose money all goes back. */
export function notInvoiced(
  sql: Sql,
  asked: { company_id: string; limit: number },
): Promise<{ id: string; number: number; created_at: Date }[]> {
  return rows(
    sql,
    `select o.id, o.display_id as number, o.created_at
     from (select distinct w.order_id from company_order w where w.company_id = ? and w.order_id is not null) w
       join "order" o on o.id = w.order_id join sale s on s.order_id = o.id and s.claim_id is null
     where not exists (select from invoice i where i.order_id = o.id)
       and exists (select from sale_line l where l.sale_id = s.id and l.paid_minor > l.refund_minor) and not ${NOTHING_LEFT}
     order by o.created_at, o.id limit ?`,
    [asked.company_id, asked.limit],
  );
}
