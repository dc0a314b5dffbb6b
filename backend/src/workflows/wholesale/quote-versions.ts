import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { DEFAULT_INSPECTION, dayNumber, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { refuseWith, valueOf } from "../../lib/refusal";
import { HOME_TZ, dayIn } from "../../lib/today";
import type PoolService from "../../modules/pool/service";
import {
  wantedOf,
  type Quote,
  type QuoteActor,
  type QuoteOfferInput,
  type QuoteVersion,
  type QuoteVersionInput,
  type VersionDraft,
} from "../../modules/wholesale/quotes/quote-types";
import { freightTermColumns } from "../../modules/wholesale/quotes/quote-rows";
import type WholesaleService from "../../modules/wholesale/service";
import { truckOf } from "./quote-carriage";
import { linesOfForm, quoteLine } from "./quote-goods";

/**
 * The seller's offer. Its goods are held first, beside what the offer before holds, then it is written, then the hold is what it says:
 * so an offer that stands is always held, and one that died before it was written has taken nothing away. What that one holds too much
 * goes back with the next version, the quote's end, or the tick.
 */
export async function offerQuote(
  container: MedusaContainer,
  by: QuoteActor & { side: "seller" },
  quote_id: string,
  input: QuoteOfferInput,
): Promise<{ version: number }> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const { upon_version, expires_at, priority } = input;
  const twice = await writtenBefore(wholesale, by, quote_id, input);
  if (twice) return twice;
  const quote = valueOf(await wholesale.quotes.mayWrite(by, { quote_id, upon_version, expires_at }));
  const { terms } = await wholesale.companies.terms(quote.company_id);
  const inspection = input.inspection ?? DEFAULT_INSPECTION;
  const asked = await draftOf(container, quote, input);
  const truck = input.ship_by === "truck" ? await truckOf(container, quote, asked.lines, input.truck_rate_id) : null;
  const draft = { ...asked, terms, inspection, truck };
  const wanted = linesOf(draft);
  const hold = { quote_id, lines: wanted, expires_at, priority, note: quote.number, person: by.id };
  valueOf(await pools.quoteHolds.set({ ...hold, how: "at_least" }));
  killPoint("quote_held_not_offered");
  const written = await wholesale.quotes.write(by, { quote_id, upon_version, expires_at, priority, draft });
  killPoint("quote_offered_not_settled");
  if (!written.ok) {
    // Somebody was quicker: what stands is held again as it stands.
    await holdAsOffered(container, quote_id);
    return (await writtenBefore(wholesale, by, quote_id, input)) ?? valueOf(written);
  }
  valueOf(await pools.quoteHolds.set({ ...hold, how: "exactly" }));
  return written.value;
}

/** The buyer's version. What it wants more than is held is held when the seller takes it. */
export async function counterQuote(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  quote_id: string,
  input: QuoteVersionInput,
): Promise<{ version: number }> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const { upon_version } = input;
  const twice = await writtenBefore(wholesale, by, quote_id, input);
  if (twice) return twice;
  const quote = valueOf(await wholesale.quotes.mayWrite(by, { quote_id, upon_version, expires_at: null }));
  const before = await wholesale.quotes.lastOffer(quote_id);
  const asked = await draftOf(container, quote, input);
  const draft = {
    ...asked,
    // The seller says how it goes; what the truck carries is what this version wants.
    truck: before?.truck ? await truckOf(container, quote, asked.lines, before.truck.rate_id) : null,
    terms: before?.terms ?? null,
    inspection: before?.inspection ?? null,
  };
  const written = await wholesale.quotes.write(by, { quote_id, upon_version, expires_at: null, draft });
  if (!written.ok) return (await writtenBefore(wholesale, by, quote_id, input)) ?? valueOf(written);
  return written.value;
}

/** The last version, when this person has written it upon the same one with the same form: pressed twice it is theirs, and not somebody's newer one. */
async function writtenBefore(
  { quotes }: WholesaleService,
  by: QuoteActor,
  quote_id: string,
  input: QuoteVersionInput & Partial<Omit<QuoteOfferInput, keyof QuoteVersionInput>>,
): Promise<{ version: number } | undefined> {
  const quote = await quotes.one(by, quote_id);
  if (quote?.version !== input.upon_version + 1) return undefined;
  const last = await quotes.version(quote_id, quote.version);
  if (last?.by !== by.side || last.person !== by.id) return undefined;
  const until = input.expires_at ?? last.expires_at;
  const same =
    until.getTime() === last.expires_at.getTime() &&
    linesText(last.lines) === linesText(input.lines) &&
    last.freight_minor === BigInt(input.freight_minor) &&
    last.deliver_on === input.deliver_on &&
    last.words === input.words &&
    String(freightTermColumns(last.freight_term)) === String(freightTermColumns(input.freight_term)) &&
    (input.priority ?? quote.priority) === quote.priority &&
    (input.ship_by === undefined || (input.ship_by === "truck") === (last.truck != null)) &&
    (input.truck_rate_id === undefined || input.truck_rate_id === last.truck?.rate_id) &&
    (input.inspection === undefined ||
      (input.inspection.days === last.inspection?.days && input.inspection.release === last.inspection.release));
  return same ? { version: quote.version } : undefined;
}

