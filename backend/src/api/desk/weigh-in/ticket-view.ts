import type { MedusaContainer } from "@medusajs/framework/types";
import { decideObjection } from "@commonlot/domain";
import { gradeWords, produceWords } from "../../../lib/words";
import { todayOf } from "../../../lib/today";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import type { Ticket } from "../../../modules/pool/tickets";

/** A weigh ticket as desk and household see it: every figure that made it, and who signed what. */
export async function ticketView(container: MedusaContainer, ticket: Ticket) {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const pools: PoolService = container.resolve("pool");
  const [[household], [cooperative], names, photos] = await Promise.all([
    cooperatives.householdsById([ticket.household_id]),
    cooperatives.cooperatives([ticket.cooperative_id]),
    cooperatives.memberNames(peopleOf(ticket)),
    pools.lotPhotos.ofLot(ticket.lot_id),
  ]);
  const name = (id: string | null) => (id === null ? null : (names.get(id) ?? ""));
  const today = todayOf(cooperative);
  const inTime = decideObjection(ticket.weighed_on, today);
  return {
    id: ticket.lot_id,
    number: ticket.number,
    household: household && { id: household.household_id, name: household.name, card_number: household.card_number },
    cooperative: cooperative && {
      name: { zh: cooperative.name_zh, en: cooperative.name_en },
      phone: cooperative.phone,
      currency: cooperative.currency,
    },
    pool_id: ticket.pool_id,
    produce: ticket.produce,
    produce_name: produceWords(ticket.produce),
    grade: ticket.grade,
    grade_name: gradeWords(ticket.grade),
    unit: ticket.unit,
    price_mode: ticket.price_mode,
    day_price: ticket.day_price,
    harvested_on: ticket.harvested_on,
    best_before: ticket.best_before,
    weighed_at: ticket.weighed_at.toISOString(),
    weighed_on: ticket.weighed_on,
    weigher: name(ticket.weigher_id),
    scale: ticket.scale,
    container: ticket.container,
    containers: ticket.containers,
    gross_g: ticket.gross_g,
    tare_g: ticket.tare_g,
    net_g: ticket.net_g,
    deductions: ticket.deductions,
    intake_units: ticket.intake_units,
    units: ticket.units,
    sellable_units: ticket.sellable_units,
    kept_apart_units: ticket.kept_apart_units,
    sold: ticket.shipped,
    held: ticket.allocated - ticket.shipped,
    lost: ticket.wasted,
    culls: ticket.culls,
    photos: photos.map(({ id, width, height }) => ({ id, width, height })),
    corrections: ticket.corrections.map((one) => ({
      id: one.id,
      delta_units: one.delta_units,
      reason: one.reason,
      words: one.words,
      state: one.state,
      entered_by: name(one.entered_by),
      ended_by: name(one.ended_by),
      at: one.at.toISOString(),
      ended_at: one.ended_at?.toISOString() ?? null,
    })),
    objections: ticket.objections.map((one) => ({
      id: one.id,
      via: one.via,
      words: one.words,
      state: one.state,
      answer: one.answer,
      answered_by: name(one.answered_by),
      said_by: one.said_by_name,
      at: one.at.toISOString(),
      answered_at: one.answered_at?.toISOString() ?? null,
    })),
    objection_days_left: inTime.ok ? inTime.value.days_left : null,
  };
}

function peopleOf(ticket: Ticket): string[] {
  const ids = [
    ticket.weigher_id,
    ...ticket.corrections.flatMap((one) => [one.entered_by, one.ended_by]),
    ...ticket.objections.map((one) => one.answered_by),
  ];
  return [...new Set(ids.filter((id): id is string => id !== null))];
}
