import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords } from "../ui/form.server";

/** Why a parcel can't be packed now, by where it stands: whoever else packed it, or what became of it. */
export function closedWords(path: Path, parcel: { number: string; state: string }): string {
  const why =
    parcel.state === "planned"
      ? "noLabel"
      : parcel.state === "packed"
        ? "packedAlready"
        : parcel.state === "void"
          ? "voided"
          : "left";
  return say(path)(`packing.pack.${why}`, { number: parcel.number });
}

/** The shed's refusals in the packer's words; the rest are said as everywhere. */
const CODES = [
  "unknown_code",
  "wrong_item",
  "other_parcel",
  "own_label",
  "label_void",
  "lot_recalled",
  "line_complete",
  "not_a_label",
  "not_ticked",
  "parcel_not_found",
  "cut_off_passed",
  "nothing_to_pack",
  "wave_full",
  "wave_closed",
  "wave_not_done",
  "wave_not_found",
  "not_to_relabel",
  "not_to_regroup",
  "other_destination",
  "nothing_moved",
  "nothing_left",
  "packs_differ",
  "too_few_parcels",
  "no_box",
  "must_part",
  "stale",
  "parcels_not_ready",
  "nothing_to_print",
  "carrier_tells",
  "fetched_by_code",
  "not_handed_over",
  "ended_otherwise",
] as const;

/** Why nothing was handed over: which parcel, where one is to blame. */
const notReadySchema = z.object({
  details: z.object({
    why: z.enum(["none_packed", "no_label", "new_label", "unpaid"]),
    parcel: z.string().default(""),
  }),
});

/** `code`: what was scanned or typed, said back. */
export function packingWords(path: Path, refusal: Refusal, code = ""): string {
  const notReady = refusal.code === "parcels_not_ready" ? notReadySchema.safeParse(refusal.details) : undefined;
  if (notReady?.success) {
    const { why, parcel } = notReady.data.details;
    return say(path)(`packing.notReady.${why}`, { parcel });
  }
  const known = CODES.find((one) => one === refusal.code);
  return known === undefined ? inWords(path, refusal) : say(path)(`packing.refusals.${known}`, { code });
}

export function refusedAt(path: Path, refusal: Refusal, field: string, code = ""): Problem[] {
  return [{ field: fieldOf(refusal, field), text: packingWords(path, refusal, code) }];
}
