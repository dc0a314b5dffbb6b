import { decideEnd, decideVersion, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, rows, type Transaction } from "../../../lib/sql";
import { append, claim } from "../../outbox/append";
import { fitsList_, LIST_DIFFERS } from "../addressees/addressee-asking";
import { say_ } from "./quote-messages";
import { PER_TICK, QuoteReading } from "./quote-reading";
import { askAll, type AskedQuotes } from "./quote-requests";
import { event_, eventOnAll_, findQuote, insertVersion_, isOf, lockQuote_, tell_, tellAll_ } from "./quote-rows";
import type { Quote, QuoteActor, VersionDraft } from "./quote-types";

export const QUOTE_NOT_THERE = refuse("quote_not_found", "There is no such quote.");
export const BEING_ACCEPTED = refuse(
  "busy",
  "This quote is being accepted just now. Nothing was changed; look again in a minute.",
);

const OF_AGREEMENT = refuse(
  "call_off_fixed",
  "This is a call-off: its prices are those of the agreement. Accept it, or take it back and call off anew.",
);

const OF_SAMPLE = refuse(
  "sample_fixed",
  "This is a sample: it costs what the cooperative has said. Accept it, or take it back and ask for a quote.",
);

/** What companies and cooperatives talk about: asked for, offered, countered, ended. Accepting is in `quote-acceptance.ts`. */
export class Quotes extends QuoteReading {
  /** A company asks, each cooperative by a quote of its own, all or none; nothing is held. The caller has decided that it may. */
  request(by: QuoteActor & { side: "buyer" }, asked: AskedQuotes): Promise<Result<{ id: string }[], Refusal>> {
    return askAll(this.sql, by, asked);
  }

  /** Whether this version could be written now. Writes nothing: goods are held between this and `write`. */
  async mayWrite(
    by: QuoteActor,
    input: { quote_id: string; upon_version: number; expires_at: Date | null },
  ): Promise<Result<Quote, Refusal>> {
    const quote = await findQuote(this.sql, input.quote_id);
    if (!quote || !isOf(by, quote)) return QUOTE_NOT_THERE;
    if (quote.agreement_id !== null) return OF_AGREEMENT;
    if (quote.sample_variant_id !== null) return OF_SAMPLE;
    if (quote.accepting_at !== null) return BEING_ACCEPTED;
    const decided = decideVersion(quote, { by: by.side, ...input }, new Date());
    return decided.ok ? ok(quote) : decided;
  }

