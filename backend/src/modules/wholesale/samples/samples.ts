import { DEFAULT_INSPECTION, decideSample, ok, sampleSeason, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { earlierForm } from "../../../lib/earlier-form";
import { newId } from "../../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { ASKED_OTHERWISE, mayAsk_ } from "../may-ask";
import {
  event_,
  findQuote,
  insertVersion_,
  tell_,
  versionsOf,
  waitingQuotes,
  waitsForGoods,
} from "../quotes/quote-rows";
import type { Quote, QuoteActor, QuoteLine, QuoteVersion } from "../quotes/quote-types";
import { offerForAsking_ } from "./sample-offers";
import type { CompanySample, OfferedSample, SampleAskInput } from "./sample-types";

/** A sample whose goods never come ends after so many days, and another can be asked for. */
const WAITING_DAYS = 30;
/** Samples that one tick looks at. */
const PER_TICK = 200;

/** How far samples are, by their quotes and the orders that these led to; `gone` ones count nowhere. */
const SAMPLE = `
  select q.id as quote_id, q.number, q.company_id, q.cooperative_id, q.sample_variant_id as variant_id, q.sample_season as season, q.created_at,
    o.order_id,
    case when q.ended_at is null then case when q.state = 'requested' or q.goods_gone_at is not null then 'waiting' else 'offered' end
         when q.state = 'accepted' and o.id is not null then case when o.order_id is null then 'accepted' else 'ordered' end
         else 'gone' end as stage
  from quote q left join company_order o on o.quote_id = q.id and o.state = 'placed' where q.sample_variant_id is not null`;

/** A sample whose goods are not held yet, with what was asked for. */
interface WaitingSample {
  quote: Quote;
  version: QuoteVersion;
}

/**
 * Samples of companies: quotes at prices that the cooperative has said before, which only have to be held. From there on limits, approval, cart
 * and payment are as with any quote. How many a company has had is read from those quotes and their orders, so that one that came to nothing
 * counts no more.
 */
export class Samples {
  constructor(private readonly sql: Knex) {}

  /** What this form asked for before; refused where that was something else. */
  async askedBefore(
    company_id: string,
    form: { idempotency_key: string; input_hash: string },
  ): Promise<Result<{ quote_id: string } | undefined, Refusal>> {
    return earlier(this.sql, company_id, form);
  }

  /**
   * Asks for one, under the lock of the company, so that two at once are never more than the season allows; the offer stays as it is
   * meanwhile. `line`: the pack as it is called, of the cooperative's pool. `today`: the cooperative's.
   */
  ask(
    by: QuoteActor & { side: "buyer" },
    form: SampleAskInput & { input_hash: string },
    of: { line: Omit<QuoteLine, "price_minor" | "packs">; cooperative_id: string; today: string; wanted_on: string },
  ): Promise<Result<{ quote_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await row(tx, `select pg_advisory_xact_lock(hashtextextended('sample:' || ?, 0))`, [by.company_id]);
      const before = await earlier(tx, by.company_id, form);
      if (!before.ok) return before;
      if (before.value) return ok(before.value);
      const may = await mayAsk_(tx, by, { address_id: form.address_id ?? null, requests: 1 });
      if (!may.ok) return may;
      const offer = await offerForAsking_(tx, form.variant_id);
      const season = sampleSeason(of.today);
      const decided = decideSample({
        offer: offer?.cooperative_id === of.cooperative_id ? offer : null,
        seen: form.seen,
        currency: may.value.currency,
        taken: await taken_(tx, by.company_id, form.variant_id, season),
      });
      if (!decided.ok) return decided;
      if (!offer) throw new Error(`sample ${form.variant_id} is offered and is not there`);
      return ok({ quote_id: await write_(tx, by, { form, of, offer, season }) });
    });
  }

  /** Samples whose goods are not held yet, in the order in which they were asked for. */
  waiting(): Promise<string[]> {
    return waitingQuotes(this.sql, "sample_variant_id", PER_TICK);
  }

  /** One of them; undefined when its goods are held, or it has ended. */
  async waitingOne(quote_id: string): Promise<WaitingSample | undefined> {
    const quote = await findQuote(this.sql, quote_id);
    if (!quote || quote.sample_variant_id === null || !waitsForGoods(quote)) return undefined;
    const [version] = await versionsOf(this.sql, quote_id, quote.version);
    return version && { quote, version };
  }

  /** A company's samples of these packs that stand, the newest first; `cooperative_id`: only those of this one. */
  of(
    company_id: string,
    variant_ids: readonly string[],
    cooperative_id: string | null = null,
  ): Promise<CompanySample[]> {
    return rows(
      this.sql,
      `select quote_id, number, variant_id, season, stage, order_id, created_at
       from (${SAMPLE} and q.company_id = ? and q.sample_variant_id = any(?) and (?::text is null or q.cooperative_id = ?::text)) s
       where stage <> 'gone' order by created_at desc, quote_id`,
      [company_id, [...variant_ids], cooperative_id, cooperative_id],
    );
  }
}

