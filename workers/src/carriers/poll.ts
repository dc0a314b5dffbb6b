import { randomUUID } from "node:crypto";
import type { MedusaContainer } from "@medusajs/framework/types";
import type ParcelService from "../../../backend/src/modules/parcel/service";
import { askable, carrierOf } from ".";
import { recordEvents } from "./record-events";

/** A carrier scans a parcel every few hours on its way: silent for longer, its webhook may have been lost. */
export const SILENT_S = 12 * 3_600;
/** Parcels of one beat: what one question's answer and one transaction hold easily. */
const PARCELS_PER_POLL = 1_000;

/**
 * Asks carriers about parcels of which nothing was heard for too long. An event that came by webhook meanwhile is known by
 * its id; a poll that died has marked its parcels asked, and they are asked about again after the next silence.
 */
export async function pollSilent(
  container: MedusaContainer,
  silent_s: number,
): Promise<{ asked: number; moved: number }> {
  const parcels: ParcelService = container.resolve("parcel");
  const silent = await parcels.bookings.takeSilent({ carriers: askable(), silent_s, limit: PARCELS_PER_POLL });
  let moved = 0;
  for (const code of [...new Set(silent.map((parcel) => parcel.carrier))].sort()) {
    const numbers = silent.filter((parcel) => parcel.carrier === code).map((parcel) => parcel.number);
    const events = await carrierOf(code).track(numbers);
    if (events.length === 0) continue;
    moved += (await recordEvents(container, `poll_${randomUUID()}`, events)).moved;
  }
  return { asked: silent.length, moved };
}
