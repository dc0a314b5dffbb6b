import { ok, refuse, type Refusal, type Result } from "../shared/result";

/** Units of one allocation: a lot's part of an order line. */
export interface LineUnits {
  readonly id: string;
  readonly line: string;
  /** In the pool's unit, grams or pieces. */
  readonly units: number;
}

export interface KeepLotsInput {
  /** What is promised now, in the order in which lots are to fill in. */
  readonly promised: readonly LineUnits[];
  /** What parcels hold that stay as they are, but for the lots in them. An allocation may stand here that is promised no more. */
  readonly kept: readonly LineUnits[];
}

export interface KeptLots {
  /** What the parcels that stay are to hold, allocation by allocation; of each line as much as they hold now. */
  readonly kept: LineUnits[];
  /** What is left for parcels that are planned anew. */
  readonly rest: LineUnits[];
  /** Units that change their lot in the parcels that stay. */
  readonly exchanged: number;
}

/**
 * Divides what is promised between parcels that stay and parcels that are planned anew. Parcels that stay keep every lot that is
 * still promised to them; only what they hold too much of is filled in, line by line, by the lots that are promised and lie in
 * none of them, in their order. `kept` and `rest` sum to what is promised, allocation by allocation.
 *
 * Refuses (`too_few_lots`) when the parcels that stay hold more of a line than is promised.
 */
export function keepLots({ promised, kept }: KeepLotsInput): Result<KeptLots, Refusal<"too_few_lots">> {
  const held = new Map<string, number>();
  const missing = new Map<string, number>();
  for (const { id, line, units } of kept) {
    held.set(id, (held.get(id) ?? 0) + units);
    missing.set(line, (missing.get(line) ?? 0) + units);
  }
  const stays = promised.map((one) => Math.min(one.units, held.get(one.id) ?? 0));
  promised.forEach(({ line }, at) => missing.set(line, (missing.get(line) ?? 0) - stays[at]!));
  let exchanged = 0;
  const filled = promised.map(({ line, units }, at) => {
    const taken = Math.min(units - stays[at]!, missing.get(line) ?? 0);
    missing.set(line, (missing.get(line) ?? 0) - taken);
    exchanged += taken;
    return stays[at]! + taken;
  });
  const short = [...missing].find(([, units]) => units > 0);
  if (short) {
    const message = `Parcels that stay hold ${short[1]} units of line ${short[0]} more than are promised.`;
    return refuse("too_few_lots", message, "promised");
  }
  const some = (units: (at: number) => number) =>
    promised.map((one, at) => ({ ...one, units: units(at) })).filter((one) => one.units > 0);
  return ok({ kept: some((at) => filled[at]!), rest: some((at) => promised[at]!.units - filled[at]!), exchanged });
}
