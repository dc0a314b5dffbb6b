import type { BoardParcel } from "../../../modules/parcel/board";
import type { SignedHandover } from "../../../modules/parcel/handovers";
import type { PackingView } from "../../../modules/parcel/packing";
import type { Paper } from "../../../modules/parcel/papers";
import type { WaveView } from "../../../modules/parcel/waves";
import { layersOf } from "@commonlot/domain";
import { NO_CARE, type Care } from "../../../lib/care";
import { gradeWords, produceWords } from "../../../lib/words";
import type { ParcelLot } from "../../../workflows/pool/trace";

export function waveFields(wave: WaveView) {
  return {
    id: wave.id,
    number: wave.number,
    cut_off_at: wave.cut_off_at.toISOString(),
    carrier: wave.carrier,
    service: wave.service,
    made_at: wave.created_at.toISOString(),
    closed_at: wave.closed_at?.toISOString() ?? null,
    late: wave.late,
    parcels: wave.parcels,
    packed: wave.packed,
    handed_over: wave.handed_over,
  };
}

export function paperFields(paper: Paper) {
  return {
    id: paper.id,
    kind: paper.kind,
    wave_id: paper.wave_id,
    handover_id: paper.handover_id,
    parcel_id: paper.parcel_id,
    state: paper.state,
    pages_done: paper.pages_done,
    pages: paper.pages,
    asked_at: paper.created_at.toISOString(),
  };
}

export function boardParcelFields(parcel: BoardParcel) {
  return {
    id: parcel.id,
    number: parcel.number,
    state: parcel.state,
    order_id: parcel.order_id,
    name: parcel.name,
    carrier: parcel.carrier,
    tracking_number: parcel.tracking_number,
    wave_number: parcel.wave_number,
    since: parcel.since.toISOString(),
  };
}

export function handoverFields(handover: SignedHandover) {
  return {
    id: handover.id,
    number: handover.number,
    wave_id: handover.wave_id,
    driver: handover.driver,
    plate: handover.plate,
    signed: handover.signature !== null,
    parcels: handover.parcels,
    gross_g: handover.gross_g,
    at: handover.created_at.toISOString(),
  };
}

/** A parcel on the packing table: lines of goods, lot by lot, each ticked or not. */
export function packingFields(
  view: PackingView,
  known: {
    lots: readonly ParcelLot[];
    people: ReadonlyMap<string, string>;
    care: ReadonlyMap<string, Care>;
    own_label: boolean;
  },
) {
  const { lots, people } = known;
  const lotOf = new Map(lots.map((lot) => [lot.lot_id, lot]));
  return {
    id: view.id,
    number: view.number,
    state: view.state,
    order_id: view.order_id,
    wave_id: view.wave_id,
    name: view.name,
    carton: view.carton,
    planned_g: view.planned_g,
    tolerance_g: view.tolerance_g,
    declared_minor: view.declared_minor,
    currency: view.currency,
    layers: view.placement && layersOf(view.placement),
    own_label: known.own_label,
    contents: view.contents.map((one) => {
      const lot = lotOf.get(one.lot_id);
      return {
        allocation_id: one.allocation_id,
        order_line_id: one.order_line_id,
        lot_id: one.lot_id,
        pool_id: one.pool_id,
        lot_number: lot?.lot_number ?? "",
        produce_name: produceWords(lot?.produce ?? ""),
        grade_name: gradeWords(lot?.grade ?? ""),
        unit: lot?.unit ?? "g",
        recalled: lot?.recalled ?? false,
        title: one.title,
        packs: one.packs,
        units: one.units,
        care: known.care.get(one.order_line_id) ?? NO_CARE,
        ticked: one.ticked,
        how: one.how,
        ticked_at: one.ticked_at,
      };
    }),
    packed: view.packed && {
      weighed_g: view.packed.weighed_g,
      reason: view.packed.reason,
      person: people.get(view.packed.person) ?? view.packed.person,
      at: view.packed.at.toISOString(),
    },
  };
}
