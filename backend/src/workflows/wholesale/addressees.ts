import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { refuse, type Refusal, type Result } from "@commonlot/domain";
import { packLines, valueOfVariant } from "../../lib/pack-lines";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { DryRun } from "../../modules/parcel/dry-run";
import type ParcelService from "../../modules/parcel/service";
import type { AddresseeSheet } from "../../modules/wholesale/addressees/addressee-types";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { ordersOver } from "../buyer/erase-orders";
import { requestQuotes } from "./quote-request";

/** What the parcels to a sheet's addressees would be by today's rates, with what insures them at today's price of the shop. */
export async function dryRunOfSheet(
  container: MedusaContainer,
  sheet: AddresseeSheet,
  asked: { variant_id: string; currency: string },
): Promise<DryRun> {
  const { variant_id, currency } = asked;
  const value_minor = await valueOfVariant(container, variant_id, currency);
  const [line] = await packLines(container, [{ id: variant_id, variant_id, quantity: 1, value_minor }]);
  if (!line) refuseWith("pack_not_found", "There is no such pack here any more. Choose another.", "variant_id");
  const wholesale: WholesaleService = container.resolve("wholesale");
  const parcels: ParcelService = container.resolve("parcel");
  const counted = await wholesale.addresseeAsking.baskets(sheet.id);
  if (counted.length === 0) refuseWith("sheet_nobody", "Nobody is left on this sheet. Nothing was worked out.");
  const { cooperative_id, pack_g: weight_g, volume_ml, nature } = line;
  return valueOf(
    await parcels.dryRun({
      currency,
      cooperative_id,
      baskets: counted.map(({ province_code, packs, addressees }) => ({
        cooperative_id,
        province_code,
        count: addressees,
        items: [{ kind: line.id, weight_g, packs, volume_ml, nature, value_minor: line.value_minor }],
      })),
    }),
  );
}

/** Asks for a quote of one pack for all addressees of a sheet, who become the quote's in the write that asks. Once for each key. */
export async function askForSheet(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: {
    sheet_id: string;
    product_id: string;
    variant_id: string;
    wanted_on: string;
    words: string;
    idempotency_key: string;
  },
): Promise<{ id: string }> {
  const { addresseeSheets }: WholesaleService = container.resolve("wholesale");
  const { sheet_id, product_id, variant_id, wanted_on, words, idempotency_key } = input;
  const sheet = await addresseeSheets.one(by.company_id, sheet_id);
  if (!sheet) refuseWith("addressee_sheet_not_found", "Your company has no such sheet of addressees.");
  const { packs_total } = sheet;
  if (packs_total === 0) refuseWith("sheet_nobody", "Nobody is left on this sheet. Nothing was asked.");
  const lines = [{ product_id, variant_id, packs: packs_total }];
  const [quote] = await requestQuotes(container, by, { lines, wanted_on, words, idempotency_key }, [], {
    sheet_id,
    variant_id,
    packs_total,
  });
  if (!quote) throw new Error(`sheet ${sheet_id}: one pack led to no quote`);
  return quote;
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
  await addresseeReading.read(sheet_id);
  return new StepResponse(sheet_id);
});

/** Each block is written whole, and reading goes on behind the last one: no compensation. */
export const readAddresseesWorkflow = createWorkflow("read-addressees", (input: { sheet_id: string }) => {
  return new WorkflowResponse(readAddresseesStep(input));
});
