import type { ISearchModuleService, MedusaContainer } from "@medusajs/framework/types";
import { MedusaError, Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import type { JobPayload } from "@commonlot/domain";
import { noticeOpenings } from "../season/goods";
import { documentsOf, notFindable, touchedBy, type IndexName } from "./seed-index";

/**
 * Writes anew what buyers find of these products, pools or villages, and notices what of theirs has opened. No compensation: the index is a mirror, and writing it again
 * from what stands is always right.
 */
const indexShopStep = createStep("index-shop", async (input: JobPayload<"index-shop">, { container }) => {
  const touched = await touchedBy(container, input);
  await write(container, "product", touched.products);
  await write(container, "village", touched.villages);
  await noticeOpenings(container, touched.villages);
  return new StepResponse(touched.products.length + touched.villages.length);
});

export const indexShopWorkflow = createWorkflow("index-shop", (input: JobPayload<"index-shop">) => {
  return new WorkflowResponse(indexShopStep(input));
});

async function write(container: MedusaContainer, index: IndexName, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const search: ISearchModuleService = container.resolve(Modules.SEARCH);
  const documents = await documentsOf(container, index, ids);
  const there = new Set(documents.map((document) => document.id));
  const gone = ids.filter((id) => !there.has(id));
  try {
    await search.upsertDocuments({ index, documents });
    // What went away since it was read, too: whoever noticed that may have taken its row out before this one was written.
    const left = await notFindable(container, index, [...there]);
    if (gone.length + left.length > 0) await search.deleteDocuments({ index, filters: { id: [...gone, ...left] } });
  } catch (error) {
    // Before its first filling an index has no version that serves: that filling reads what stands then.
    if (!(error instanceof MedusaError) || error.type !== MedusaError.Types.NOT_FOUND) throw error;
  }
}
