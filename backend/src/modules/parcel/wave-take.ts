import { row, rows, type Transaction } from "../../lib/sql";

/** Of which orders a wave is filled, and of which carrier and service, where it is of one. */
export interface Take {
  cooperative_id: string;
  order_ids: readonly string[];
  carrier?: string | undefined;
  service?: string | undefined;
}

const WAITS = `state = 'labelled' and wave_id is null and carrier = coalesce(?, carrier) and service = coalesce(?, service)`;

/**
 * Puts what waits of these orders into a wave, up to `room`, order by order, those to one place together: read from the beginning of
 * `parcel_to_take`, as far as there is room. Their plans are locked.
 */
export async function take_(
  tx: Transaction,
  wave_id: string,
  room: number,
  asked: Take,
): Promise<{ taken: number; left: number }> {
  const taken = await rows(
    tx,
    `update parcel set wave_id = ?, updated_at = now() where id in (
       select found.id from (select distinct order_id from unnest(?::text[]) as named (order_id) order by order_id) o cross join lateral (
         select p.id from parcel p where p.cooperative_id = ? and p.order_id = o.order_id and ${WAITS}
         order by left(p.address, 200), p.number limit ?) found
       limit ?) returning id`,
    [wave_id, [...asked.order_ids], asked.cooperative_id, asked.carrier ?? null, asked.service ?? null, room, room],
  );
  return { taken: taken.length, left: await leftOf(tx, asked) };
}

/** What of these orders waits for another wave: as it is kept; of one carrier, or service, it is counted. */
async function leftOf(tx: Transaction, { cooperative_id, order_ids, carrier, service }: Take): Promise<number> {
  const of = `cooperative_id = ? and order_id = any(?)`;
  const bindings = [cooperative_id, [...order_ids]];
  const found =
    carrier === undefined && service === undefined
      ? await row<{ left: number }>(
          tx,
          `select coalesce(sum(parcels), 0)::int as left from parcel_tally where ${of} and waits`,
          bindings,
        )
      : await row<{ left: number }>(tx, `select count(*)::int as left from parcel where ${of} and ${WAITS}`, [
          ...bindings,
          carrier ?? null,
          service ?? null,
        ]);
  return found?.left ?? 0;
}
