import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { z } from "zod";
import { carriedLineSchema, freightOfLost, lostBoxSchema } from "./parcel-freight";
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
  /** What the live parcels of its cooperative in the order cost, line by line. */
  carried: z.array(carriedLineSchema),
  /** Its own lines, and those of parcels of that order and cooperative that were accounted for before. */
  boxes: z.array(lostBoxSchema),
});

export type LostParcelInput = z.input<typeof lostParcelSchema>;

/**
 * A parcel that left and never arrived (lost, or sent back): its packs are short, for the buyer, with what was paid for
 * its carriage (`freightOfLost`). The households gave these goods and are paid for them; who bears the loss is the carrier's claim, the cooperative's until it
 * is met (docs: adr, lost parcels). Refuses a parcel whose packs are not among what left for its destination.
 */
export function decideLostParcel(
  input: LostParcelInput,
): Result<ShortLineOutcome[], Refusal<"invalid_input" | "not_on_its_way">> {
  const parsed = parseInput(lostParcelSchema, input);
  if (!parsed.ok) return parsed;
  const { parcel, lines, destinations, carried, boxes } = parsed.value;
  const to = destinations.find((one) => one.order === parcel.order && one.destination === parcel.destination);
  const short: Parameters<typeof lineOutcomes>[1][number][] = [];
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
    short.push({ order_line, packs, drops: [{ destination: parcel.destination, packs }], for_good: true });
  }
  const carrier = lines.find((line) => line.order_line === parcel.items[0]?.order_line)?.cooperative;
  const mine = lines.filter((line) => line.order === parcel.order && line.cooperative === carrier);
  return ok(lineOutcomes(lines, short, freightOfLost(mine, carried, boxes)));
}
