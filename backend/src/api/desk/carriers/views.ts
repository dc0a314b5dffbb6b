import type { MedusaContainer } from "@medusajs/framework/types";
import { nextPickup } from "@commonlot/domain";
import type CooperativeService from "../../../modules/cooperative/service";
import type { CarrierView } from "../../../modules/parcel/carriers";
import type { CarrierManifest } from "../../../modules/parcel/carrier-manifests";
import type { PickupOrder } from "../../../modules/parcel/pickups";
import type { KeptCard } from "../../../modules/parcel/rate-cards";
import { HOME_TZ } from "../../../lib/today";

/** Day and time of day where a cooperative is: what cut-offs and first days are said in. */
export async function nowAt(
  container: MedusaContainer,
  cooperative_id: string,
): Promise<{ today: string; time: string }> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [own] = await cooperatives.cooperatives([cooperative_id]);
  const written = new Intl.DateTimeFormat("sv-SE", {
    timeZone: own?.tz ?? HOME_TZ,
    dateStyle: "short",
    timeStyle: "short",
  }).format(new Date());
  return { today: written.slice(0, 10), time: written.slice(11, 16) };
}

/** A carrier with the day it comes next for what is ready now. */
export function carrierView(carrier: CarrierView, now: { today: string; time: string }) {
  const pickup = nextPickup({ cutoff: carrier.cutoff, days: carrier.pickup_days }, now.today, now.time);
  return { ...carrier, next_pickup: pickup.day, missed_today: pickup.missed_today };
}

/** What a card is on a day: coming, in force, over, or taken back. */
export function stateOfCard(card: KeptCard, today: string): "coming" | "in_force" | "over" | "withdrawn" {
  if (card.withdrawn) return "withdrawn";
  if (card.valid_from > today) return "coming";
  const superseded = card.superseded_on !== null && card.superseded_on <= today;
  return superseded || (card.valid_to !== null && card.valid_to < today) ? "over" : "in_force";
}

export function cardHead(card: KeptCard, today: string) {
  return {
    id: card.id,
    carrier: card.carrier,
    service: card.service,
    currency: card.currency,
    valid_from: card.valid_from,
    valid_to: card.valid_to,
    superseded_on: card.superseded_on,
    state: stateOfCard(card, today),
    used: card.used,
    example: card.example,
    own: card.cooperative_id !== null,
    zones: card.card.zones.length,
  };
}

/** An order for a courier; its key is between us and the carrier. */
export function pickupFields(pickup: PickupOrder) {
  return {
    id: pickup.id,
    carrier: pickup.carrier,
    handover_id: pickup.handover_id,
    day: pickup.day,
    until: pickup.until,
    parcels: pickup.parcels,
    weight_g: pickup.weight_g,
    state: pickup.state,
    confirmation: pickup.confirmation,
    reason: pickup.reason,
    cancelling: pickup.cancel_wanted_at !== null && pickup.cancel_refused === null && pickup.state !== "cancelled",
    cancel_refused: pickup.cancel_refused,
    asked_at: pickup.created_at.toISOString(),
  };
}

export function manifestFields(list: CarrierManifest) {
  return {
    id: list.id,
    carrier: list.carrier,
    part: list.part,
    parcels: list.parcels,
    state: list.state,
    number: list.number,
    reason: list.reason,
  };
}
