import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../lib/keyset";
import { row, rows } from "../../lib/sql";
import { EACH_STANDS, parcelsInWriting } from "./plan-progress";

/** Days without a word of the carrier after which a parcel on its way is late. */
export const SILENT_AFTER_DAYS = 5;
/** Late ones are counted up to here; beyond it the number tells nobody more. */
const COUNT_LIMIT = 10_000;

export const BOARD_LISTS = [
  "late",
  "silent",
  "refused",
  "planned",
  "labelled",
  "packed",
  "handed_over",
  "in_transit",
  "lost",
  "returned",
] as const;
export type BoardList = (typeof BOARD_LISTS)[number];

export interface BoardCounts {
  states: Record<string, number>;
  late: number;
  silent: number;
  /** Their carrier would not take them. */
  refused: number;
}

export interface BoardParcel {
  id: string;
  number: string;
  state: string;
  order_id: string;
  name: string;
  carrier: string;
  tracking_number: string | null;
  wave_number: string | null;
  /** Since when it stands where it stands in this list: its cut-off, its handover, or when it was planned. */
  since: Date;
  at_key: string;
}

/** What still needs somebody: the parcels of a cooperative that have not arrived, the late ones first. */
export class Board {
  constructor(private readonly sql: Knex) {}

  async counts(cooperative_id: string, now: Date): Promise<BoardCounts> {
    const [states, writing, late, silent, refused] = await Promise.all([
      rows<{ state: string; parcels: number }>(
        this.sql,
        `select state, sum(parcels)::int as parcels from parcel_tally where cooperative_id = ?
           and state in ('planned', 'labelled', 'packed', 'handed_over', 'in_transit') group by state having sum(parcels) <> 0`,
        [cooperative_id],
      ),
      parcelsInWriting(this.sql, cooperative_id),
      row<{ late: number }>(this.sql, `select count(*)::int as late from (select 1 ${LATE} limit ?) l`, [
        cooperative_id,
        now.toISOString(),
        COUNT_LIMIT,
      ]),
      row<{ silent: number }>(this.sql, `select count(*)::int as silent from (select 1 ${SILENT} limit ?) s`, [
        cooperative_id,
        silentBefore(now),
        silentBefore(now),
        COUNT_LIMIT,
      ]),
      row<{ refused: number }>(this.sql, `select count(*)::int as refused from (select 1 ${REFUSED} limit ?) r`, [
        cooperative_id,
        COUNT_LIMIT,
      ]),
    ]);
    return {
      states: Object.fromEntries(
        states.map((one) => [one.state, one.state === "planned" ? one.parcels - writing : one.parcels]),
      ),
      late: late?.late ?? 0,
      silent: silent?.silent ?? 0,
      refused: refused?.refused ?? 0,
    };
  }

  /** One list of the board, those that wait longest first: read in the order of an index, of what is past its cut-off wave by wave. */
  async list(
    cooperative_id: string,
    list: BoardList,
    page: { cursor?: string | undefined; limit: number; now: Date },
  ): Promise<BoardParcel[]> {
    const after = page.cursor === undefined ? { at: "-infinity", id: "" } : placeOf(page.cursor);
    const [from, since, bindings]: [string, string, string[]] =
      list === "late"
        ? [LATE, "w.cut_off_at", [cooperative_id, page.now.toISOString()]]
        : list === "silent"
          ? [SILENT, "p.handed_over_at", [cooperative_id, silentBefore(page.now), silentBefore(page.now)]]
          : list === "refused"
            ? [REFUSED, "p.created_at", [cooperative_id]]
            : [
                `from parcel p left join wave w on w.id = p.wave_id where p.cooperative_id = ? and p.state = '${list}' and p.accounted_by is null${list === "planned" ? ` and ${EACH_STANDS}` : ""}`,
                "p.created_at",
                [cooperative_id],
              ];
    return rows<BoardParcel>(
      this.sql,
      `select p.id, p.number, p.state, p.order_id, p.name, p.carrier, p.tracking_number, w.number as wave_number, ${since} as since, ${atKey(since)}
       ${from} and ${since} >= ?::timestamptz and (${since}, p.id) > (?::timestamptz, ?) order by ${since}, p.id limit ?`,
      [...bindings, after.at, after.at, after.id, page.limit],
    );
  }
}

const LATE = `from wave w join parcel p on p.wave_id = w.id
  where w.cooperative_id = ? and w.closed_at is null and w.cut_off_at < ?::timestamptz and p.state in ('planned', 'labelled', 'packed')`;

/** Asked of each parcel whether it was heard of, so that the list keeps the order of its index and ends after a page. */
const SILENT = `from parcel p left join wave w on w.id = p.wave_id
  where p.cooperative_id = ? and p.state in ('handed_over', 'in_transit') and p.handed_over_at < ?::timestamptz
    and not coalesce((select true from parcel_event e where e.parcel_id = p.id and e.recorded_at >= ?::timestamptz limit 1), false)`;

const REFUSED = `from parcel p left join wave w on w.id = p.wave_id
  where p.cooperative_id = ? and p.booking_refusal is not null and p.tracking_number is null
    and p.state in ('planned', 'labelled', 'packed', 'handed_over', 'in_transit')`;

function silentBefore(now: Date): string {
  return new Date(now.getTime() - SILENT_AFTER_DAYS * 86_400_000).toISOString();
}
