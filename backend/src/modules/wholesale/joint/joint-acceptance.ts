import {
  chooseParts,
  decideAccept,
  decideApproval,
  decidePurchase,
  ok,
  refuse,
  type QuoteHold,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { inTransaction, rows, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { append } from "../../outbox/append";
import { approvedBefore, spentOrder } from "../companies/company-orders";
import { findMember, lockCompany_ } from "../companies/company-rows";
import type { Company } from "../companies/company-types";
import { JOINT_NOT_THERE } from "./joint-quotes";
import { factsOf, findJoint, lockJoint_, lockQuotes_, quotesOf } from "./joint-rows";
import type { JointAcceptInput, JointQuote } from "./joint-types";
import { TAKE_UP_S } from "../quotes/quote-acceptance";
import { eventOnAll_, lastVersionsOf, ordersOfQuotes, tell_, tellAll_ } from "../quotes/quote-rows";
import { totalOf, wantedOf, type Quote, type QuoteActor, type QuoteVersion } from "../quotes/quote-types";
import { spentOrders } from "../companies/spent";

/** As of one quote: `handing`, its goods go to a cart now. */
export type JointAcceptance =
  { state: "awaiting_approval" } | { state: "handing" } | { state: "accepted"; cart_id: string };

/** What an acceptance under way goes on with: all parts that are accepted together. */
export interface NotedJoint {
  joint: JointQuote;
  parts: { quote: Quote; version: QuoteVersion }[];
  person: string;
}

type Holds = ReadonlyMap<string, QuoteHold>;
type Chosen = { quote: Quote; version: QuoteVersion };

/**
 * Accepting all parts of a joint quote: the three writes of one quote (`quote-acceptance.ts`), each over all parts in one transaction, so that
 * killed between any two there is one acceptance of all, or none. What limits count, and what an approver agrees to, is the total.
 */
export class JointAcceptances {
  constructor(private readonly sql: Knex) {}

  /** The company accepts the offers of these parts, which are all that stand. `holds`: what the pools hold for them now. */
  begin(
    by: QuoteActor & { side: "buyer" },
    input: JointAcceptInput & { joint_id: string; holds: Holds },
  ): Promise<Result<JointAcceptance, Refusal>> {
    return this.locked(input.joint_id, async (tx, company, joint, quotes) => {
      if (joint.company_id !== by.company_id) return JOINT_NOT_THERE;
      const standing = standing_(quotes);
      if (standing) return ok(standing);
      const now = new Date();
      const chosen = await choose_(tx, joint, quotes, input, now);
      if (!chosen.ok) return chosen;
      const may = mayAccept(chosen.value, input.holds, "not_needed", now);
      if (!may.ok) return may;
      const ids = chosen.value.map((one) => one.quote.id);
      if ((await ordersOfQuotes(tx, ids)).some((one) => one.state === "awaiting_approval"))
        return ok({ state: "awaiting_approval" as const });
      const buyer = await findMember(tx, by.id);
      if (!buyer?.active) return JOINT_NOT_THERE;
      const purchase = decidePurchase({
        company_state: company.state,
        currency: company.currency,
        time_zone: company.time_zone,
        buyer: { person: buyer.member_id, roles: buyer.roles, limits: buyer.limits },
        order: { total_minor: sumOf(chosen.value), currency: joint.currency },
        before: await spentOrders(tx, company, buyer, now),
        now,
      });
      if (!purchase.ok) return purchase;
      if (purchase.value.action === "ask_approval") {
        await orders_(tx, chosen.value, buyer.member_id, "awaiting_approval");
        await eventOnAll_(tx, quotesIn(chosen.value), { by: "buyer", person: by.id, act: "to_approve" });
        // One word decides about all of them: approvers are asked once.
        await tell_(tx, ids[0] ?? "", "to_approve");
        return ok({ state: "awaiting_approval" as const });
      }
      await orders_(tx, chosen.value, buyer.member_id, "placed");
      return ok(await noteAll_(tx, quotesIn(chosen.value), by.id));
    });
  }

  /** An approver's word about the total of what waits. */
  decide(
    approver: { member_id: string; company_id: string },
    input: { joint_id: string; decision: "approved" | "declined"; words: string; holds: Holds },
  ): Promise<Result<JointAcceptance | { state: "declined" }, Refusal>> {
    return this.locked<JointAcceptance | { state: "declined" }>(input.joint_id, async (tx, company, joint, quotes) => {
      if (joint.company_id !== approver.company_id) return JOINT_NOT_THERE;
      const all = await ordersOfQuotes(
        tx,
        quotes.map((one) => one.id),
      );
      const waiting = all.filter((one) => one.state === "awaiting_approval");
      // A second word about what was decided already is answered by its state.
      const [order] = waiting.length > 0 ? waiting : all;
      const member = await findMember(tx, approver.member_id);
      if (!order || !member?.active)
        return refuse("stale", "Nothing waits for approval here any more. Look at the page again.");
      const now = new Date();
      const total_minor = waiting.reduce((sum, one) => sum + one.total_minor, 0n);
      const decided = decideApproval({
        company_state: company.state,
        currency: company.currency,
        time_zone: company.time_zone,
        approver: { person: member.member_id, roles: member.roles, limits: member.limits },
        order: { ...spentOrder(order, order.member_id, order.asked_at), total_minor },
        approved_before: await approvedBefore(tx, member),
        decision: input.decision,
        words: input.words,
        now,
      });
      if (!decided.ok) return decided;
      const words = input.words.trim();
      const ids = waiting.map((one) => one.quote_id);
      const own = quotes.filter((quote) => ids.includes(quote.id));
      const word = { ids: waiting.map((one) => one.id), by: member.member_id, words };
      if (decided.value === "declined") {
        await decideAll_(tx, { ...word, state: "declined" });
        await eventOnAll_(tx, own, { by: "buyer", person: member.member_id, act: "declined", words });
        await tell_(tx, ids[0] ?? "", "declined");
        return ok({ state: "declined" as const });
      }
      const versions = await lastVersionsOf(tx, ids);
      const chosen = own.map((quote) => ({ quote, version: versionIn(versions, quote) }));
      const may = mayAccept(chosen, input.holds, "granted", now);
      if (!may.ok) return may;
      await decideAll_(tx, { ...word, state: "placed" });
      await eventOnAll_(tx, own, { by: "buyer", person: member.member_id, act: "approved" });
      return ok(await noteAll_(tx, own, member.member_id));
    });
  }

  /** What an acceptance that was cut off goes on with; undefined when there is none. */
  async noted(joint_id: string): Promise<NotedJoint | undefined> {
    const joint = await findJoint(this.sql, joint_id);
    const quotes = (await quotesOf(this.sql, joint_id)).filter((quote) => quote.accepting_version !== null);
    const [first] = quotes;
    if (!joint || first?.accepting_person == null) return undefined;
    const versions = await lastVersionsOf(
      this.sql,
      quotes.map((quote) => quote.id),
    );
    return {
      joint,
      parts: quotes.map((quote) => ({ quote, version: versionIn(versions, quote) })),
      person: first.accepting_person,
    };
  }

  /** The cart that an accepted joint quote is paid with. */
  async cartOf(joint_id: string): Promise<string | undefined> {
    return (await quotesOf(this.sql, joint_id)).find((quote) => quote.cart_id !== null)?.cart_id ?? undefined;
  }

  /** The goods of all parts are the cart's: all are accepted, and go to one place. Harmless when repeated. */
  finish(joint_id: string, cart_id: string, place_mark: string | null = null): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const accepting = await this.accepting_(tx, joint_id);
      if (accepting.length === 0) return;
      const ids = accepting.map((quote) => quote.id);
      await rows(
        tx,
        `update quote set state = 'accepted', cart_id = ?, place_mark = ?, ended_at = now(), accepting_version = null, accepting_by = null, accepting_person = null,
           accepting_at = null, updated_at = now() where id = any(?)`,
        [cart_id, place_mark, ids],
      );
      await rows(
        tx,
        `update company_order set cart_id = ?, updated_at = now() where quote_id = any(?) and state = 'placed'`,
        [cart_id, ids],
      );
      const person = accepting[0]?.accepting_person ?? null;
      await eventOnAll_(tx, accepting, { by: "buyer", person, act: "accepted" });
      await tellAll_(tx, accepting, "accepted");
    });
  }

  /** The goods could not be handed over: nothing was ordered, and all parts are open again until their ends. Harmless when repeated. */
  fail(joint_id: string, why: string): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const accepting = await this.accepting_(tx, joint_id);
      if (accepting.length === 0) return;
      const ids = accepting.map((quote) => quote.id);
      await rows(
        tx,
        `update quote set accepting_version = null, accepting_by = null, accepting_person = null, accepting_at = null, updated_at = now()
         where id = any(?)`,
        [ids],
      );
      await rows(
        tx,
        `update company_order set state = 'cancelled', words = ?, updated_at = now()
         where quote_id = any(?) and state = 'placed' and cart_id is null`,
        [why, ids],
      );
      await eventOnAll_(tx, accepting, { by: "system", person: null, act: "not_accepted", words: why });
    });
  }

  private async accepting_(tx: Transaction, joint_id: string): Promise<Quote[]> {
    await lockJoint_(tx, joint_id);
    return (await lockQuotes_(tx, joint_id)).filter((quote) => quote.accepting_version !== null);
  }

  /** Under the locks of the company, whose limits count all its quotes, of the joint quote, and of its parts. */
  private locked<T>(
    joint_id: string,
    work: (tx: Transaction, company: Company, joint: JointQuote, quotes: Quote[]) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const seen = await findJoint(tx, joint_id);
      const company = seen && (await lockCompany_(tx, seen.company_id));
      const joint = company && (await lockJoint_(tx, joint_id));
      return joint ? work(tx, company, joint, await lockQuotes_(tx, joint_id)) : JOINT_NOT_THERE;
    });
  }
}

