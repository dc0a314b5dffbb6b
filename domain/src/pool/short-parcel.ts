import { roundHalfUpDiv } from "../shared/money";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { z } from "zod";
import { lineOutcomes } from "./short-refund";
import { shortDestinationSchema, shortLineSchema, type ShortLineOutcome } from "./short-types";

const id = z.string().min(1).max(200);

export const lostParcelSchema = z.strictObject({
  parcel: z.strictObject({
    order: id,
    destination: id,
    items: z.array(z.strictObject({ order_line: id, packs: z.int().positive() })).min(1),
  }),
  /** All lines of its order, and all destinations that these go to. */
  lines: z.array(shortLineSchema),
  destinations: z.array(shortDestinationSchema),
});

export type LostParcelInput = z.input<typeof lostParcelSchema>;

/**
 * A parcel that left and never arrived (lost, or sent back): its packs are short with their freight, for the buyer. The
 * households gave these goods and are paid for them; who bears the loss is the carrier's claim, the cooperative's until it
 * is met (docs: adr, lost parcels). Refuses a parcel whose packs are not among what left for its destination.
 */
export function decideLostParcel(
  input: LostParcelInput,
): Result<ShortLineOutcome[], Refusal<"invalid_input" | "not_on_its_way">> {
  const parsed = parseInput(lostParcelSchema, input);
  if (!parsed.ok) return parsed;
  const { parcel, lines, destinations } = parsed.value;
  const to = destinations.find((one) => one.order === parcel.order && one.destination === parcel.destination);
  const short: Parameters<typeof lineOutcomes>[1][number][] = [];
  const freight = new Map<string, bigint>();
  for (const { order_line, packs } of parcel.items) {
    const item = to?.items.find((one) => one.order_line === order_line);
    const line = lines.find((one) => one.order_line === order_line);
    if (!item || !line || item.frozen - item.lost < packs) {
      return refuse(
        "not_on_its_way",
        "This parcel is not among those that left and are not accounted for.",
        "parcel_id",
      );
    }
    const { freight_paid_minor, refunded_freight_minor } = line.money;
    const share = roundHalfUpDiv(freight_paid_minor * BigInt(packs), BigInt(line.packs));
    const kept = freight_paid_minor - refunded_freight_minor;
    freight.set(order_line, share < kept ? share : kept);
    short.push({ order_line, packs, drops: [{ destination: parcel.destination, packs }], for_good: true });
  }
  return ok(lineOutcomes(lines, short, freight));
}
