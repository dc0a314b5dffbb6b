import type { MedusaContainer, SearchTypes } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { killPoint } from "../../lib/kill-point";
import { rows } from "../../lib/sql";
import {
  productDocuments,
  productIdsOfPools,
  productIdsOfVillages,
  villageDocuments,
  type Document,
} from "./documents";

export type IndexName = "product" | "village";

/** Of what a message says that it has changed. */
const KINDS = ["product", "pool", "village"] as const;
type Kind = (typeof KINDS)[number];

/** Rows read and written at a time. */
const BATCH = 200;

export const documentsOf = (
  container: MedusaContainer,
  index: IndexName,
  ids: readonly string[],
): Promise<Document[]> => (index === "product" ? productDocuments(container, ids) : villageDocuments(container, ids));

/**
 * What Medusa's search module fills an index with: all rows in the order of their ids, so that a run which was killed goes on
 * behind its last one (`last_key`). `catchup`: what was sent to the index since the run began, which went to the version before.
 */
export async function* seedOf(
  container: MedusaContainer,
  index: IndexName,
  context: Pick<SearchTypes.SearchSeedContext, "last_key" | "catchup" | "filters">,
) {
  if (context.catchup) {
    yield* inBatches(container, index, await touchedSince(container, index, context.catchup.since));
    return;
  }
  const given = context.filters?.id;
  if (given !== undefined) {
    yield* inBatches(container, index, [given].flat().map(String));
    return;
  }
  let after = context.last_key ?? "";
  for (;;) {
    const ids = await page(container, index, after);
    const last = ids.at(-1);
    if (last === undefined) return;
    yield [{ action: "upsert" as const, documents: await documentsOf(container, index, ids) }];
    after = last;
    killPoint("search_page_filled");
  }
}

async function* inBatches(container: MedusaContainer, index: IndexName, ids: readonly string[]) {
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = ids.slice(at, at + BATCH);
    const documents = await documentsOf(container, index, batch);
    const there = new Set(documents.map((document) => document.id));
    const gone = batch.filter((id) => !there.has(id));
    yield [
      { action: "upsert" as const, documents },
      ...(gone.length === 0 ? [] : [{ action: "delete" as const, filters: { id: gone } }]),
    ];
  }
}

async function page(container: MedusaContainer, index: IndexName, after: string): Promise<string[]> {
  // Bytes, as the index keeps its ids: a cursor in another order would skip rows.
  const found = await rows<{ id: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select id from ${index} where deleted_at is null and id collate "C" > ? order by id collate "C" limit ?`,
    [after, BATCH],
  );
  return found.map(({ id }) => id);
}

/** Ids of this index that were sent to it since a moment. */
async function touchedSince(container: MedusaContainer, index: IndexName, since: Date): Promise<string[]> {
  const sent = await rows<{ payload: { kind: Kind; ids: string[] } }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    // A message stands under the beginning of its transaction, by another clock than the run's.
    `select payload from outbox_message where job = 'index-shop' and created_at >= ?::timestamptz - interval '1 minute'`,
    [since],
  );
  const touched = await Promise.all(
    KINDS.map((kind) => {
      const ids = sent.filter(({ payload }) => payload.kind === kind).flatMap(({ payload }) => payload.ids);
      return touchedBy(container, { kind, ids: [...new Set(ids)] });
    }),
  );
  return [...new Set(touched.flatMap((one) => (index === "product" ? one.products : one.villages)))];
}

/** Of these those that nobody may find any more. */
export async function notFindable(
  container: MedusaContainer,
  index: IndexName,
  ids: readonly string[],
): Promise<string[]> {
  const findable = index === "product" ? "deleted_at is null and status = 'published'" : "deleted_at is null";
  const found = await rows<{ id: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select x.id from unnest(?::text[]) as x(id) where not exists (select from ${index} where id = x.id and ${findable})`,
    [[...ids]],
  );
  return found.map(({ id }) => id);
}

/** Whose rows change with these: a pool's products and their villages; a village and its products; a product and its village. */
export async function touchedBy(
  container: MedusaContainer,
  { kind, ids }: { kind: Kind; ids: readonly string[] },
): Promise<{ products: string[]; villages: string[] }> {
  if (kind === "village") return { products: await productIdsOfVillages(container, ids), villages: [...ids] };
  const products = kind === "product" ? [...ids] : await productIdsOfPools(container, ids);
  return { products, villages: await villageIdsOfProducts(container, products) };
}

async function villageIdsOfProducts(container: MedusaContainer, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  // Of what was deleted or moved too: its village has it no more.
  const found = await rows<{ village_id: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select distinct village_id from village_village_product_product where product_id = any(?) order by village_id`,
    [[...ids]],
  );
  return found.map(({ village_id }) => village_id);
}