/** What a second press finds. */
function standing_(quotes: readonly Quote[]): JointAcceptance | undefined {
  const cart_id = quotes.find((quote) => quote.state === "accepted")?.cart_id;
  if (cart_id != null) return { state: "accepted", cart_id };
  return quotes.some((quote) => quote.accepting_version !== null) ? { state: "handing" } : undefined;
}

async function choose_(
  tx: Transaction,
  joint: JointQuote,
  quotes: readonly Quote[],
  input: JointAcceptInput,
  now: Date,
): Promise<Result<Chosen[], Refusal>> {
  const chosen = chooseParts(await factsOf(tx, [joint.id]), input.parts, now);
  if (!chosen.ok) return chosen;
  const versions = await lastVersionsOf(
    tx,
    chosen.value.map((one) => one.part.quote_id),
  );
  const own: Chosen[] = [];
  for (const { part, upon_version } of chosen.value) {
    const quote = quotes.find((one) => one.id === part.quote_id);
    if (!quote) return JOINT_NOT_THERE;
    if (upon_version !== quote.version)
      return refuse("stale_version", "There is a newer version of this quote. Read it first; nothing was changed.");
    own.push({ quote, version: versionIn(versions, quote) });
  }
  return ok(own);
}

/** Each as it would be accepted alone; the first that is refused refuses all, and says which it is. */
function mayAccept(
  chosen: readonly Chosen[],
  holds: Holds,
  approval: "not_needed" | "granted",
  now: Date,
): Result<void, Refusal> {
  for (const { quote, version } of chosen) {
    const wanted = wantedOf(version.lines);
    const hold = holds.get(quote.id) ?? null;
    const may = decideAccept({ quote, by: "buyer", upon_version: quote.version, wanted, hold, approval }, now);
    if (may.ok) continue;
    const { reason, message, details } = may.refusal;
    return { ok: false, refusal: { reason, message: `${quote.number}: ${message}`, ...(details && { details }) } };
  }
  return ok(undefined);
}

