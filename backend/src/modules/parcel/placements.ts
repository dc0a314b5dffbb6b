import { rows, type Transaction } from "../../lib/sql";

/** Answers how packs lie in a carton, as it is kept, from a query whose parcel or pattern is `alias`. */
export function placementOf(alias: string): string {
  return `(select placement from parcel_placement where id = ${alias}.placement_id)`;
}

/**
 * Keeps placements, each once however many parcels have it; answers the id of each by its JSON. Those that are there already are not
 * written again. In the order of their ids, so that two plans that bring the same ones wait for each other and do not lock up.
 */
export async function keepPlacements_(
  tx: Transaction,
  placements: readonly (object | null)[],
): Promise<(placement: object | null) => string | null> {
  const said = [...new Set(placements.flatMap((one) => (one === null ? [] : [JSON.stringify(one)])))];
  if (said.length === 0) return () => null;
  await tx.raw(
    `insert into parcel_placement (id, placement)
     select placement_key(p.placement), p.placement from unnest(?::jsonb[]) as p (placement) order by 1 on conflict (id) do nothing`,
    [said] as never,
  );
  const keys = await rows<{ said: string; id: string }>(
    tx,
    `select p.said, placement_key(p.said::jsonb) as id from unnest(?::text[]) as p (said)`,
    [said] as never,
  );
  const idOf = new Map(keys.map((one) => [one.said, one.id]));
  return (placement) => (placement === null ? null : (idOf.get(JSON.stringify(placement)) ?? null));
}
