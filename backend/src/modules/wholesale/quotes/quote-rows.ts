import {
  capOf,
  FREIGHT_CAP_BP,
  type FreightTerm,
  type QuoteMail,
  type QuoteSide,
  type Release,
} from "@commonlot/domain";
import { groupBy } from "../../../lib/group-by";
import { newId } from "../../../lib/ids";
import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { appendAll } from "../../outbox/append";
import { goodColumns } from "../good-columns";
import type {
  CompanyOrder,
  Quote,
  QuoteActor,
  QuoteEvent,
  QuoteLine,
  QuoteMessage,
  QuoteVersion,
  VersionDraft,
} from "./quote-types";

// What several parts read and write of quotes.

const QUOTE = `id, number, company_id, cooperative_id, joint_id, state, version, by, currency, asked_by, address_id, addressee_list_id,
  wanted_on::text as wanted_on, priority::int as priority, expires_at, goods_gone_at, accepting_version, accepting_by, accepting_person,
  accepting_at, cart_id, place_mark, agreement_id, sample_variant_id, ended_at, created_at`;
export const QUOTE_COLUMNS = QUOTE;

export function findQuote(sql: Sql, id: string): Promise<Quote | undefined> {
  return row<Quote>(sql, `select ${QUOTE} from quote where id = ?`, [id]);
}

/** Under its lock. Whoever also needs its company's lock takes that first. */
export function lockQuote_(tx: Transaction, id: string): Promise<Quote | undefined> {
  return row<Quote>(tx, `select ${QUOTE} from quote where id = ? for update`, [id]);
}

/** Whether somebody of this side finds it: another company's, another cooperative's is not there. */
export function isOf(actor: QuoteActor, quote: Pick<Quote, "company_id" | "cooperative_id">): boolean {
  return actor.side === "buyer" ? quote.company_id === actor.company_id : quote.cooperative_id === actor.cooperative_id;
}

/** Call-offs or samples, by the column that makes a quote one, whose goods are not kept yet: in the order in which they came. */
export async function waitingQuotes(
  sql: Sql,
  kind: "agreement_id" | "sample_variant_id",
  limit: number,
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `select id from quote where ${kind} is not null and ended_at is null and (state = 'requested' or goods_gone_at is not null)
       and accepting_at is null and expires_at > now() order by created_at, id limit ?`,
    [limit],
  );
  return found.map((one) => one.id);
}

/** The same of one that was read, however old it is. */
export function waitsForGoods(quote: Quote): boolean {
  if (quote.ended_at !== null || quote.accepting_at !== null) return false;
  return quote.state === "requested" || quote.goods_gone_at !== null;
}

interface VersionRow {
  quote_id: string;
  version: number;
  by: QuoteSide;
  person: string;
  freight_minor: string | null;
  freight_bearer: FreightTerm["bearer"] | null;
  freight_buyer_bp: number | null;
  freight_cap_bp: number | null;
  deliver_on: string | null;
  expires_at: Date;
  terms: QuoteVersion["terms"];
  inspect_days: number | null;
  release_on: Release | null;
  truck: QuoteVersion["truck"];
  words: string;
  created_at: Date;
}
type LineRow = Omit<QuoteLine, "price_minor"> & { quote_id: string; version: number; price_minor: string | null };

/** All versions with their lines, the first one first; or one of them. */
export async function versionsOf(sql: Sql, quote_id: string, only: number | null = null): Promise<QuoteVersion[]> {
  const which = `quote_id = ? and (?::int is null or version = ?::int)`;
  return (await readVersions(sql, which, [quote_id, only, only])).map((one) => one.version);
}

/** Quote id -> its last version, with its lines; two queries for any number. */
export async function lastVersionsOf(sql: Sql, quote_ids: readonly string[]): Promise<Map<string, QuoteVersion>> {
  const which = `(quote_id, version) in (select id, version from quote where id = any(?))`;
  const found = await readVersions(sql, which, [[...quote_ids]]);
  return new Map(found.map((one) => [one.quote_id, one.version]));
}

