import { ok, type Refusal, type Result } from "../../shared/result";

// What of a call-off lies there now (docs: adr, agreements).

/** A good of a call-off, in the order in which it was typed. */
export interface CalledLine {
  readonly variant_id: string;
  readonly pool_id: string;
  readonly units_per_pack: number;
  readonly packs: number;
}

/** Of these packs so many lie there now; two sizes of one pool share what there is, the first named first. */
export interface ThereLine {
  readonly variant_id: string;
  readonly packs: number;
  readonly there_packs: number;
}

/** Whole packs that lie there, line by line; `free`: base units of each pool that are kept for nobody, none where it is not named. */
export function packsThere(wanted: readonly CalledLine[], free: ReadonlyMap<string, number>): ThereLine[] {
  const rest = new Map(free);
  return wanted.map(({ variant_id, pool_id, units_per_pack, packs }) => {
    const units = Math.max(0, rest.get(pool_id) ?? 0);
    const there_packs = Math.min(packs, Math.floor(units / units_per_pack));
    rest.set(pool_id, units - there_packs * units_per_pack);
    return { variant_id, packs, there_packs };
  });
}

/**
 * Whether all of a call-off lies there now. Refuses one of which a part would wait, and with it all of it, so that the company may choose:
 * `details.lines` say how much lies there of each, `details.now` whether that much could be called off by itself (something, and not below
 * `minimum_packs`, the smallest call-off).
 */
export function checkThere(
  there: readonly ThereLine[],
  minimum_packs: number,
): Result<void, Refusal<"more_than_there">> {
  if (there.every((one) => one.there_packs === one.packs)) return ok(undefined);
  const packs = there.reduce((sum, one) => sum + one.packs, 0);
  const there_packs = there.reduce((sum, one) => sum + one.there_packs, 0);
  const now = there_packs > 0 && there_packs >= minimum_packs;
  const message = `Of these ${packs} packs ${there_packs} lie there now. Nothing was called off. Call off what lies there, or all of it: then all waits until it is there.`;
  return { ok: false, refusal: { reason: "more_than_there", message, field: "lines", details: { lines: there, now } } };
}
