import type { MedusaContainer } from "@medusajs/framework/types";
import { addDays, ok, SAMPLE_DAYS, SAMPLE_PRIORITY, type Refusal, type Result } from "@commonlot/domain";
import { inputHash } from "../../lib/input-hash";
import { killPoint } from "../../lib/kill-point";
import { refuseWith, valueOf } from "../../lib/refusal";
import { todayOf } from "../../lib/today";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type { CompanySample, SampleAskInput } from "../../modules/wholesale/samples/sample-types";
import type WholesaleService from "../../modules/wholesale/service";
import { linesOfForm } from "./quote-goods";
import { holdAsOffered, linesOf } from "./quote-versions";

const DAY_MS = 86_400_000;
/** A sample is there by so many days from now, as its quote says. */
const ARRIVES_DAYS = 14;

/**
 * A company asks for a sample: written in one transaction, then held and offered at once where the goods are there. What dies in between, or
 * finds too little, waits and is looked at again every time quotes are followed up (`keepWaitingSamples`).
 */
export async function askForSample(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: SampleAskInput,
): Promise<{ quote_id: string; held: boolean }> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const { idempotency_key, ...words } = input;
  const form = { ...input, input_hash: inputHash(words) };
  const before = valueOf(await wholesale.samples.askedBefore(by.company_id, { ...form, idempotency_key }));
  const quote_id = before?.quote_id ?? (await write(container, by, form));
  killPoint("sample_asked_not_held");
  const kept = await keepSample(container, quote_id);
  // The tick may have been quicker.
  return { quote_id, held: kept.ok || (await wholesale.samples.waitingOne(quote_id)) === undefined };
}

async function write(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  form: SampleAskInput & { input_hash: string },
): Promise<string> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const offer = (await wholesale.sampleOffers.of([form.variant_id])).get(form.variant_id);
  if (!offer)
    refuseWith(
      "no_sample",
      "The cooperative offers no sample of this pack now. Nothing was asked; ask for a quote.",
      "variant_id",
    );
  const { product_id, variant_id, packs } = offer;
  const [found] = await linesOfForm(container, [{ product_id, variant_id, packs }]);
  if (!found) throw new Error(`sample ${variant_id} has no line`);
  const { cooperative_id, on_hand: _, packs: __, ...line } = found;
  const today = todayOf();
  const of = { line, cooperative_id, today, wanted_on: addDays(today, ARRIVES_DAYS) };
  return valueOf(await wholesale.samples.ask(by, form, of)).quote_id;
}

/**
 * Holds the goods of a sample that waits and offers it as it was asked for, as an offer is: held first, written then, exact at last. Does
 * nothing to one that is held already. Refused where the pool has too little.
 */
export async function keepSample(container: MedusaContainer, quote_id: string): Promise<Result<void, Refusal>> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const waiting = await wholesale.samples.waitingOne(quote_id);
  if (!waiting) return ok(undefined);
  const { quote, version } = waiting;
  const { terms } = await wholesale.companies.terms(quote.company_id);
  const expires_at = new Date(Date.now() + SAMPLE_DAYS * DAY_MS);
  const hold = {
    quote_id,
    lines: linesOf(version),
    expires_at,
    priority: SAMPLE_PRIORITY,
    note: quote.number,
    person: "system",
  };
  const held = await pools.quoteHolds.set({ ...hold, how: "at_least" });
  if (!held.ok) return held;
  killPoint("sample_held_not_offered");
  const written = await wholesale.quotes.write(
    { side: "seller", id: "system", cooperative_id: quote.cooperative_id },
    {
      quote_id,
      upon_version: quote.version,
      expires_at,
      priority: SAMPLE_PRIORITY,
      draft: { ...version, terms, words: "" },
      sample: true,
    },
  );
  killPoint("sample_offered_not_settled");
  if (!written.ok) {
    // Somebody was quicker, or took it back: what stands is held again as it stands.
    await holdAsOffered(container, quote_id);
    return written;
  }
  const settled = await pools.quoteHolds.set({ ...hold, how: "exactly" });
  return settled.ok ? ok(undefined) : settled;
}

/** Every sample that waits, in the order in which they came: those that died half-way, and those whose goods have come in since. */
export async function keepWaitingSamples(container: MedusaContainer): Promise<number> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  let kept = 0;
  for (const quote_id of await wholesale.samples.waiting()) if ((await keepSample(container, quote_id)).ok) kept += 1;
  return kept;
}

/** A company's samples of some packs, each with whether it has arrived; a handful of queries for any number. */
export async function samplesOf(
  container: MedusaContainer,
  of: { company_id: string; cooperative_id?: string; variant_ids: readonly string[] },
): Promise<(CompanySample & { arrived: boolean })[]> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const parcels: ParcelService = container.resolve("parcel");
  const found = await wholesale.samples.of(of.company_id, of.variant_ids, of.cooperative_id ?? null);
  const ordered = found.flatMap((one) => one.order_id ?? []);
  const arrived = ordered.length === 0 ? new Set<string>() : await parcels.arrivedOf(ordered);
  return found.map((one) => ({ ...one, arrived: one.order_id !== null && arrived.has(one.order_id) }));
}