function linesText(
  lines: readonly { variant_id: string; packs: number; price_minor: bigint | number | null }[],
): string {
  return lines.map((one) => `${one.variant_id} ${one.packs} ${one.price_minor ?? ""}`).join();
}

/** Either side ends it, and what it holds is free at once; a worker frees it when this process dies in between. */
export async function endQuote(
  container: MedusaContainer,
  by: QuoteActor,
  input: { quote_id: string; as: "rejected" | "withdrawn"; upon_version: number; words: string },
): Promise<void> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  valueOf(await wholesale.quotes.end(by, input));
  killPoint("quote_ended_not_freed");
  await freeQuote(container, input.quote_id);
}

/** Gives back what an ended quote holds; does nothing to one that is open or accepted. */
async function freeQuote(container: MedusaContainer, quote_id: string): Promise<void> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const quote = await wholesale.quotes.byId(quote_id);
  if (!quote || !["rejected", "withdrawn", "expired"].includes(quote.state)) return;
  await pools.quoteHolds.release({ quote_id, reason: `quote ${quote.state}`, person: "system" });
}

/** A quote ended, and whoever ended it may not have freed its goods. */
const freeQuoteStep = createStep("free-quote", async ({ quote_id }: { quote_id: string }, { container }) => {
  await freeQuote(container, quote_id);
  return new StepResponse(undefined);
});

/** What has ended stays so: no compensation. */
export const freeQuoteWorkflow = createWorkflow("free-quote", (input: { quote_id: string }) => {
  return new WorkflowResponse(freeQuoteStep(input));
});

/** Holds again what the seller's last version says, or nothing when there is none. Refused where there is too little by now. */
export async function holdAsOffered(container: MedusaContainer, quote_id: string): Promise<Result<void, Refusal>> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const [quote, offer] = await Promise.all([wholesale.quotes.byId(quote_id), wholesale.quotes.lastOffer(quote_id)]);
  if (!quote || quote.accepting_at !== null) return ok(undefined);
  if (quote.ended_at !== null) {
    // It ended between its hold and its offer: whoever ended it freed what was held before.
    await freeQuote(container, quote_id);
    return ok(undefined);
  }
  // What gave way is offered anew or not at all.
  if (!offer || quote.goods_gone_at !== null) {
    await pools.quoteHolds.release({ quote_id, reason: "quote not offered", person: "system" });
    return ok(undefined);
  }
  const { expires_at, priority, number: note } = quote;
  const set = await pools.quoteHolds.set({
    quote_id,
    lines: linesOf(offer),
    expires_at,
    priority,
    note,
    person: offer.person,
    how: "exactly",
  });
  return set.ok ? ok(undefined) : set;
}

export function linesOf(version: Pick<QuoteVersion | VersionDraft, "lines">): { pool_id: string; units: number }[] {
  return [...wantedOf(version.lines)].map(([pool_id, units]) => ({ pool_id, units }));
}

async function draftOf(container: MedusaContainer, quote: Quote, input: QuoteVersionInput): Promise<VersionDraft> {
  const found = await linesOfForm(container, input.lines);
  if (found.some((line) => line.cooperative_id !== quote.cooperative_id))
    refuseWith("invalid_lines", "A quote is about the goods of one cooperative. Ask the other one too.", "lines");
  valueOf(mayDeliver(input.deliver_on));
  const lines = found.map((line, at) => quoteLine(line, BigInt(input.lines[at]?.price_minor ?? 0)));
  if (lines.every((line) => line.price_minor === 0n)) refuseWith("invalid_price", "Say what a pack costs.", "lines");
  return {
    lines,
    freight_minor: BigInt(input.freight_minor),
    freight_term: input.freight_term,
    deliver_on: input.deliver_on,
    terms: null,
    words: input.words,
  };
}

function mayDeliver(deliver_on: string): Result<void, Refusal> {
  const [day, today] = [dayNumber(deliver_on), dayNumber(dayIn(HOME_TZ, new Date()))];
  if (day === null) return refuse("invalid_day", "Give the day as 2026-12-01.", "deliver_on");
  if (today !== null && day < today)
    return refuse("day_past", "This day is past. Give today or a later one.", "deliver_on");
  return ok(undefined);
}
