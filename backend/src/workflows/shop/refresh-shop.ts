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

/** Rows of Medusa whose change is a change of what buyers find: product id and when. A price list also changes by the clock. */
const CHANGED = `
  select p.id, greatest(p.updated_at, p.deleted_at) as at from product p
  union all
  select v.product_id, greatest(v.updated_at, v.deleted_at) from product_variant v
  union all
  select t.reference_id, greatest(t.updated_at, t.deleted_at) from translation t where t.reference = 'product'
  union all
  select v.product_id, greatest(t.updated_at, t.deleted_at) from translation t join product_variant v on v.id = t.reference_id
  union all
  select c.product_id, greatest(c.updated_at, c.deleted_at) from product_sales_channel c
  union all
  select l.product_id, greatest(l.updated_at, l.deleted_at) from village_village_product_product l
  union all
  select v.product_id, greatest(pr.updated_at, pr.deleted_at, pl.updated_at, pl.deleted_at,
                                case when pl.starts_at <= now() then pl.starts_at end, case when pl.ends_at <= now() then pl.ends_at end)
  from price pr left join price_list pl on pl.id = pr.price_list_id
  join product_variant_price_set s on s.price_set_id = pr.price_set_id join product_variant v on v.id = s.variant_id`;

/**
 * Sends products to the index whose row, texts, packs, prices, channels or village changed in Medusa, for its events have no table: one that a
 * crash swallowed is found here within a minute of the next look, however long the house was down. Each change is sent once. No
 * compensation: being written once too often does no harm.
 */
const findChangedProductsStep = createStep("find-changed-products", async (_input: undefined, { container }) => {
  const outbox: OutboxService = container.resolve("outbox");
  const shop: ShopService = container.resolve("shop");
  const now = new Date();
  const since = new Date((await shop.lookedAt()).getTime() - MARGIN_S * 1_000);
  const changed = await rows<{ id: string; at: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select id, extract(epoch from max(at))::text as at from (${CHANGED}) c where at > ? and id is not null group by id order by id`,
    [since],
  );
  await outbox.sendAll(
    changed.map(({ id, at }) => ({
      job: "index-shop",
      payload: { kind: "product", ids: [id] },
      dedup_key: `product:${id}:${at}`,
    })),
  );
  await shop.looked(now);
  return new StepResponse(changed.length);
});

export const findChangedProductsWorkflow = createWorkflow("find-changed-products", () => {
  return new WorkflowResponse(findChangedProductsStep());
});
