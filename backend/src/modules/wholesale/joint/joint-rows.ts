import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import type { JointFact, JointQuote, PartDraft } from "./joint-types";
import { insertRequests_ } from "../quotes/quote-requests";
import { QUOTE_COLUMNS } from "../quotes/quote-rows";
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
  const { id: joint_id, company_id, currency, address_id, wanted_on } = joint;
  const { person, words, expires_at, key, input_hash, agent_id } = asked;
  await insertRequests_(
    tx,
    {
      ...{ joint_id, company_id, currency, address_id, addressee_list_id: null, wanted_on },
      ...{ person, words, expires_at, agent_id },
    },
    parts.map(({ cooperative_id, line }) => ({
      cooperative_id,
      lines: [line],
      idempotency_key: `${key}:${cooperative_id}`,
      input_hash,
    })),
  );
}