function orders_(
  tx: Transaction,
  chosen: readonly Chosen[],
  member_id: string,
  state: "awaiting_approval" | "placed",
): Promise<void> {
  return insertAll(
    tx,
    "company_order",
    [
      ["id", "text", () => newId("corder")],
      ["company_id", "text", ({ quote }) => quote.company_id],
      ["quote_id", "text", ({ quote }) => quote.id],
      ["version", "int", ({ version }) => version.version],
      ["member_id", "text", () => member_id],
      ["total_minor", "bigint", ({ version }) => totalOf(version)],
      ["currency", "text", ({ quote }) => quote.currency],
      ["state", "text", () => state],
    ],
    chosen,
  );
}

async function decideAll_(
  tx: Transaction,
  decided: { ids: readonly string[]; state: "placed" | "declined"; by: string; words: string },
): Promise<void> {
  await rows(
    tx,
    `update company_order set state = ?, decided_by = ?, decided_at = now(), words = ?, updated_at = now() where id = any(?)`,
    [decided.state, decided.by, decided.words, [...decided.ids]],
  );
}

async function noteAll_(tx: Transaction, quotes: readonly Quote[], person: string): Promise<JointAcceptance> {
  await rows(
    tx,
    `update quote set accepting_version = version, accepting_by = 'buyer', accepting_person = ?, accepting_at = now(), updated_at = now()
     where id = any(?)`,
    [person, quotes.map((quote) => quote.id)],
  );
  // One message takes all of them up: its quote says which joint quote it is a part of.
  const due_at = new Date(Date.now() + TAKE_UP_S * 1_000);
  await append(tx, { job: "accept-quote", payload: { quote_id: quotes[0]?.id ?? "" }, due_at });
  return { state: "handing" };
}

const quotesIn = (chosen: readonly Chosen[]): Quote[] => chosen.map((one) => one.quote);
const sumOf = (chosen: readonly Chosen[]): bigint => chosen.reduce((sum, one) => sum + totalOf(one.version), 0n);

function versionIn(versions: ReadonlyMap<string, QuoteVersion>, quote: Quote): QuoteVersion {
  const version = versions.get(quote.id);
  if (!version) throw new Error(`quote ${quote.id} has no version ${quote.version}`);
  return version;
}
