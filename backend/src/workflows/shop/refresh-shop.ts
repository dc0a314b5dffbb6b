import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { rows } from "../../lib/sql";
import { dayIn, HOME_TZ } from "../../lib/today";
import type OutboxService from "../../modules/outbox/service";
import type ParcelService from "../../modules/parcel/service";
import type SettlementService from "../../modules/settlement/service";
import type ShopService from "../../modules/shop/service";
import type VillageService from "../../modules/village/service";

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
    turning.map((id) => ({
      job: "index-shop",
      payload: { kind: "village", ids: [id] },
      dedup_key: `certificate:${id}:${today}`,
    })),
  );
  return new StepResponse(ranked);
});

export const refreshShopWorkflow = createWorkflow("refresh-shop", () => {
  return new WorkflowResponse(refreshShopStep());
});

/** Looked back over: twice as long as between two looks, so that one that was missed is made up for. */
const LOOK_BACK_S = 180;

/**
 * Sends products to the index whose row, packs or prices changed in Medusa, for its events have no table: one that a crash
 * swallowed is found here within a minute. Each change is sent once. No compensation: being written once too often does no harm.
 */
const findChangedProductsStep = createStep("find-changed-products", async (_input: undefined, { container }) => {
  const outbox: OutboxService = container.resolve("outbox");
  const changed = await rows<{ id: string; at: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `with recent as (
       select p.id, greatest(p.updated_at, p.deleted_at) as at from product p
       where greatest(p.updated_at, p.deleted_at) > now() - make_interval(secs => ?)
       union all
       select v.product_id, greatest(v.updated_at, v.deleted_at) from product_variant v
       where greatest(v.updated_at, v.deleted_at) > now() - make_interval(secs => ?)
       union all
       select v.product_id, greatest(pr.updated_at, pr.deleted_at) from price pr
       join product_variant_price_set s on s.price_set_id = pr.price_set_id join product_variant v on v.id = s.variant_id
       where greatest(pr.updated_at, pr.deleted_at) > now() - make_interval(secs => ?))
     select id, extract(epoch from max(at))::text as at from recent where id is not null group by id order by id`,
    [LOOK_BACK_S, LOOK_BACK_S, LOOK_BACK_S],
  );
  await outbox.sendAll(
    changed.map(({ id, at }) => ({
      job: "index-shop",
      payload: { kind: "product", ids: [id] },
      dedup_key: `product:${id}:${at}`,
    })),
  );
  return new StepResponse(changed.length);
});

export const findChangedProductsWorkflow = createWorkflow("find-changed-products", () => {
  return new WorkflowResponse(findChangedProductsStep());
});
