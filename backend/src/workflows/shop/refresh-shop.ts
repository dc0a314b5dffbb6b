import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { dayIn, HOME_TZ } from "../../lib/today";
import type OutboxService from "../../modules/outbox/service";
import type ParcelService from "../../modules/parcel/service";
import type SettlementService from "../../modules/settlement/service";
import type ShopService from "../../modules/shop/service";
import type VillageService from "../../modules/village/service";
import { changedProducts } from "./changed-products";

/** "Sells well" means lately. */
const RANK_DAYS = 90;
const DAY_MS = 86_400_000;

/**
 * What of the shop changes by the clock: what each pool sold lately, how long parcels take, certificates that begin or end. Each is
 * counted for all at once, never for a page. No compensation: each is a copy, made anew a few minutes later.
 */
const refreshShopStep = createStep("refresh-shop", async (_input: undefined, { container }) => {
  const settlement: SettlementService = container.resolve("settlement");
  const shop: ShopService = container.resolve("shop");
  const parcels: ParcelService = container.resolve("parcel");
  const villages: VillageService = container.resolve("village");
  const outbox: OutboxService = container.resolve("outbox");
  const now = new Date();
  const ranked = await shop.noticeSales(await settlement.soldByPool(new Date(now.getTime() - RANK_DAYS * DAY_MS)));
  await parcels.arrivalTimes.refresh();
  const today = dayIn(HOME_TZ, now);
  const turning = await villages.certificates.turning(today);
  await outbox.sendAll(
    turning.map(({ village_id, day }) => ({
      job: "index-shop",
      payload: { kind: "village", ids: [village_id] },
      dedup_key: `certificate:${village_id}:${day}`,
    })),
  );
  return new StepResponse(ranked);
});

export const refreshShopWorkflow = createWorkflow("refresh-shop", () => {
  return new WorkflowResponse(refreshShopStep());
});

/** Looked back over beyond the last look: what was being written while it looked. */
const MARGIN_S = 180;

/**
 * Sends products to the index whose row, texts, packs, prices, channels or village changed in Medusa, for its events have no table: one that a
 * crash swallowed is found here within a minute of the next look, however long the house was down. What changed in one second goes in
 * messages of a hundred, each sent once: ten thousand goods of an import are a hundred jobs. No compensation: being written once too often
 * does no harm.
 */
const findChangedProductsStep = createStep("find-changed-products", async (_input: undefined, { container }) => {
  const outbox: OutboxService = container.resolve("outbox");
  const shop: ShopService = container.resolve("shop");
  const now = new Date();
  const since = new Date((await shop.lookedAt()).getTime() - MARGIN_S * 1_000);
  const changed = await changedProducts(container.resolve(ContainerRegistrationKeys.PG_CONNECTION), since);
  await outbox.sendAll(changed);
  await shop.looked(now);
  return new StepResponse(changed.length);
});

export const findChangedProductsWorkflow = createWorkflow("find-changed-products", () => {
  return new WorkflowResponse(findChangedProductsStep());
});
