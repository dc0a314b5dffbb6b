import { rows, type Sql } from "../../lib/sql";
import { carriersOf } from "./carriers";

/** Digits below which nothing is a phone number anywhere. */
const FEWEST_DIGITS = 5;
/** As many as a person reads before a driver leaves; the rest shows when these are mended. */
const NAMED = 20;

/** Parcels of a wave that are still here and lack the phone that their carrier needs: it will take none of them. */
export async function withoutPhone(
  sql: Sql,
  wave_id: string,
  cooperative_id: string,
): Promise<{ id: string; number: string; name: string }[]> {
  const needing = (await carriersOf(sql, cooperative_id)).filter((one) => one.needs_phone).map((one) => one.code);
  return rows(
    sql,
    `select id, number, name from parcel where wave_id = ? and cooperative_id = ? and state in ('planned', 'labelled', 'packed')
       and carrier = any(?) and length(regexp_replace(phone, '\\D', '', 'g')) < ? order by number limit ?`,
    [wave_id, cooperative_id, needing, FEWEST_DIGITS, NAMED],
  );
}