  /** The seller's offer (its goods are held already), or the buyer's counter. An approval that waited for the version before is over. */
  write(
    by: QuoteActor,
    input: {
      quote_id: string;
      upon_version: number;
      expires_at: Date | null;
      priority?: number;
      draft: VersionDraft;
      /** Said by what keeps a call-off's goods, which changes no price. */
      call_off?: true;
      /** The same of a sample. */
      sample?: true;
    },
  ): Promise<Result<{ version: number }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const quote = await lockQuote_(tx, input.quote_id);
      if (!quote || !isOf(by, quote)) return QUOTE_NOT_THERE;
      if (quote.agreement_id !== null && input.call_off !== true) return OF_AGREEMENT;
      if (quote.sample_variant_id !== null && input.sample !== true) return OF_SAMPLE;
      if (quote.accepting_at !== null) return BEING_ACCEPTED;
      const decided = decideVersion(quote, { by: by.side, ...input }, new Date());
      if (!decided.ok) return decided;
      if (!(await fitsList_(tx, quote, input.draft))) return LIST_DIFFERS;
      const { version, state, expires_at } = decided.value;
      await insertVersion_(tx, { quote_id: quote.id, version, by: by.side, person: by.id, expires_at }, input.draft);
      await rows(
        tx,
        `update quote set version = ?, by = ?, state = ?, expires_at = ?, priority = ?,
           goods_gone_at = case when ? = 'seller' then null else goods_gone_at end, updated_at = now() where id = ?`,
        [version, by.side, state, expires_at, input.priority ?? quote.priority, by.side, quote.id],
      );
      await cancelWaiting_(tx, [quote.id], "another version");
      await event_(tx, quote.id, { by: by.side, person: by.id, act: state, version });
      await tell_(tx, quote.id, state);
      return ok({ version });
    });
  }

  /** Ends a quote without an order. What it holds is freed by its message, and by the caller at once. */
  end(
    by: QuoteActor,
    input: { quote_id: string; as: "rejected" | "withdrawn"; upon_version: number; words: string },
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const quote = await lockQuote_(tx, input.quote_id);
      if (!quote || !isOf(by, quote)) return QUOTE_NOT_THERE;
      // Pressed twice.
      if (quote.state === input.as) return ok(undefined);
      if (quote.accepting_at !== null) return BEING_ACCEPTED;
      const decided = decideEnd(quote, { by: by.side, as: input.as, upon_version: input.upon_version }, new Date());
      if (!decided.ok) return decided;
      await rows(tx, `update quote set state = ?, ended_at = now(), updated_at = now() where id = ?`, [
        decided.value,
        quote.id,
      ]);
      await cancelWaiting_(tx, [quote.id], decided.value);
      await event_(tx, quote.id, {
        by: by.side,
        person: by.id,
        act: decided.value,
        version: quote.version,
        words: input.words.trim(),
      });
      await append(tx, { job: "end-quote", payload: { quote_id: quote.id }, dedup_key: quote.id });
      await tell_(tx, quote.id, decided.value);
      return ok(undefined);
    });
  }

  /** Words beside the versions, whatever became of the quote. `key`: of the form, which says a thing once. */
  say(
    by: QuoteActor,
    input: { quote_id: string; words: string; key?: string | undefined },
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const quote = await lockQuote_(tx, input.quote_id);
      if (!quote || !isOf(by, quote)) return QUOTE_NOT_THERE;
      return say_(tx, by, { quote_id: quote.id, words: input.words, key: input.key ?? null });
    });
  }

  /**
   * Ends what nobody accepted in time; its holds end by their own clock. An acceptance under way is left to itself: it ends in an
   * order, or is undone and found here. How many.
   */
  expireDue(): Promise<number> {
    return inTransaction(this.sql, async (tx) => {
      const due = await rows<{ id: string; version: number }>(
        tx,
        `update quote set state = 'expired', ended_at = now(), updated_at = now() where id in (
           select id from quote where ended_at is null and expires_at <= now() and accepting_at is null order by id limit ? for update skip locked)
         returning id, version`,
        [PER_TICK],
      );
      await cancelWaiting_(
        tx,
        due.map((one) => one.id),
        "expired",
      );
      await eventOnAll_(tx, due, { by: "system", person: null, act: "expired" });
      await tellAll_(tx, due, "expired");
      return due.length;
    });
  }

  /** The pool had less than it promised, and what this quote held went to orders: it is said here, and both sides are told. */
  async gaveWay(input: { message_id: string; quote_id: string }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      const quote = await lockQuote_(tx, input.quote_id);
      if (!(await claim(tx, "quote-gave-way", input.message_id))) return;
      if (!quote || quote.ended_at !== null) return;
      await rows(tx, `update quote set goods_gone_at = now(), updated_at = now() where id = ?`, [quote.id]);
      await event_(tx, quote.id, { by: "system", person: null, act: "gave_way", version: quote.version });
      await tell_(tx, quote.id, "gave_way");
    });
  }
}

/** What waited for an approver is over with the version it was about; of a joint quote all of it, since its parts are approved together. */
export async function cancelWaiting_(tx: Transaction, quote_ids: readonly string[], words: string): Promise<void> {
  await rows(
    tx,
    // Locked by id: another part's version may end the same orders at this moment.
    `update company_order set state = 'cancelled', words = ?, updated_at = now() where id in (
       select id from company_order where state = 'awaiting_approval' and quote_id in (
         select id from quote where id = any(?)
         union select part.id from quote q join quote part on part.joint_id = q.joint_id where q.id = any(?))
       order by id for update)`,
    [words, [...quote_ids], [...quote_ids]],
  );
}
