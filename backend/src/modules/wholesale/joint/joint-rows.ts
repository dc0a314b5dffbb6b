import { newId } from "../../../lib/ids";
import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { goodColumns } from "../good-columns";
import type { JointFact, JointQuote, PartDraft } from "./joint-types";
import { eventOnAll_, QUOTE_COLUMNS, tellAll_ } from "../quotes/quote-rows";
import type { Quote } from "../quotes/quote-types";

// What several parts of the joint quote read and write of it, set-based: a joint quote has up to twenty quotes.

const JOINT = `id, number, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit,
  units_per_pack::float8 as units_per_pack, packs, prefer, address_id, wanted_on::text as wanted_on, joint_agreement_id, created_at`;
export const JOINT_COLUMNS = JOINT;

export function findJoint(sql: Sql, id: string): Promise<JointQuote | undefined> {
  return row<JointQuote>(sql, `select ${JOINT} from joint_quote where id = ?`, [id]);
}

/** Under its lock. Whoever also needs its company's lock takes that first, and those of its quotes afterwards. */
export function lockJoint_(tx: Transaction, id: string): Promise<JointQuote | undefined> {
  return row<JointQuote>(tx, `select ${JOINT} from joint_quote where id = ? for update`, [id]);
}

export function quotesOf(sql: Sql, joint_id: string): Promise<Quote[]> {
  return rows<Quote>(sql, `select ${QUOTE_COLUMNS} from quote where joint_id = ? order by id`, [joint_id]);
}

export function lockQuotes_(tx: Transaction, joint_id: string): Promise<Quote[]> {
  return rows<Quote>(tx, `select ${QUOTE_COLUMNS} from quote where joint_id = ? order by id for update`, [joint_id]);
}

/** How the parts of these joint quotes stand, by id; one query for any number. */
export function factsOf(sql: Sql, joint_ids: readonly string[]): Promise<JointFact[]> {
  return rows<JointFact>(
    sql,
    `select q.joint_id, q.id as quote_id, q.cooperative_id, q.state, q.version, q.by, q.expires_at, q.accepting_at is not null as accepting,
       (select o.order_id from company_order o where o.quote_id = q.id and o.state = 'placed') as order_id,
       (select o.words from company_order o where o.quote_id = q.id and o.cart_id = q.cart_id and o.state = 'cancelled' limit 1) as over_words,
       coalesce((select floor(sum(l.units_per_pack * l.packs) / j.units_per_pack) from quote_line l
                 where l.quote_id = q.id and l.version = q.version), 0)::int as packs
     from quote q join joint_quote j on j.id = q.joint_id where q.joint_id = any(?) order by q.id`,
    [[...joint_ids]],
  );
}

/** A quote for each part, as `Quotes.request` writes one. `key`: of the form that asked; each part's is made of it. */
export async function insertParts_(
  tx: Transaction,
  joint: Pick<JointQuote, "id" | "company_id" | "currency" | "address_id" | "wanted_on">,
  asked: {
    person: string;
    words: string;
    expires_at: Date;
    key: string;
    input_hash: string;
    /** Who brought it: of all parts the same. */
    agent_id: string | null;
  },
  parts: readonly PartDraft[],
): Promise<void> {
  const made = parts.map((part) => ({ ...part, id: newId("quote") }));
  const expires_at = asked.expires_at.toISOString();
  await insertAll(
    tx,
    "quote",
    [
      ["id", "text", (part) => part.id],
      ["joint_id", "text", () => joint.id],
      ["company_id", "text", () => joint.company_id],
      ["cooperative_id", "text", (part) => part.cooperative_id],
      ["state", "text", () => "requested"],
      ["by", "text", () => "buyer"],
      ["currency", "text", () => joint.currency],
      ["asked_by", "text", () => asked.person],
      ["address_id", "text", () => joint.address_id],
      ["wanted_on", "date", () => joint.wanted_on],
      ["expires_at", "timestamptz", () => expires_at],
      ["idempotency_key", "text", (part) => `${asked.key}:${part.cooperative_id}`],
      ["input_hash", "text", () => asked.input_hash],
      ["agent_id", "text", () => asked.agent_id],
    ],
    made,
  );
  await insertAll(
    tx,
    "quote_version",
    [
      ["quote_id", "text", (part) => part.id],
      ["version", "int", () => 1],
      ["by", "text", () => "buyer"],
      ["person", "text", () => asked.person],
      ["deliver_on", "date", () => joint.wanted_on],
      ["expires_at", "timestamptz", () => expires_at],
      ["words", "text", () => asked.words],
    ],
    made,
  );
  await insertAll(
    tx,
    "quote_line",
    [
      ["quote_id", "text", (line) => line.quote_id],
      ["version", "int", () => 1],
      ...goodColumns<PartDraft["line"] & { quote_id: string; position: number }>(),
    ],
    made.map(({ id: quote_id, line }) => ({ ...line, quote_id, position: 0 })),
  );
  const quotes = made.map((part) => ({ id: part.id, version: 1 }));
  await eventOnAll_(tx, quotes, { by: "buyer", person: asked.person, act: "requested" });
  await tellAll_(tx, quotes, "asked");
}
