import { ok, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { listOfSheet_, sheetToAsk_, type AskedSheet } from "../addressees/addressee-asking";
import { goodColumns } from "../good-columns";
import { ASKED_OTHERWISE, mayAsk_ } from "../may-ask";
import { lockWorking_, takeOff_ } from "../quick-order/order-lists";
import type { AskedLine } from "../quick-order/order-types";
import { eventOnAll_, tellAll_ } from "./quote-rows";
import type { QuoteActor, QuoteLine } from "./quote-types";

/** A request that nobody answers ends after so many days. */
const REQUEST_DAYS = 30;
const MS_PER_DAY = 86_400_000;
export const requestEnds = (): Date => new Date(Date.now() + REQUEST_DAYS * MS_PER_DAY);

type Buyer = QuoteActor & { side: "buyer" };

/** What one cooperative is asked for. */
export interface AskedPart {
  cooperative_id: string;
  lines: readonly QuoteLine[];
  idempotency_key: string;
  input_hash: string;
  /** Lines of the asker's list that leave it with the quote. */
  asked_lines?: readonly AskedLine[];
}

/** What a form asks of all of them. */
export interface AskedQuotes {
  parts: readonly AskedPart[];
  wanted_on: string;
  address_id: string | null;
  addressee_list_id: string | null;
  words: string;
  /** Who brought it. */
  agent_id?: string | null;
  /** A sheet whose addressees become the quote's, with it; then one cooperative is asked. */
  sheet?: AskedSheet;
}

/** The key of a part is on a request of another kind: nothing of this form is written. */
class OtherKind extends Error {}

/**
 * Asks each cooperative in one write: all are asked or none. What this form asked for before is found again, so that a form that is sent twice
 * asks once. The caller has decided that the goods may be asked for.
 */
export function askAll(sql: Knex, by: Buyer, asked: AskedQuotes): Promise<Result<{ id: string }[], Refusal>> {
  if (asked.sheet && asked.parts.length !== 1) throw new Error(`sheet ${asked.sheet.sheet_id}: asked of several`);
  return asking(sql, (tx) => ask_(tx, by, asked));
}

/** One transaction that writes requests: where one of their keys is on a request of another kind, it is undone and refused in words. */
export function asking<T>(
  sql: Knex,
  work: (tx: Transaction) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  return inTransaction(sql, work).catch((error: unknown) => {
    if (error instanceof OtherKind) return ASKED_OTHERWISE;
    throw error;
  });
}

async function ask_(tx: Transaction, by: Buyer, asked: AskedQuotes): Promise<Result<{ id: string }[], Refusal>> {
  const owner = { member_id: by.id, company_id: by.company_id };
  // Forms of one company go one after the other: what one of them asked for, and how many requests wait, is known to the next.
  await row(tx, `select pg_advisory_xact_lock(hashtextextended('quote_request:' || ?, 0))`, [by.company_id]);
  // The list before the company, which each quote holds: whoever saves the list takes them in this order.
  if (asked.parts.some((part) => part.asked_lines?.length)) await lockWorking_(tx, owner);
  const before = await earlierOf_(tx, by.company_id, asked.parts);
  if (!before.ok) return before;
  const fresh = asked.parts.filter((part) => !before.value.has(part.idempotency_key));
  const may = await mayAsk_(tx, by, { address_id: asked.address_id, requests: fresh.length });
  if (!may.ok) return may;
  const sheet = fresh.length === 0 ? undefined : asked.sheet;
  const stands = sheet && (await sheetToAsk_(tx, by.company_id, sheet));
  if (stands && !stands.ok) return stands;
  const { address_id, addressee_list_id, wanted_on, words, agent_id = null } = asked;
  const made = await insertRequests_(
    tx,
    {
      ...{ company_id: by.company_id, person: by.id, currency: may.value.currency, expires_at: requestEnds() },
      ...{ address_id, addressee_list_id, wanted_on, words, agent_id, joint_id: null },
    },
    fresh,
  );
  const [quote_id = ""] = made.values();
  if (sheet && stands) await listOfSheet_(tx, stands.value, { quote_id, variant_id: sheet.variant_id });
  const lines = fresh.flatMap((part) => part.asked_lines ?? []);
  if (lines.length > 0) await takeOff_(tx, owner, lines);
  const ids = new Map([...before.value, ...made]);
  return ok(asked.parts.map((part) => ({ id: ids.get(part.idempotency_key) ?? "" })));
}

/** Key -> the quote that it asked for before; refused where it was for something else. */
async function earlierOf_(
  tx: Transaction,
  company_id: string,
  parts: readonly AskedPart[],
): Promise<Result<Map<string, string>, Refusal>> {
  const found = await rows<{ id: string; idempotency_key: string; input_hash: string }>(
    tx,
    `select id, idempotency_key, input_hash from quote where company_id = ? and idempotency_key = any(?)`,
    [company_id, parts.map((part) => part.idempotency_key)],
  );
  const hash_of = new Map(parts.map((part) => [part.idempotency_key, part.input_hash]));
  if (found.some((one) => one.input_hash !== hash_of.get(one.idempotency_key))) return ASKED_OTHERWISE;
  return ok(new Map(found.map((one) => [one.idempotency_key, one.id])));
}

/** What all quotes of one form have alike, and from whom they are. */
interface Requested {
  company_id: string;
  person: string;
  currency: string;
  address_id: string | null;
  addressee_list_id: string | null;
  wanted_on: string;
  words: string;
  expires_at: Date;
  agent_id: string | null;
  /** The joint quote that they are parts of. */
  joint_id: string | null;
}

/** Writes a quote of each part with what it asks for, in a handful of statements for any number. Key -> its id. */
export async function insertRequests_(
  tx: Transaction,
  of: Requested,
  asked: readonly Omit<AskedPart, "asked_lines">[],
): Promise<Map<string, string>> {
  const parts = asked.map((part) => ({ ...part, id: newId("quote") }));
  if (parts.length === 0) return new Map();
  const expires_at = of.expires_at.toISOString();
  await insertAll(
    tx,
    "quote",
    [
      ["id", "text", (part) => part.id],
      ["joint_id", "text", () => of.joint_id],
      ["company_id", "text", () => of.company_id],
      ["cooperative_id", "text", (part) => part.cooperative_id],
      ["state", "text", () => "requested"],
      ["by", "text", () => "buyer"],
      ["currency", "text", () => of.currency],
      ["asked_by", "text", () => of.person],
      ["address_id", "text", () => of.address_id],
      ["addressee_list_id", "text", () => of.addressee_list_id],
      ["wanted_on", "date", () => of.wanted_on],
      ["expires_at", "timestamptz", () => expires_at],
      ["idempotency_key", "text", (part) => part.idempotency_key],
      ["input_hash", "text", (part) => part.input_hash],
      ["agent_id", "text", () => of.agent_id],
    ],
    parts,
    `on conflict on constraint quote_once do nothing`,
  );
  const written = await rows(tx, `select 1 from quote where id = any(?)`, [parts.map((part) => part.id)]);
  if (written.length < parts.length) throw new OtherKind();
  await insertAll(
    tx,
    "quote_version",
    [
      ["quote_id", "text", (part) => part.id],
      ["version", "int", () => 1],
      ["by", "text", () => "buyer"],
      ["person", "text", () => of.person],
      ["deliver_on", "date", () => of.wanted_on],
      ["expires_at", "timestamptz", () => expires_at],
      ["words", "text", () => of.words],
    ],
    parts,
  );
  await insertAll(
    tx,
    "quote_line",
    [
      ["quote_id", "text", (line) => line.quote_id],
      ["version", "int", () => 1],
      ...goodColumns<QuoteLine & { quote_id: string; position: number }>(),
    ],
    parts.flatMap(({ id: quote_id, lines }) => lines.map((line, position) => ({ ...line, quote_id, position }))),
  );
  const quotes = parts.map(({ id }) => ({ id, version: 1 }));
  await eventOnAll_(tx, quotes, { by: "buyer", person: of.person, act: "requested" });
  await tellAll_(tx, quotes, "asked");
  return new Map(parts.map((part) => [part.idempotency_key, part.id]));
}
