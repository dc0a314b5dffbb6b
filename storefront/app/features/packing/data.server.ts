import { z } from "zod";
import { bookingCounts, carrierLabels, carrierManifest, pickup, refusedParcel } from "../carrier-acts/data.server";
import { PARCEL_STATES } from "../order/states";
import { both, minor, unit } from "../../lib/shapes";

// What the packing shed's answers hold, named once.

const state = z.enum(PARCEL_STATES);

const wave = z.object({
  id: z.string(),
  number: z.string(),
  cut_off_at: z.string(),
  closed_at: z.string().nullable(),
  late: z.boolean(),
  parcels: z.int(),
  packed: z.int(),
  handed_over: z.int(),
});
export type Wave = z.output<typeof wave>;

export const PAPER_KINDS = ["labels", "labels_a4", "slips", "pick_list", "manifest"] as const;
const paper = z.object({
  id: z.string(),
  kind: z.enum(PAPER_KINDS),
  wave_id: z.string().nullable(),
  handover_id: z.string().nullable(),
  parcel_id: z.string().nullable(),
  state: z.enum(["asked", "printed"]),
  pages_done: z.int(),
  pages: z.int().nullable(),
  asked_at: z.string(),
});
export type Paper = z.output<typeof paper>;
export const paperSchema = z.object({ paper });

export const wavesSchema = z.object({ late: z.array(wave), waves: z.array(wave), next: z.string().nullable() });
export const waveMadeSchema = z.object({ wave, left: z.int() });
export const waitingSchema = z.object({
  orders: z.array(
    z.object({
      order_id: z.string(),
      display_id: z.number().nullable(),
      parcels: z.int(),
      gross_g: z.int(),
      wanted_on: z.string().nullable(),
      planned_at: z.string(),
    }),
  ),
});

export const waveSchema = z.object({
  wave,
  parcels: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      state,
      name: z.string(),
      display_id: z.number().nullable(),
      wanted_on: z.string().nullable(),
      gross_g: z.int(),
      weighed_g: z.int().nullable(),
    }),
  ),
  packed_for: z.array(z.object({ wanted_on: z.string().nullable(), parcels: z.int() })),
  successors: z.array(
    z.object({
      order_id: z.string(),
      display_id: z.number().nullable(),
      voided: z.int(),
      waiting: z.int(),
      fits: z.int(),
    }),
  ),
  papers: z.array(paper),
  bookings: bookingCounts,
  carrier_labels: carrierLabels,
  without_phone: z.array(z.object({ id: z.string(), number: z.string(), name: z.string() })),
  next: z.string().nullable(),
});

export const pickListSchema = z.object({
  wave,
  products: z.array(
    z.object({
      title: z.string(),
      pool_id: z.string(),
      unit,
      pack_g: z.int(),
      packs: z.int(),
      units: z.int(),
      produce_name: both,
      grade_name: both,
    }),
  ),
  lots: z.array(
    z.object({
      title: z.string(),
      lot_id: z.string(),
      lot_number: z.string(),
      household_name: z.string().nullable(),
      best_before: z.string().nullable(),
      unit,
      units: z.int(),
      recalled: z.boolean(),
    }),
  ),
  parcels: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      state,
      name: z.string(),
      carton: z.string(),
      lines: z.array(z.object({ title: z.string(), packs: z.int() })),
    }),
  ),
});

export const scanSchema = z.object({ parcel: z.object({ id: z.string(), number: z.string(), state }) });

/** A parcel that was parted or joined by hand goes on under these numbers. */
export const successors = z
  .object({ kind: z.enum(["split", "merge"]), parcels: z.array(z.object({ id: z.string(), number: z.string() })) })
  .nullable();