async function readVersions(
  sql: Sql,
  which: string,
  bindings: readonly unknown[],
): Promise<{ quote_id: string; version: QuoteVersion }[]> {
  const heads = await rows<VersionRow>(
    sql,
    `select quote_id, version, by, person, freight_minor, freight_bearer, freight_buyer_bp, freight_cap_bp, deliver_on::text as deliver_on, expires_at, terms,
       inspect_days, release_on, truck, words, created_at
     from quote_version where ${which} order by quote_id, version`,
    bindings,
  );
  const lines = await rows<LineRow>(
    sql,
    `select quote_id, version, product_id, variant_id, pool_id, title, pack, grade, unit, units_per_pack::float8 as units_per_pack, packs, price_minor
     from quote_line where ${which} order by quote_id, version, position`,
    bindings,
  );
  const linesOf = groupBy(lines, versionKey);
  return heads.map(
    ({
      quote_id,
      freight_minor,
      freight_bearer,
      freight_buyer_bp,
      freight_cap_bp,
      inspect_days,
      release_on,
      ...head
    }) => ({
      quote_id,
      version: {
        ...head,
        inspection: inspect_days === null || release_on === null ? null : { days: inspect_days, release: release_on },
        freight_minor: freight_minor === null ? null : BigInt(freight_minor),
        freight_term: termOf(freight_bearer, freight_buyer_bp, freight_cap_bp),
        lines: (linesOf.get(versionKey({ quote_id, version: head.version })) ?? []).map(lineOf),
      },
    }),
  );
}

const versionKey = (of: { quote_id: string; version: number }) => `${of.quote_id}/${of.version}`;

function lineOf({ quote_id: _, version: __, price_minor, ...line }: LineRow): QuoteLine {
  return { ...line, price_minor: price_minor === null ? null : BigInt(price_minor) };
}

function termOf(
  bearer: FreightTerm["bearer"] | null,
  buyer_bp: number | null,
  cap_bp: number | null,
): FreightTerm | null {
  return bearer === null ? null : freightTermOf(bearer, buyer_bp, cap_bp);
}

/** A term as it is stored; versions from before there was a cap have the usual one. */
export function freightTermOf(
  bearer: FreightTerm["bearer"],
  buyer_bp: number | null,
  cap_bp: number | null,
): FreightTerm {
  if (bearer === "cooperative") return { bearer };
  const cap = { cap_bp: cap_bp ?? FREIGHT_CAP_BP };
  return bearer === "shared" ? { bearer, buyer_bp: buyer_bp ?? 0, ...cap } : { bearer, ...cap };
}

/** What a term says in the columns of a version: who bears, the buyer's part, the cap. */
export function freightTermColumns(
  term: FreightTerm | null,
): [bearer: string | null, buyer_bp: number | null, cap_bp: number | null] {
  if (term === null) return [null, null, null];
  const cap_bp = term.bearer === "cooperative" ? null : capOf(term);
  return [term.bearer, term.bearer === "shared" ? term.buyer_bp : null, cap_bp];
}

export async function insertVersion_(
  tx: Transaction,
  at: { quote_id: string; version: number; by: QuoteSide; person: string; expires_at: Date },
  draft: VersionDraft,
): Promise<void> {
  await rows(
    tx,
    `insert into quote_version (quote_id, version, by, person, freight_minor, freight_bearer, freight_buyer_bp, freight_cap_bp, deliver_on, expires_at, terms,
       inspect_days, release_on, ship_by, truck, words)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?::jsonb, ?)`,
    [
      at.quote_id,
      at.version,
      at.by,
      at.person,
      draft.freight_minor === null ? null : String(draft.freight_minor),
      ...freightTermColumns(draft.freight_term),
      draft.deliver_on,
      at.expires_at,
      draft.terms === null ? null : JSON.stringify(draft.terms),
      draft.inspection?.days ?? null,
      draft.inspection?.release ?? null,
      draft.truck ? "truck" : "parcels",
      draft.truck ? JSON.stringify(draft.truck) : null,
      draft.words,
    ],
  );
  await insertAll(
    tx,
    "quote_line",
    [
      ["quote_id", "text", () => at.quote_id],
      ["version", "int", () => at.version],
      ...goodColumns<(typeof draft.lines)[number] & { position: number }>(),
      ["price_minor", "bigint", (line) => (line.price_minor === null ? null : String(line.price_minor))],
    ],
    draft.lines.map((line, position) => ({ ...line, position })),
  );
}

