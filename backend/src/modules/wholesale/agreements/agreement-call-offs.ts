import { checkThere, ok, packsThere, type Refusal, type Result, type ShortfallRule } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows } from "../../../lib/sql";
import { agreementVersionsOf, CALLED, drawnOf, lockAgreement_ } from "./agreement-rows";
import { noteWait_ } from "./agreement-tell";
import type { CallOffForm, CallOffStage } from "./agreement-types";
import { AGREEMENT_NOT_THERE } from "./agreements";
import { CALLED_OTHERWISE, decideCallOff_, writeCallOff_, type DecidedCallOff } from "./call-off-write";
import { mayCallOff_ } from "../may-ask";
import { findQuote, isOf, versionsOf, waitingQuotes, waitsForGoods } from "../quotes/quote-rows";
import type { Quote, QuoteActor, QuoteVersion } from "../quotes/quote-types";

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
   * call-off. `today`: the cooperative's. `free`: base units by pool, where the company is to be asked about more than lies there; left out,
   * it waits.
   */
  call(
    by: QuoteActor & { side: "buyer" },
    agreement_id: string,
    form: CallOffForm,
    { today, input_hash, free }: { today: string; input_hash: string; free?: ReadonlyMap<string, number> | undefined },
  ): Promise<Result<{ quote_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const agreement = await lockAgreement_(tx, agreement_id);
      if (!agreement || !isOf(by, agreement)) return AGREEMENT_NOT_THERE;
      const key = `call-off:${form.idempotency_key}`;
      // The same key with another agreement, whose lock is another one, waits here for the first.
      await row(tx, `select pg_advisory_xact_lock(hashtextextended(?::text || ?::text, 0))`, [by.company_id, key]);
      const earlier = await row<{ id: string; input_hash: string; agreement_id: string | null }>(
        tx,
        `select id, input_hash, agreement_id from quote where company_id = ? and idempotency_key = ?`,
        [by.company_id, key],
      );
      if (earlier?.agreement_id === agreement.id && earlier.input_hash === input_hash)
        return ok({ quote_id: earlier.id });
      if (earlier) return CALLED_OTHERWISE;
      const may = await mayCallOff_(tx, by.company_id, form.address_id ?? null);
      if (!may.ok) return may;
      const [version] = await agreementVersionsOf(tx, agreement.id, agreement.version);
      if (!version) throw new Error(`agreement ${agreement.id} has no version ${agreement.version}`);
      const drawn = (await drawnOf(tx, [agreement.id])).get(agreement.id) ?? [];
      const wanted = form.lines.filter((line) => line.packs > 0);
      const { wanted_on } = form;
      const decided = await decideCallOff_(tx, { agreement, version, drawn }, { wanted, wanted_on, today });
      if (!decided.ok) return decided;
      const there = free ? checkThere(packsThere(goodsOf(decided.value), free), version.minimum_packs) : ok(undefined);
      if (!there.ok) return there;
      const quote_id = await writeCallOff_(tx, by, decided.value, { form, key, input_hash, joint_id: null });
      return ok({ quote_id });
    });
  }

  /** The pools of what an agreement of this company is about; none of another's. */
  async poolIds(by: QuoteActor & { side: "buyer" }, agreement_id: string): Promise<string[]> {
    const found = await rows<{ pool_id: string }>(
      this.sql,
      `select distinct l.pool_id from agreement a join agreement_line l on l.agreement_id = a.id and l.version = a.version
       where a.id = ? and a.company_id = ? order by 1`,
      [agreement_id, by.company_id],
    );
    return found.map((one) => one.pool_id);
  }

  /** Call-offs whose goods are not kept yet, in the order in which they came. */
  waiting(): Promise<string[]> {
    return waitingQuotes(this.sql, "agreement_id", PER_TICK);
  }

  /** One of them; undefined when its goods are kept, or it has ended. */
  async waitingOne(quote_id: string): Promise<WaitingCallOff | undefined> {
    const quote = await findQuote(this.sql, quote_id);
    if (!quote || quote.agreement_id === null || !waitsForGoods(quote)) return undefined;
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

/** What is called off, as its pool counts it. */
function goodsOf({ wanted, version }: DecidedCallOff) {
  return wanted.flatMap(({ variant_id, packs }) => {
    const line = version.lines.find((one) => one.variant_id === variant_id);
    return line ? [{ variant_id, packs, pool_id: line.pool_id, units_per_pack: line.units_per_pack }] : [];
  });
}
