import { PICKUP } from "@commonlot/domain";

/** What of the list is looked for; nothing is all of it. */
export interface PointOrderFilter {
  point_id?: string | undefined;
  /** A part of the name of who fetches it, or the last digits of their phone. */
  search?: string | undefined;
  /** Orders that were searched for by their numbers; found beside those whose name or phone fits. */
  order_ids?: readonly string[] | undefined;
}

/** The last four are found by the index `parcel_fetched_by`. A number may be typed, or stand, without its country. */
const DIGITS = `regexp_replace(p.phone, '\\D', '', 'g')`;
/** Fewer digits than these are the end of too many phones. */
const PHONE_DIGITS = /^\d{4,20}$/;

/** What the list is narrowed by, and what is bound in it. `o` is a point order. */
export function searched(
  cooperative_id: string,
  { point_id, search, order_ids = [] }: PointOrderFilter,
): { and: string; bindings: unknown[] } {
  const of_point = point_id === undefined ? "" : " and o.point_id = ?";
  const points = point_id === undefined ? [] : [point_id];
  if (search === undefined) return { and: of_point, bindings: points };
  const digits = search.normalize("NFKC").replaceAll(/[\s()+-]/g, "");
  const by_phone = PHONE_DIGITS.test(digits);
  const who = by_phone
    ? `right(${DIGITS}, 4) = right(?, 4) and (${DIGITS} like '%' || ? or ? like '%' || ${DIGITS})`
    : // By its characters first, which the index `parcel_fetched_by_name` has.
      `string_to_array(lower(p.name), null) @> string_to_array(lower(?), null) and p.name ilike ?`;
  const name = `%${search.replaceAll(/[\\%_]/g, "\\$&")}%`;
  return {
    and: `${of_point} and (o.order_id = any(?) or o.order_id in (select p.order_id from parcel p
      where p.cooperative_id = ? and p.carrier = '${PICKUP.carrier}' and p.state <> 'void' and ${who}))`,
    bindings: [...points, [...order_ids], cooperative_id, ...(by_phone ? [digits, digits, digits] : [search, name])],
  };
}
