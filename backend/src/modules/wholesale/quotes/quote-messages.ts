import { ok, refuse, tellAt, type QuoteSide, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../../lib/ids";
import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { append } from "../../outbox/append";
import type { QuoteActor } from "./quote-types";

/** Words that a quote's two sides exchange, at most. */
const MAX_MESSAGES = 500;

/**
 * Words to the other side, under the quote's lock. The same form sent again is the same message. The other side is mailed at once, and of what follows
 * soon after once the pause is over.
 */
export async function say_(
  tx: Transaction,
  by: QuoteActor,
  input: { quote_id: string; words: string; key: string | null },
): Promise<Result<void, Refusal>> {
  const { quote_id, key } = input;
  const words = input.words.trim();
  if (words === "") return refuse("words_needed", "Write something first.", "words");
  if (key !== null && (await isSaid(tx, quote_id, by.side, key))) return ok(undefined);
  const said = await row<{ count: number; told_at: Date | null; now: Date }>(
    tx,
    `select count(*)::int as count, max(told_at) filter (where by = ?) as told_at, clock_timestamp() as now from quote_message where quote_id = ?`,
    [by.side, quote_id],
  );
  if ((said?.count ?? 0) >= MAX_MESSAGES)
    return refuse("too_many_messages", "So much has been written here that you should talk. Nothing was sent.");
  const tell = tellAt(said?.told_at ?? null, said?.now ?? new Date());
  // The clock of this moment: who waited for the lock writes after whom they waited for.
  await rows(
    tx,
    `insert into quote_message (id, quote_id, by, person, words, at, key, told_at) values (?, ?, ?, ?, ?, clock_timestamp(), ?, ?)`,
    [newId("qmsg"), quote_id, by.side, by.id, words, key, tell.at],
  );
  if (tell.anew) await append(tx, { job: "quote-mail", payload: { quote_id, about: "message" }, due_at: tell.at });
  return ok(undefined);
}

/** Which sides have something of the other's that they have not read. */
export async function unreadOf(sql: Sql, quote_id: string): Promise<QuoteSide[]> {
  const found = await rows<{ side: QuoteSide }>(
    sql,
    `select s.side from quote q cross join (values ('buyer'), ('seller')) s (side)
     where q.id = ? and exists (select 1 from quote_message m where m.quote_id = q.id and m.by <> s.side
       and m.at > case s.side when 'buyer' then q.buyer_read_at else q.seller_read_at end)`,
    [quote_id],
  );
  return found.map((one) => one.side);
}

/** A side has seen the messages up to this one of the other side's; writes nothing when it had. */
export async function markRead(sql: Sql, side: QuoteSide, quote_id: string, message_id: string): Promise<void> {
  const column = side === "buyer" ? "buyer_read_at" : "seller_read_at";
  await rows(
    sql,
    `update quote q set ${column} = m.at from quote_message m where q.id = ? and m.id = ? and m.quote_id = q.id and q.${column} < m.at`,
    [quote_id, message_id],
  );
}

/** Whether a listed quote has something unread for a side. */
export const unreadFor = (side: QuoteSide): string =>
  `exists (select 1 from quote_message m where m.quote_id = quote.id and m.by <> '${side}' and m.at > quote.${side}_read_at)`;

async function isSaid(tx: Transaction, quote_id: string, side: QuoteSide, key: string): Promise<boolean> {
  const found = await row(tx, `select 1 from quote_message where quote_id = ? and by = ? and key = ?`, [
    quote_id,
    side,
    key,
  ]);
  return found !== undefined;
}
