import type { MedusaContainer } from "@medusajs/framework/types";
import {
  CALL_OFF_PRIORITY,
  callOffStandsUntil,
  decideKeep,
  ok,
  type PoolOfCallOff,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { inputHash } from "../../lib/input-hash";
import { killPoint } from "../../lib/kill-point";
import { refuseWith, valueOf } from "../../lib/refusal";
import { afterDay, todayOf } from "../../lib/today";
import type PoolService from "../../modules/pool/service";
import type { WaitingCallOff } from "../../modules/wholesale/agreements/agreement-call-offs";
import type { CallOffForm } from "../../modules/wholesale/agreements/agreement-types";
import type { QuoteActor, QuoteVersion } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { holdAsOffered, linesOf } from "./quote-versions";

/**
 * Calls goods off: written in one transaction, then kept in the pool where they are there. What dies in between, or finds too little, waits
 * and is looked at again every time quotes are followed up (`keepWaitingCallOffs`). Where its form says so, more than lies there now is not
 * written but asked about. What lies there is read before, and not kept: what goes in between makes it wait.
 */
export async function callOff(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  agreement_id: string,
  form: CallOffForm,
): Promise<{ quote_id: string; kept: boolean; why: string | null }> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  // Asked or not, it is the same call-off.
  const { idempotency_key: _, when_short, ...words } = form;
  const input_hash = inputHash([agreement_id, words]);
  const free = when_short === "ask" ? await freeFor(container, by, agreement_id) : undefined;
  const called = await wholesale.callOffs.call(by, agreement_id, form, { today: todayOf(), input_hash, free });
  const { quote_id } = valueOf(called);
  killPoint("called_off_not_kept");
  const kept = await keepCallOff(container, quote_id, { cooperative: false });
  return { quote_id, kept: kept.ok, why: kept.ok ? null : kept.refusal.reason };
}

/** What is free in the pools of an agreement, base units. */
async function freeFor(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  agreement_id: string,
): Promise<Map<string, number>> {
  const { callOffs }: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  return pools.cartHolds.available("", await callOffs.poolIds(by, agreement_id));
}

/** A manager keeps goods for a call-off that waits, where its rule leaves that to the cooperative. */
export async function keepForCompany(
  container: MedusaContainer,
  by: QuoteActor & { side: "seller" },
  of: { agreement_id: string; quote_id: string },
): Promise<void> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  if (!(await wholesale.agreements.one(by, of.agreement_id)))
    refuseWith("agreement_not_found", "There is no such agreement.");
  const stage = await wholesale.callOffs.stageOf(of.agreement_id, of.quote_id);
  if (stage === undefined) refuseWith("call_off_not_found", "There is no such call-off of this agreement.");
  if (stage === "gone") refuseWith("quote_ended", "This call-off has ended. Nothing was changed.");
  valueOf(await keepCallOff(container, of.quote_id, { cooperative: true }));
}

/**
 * Keeps the goods of a call-off that waits and offers it at the agreement's prices, as an offer is: held first, written then, exact at last.
 * Does nothing to one that is kept already. Refused where the pool has too little, or the rule for a short harvest says no.
 */
export async function keepCallOff(
  container: MedusaContainer,
  quote_id: string,
  { cooperative }: { cooperative: boolean },
): Promise<Result<void, Refusal>> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const waiting = await wholesale.callOffs.waitingOne(quote_id);
  if (!waiting) return ok(undefined);
  const { quote } = waiting;
  const priced = await pricedVersion(container, waiting);
  if (!priced.ok) return priced;
  killPoint("call_off_priced_not_held");
  const version = priced.value;
  const may = decideKeep(waiting.shortfall, await poolsOf(container, waiting), cooperative);
  if (!may.ok) return waits(container, quote_id, may);
  const expires_at = callOffStandsUntil(new Date(), afterDay(quote.wanted_on));
  const hold = {
    quote_id,
    lines: linesOf(version),
    expires_at,
    priority: CALL_OFF_PRIORITY,
    note: quote.number,
    person: "system",
  };
  const held = await pools.quoteHolds.set({ ...hold, how: "at_least" });
  if (!held.ok) return waits(container, quote_id, held);
  killPoint("call_off_held_not_offered");
  const written = await wholesale.quotes.write(
    { side: "seller", id: "system", cooperative_id: quote.cooperative_id },
    {
      quote_id,
      upon_version: quote.version,
      expires_at,
      priority: CALL_OFF_PRIORITY,
      draft: { ...version, words: "" },
      call_off: true,
    },
  );
  killPoint("call_off_offered_not_settled");
  if (!written.ok) {
    // Somebody was quicker, or took it back: what stands is held again as it stands.
    await holdAsOffered(container, quote_id);
    return written;
  }
  const settled = await pools.quoteHolds.set({ ...hold, how: "exactly" });
  return settled.ok ? ok(undefined) : settled;
}

/** Its version at the prices that are agreed: goods by floor and share cost what the market paid on its day. */
async function pricedVersion(
  container: MedusaContainer,
  { quote, version }: WaitingCallOff,
): Promise<Result<QuoteVersion, Refusal>> {
  if (version.lines.every((line) => line.price_minor !== null)) return ok(version);
  const { callOffPrices }: WholesaleService = container.resolve("wholesale");
  const frozen = await callOffPrices.freeze(quote.id);
  if (!frozen.ok) return frozen;
  const lines = version.lines.map((line) => ({
    ...line,
    price_minor: line.price_minor ?? frozen.value.get(line.variant_id) ?? null,
  }));
  return ok({ ...version, lines });
}

/** Why it is not kept; both sides are told once that it waits. */
async function waits<R extends { ok: false }>(container: MedusaContainer, quote_id: string, why: R): Promise<R> {
  const { callOffs }: WholesaleService = container.resolve("wholesale");
  await callOffs.waitsForGoods(quote_id);
  return why;
}

/** Every call-off that waits, in the order in which they came: those that died half-way, and those whose goods have come in since. */
export async function keepWaitingCallOffs(container: MedusaContainer): Promise<number> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  let kept = 0;
  for (const quote_id of await wholesale.callOffs.waiting())
    if ((await keepCallOff(container, quote_id, { cooperative: false })).ok) kept += 1;
  return kept;
}

/** What is agreed of its pools, kept so far, free and expected. */
async function poolsOf(
  container: MedusaContainer,
  { agreement_id, version }: WaitingCallOff,
): Promise<PoolOfCallOff[]> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const wanted = linesOf(version);
  const pool_ids = wanted.map((line) => line.pool_id);
  const [agreed, free, coming] = await Promise.all([
    wholesale.agreements.commitments({ pool_ids }),
    pools.cartHolds.available("", pool_ids),
    pools.forecasts.expectedOf(pool_ids, todayOf()),
  ]);
  const sum = (of: typeof agreed) => ({
    committed_units: of.reduce((total, one) => total + one.committed_units, 0),
    kept_units: of.reduce((total, one) => total + one.kept_units, 0),
  });
  return wanted.map(({ pool_id, units }) => {
    const of = agreed.filter((one) => one.pool_id === pool_id);
    return {
      own: sum(of.filter((one) => one.agreement_id === agreement_id)),
      all: sum(of),
      free_units: free.get(pool_id) ?? 0,
      expected_units: coming.get(pool_id)?.expected_units ?? 0,
      wanted_units: units,
    };
  });
}
