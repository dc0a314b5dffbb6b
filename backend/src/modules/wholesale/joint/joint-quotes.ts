import { decideMoreParts, ok, refuse, type Refusal, type Result, type SpreadPreference } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { formThere } from "../../../lib/earlier-form";
import { newId } from "../../../lib/ids";
import { atKey, placeOf } from "../../../lib/keyset";
import { row, rows, type Transaction } from "../../../lib/sql";
import { factsOf, findJoint, insertParts_, JOINT_COLUMNS, lockJoint_, lockQuotes_, quotesOf } from "./joint-rows";
import type { JointFact, JointGoods, JointQuote, PartDraft, WholeJoint } from "./joint-types";
import { ASKED_OTHERWISE, mayAsk_ } from "../may-ask";
import { lastVersionsOf, ordersOfQuotes } from "../quotes/quote-rows";
import type { Quote, QuoteActor } from "../quotes/quote-types";
import { asking, requestEnds } from "../quotes/quote-requests";
import { BEING_ACCEPTED } from "../quotes/quotes";

export const JOINT_NOT_THERE = refuse("joint_quote_not_found", "There is no such joint quote.");

type Buyer = QuoteActor & { side: "buyer" };

interface Asked {
  parts: readonly PartDraft[];
  words: string;
  idempotency_key: string;
  input_hash: string;
}

interface ListedJoint extends JointQuote {
  at_key: string;
}

/** Requests that several cooperatives answer, each by a quote of its own (docs/adr/0057). Accepting is in `joint-acceptance.ts`. */
export class JointQuotes {
  constructor(private readonly sql: Knex) {}

  /** Asks all of them in one write: all are asked or none. The same form is the same joint quote. The caller has decided that it may. */
  request(
    by: Buyer,
    input: Asked & {
      goods: JointGoods;
      prefer: SpreadPreference;
      wanted_on: string;
      address_id: string | null;
      /** Who brought it; nobody when left out. */
      agent_id?: string | null;
    },
  ): Promise<Result<{ id: string }, Refusal>> {
    return asking(this.sql, async (tx) => {
      const { goods, parts, address_id, wanted_on } = input;
      const may = await mayAsk_(tx, by, { address_id, requests: parts.length });
      if (!may.ok) return may;
      const made = await row<JointQuote>(
        tx,
        `insert into joint_quote (id, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit, units_per_pack, packs,
           prefer, address_id, wanted_on, idempotency_key, input_hash)
         values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict on constraint joint_quote_once do nothing returning ${JOINT_COLUMNS}`,
        [
          newId("joint"),
          by.company_id,
          by.id,
          may.value.currency,
          goods.product_id,
          goods.variant_id,
          JSON.stringify(goods.title),
          JSON.stringify(goods.pack),
          goods.grade,
          goods.unit,
          goods.units_per_pack,
          parts.reduce((sum, part) => sum + part.line.packs, 0),
          input.prefer,
          address_id,
          wanted_on,
          input.idempotency_key,
          input.input_hash,
        ],
      );
      const key = { company_id: by.company_id, idempotency_key: input.idempotency_key };
      const sent = { input_hash: input.input_hash, otherwise: ASKED_OTHERWISE };
      if (!made) return formThere(tx, "joint_quote", key, sent);
      await insertParts_(tx, made, { ...asked(by, input), agent_id: input.agent_id ?? null }, parts);
      return ok({ id: made.id });
    });
  }

  /** Asks others for what is missing, because a part was refused, taken back or not answered in time. */
  more(by: Buyer, joint_id: string, input: Asked): Promise<Result<{ id: string }, Refusal>> {
    return asking(this.sql, async (tx) => {
      // Each request holds its company: before the joint quote, in the order in which whoever accepts locks them.
      await row(tx, `select 1 from company where id = ? for key share`, [by.company_id]);
      const joint = await lockJoint_(tx, joint_id);
      if (joint?.company_id !== by.company_id) return JOINT_NOT_THERE;
      if (joint.joint_agreement_id !== null) return CALLED_OFF;
      const quotes = await lockQuotes_(tx, joint_id);
      const before = await this.askedBy_(tx, joint, input.idempotency_key);
      if (before !== undefined) return before === input.input_hash ? ok({ id: joint.id }) : ASKED_OTHERWISE;
      const may = await this.mayAskMore_(tx, joint, quotes, input.parts);
      if (!may.ok) return may;
      const allowed = await mayAsk_(tx, by, { address_id: null, requests: input.parts.length });
      if (!allowed.ok) return allowed;
      await insertParts_(tx, joint, { ...asked(by, input), agent_id: await agentOf_(tx, joint_id) }, input.parts);
      return ok({ id: joint.id });
    });
  }

