import {
  DEFAULT_INSPECTION,
  decideCallOff,
  ok,
  refuse,
  type CallOffPart,
  type Refusal,
  type Result,
  type ShortfallRule,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { agreementEvent_, agreementVersionsOf, CALLED, drawnOf, lockAgreement_ } from "./agreement-rows";
import { noteWait_ } from "./agreement-tell";
import type { Agreement, AgreementVersion, CallOffForm, CallOffStage } from "./agreement-types";
import { AGREEMENT_NOT_THERE } from "./agreements";
import { freeze_ } from "./call-off-prices";
import { pricesOfDay } from "./market-prices";
import { findCompany } from "../companies/company-rows";
import { event_, findQuote, insertVersion_, isOf, tell_, versionsOf } from "../quotes/quote-rows";
import type { Quote, QuoteActor, QuoteLine, QuoteVersion } from "../quotes/quote-types";

/** A call-off whose goods never come ends after so many days, and its packs can be called off again. */
const WAITING_DAYS = 30;
/** Call-offs that one tick looks at. */
const PER_TICK = 200;

/** A call-off whose goods are not kept yet. */
export interface WaitingCallOff {
  quote: Quote;
  version: QuoteVersion;
  agreement_id: string;
  shortfall: ShortfallRule;
}

/**
 * Orders under an agreement. A call-off is a quote at the agreement's prices that the company only has to accept: from there on limits,
 * approval, cart and payment are as with any quote. What is drawn is read from those quotes and their orders, so that one that is rejected,
 * runs out, is not paid or is cancelled gives its packs back by itself.
 */
export class AgreementCallOffs {
  constructor(private readonly sql: Knex) {}

  /**
   * Calls packs off, under the lock of the agreement, so that two together never go above it. The same key with the same words is the same
   * call-off. `today`: the cooperative's.
   */
  call(
    by: QuoteActor & { side: "buyer" },
    agreement_id: string,
    form: CallOffForm,
    { today, input_hash }: { today: string; input_hash: string },
  ): Promise<Result<{ quote_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const agreement = await lockAgreement_(tx, agreement_id);
      if (!agreement || !isOf(by, agreement)) return AGREEMENT_NOT_THERE;
      const key = `call-off:${form.idempotency_key}`;
      const earlier = await row<{ id: string; input_hash: string; agreement_id: string | null }>(
        tx,
        `select id, input_hash, agreement_id from quote where company_id = ? and idempotency_key = ?`,
        [by.company_id, key],
      );
      if (earlier?.agreement_id === agreement.id && earlier.input_hash === input_hash)
        return ok({ quote_id: earlier.id });
      if (earlier)
        return refuse(
          "idempotency_conflict",
          "This form called off something else before. Open it anew; nothing was called off.",
        );
      const company = await findCompany(tx, by.company_id);
      if (company?.state !== "approved")
        return refuse("company_not_approved", "The company has not been approved. Nothing was called off.");
      if (!(await ownAddress_(tx, by.company_id, form.address_id)))
        return refuse("address_not_found", "Your company has no such address.", "address_id");
      const [version] = await agreementVersionsOf(tx, agreement.id, agreement.version);
      if (!version) throw new Error(`agreement ${agreement.id} has no version ${agreement.version}`);
      const drawn = new Map(
        ((await drawnOf(tx, [agreement.id])).get(agreement.id) ?? []).map((one) => [one.variant_id, one]),
      );
      const wanted = form.lines.filter((line) => line.packs > 0);
      const shared = sharedGoods(version, wanted);
      const { cooperative_id, currency } = agreement;
      const variant_ids = shared.map((one) => one.variant_id);
      const market = await pricesOfDay(tx, { cooperative_id, currency, variant_ids, day: today });
      const decided = decideCallOff({
        ...version,
        state: agreement.state,
        lines: version.lines.map((line) => {
          const { waiting = 0, kept = 0, accepted = 0, ordered = 0 } = drawn.get(line.variant_id) ?? {};
          const market_minor = market.get(line.variant_id)?.price_minor ?? null;
          return { ...line, drawn_packs: waiting + kept + accepted + ordered, paid_packs: ordered, market_minor };
        }),
        wanted,
        wanted_on: form.wanted_on,
        today,
      });
      if (!decided.ok) return decided;
      const quote_id = await write_(tx, by, { agreement, version, parts: decided.value, form, key, input_hash });
      await insertAll(
        tx,
        "agreement_call_off_line",
        [
          ["quote_id", "text", () => quote_id],
          ["variant_id", "text", (line) => line.variant_id],
          ["packs", "int", (line) => line.packs],
        ],
        wanted,
      );
      await freeze_(tx, quote_id, shared, market);
      await agreementEvent_(tx, agreement.id, {
        by: "buyer",
        person: by.id,
        act: "called_off",
        version: version.version,
      });
      if (market.size < shared.length)
        await noteWait_(tx, { quote_id, agreement_id: agreement.id, version: version.version }, "price");
      await tell_(tx, quote_id, "asked");
      return ok({ quote_id });
    });
  }

  /** Call-offs whose goods are not kept yet, in the order in which they came. */
  async waiting(): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select id from quote where agreement_id is not null and ended_at is null and (state = 'requested' or goods_gone_at is not null)
         and accepting_at is null and expires_at > now() order by created_at, id limit ?`,
      [PER_TICK],
    );
    return found.map((one) => one.id);
  }

  /** One of them; undefined when its goods are kept, or it has ended. */
  async waitingOne(quote_id: string): Promise<WaitingCallOff | undefined> {
    const quote = await findQuote(this.sql, quote_id);
    if (!quote || quote.agreement_id === null || quote.ended_at !== null || quote.accepting_at !== null)
      return undefined;
    if (quote.state !== "requested" && quote.goods_gone_at === null) return undefined;
    const [[version], agreed] = await Promise.all([
      versionsOf(this.sql, quote_id, quote.version),
      row<{ agreement_id: string; shortfall: ShortfallRule }>(
        this.sql,
        `select c.agreement_id, v.shortfall from agreement_call_off c
         join agreement_version v on v.agreement_id = c.agreement_id and v.version = c.version where c.quote_id = ?`,
        [quote_id],
      ),
    ]);
    return version && agreed && { quote, version, ...agreed };
  }

  /** There are too few goods for it: both sides are told, once. */
  async waitsForGoods(quote_id: string): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      const of = await row<{ agreement_id: string; version: number }>(
        tx,
        `select agreement_id, version from agreement_call_off where quote_id = ?`,
        [quote_id],
      );
      if (of) await noteWait_(tx, { ...of, quote_id }, "goods");
    });
  }

  /** How far a call-off of this agreement is; undefined when it is of another one. */
  async stageOf(agreement_id: string, quote_id: string): Promise<CallOffStage | undefined> {
    const found = await row<{ stage: CallOffStage }>(
      this.sql,
      `select stage from (${CALLED} where c.agreement_id = ? and c.quote_id = ?) d`,
      [agreement_id, quote_id],
    );
    return found?.stage;
  }
}

/** What of a call-off is priced by floor and share. */
function sharedGoods(version: AgreementVersion, wanted: readonly { variant_id: string }[]) {
  return version.lines.flatMap(({ variant_id, share_bp, steps: [floor] }) =>
    typeof share_bp === "number" && floor && wanted.some((one) => one.variant_id === variant_id)
      ? [{ variant_id, share_bp, floor_minor: floor.price_minor }]
      : [],
  );
}

async function ownAddress_(tx: Transaction, company_id: string, address_id: string | undefined): Promise<boolean> {
  if (address_id === undefined) return true;
  const address = await row(
    tx,
    `select 1 from company_address where id = ? and company_id = ? and removed_at is null`,
    [address_id, company_id],
  );
  return address !== undefined;
}

/** The quote, asked for by the company at prices that are agreed already. */
async function write_(
  tx: Transaction,
  by: QuoteActor & { side: "buyer" },
  of: {
    agreement: Agreement;
    version: AgreementVersion;
    parts: readonly CallOffPart[];
    form: CallOffForm;
    key: string;
    input_hash: string;
  },
): Promise<string> {
  const { agreement, version, form } = of;
  const quote_id = newId("quote");
  const made = await row<{ expires_at: Date }>(
    tx,
    `insert into quote (id, company_id, cooperative_id, state, by, currency, asked_by, address_id, wanted_on, expires_at, idempotency_key, input_hash,
       agreement_id)
     values (?, ?, ?, 'requested', 'buyer', ?, ?, ?, ?, now() + make_interval(days => ?), ?, ?, ?) returning expires_at`,
    [
      quote_id,
      agreement.company_id,
      agreement.cooperative_id,
      agreement.currency,
      by.id,
      form.address_id ?? null,
      form.wanted_on,
      WAITING_DAYS,
      of.key,
      of.input_hash,
      agreement.id,
    ],
  );
  if (!made) throw new Error("a call-off was not written");
  const good = new Map(version.lines.map(({ steps: _, share_bp: __, ...line }) => [line.variant_id, line]));
  const lines = of.parts.flatMap(({ variant_id, packs, price_minor }): QuoteLine[] => {
    const line = good.get(variant_id);
    return line ? [{ ...line, packs, price_minor }] : [];
  });
  await insertVersion_(
    tx,
    { quote_id, version: 1, by: "buyer", person: by.id, expires_at: made.expires_at },
    {
      lines,
      freight_minor: version.freight_minor,
      freight_term: version.freight_term,
      deliver_on: form.wanted_on,
      terms: version.terms,
      inspection: DEFAULT_INSPECTION,
      words: form.words,
    },
  );
  await rows(tx, `insert into agreement_call_off (quote_id, agreement_id, version) values (?, ?, ?)`, [
    quote_id,
    agreement.id,
    version.version,
  ]);
  await event_(tx, quote_id, { by: "buyer", person: by.id, act: "requested", version: 1 });
  return quote_id;
}
