import type { JobPayload } from "@commonlot/domain";

/** Ids in one message to the index. */
export const BATCH = 100;

/** What tells the search index that rows of these have changed: outbox entries of a hundred ids each. */
export function indexMessages(
  kind: JobPayload<"index-shop">["kind"],
  ids: readonly string[],
): { job: "index-shop"; payload: JobPayload<"index-shop"> }[] {
  return Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, at) => ({
    job: "index-shop",
    payload: { kind, ids: ids.slice(at * BATCH, (at + 1) * BATCH) },
  }));
}