  /** One joint quote, when it is this company's. */
  async one(by: Buyer, id: string): Promise<JointQuote | undefined> {
    const joint = await findJoint(this.sql, id);
    return joint?.company_id === by.company_id ? joint : undefined;
  }

  async whole(by: Buyer, id: string): Promise<WholeJoint | undefined> {
    const joint = await this.one(by, id);
    if (!joint) return undefined;
    const [facts, quotes] = await Promise.all([factsOf(this.sql, [id]), quotesOf(this.sql, id)]);
    const ids = quotes.map((quote) => quote.id);
    const [versions, orders] = await Promise.all([lastVersionsOf(this.sql, ids), ordersOfQuotes(this.sql, ids)]);
    return { joint, facts, quotes, versions, orders };
  }

  /** How the parts of these joint quotes stand. */
  facts(joint_ids: readonly string[]): Promise<JointFact[]> {
    return factsOf(this.sql, joint_ids);
  }

  /** What a quote's page says of the joint quote that it is a part of: its number, and how many cooperatives answer it or are in its order. */
  async partOf(joint_id: string): Promise<{ id: string; number: string; cooperatives: number } | undefined> {
    return row(
      this.sql,
      `select j.id, j.number, (select count(distinct q.cooperative_id)::int from quote q
         where q.joint_id = j.id and q.state in ('requested', 'offered', 'countered', 'accepted')) as cooperatives
       from joint_quote j where j.id = ?`,
      [joint_id],
    );
  }

  /** The company's, newest first. */
  list(by: Buyer, input: { cursor?: string | undefined; limit: number }): Promise<ListedJoint[]> {
    const place = placeOf(input.cursor);
    return rows<ListedJoint>(
      this.sql,
      `select ${JOINT_COLUMNS}, ${atKey("created_at")} from joint_quote
       where company_id = ? and (created_at, id) < (?::timestamptz, ?) order by created_at desc, id desc limit ?`,
      [by.company_id, place.at, place.id, input.limit],
    );
  }

  /** What a form asked for before, as a hash; undefined when it did not. */
  private async askedBy_(tx: Transaction, joint: JointQuote, key: string): Promise<string | undefined> {
    const found = await row<{ input_hash: string }>(
      tx,
      `select input_hash from quote where joint_id = ? and left(idempotency_key, ?) = ? order by id limit 1`,
      [joint.id, key.length + 1, `${key}:`],
    );
    return found?.input_hash;
  }

  private async mayAskMore_(
    tx: Transaction,
    joint: JointQuote,
    quotes: readonly Quote[],
    parts: readonly PartDraft[],
  ): Promise<Result<void, Refusal>> {
    if (quotes.some((quote) => quote.accepting_at !== null)) return BEING_ACCEPTED;
    const ids = quotes.map((quote) => quote.id);
    if ((await ordersOfQuotes(tx, ids)).some((order) => order.state === "awaiting_approval"))
      return refuse("approval_waiting", "An approver of your company decides first. Nothing was asked.");
    const wanted = parts.map((part) => ({ packs: part.line.packs }));
    return decideMoreParts(joint.packs, await factsOf(tx, [joint.id]), wanted, new Date());
  }
}

/** Who brought a joint quote: its first parts say so, and parts that are asked for later follow them. */
async function agentOf_(tx: Transaction, joint_id: string): Promise<string | null> {
  const found = await row<{ agent_id: string }>(
    tx,
    `select agent_id from quote where joint_id = ? and agent_id is not null order by id limit 1`,
    [joint_id],
  );
  return found?.agent_id ?? null;
}

const CALLED_OFF = refuse(
  "joint_called_off",
  "This is a call-off of agreements: others have not agreed to its prices. Call off what is missing anew; nothing was asked.",
);

const asked = (by: Buyer, { words, idempotency_key: key, input_hash }: Asked) => ({
  person: by.id,
  words,
  expires_at: requestEnds(),
  key,
  input_hash,
});
