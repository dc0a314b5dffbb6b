import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { rows } from "../../lib/sql";
import { carriersOf } from "./carriers";

/** Waves one can choose from: those of a few days. */
const MAX_WAVES = 50;

/** A parcel whose number the desk must type. */
export interface WantedNumber {
  id: string;
  number: string;
  order_id: string;
  carrier: string;
  service: string;
  state: string;
  name: string;
  wave_number: string | null;
  /** Its place in the list. */
  cursor: string;
}

export interface WantedFilter {
  cooperative_id: string;
  wave_id?: string | undefined;
  /** A part of the parcel's number or of the addressee's name. */
  search?: string | undefined;
  /** Orders that were searched for by their numbers; found beside those whose number or name fits. */
  order_ids?: readonly string[] | undefined;
}

/**
 * What a person does next comes first: what has left has its number on the driver's slip; what is packed leaves soon; what
 * has only a label may still become another parcel. As the index `parcel_wants_number` has it.
 */
const STAGE = `(case when p.state in ('handed_over', 'in_transit') then 0 when p.state = 'packed' then 1 else 2 end)`;
const SINCE = `coalesce(p.handed_over_at, p.created_at)`;
const WANTED = `p.cooperative_id = ? and p.tracking_number is null and p.state in ('labelled', 'packed', 'handed_over', 'in_transit')
  and p.carrier = any(?)`;

/** `<stage>~<since>~<id>` */
export const WANTED_CURSOR = /^([012])~(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)~([A-Za-z0-9_]{1,128})$/;

/** Parcels of carriers without an interface that still have no tracking number. */
export class WantedNumbers {
  constructor(private readonly sql: Knex) {}

  /** Those that left first, then packed ones, then labelled ones; each kind by how long it waits, the longest on top. */
  async list(filter: WantedFilter, page: { limit: number; cursor?: string | undefined }): Promise<WantedNumber[]> {
    const [, stage = "0", since = "-infinity", id = ""] = WANTED_CURSOR.exec(page.cursor ?? "") ?? [];
    const { where, bindings } = await this.wanted(filter);
    return rows<WantedNumber>(
      this.sql,
      `select p.id, p.number, p.order_id, p.carrier, p.service, p.state, p.name, w.number as wave_number,
              ${STAGE} || '~' || to_char(${SINCE} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '~' || p.id as cursor
       from parcel p left join wave w on w.id = p.wave_id
       where ${where} and (${STAGE}, ${SINCE}, p.id) > (?::int, ?::timestamptz, ?)
       order by ${STAGE}, ${SINCE}, p.id limit ?`,
      [...bindings, stage, since, id, page.limit],
    );
  }

  /** How many wait, and how many of them have left already. */
  async counts(filter: WantedFilter): Promise<{ all: number; left: number }> {
    const { where, bindings } = await this.wanted(filter);
    const [found] = await rows<{ all: number; left: number }>(
      this.sql,
      `select count(*)::int as all, count(*) filter (where ${STAGE} = 0)::int as left from parcel p where ${where}`,
      bindings,
    );
    return found ?? { all: 0, left: 0 };
  }

  /** Waves in which parcels wait for numbers, the newest first. */
  async waves(cooperative_id: string): Promise<{ id: string; number: string; parcels: number }[]> {
    const { where, bindings } = await this.wanted({ cooperative_id });
    return rows(
      this.sql,
      `select w.id, w.number, count(*)::int as parcels from parcel p join wave w on w.id = p.wave_id
       where ${where} group by w.id order by w.created_at desc, w.id desc limit ?`,
      [...bindings, MAX_WAVES],
    );
  }

  private async wanted(filter: WantedFilter) {
    const manual = (await carriersOf(this.sql, filter.cooperative_id))
      .filter((carrier) => carrier.adapter === "manual")
      .map((carrier) => carrier.code);
    const like = filter.search === undefined ? null : `%${filter.search.replaceAll(/[\\%_]/g, "\\$&")}%`;
    const where = [
      WANTED,
      ...(filter.wave_id === undefined ? [] : ["p.wave_id = ?"]),
      ...(like === null ? [] : ["(p.number ilike ? or p.name ilike ? or p.order_id = any(?))"]),
    ];
    const bindings = [
      filter.cooperative_id,
      manual,
      ...(filter.wave_id === undefined ? [] : [filter.wave_id]),
      ...(like === null ? [] : [like, like, [...(filter.order_ids ?? [])]]),
    ];
    return { where: where.join(" and "), bindings };
  }
}
