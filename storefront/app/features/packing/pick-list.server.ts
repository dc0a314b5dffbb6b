import type { z } from "zod";
import type { Path } from "../../i18n/locale";
import type { Member } from "../../lib/member.server";
import { titlesIn, titlesOf } from "../produce/names.server";
import { pickListSchema } from "./data.server";

/** What to fetch for a wave, with packs by their names in the reader's language. */
export async function pickListFor(desk: Member, path: Path, wave_id: string): Promise<z.output<typeof pickListSchema>> {
  const list = await desk.read(`/desk/waves/${encodeURIComponent(wave_id)}/pick-list`, pickListSchema);
  const lines = list.parcels.flatMap((parcel) => parcel.lines);
  const titled = await titlesIn(path, titlesOf([...list.products, ...list.lots, ...lines]));
  return {
    wave: list.wave,
    products: titled(list.products),
    lots: titled(list.lots),
    parcels: list.parcels.map((parcel) => ({ ...parcel, lines: titled(parcel.lines) })),
  };
}