interface Done {
  by: QuoteSide | "system";
  person: string | null;
  act: string;
  words?: string;
}

export function event_(
  tx: Transaction,
  quote_id: string,
  { version, ...done }: Done & { version?: number },
): Promise<void> {
  return eventOnAll_(tx, [{ id: quote_id, version: version ?? null }], done);
}

/** The same line in the log of each, in one statement for any number. */
export function eventOnAll_(
  tx: Transaction,
  quotes: readonly { id: string; version: number | null }[],
  done: Done,
): Promise<void> {
  return insertAll(
    tx,
    "quote_event",
    [
      ["id", "text", () => newId("qevent")],
      ["quote_id", "text", (quote) => quote.id],
      ["by", "text", () => done.by],
      ["person", "text", () => done.person],
      ["act", "text", () => done.act],
      ["version", "int", (quote) => quote.version],
      ["words", "text", () => done.words ?? ""],
    ],
    quotes,
  );
}

export function eventsOf(sql: Sql, quote_id: string): Promise<QuoteEvent[]> {
  return rows(
    sql,
    `select at, by, person, act, version, words from quote_event where quote_id = ? order by at desc, id desc limit 100`,
    [quote_id],
  );
}

export function messagesOf(sql: Sql, quote_id: string): Promise<QuoteMessage[]> {
  return rows(sql, `select id, by, person, words, at from quote_message where quote_id = ? order by at, id limit 500`, [
    quote_id,
  ]);
}

/** Told once: in the transaction of what it tells of. */
export function tell_(tx: Transaction, quote_id: string, about: QuoteMail): Promise<void> {
  return tellAll_(tx, [{ id: quote_id }], about);
}

/** Of each, in one statement for any number. */
export function tellAll_(tx: Transaction, quotes: readonly { id: string }[], about: QuoteMail): Promise<void> {
  return appendAll(
    tx,
    quotes.map(({ id: quote_id }) => ({ job: "quote-mail" as const, payload: { quote_id, about } })),
  );
}

type OrderRow = Omit<CompanyOrder, "total_minor"> & { total_minor: string };
const ORDER = `id, company_id, quote_id, version, member_id, asked_at, total_minor, currency, state, decided_by, decided_at, words, cart_id, order_id`;
const orderOf = (found: OrderRow): CompanyOrder => ({ ...found, total_minor: BigInt(found.total_minor) });

/** The orders that a quote led to, the newest first. */
export function ordersOfQuote(sql: Sql, quote_id: string): Promise<CompanyOrder[]> {
  return ordersOfQuotes(sql, [quote_id]);
}

/** Those of several quotes, the newest first. */
export async function ordersOfQuotes(sql: Sql, quote_ids: readonly string[]): Promise<CompanyOrder[]> {
  const found = await rows<OrderRow>(
    sql,
    `select ${ORDER} from company_order where quote_id = any(?) order by asked_at desc, id`,
    [[...quote_ids]],
  );
  return found.map(orderOf);
}

/** Orders that a member asked for, or approved, from a moment on. */
export async function companyOrders(
  sql: Sql,
  whose: { asked_by: string } | { approved_by: string },
  from: Date,
): Promise<CompanyOrder[]> {
  const [where, person] =
    "asked_by" in whose
      ? ["member_id = ? and asked_at >= ?", whose.asked_by]
      : ["decided_by = ? and decided_at >= ?", whose.approved_by];
  const found = await rows<OrderRow>(sql, `select ${ORDER} from company_order where ${where} order by asked_at, id`, [
    person,
    from,
  ]);
  return found.map(orderOf);
}