async function earlier(
  sql: Sql,
  company_id: string,
  { idempotency_key, input_hash }: { idempotency_key: string; input_hash: string },
): Promise<Result<{ quote_id: string } | undefined, Refusal>> {
  const key = { company_id, idempotency_key: keyOf(idempotency_key) };
  const before = await earlierForm(sql, "quote", key, { input_hash, otherwise: ASKED_OTHERWISE });
  if (!before) return ok(undefined);
  return before.ok ? ok({ quote_id: before.value.id }) : before;
}

const keyOf = (idempotency_key: string) => `sample:${idempotency_key}`;

async function taken_(tx: Transaction, company_id: string, variant_id: string, season: string): Promise<number> {
  const found = await row<{ count: number }>(
    tx,
    `select count(*)::int as count from (${SAMPLE} and q.company_id = ? and q.sample_variant_id = ? and q.sample_season = ?) s where stage <> 'gone'`,
    [company_id, variant_id, season],
  );
  return found?.count ?? 0;
}

/** The quote, asked for by the company at what the sample costs. */
async function write_(
  tx: Transaction,
  by: QuoteActor & { side: "buyer" },
  {
    form,
    of,
    offer,
    season,
  }: {
    form: SampleAskInput & { input_hash: string };
    of: { line: Omit<QuoteLine, "price_minor" | "packs">; wanted_on: string };
    offer: OfferedSample;
    season: string;
  },
): Promise<string> {
  const quote_id = newId("quote");
  const made = await row<{ expires_at: Date }>(
    tx,
    `insert into quote (id, company_id, cooperative_id, state, by, currency, asked_by, address_id, wanted_on, expires_at, idempotency_key, input_hash,
       sample_variant_id, sample_season)
     values (?, ?, ?, 'requested', 'buyer', ?, ?, ?, ?, now() + make_interval(days => ?), ?, ?, ?, ?) returning expires_at`,
    [
      ...[quote_id, by.company_id, offer.cooperative_id, offer.currency, by.id, form.address_id ?? null],
      ...[of.wanted_on, WAITING_DAYS, keyOf(form.idempotency_key), form.input_hash, form.variant_id, season],
    ],
  );
  if (!made) throw new Error("a sample was not written");
  await insertVersion_(
    tx,
    { quote_id, version: 1, by: "buyer", person: by.id, expires_at: made.expires_at },
    {
      lines: [{ ...of.line, packs: offer.packs, price_minor: offer.price_minor }],
      freight_minor: offer.freight_minor,
      // What was said is what it costs: what carriage costs otherwise is the cooperative's.
      freight_term: { bearer: "cooperative" },
      deliver_on: of.wanted_on,
      terms: null,
      inspection: DEFAULT_INSPECTION,
      words: form.words,
    },
  );
  await event_(tx, quote_id, { by: "buyer", person: by.id, act: "requested", version: 1 });
  await tell_(tx, quote_id, "asked");
  return quote_id;
}
