import type { MedusaContainer } from "@medusajs/framework/types";
import type { MedusaResponse } from "@medusajs/framework/http";
import type { QuoteState } from "@commonlot/domain";
import { nextCursor } from "../../../lib/keyset";
import { invoicePdf } from "../../../lib/print/invoice";
import { quotePaper } from "../../../lib/quote-paper";
import { refuseWith } from "../../../lib/refusal";
import type { QuoteActor } from "../../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { cooperativeNames, quoteFields, quoteRows } from "./fields";
import type { QuoteFileQuery, QuotesQuery } from "./validators";

// What both sides of a quote do in the same way; they differ in which quotes are there for them.

const PAGE = 50;
/** What is asked for together. */
const GROUPS = {
  open: ["requested", "offered", "countered"],
  ended: ["rejected", "expired", "withdrawn"],
} as const satisfies Record<string, readonly QuoteState[]>;

function statesOf(asked: QuotesQuery["state"]): readonly QuoteState[] | null {
  if (asked === undefined) return null;
  return asked === "open" || asked === "ended" ? GROUPS[asked] : [asked];
}

export async function listQuotes(scope: MedusaContainer, by: QuoteActor, query: QuotesQuery) {
  const { quotes }: WholesaleService = scope.resolve("wholesale");
  const [found, counted] = await Promise.all([
    quotes.list(by, { states: statesOf(query.state), cursor: query.cursor, limit: PAGE }),
    quotes.counts(by),
  ]);
  const sum = (states: readonly QuoteState[]) => states.reduce((all, state) => all + (counted.get(state) ?? 0), 0);
  const counts = { open: sum(GROUPS.open), accepted: sum(["accepted"]), ended: sum(GROUPS.ended) };
  return { quotes: await quoteRows(scope, found, by), counts, next: nextCursor(found, PAGE) };
}

export async function oneQuote(scope: MedusaContainer, by: QuoteActor, id: string, buys = false) {
  const { quotes }: WholesaleService = scope.resolve("wholesale");
  const whole = await quotes.whole(by, id);
  if (!whole) return notThere();
  await quotes.read(by.side, whole);
  return quoteFields(scope, whole, by, buys);
}

/** One version as a paper, in the language that is asked for. */
export async function sendQuotePaper(
  scope: MedusaContainer,
  res: MedusaResponse,
  by: QuoteActor,
  asked: QuoteFileQuery & { id: string },
): Promise<void> {
  const wholesale: WholesaleService = scope.resolve("wholesale");
  const whole = await wholesale.quotes.whole(by, asked.id);
  const version = whole?.versions.find((one) => one.version === asked.version);
  if (!whole || !version) return notThere();
  const { address_id, addressee_list_id, company_id } = whole.quote;
  const [names, company, addresses, addressees] = await Promise.all([
    cooperativeNames(scope, [whole.quote]),
    wholesale.companies.one(company_id),
    address_id === null ? [] : wholesale.addresses.of(company_id),
    addressee_list_id === null ? undefined : wholesale.addresseesCounted(addressee_list_id),
  ]);
  const address = addresses.find((one) => one.id === address_id);
  const paper = quotePaper(
    {
      quote: whole.quote,
      version,
      seller: names(whole.quote.cooperative_id),
      buyer: company?.name ?? "",
      to: address ? { address } : addressees === undefined ? null : { addressees },
      tz: company?.time_zone,
    },
    asked.language,
  );
  const pdf = await invoicePdf(paper);
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Disposition", `attachment; filename="${whole.quote.number}-${version.version}.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(pdf);
}

/** A delivery note as it was printed. */
export function sendNote(res: MedusaResponse, { name, pdf }: { name: string; pdf: Buffer }): void {
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Disposition", `attachment; filename="${name}.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(pdf);
}

function notThere(): never {
  return refuseWith("quote_not_found", "There is no such quote.");
}
