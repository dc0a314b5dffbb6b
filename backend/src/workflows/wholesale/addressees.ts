import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { refuse, type Refusal, type Result } from "@commonlot/domain";
import { packLines, valuesOfVariants, type PackLine } from "../../lib/pack-lines";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { DryRun } from "../../modules/parcel/dry-run";
import type ParcelService from "../../modules/parcel/service";
import type { SheetBasket } from "../../modules/wholesale/addressees/addressee-asking";
import type { AddresseeSheet } from "../../modules/wholesale/addressees/addressee-types";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { ordersOver } from "../buyer/erase-orders";
import { carried } from "../parcel/shipping-price";
import { linesOfGoods, packNames } from "./addressee-packs";
import { requestQuotes } from "./quote-request";

/**
 * What the parcels to a sheet's addressees would be by today's rates, with what insures them at today's price of the shop. `variant_id`: what
 * everybody gets; not asked where the sheet's lines name their packs.
 */
export async function dryRunOfSheet(
  container: MedusaContainer,
  sheet: AddresseeSheet,
  asked: { variant_id?: string | undefined; currency: string },
): Promise<DryRun> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const variant_ids = await packsOf(container, sheet, asked.variant_id);
  return valueOf(
    await dryRunOf(container, {
      currency: asked.currency,
      lines: await carriedBy(container, variant_ids, asked.currency),
      baskets: await wholesale.addresseeAsking.baskets(sheet.id),
    }),
  );
}

/** What parcels to many would be by today's rates; `lines`: their packs, of one cooperative, with what insures them. */
export async function dryRunOf(
  container: MedusaContainer,
  of: { currency: string; lines: ReadonlyMap<string, PackLine>; baskets: readonly SheetBasket[] },
): Promise<Result<DryRun, Refusal>> {
  const { currency, lines, baskets } = of;
  const parcels: ParcelService = container.resolve("parcel");
  const [only] = lines.values();
  if (baskets.length === 0 || !only)
    return refuse("sheet_nobody", "Nobody is left on this sheet. Nothing was worked out.");
  const { cooperative_id } = only;
  return parcels.dryRun({
    currency,
    cooperative_id,
    baskets: baskets.map(({ province_code, packs, goods, addressees }) => ({
      cooperative_id,
      province_code,
      count: addressees,
      items: Object.entries(goods ?? { [only.variant_id]: packs }).map(([id, count]) => {
        const line = lines.get(id);
        if (!line) throw new Error(`addressees get ${id}, which is not among their packs`);
        return carried(line, count);
      }),
    })),
  });
}

/** The packs that a sheet asks for, with how many of each: those that its lines name, or the one that is chosen for all. */
async function packsOf(
  container: MedusaContainer,
  sheet: AddresseeSheet,
  variant_id: string | undefined,
): Promise<string[]> {
  if (sheet.goods !== null) {
    if (sheet.addressees === 0) return [];
    return valueOf(await linesOfGoods(container, sheet.goods)).map((line) => line.variant_id);
  }
  return [variant_id ?? refuseWith("pack_needed", "Choose the pack that everybody gets.", "variant_id")];
}

async function carriedBy(
  container: MedusaContainer,
  variant_ids: readonly string[],
  currency: string,
): Promise<Map<string, PackLine>> {
  if (variant_ids.length === 0) return new Map();
  const values = await valuesOfVariants(container, variant_ids, currency);
  const lines = await packLines(
    container,
    variant_ids.map((id) => ({ id, variant_id: id, quantity: 1, value_minor: values.get(id) })),
  );
  if (lines.length < variant_ids.length)
    refuseWith("pack_not_found", "There is no such pack here any more. Choose another.", "variant_id");
  return new Map(lines.map((line) => [line.variant_id, line]));
}

/**
 * Asks for a quote of the packs that a sheet's lines name, or of one pack for all its addressees, who become the quote's in the write that
 * asks. Once for each key.
 */
