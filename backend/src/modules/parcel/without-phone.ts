import { isPhone } from "../../lib/phone";
import { rows, type Sql } from "../../lib/sql";
import { carriersOf } from "./carriers";

/** As many as a person reads before a driver leaves; the rest shows when these are mended. */
const NAMED = 20;

/** Parcels of a wave that are still here and lack the phone that their carrier needs: it will take none of them. */
export async function withoutPhone(
  sql: Sql,
  wave_id: string,
  cooperative_id: string,
): Promise<{ id: string; number: string; name: string }[]> {
  const needing = (await carriersOf(sql, cooperative_id)).filter((one) => one.needs_phone).map((one) => one.code);
  // Plain mobile numbers are nearly all there are: only the others are looked at by the rule itself.
  const unusual = await rows<{ id: string; number: string; name: string; phone: string }>(
    sql,
    `select id, number, name, phone from parcel where wave_id = ? and cooperative_id = ? and state in ('planned', 'labelled', 'packed')
       and carrier = any(?) and phone !~ '^([+]86|)1[3-9][0-9]{9}$' order by number`,
    [wave_id, cooperative_id, needing],
  );
  return unusual
    .filter((parcel) => !isPhone(parcel.phone))
    .slice(0, NAMED)
    .map(({ phone: _, ...parcel }) => parcel);
}