export const packingSchema = z.object({
  parcel: z.object({
    id: z.string(),
    number: z.string(),
    state,
    order_id: z.string(),
    wave_id: z.string().nullable(),
    wanted_on: z.string().nullable(),
    name: z.string(),
    carton: z.string(),
    planned_g: z.int(),
    tolerance_g: z.int(),
    declared_minor: minor.nullable(),
    currency: z.string(),
    layers: z
      .array(
        z.object({
          from_mm: z.int(),
          rows: z.array(
            z.object({
              kind: z.string(),
              along: z.int(),
              across: z.int(),
              side_mm: z.tuple([z.int(), z.int(), z.int()]),
            }),
          ),
        }),
      )
      .nullable(),
    /** Its label was printed alone, after it was replaced. */
    own_label: z.boolean(),
    replaced_by: successors,
    contents: z.array(
      z.object({
        allocation_id: z.string(),
        order_line_id: z.string(),
        lot_id: z.string(),
        lot_number: z.string(),
        produce_name: both,
        grade_name: both,
        unit,
        recalled: z.boolean(),
        title: z.string(),
        packs: z.int(),
        units: z.int(),
        care: z.object({ fragile: z.boolean(), upright: z.boolean(), cold: z.boolean() }),
        ticked: z.boolean(),
        how: z.enum(["scan", "hand"]).nullable(),
        ticked_at: z.string().nullable(),
      }),
    ),
    packed: z
      .object({ weighed_g: z.int(), reason: z.string().nullable(), person: z.string(), at: z.string() })
      .nullable(),
  }),
});
export type Packing = z.output<typeof packingSchema>["parcel"];

export const policySchema = z.object({ policy: z.object({ tolerance_g: z.int(), tolerance_bp: z.int() }) });

const part = z.object({
  number: z.string().nullable(),
  packs: z.int(),
  gross_g: z.int(),
  carton: z.string(),
  carrier: z.string(),
  service: z.string(),
  cost_minor: minor,
  lines: z.array(z.object({ order_line_id: z.string(), title: z.string(), packs: z.int() })),
});
export const regroupSchema = z.object({
  regroup: z.object({
    currency: z.string(),
    freight_minor: minor,
    cost_before_minor: minor,
    cost_after_minor: minor,
    before: z.array(part),
    after: z.array(part),
  }),
});
export type Regroup = z.output<typeof regroupSchema>["regroup"];

/** Parcels of one order, for choosing those to put together. */
export const siblingsSchema = z.object({
  parcels: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      state,
      destination_id: z.string(),
      gross_g: z.int(),
    }),
  ),
});

export const BOARD_LISTS = [
  "late",
  "silent",
  "refused",
  "planned",
  "labelled",
  "packed",
  "handed_over",
  "in_transit",
  "lost",
  "returned",
] as const;
export const boardSchema = z.object({
  counts: z.object({ states: z.record(z.string(), z.int()), late: z.int(), silent: z.int(), refused: z.int() }),
  list: z.enum(BOARD_LISTS),
  parcels: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      state,
      name: z.string(),
      carrier: z.string(),
      tracking_number: z.string().nullable(),
      wave_number: z.string().nullable(),
      since: z.string(),
    }),
  ),
  next: z.string().nullable(),
});
export type Board = z.output<typeof boardSchema>;

const handover = z.object({
  id: z.string(),
  number: z.string(),
  wave_id: z.string().nullable(),
  driver: z.string().nullable(),
  plate: z.string().nullable(),
  signed: z.boolean(),
  parcels: z.int(),
  gross_g: z.int(),
  at: z.string(),
});
export const handoversSchema = z.object({ handovers: z.array(handover), next: z.string().nullable() });
export const handoverSchema = z.object({
  handover: handover.extend({ person: z.string(), signature: z.string().nullable(), to_tell: z.int() }),
  parcels: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      name: z.string(),
      carrier: z.string(),
      tracking_number: z.string().nullable(),
      gross_g: z.int(),
    }),
  ),
  papers: z.array(paper),
  refused: z.array(refusedParcel),
  askable: z.int(),
  bookings: bookingCounts,
  pickups: z.array(pickup),
  manifests: z.array(carrierManifest),
  next: z.string().nullable(),
});
export const handedOverSchema = z.object({ handover: z.object({ id: z.string(), parcels: z.int() }) });

export const labelPrintSchema = z.object({
  print: z.object({
    printed: z.int(),
    total: z.int(),
    sheets: z.array(z.object({ id: z.string(), part: z.int(), pages: z.int(), void: z.int(), at: z.string() })),
  }),
});
