import type { Sql } from "../../lib/sql";
import * as queries from "./queries";
import { safeNumber, type ParcelView } from "./types";

// Rows of parcels as everybody else reads them: whole numbers for bigints, with what is in each and how it came along.

export function numbered(parcel: queries.ParcelRow): Omit<ParcelView, "contents" | "events"> {
  return {
    ...parcel,
    goods_g: safeNumber(parcel.goods_g),
    gross_g: safeNumber(parcel.gross_g),
    freight_minor: safeNumber(parcel.freight_minor),
    carton_minor: safeNumber(parcel.carton_minor),
  };
}

export async function viewsOf(sql: Sql, parcels: readonly queries.ParcelRow[]): Promise<ParcelView[]> {
  const ids = parcels.map((parcel) => parcel.id);
  if (ids.length === 0) return [];
  const contents = grouped(await queries.contentsOf(sql, ids), (content) => content.parcel_id);
  const events = grouped(await queries.eventsOf(sql, ids), (event) => event.parcel_id);
  return parcels.map((parcel) => ({
    ...numbered(parcel),
    contents: (contents.get(parcel.id) ?? []).map(({ parcel_id: _, ...content }) => ({
      ...content,
      packs: safeNumber(content.packs),
      pack_units: safeNumber(content.pack_units),
      pack_g: safeNumber(content.pack_g),
      units: safeNumber(content.units),
    })),
    events: (events.get(parcel.id) ?? []).map(({ parcel_id: _, ...event }) => event),
  }));
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const group = groups.get(keyOf(one));
    if (group) group.push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}