export async function askForSheet(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: {
    sheet_id: string;
    product_id?: string | undefined;
    variant_id?: string | undefined;
    wanted_on: string;
    words: string;
    idempotency_key: string;
  },
): Promise<{ id: string }> {
  const { addresseeSheets }: WholesaleService = container.resolve("wholesale");
  const { sheet_id, wanted_on, words, idempotency_key } = input;
  const sheet = await addresseeSheets.one(by.company_id, sheet_id);
  if (!sheet) refuseWith("addressee_sheet_not_found", "Your company has no such sheet of addressees.");
  const { packs_total, goods } = sheet;
  if (packs_total === 0) refuseWith("sheet_nobody", "Nobody is left on this sheet. Nothing was asked.");
  const lines = goods === null ? [onePack(input, packs_total)] : valueOf(await linesOfGoods(container, goods));
  const variant_id = goods === null ? (input.variant_id ?? null) : null;
  const [quote, other] = await requestQuotes(container, by, { lines, wanted_on, words, idempotency_key }, [], {
    sheet_id,
    variant_id,
    packs_total,
    goods,
  });
  if (!quote || other) throw new Error(`sheet ${sheet_id}: its packs led to no quote, or to several`);
  return quote;
}

function onePack(
  { product_id, variant_id }: { product_id?: string | undefined; variant_id?: string | undefined },
  packs: number,
): { product_id: string; variant_id: string; packs: number } {
  if (product_id === undefined || variant_id === undefined)
    return refuseWith("pack_needed", "Choose the pack that everybody gets. Nothing was asked.", "variant_id");
  return { product_id, variant_id, packs };
}

/**
 * Deletes the people of a sheet, once its order is over and nothing of it is open: those on its parcels first, then those of the sheet. Cut
 * off in between it is done again.
 */
export async function forgetSheet(
  container: MedusaContainer,
  of: { sheet_id: string; company_id: string; quote_id: string | null; person: string | null },
): Promise<Result<void, Refusal>> {
  const { addresseeAsking }: WholesaleService = container.resolve("wholesale");
  const parcels: ParcelService = container.resolve("parcel");
  const standing = of.quote_id === null ? undefined : await addresseeAsking.standing(of.quote_id);
  if (standing?.order_id) {
    const over = await ordersOver(container, [standing.order_id]);
    if (over.length === 0)
      return refuse(
        "order_not_over",
        "Parcels of this order are on their way, arrived less than 30 days ago, or something of it is claimed. Nothing was deleted; come back when it is over.",
      );
    await parcels.forgetting.blank(over);
  }
  return addresseeAsking.forget(of);
}

const forgetAddresseesStep = createStep("forget-addressees", async (_input: undefined, { container }) => {
  const { addresseeAsking }: WholesaleService = container.resolve("wholesale");
  let forgotten = 0;
  for (const { id, company_id, quote_id } of await addresseeAsking.due()) {
    // Refused: its order still needs them. It is looked at again tomorrow.
    const done = await forgetSheet(container, { sheet_id: id, company_id, quote_id, person: null });
    if (done.ok) forgotten += 1;
  }
  return new StepResponse(forgotten);
});

/** What was deleted has no way back: no compensation. */
export const forgetAddresseesWorkflow = createWorkflow("forget-addressees", () => {
  return new WorkflowResponse(forgetAddresseesStep());
});

const readAddresseesStep = createStep("read-addressees", async ({ sheet_id }: { sheet_id: string }, { container }) => {
  const { addresseeReading }: WholesaleService = container.resolve("wholesale");
  await addresseeReading.read(sheet_id, packNames);
  return new StepResponse(sheet_id);
});

/** Each block is written whole, and reading goes on behind the last one: no compensation. */
export const readAddresseesWorkflow = createWorkflow("read-addressees", (input: { sheet_id: string }) => {
  return new WorkflowResponse(readAddresseesStep(input));
});
