import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { ARRIVALS } from "../../../modules/parcel/arrivals";
import { BOARD_LISTS } from "../../../modules/parcel/board";
import { PAPER_KINDS } from "../../../modules/parcel/papers";
import { MAX_MERGED } from "../../../modules/parcel/regroup";
import { id, idempotencyKey, limit } from "../validators";

/** Orders ticked on one page. */
const MAX_ORDERS = 500;
const code = z.string().trim().min(1).max(300);
const place = z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional();
const carrier = z.string().trim().min(1).max(100).optional();
/** Two Chinese characters may say it; it is kept beside the parcel. */
const reason = z.string().trim().min(2, "say in a few words why").max(300);
const packs = z.int().min(0).max(1_000_000);

export const wavesQuery = z.strictObject({ cursor: place, limit });
export type WavesQuery = z.output<typeof wavesQuery>;

export const waveBody = z.strictObject({
  order_ids: z.array(id).min(1).max(MAX_ORDERS),
  cut_off_at: z.iso.datetime({ offset: true }),
  carrier,
  service: carrier,
  idempotency_key: idempotencyKey,
});
export type WaveBody = z.output<typeof waveBody>;

export const addBody = z.strictObject({ order_ids: z.array(id).min(1).max(MAX_ORDERS) });
export type AddBody = z.output<typeof addBody>;
export const takeOutBody = z.strictObject({ parcel_id: id });
export type TakeOutBody = z.output<typeof takeOutBody>;

/** The id of the last parcel of the page before. */
export const waveQuery = z.strictObject({
  after: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type WaveQuery = z.output<typeof waveQuery>;

export const waitingQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(MAX_ORDERS).optional() });
export type WaitingQuery = z.output<typeof waitingQuery>;

export const scanQuery = z.strictObject({ code });
export type ScanQuery = z.output<typeof scanQuery>;

export const checkBody = z.union([
  z.strictObject({ code }),
  z.strictObject({ order_line_id: id, undo: z.boolean().default(false) }),
  z.strictObject({ undo_at: z.iso.datetime({ precision: 6 }) }),
]);
export type CheckBody = z.output<typeof checkBody>;

export const packBody = z.strictObject({
  weighed_g: z.int().min(0).max(1_000_000),
  reason: z.string().trim().max(300).optional(),
});
export type PackBody = z.output<typeof packBody>;

export const relabelBody = z.strictObject({ number: z.string().trim().min(1).max(40), reason });
export type RelabelBody = z.output<typeof relabelBody>;

const splitWish = {
  kind: z.literal("split"),
  parcel_ids: z.tuple([id]),
  move: z
    .record(z.string().min(1).max(128), packs)
    .refine((move) => Object.keys(move).length <= 100, "at most 100 lines"),
};
const mergeWish = { kind: z.literal("merge"), parcel_ids: z.array(id).min(2).max(MAX_MERGED) };
const decided = {
  reason,
  /** What the preview showed, minor units. */
  cost_after_minor: z.int().min(0),
  idempotency_key: idempotencyKey,
};
export const regroupPreviewBody = z.discriminatedUnion("kind", [z.strictObject(splitWish), z.strictObject(mergeWish)]);
export type RegroupPreviewBody = z.output<typeof regroupPreviewBody>;
export const regroupBody = z.discriminatedUnion("kind", [
  z.strictObject({ ...splitWish, ...decided }),
  z.strictObject({ ...mergeWish, ...decided }),
]);
export type RegroupBody = z.output<typeof regroupBody>;

export const boardQuery = z.strictObject({ list: z.enum(BOARD_LISTS).default("late"), cursor: place, limit });
export type BoardQuery = z.output<typeof boardQuery>;

export const paperBody = z.union([
  z.strictObject({ kind: z.enum(PAPER_KINDS), wave_id: id }),
  z.strictObject({ kind: z.enum(PAPER_KINDS), handover_id: id }),
  z.strictObject({ kind: z.enum(PAPER_KINDS), parcel_id: id }),
]);
export type PaperBody = z.output<typeof paperBody>;

export const handoversQuery = wavesQuery;
export const handoverQuery = z.strictObject({ after: z.string().max(40).optional(), limit });
export type HandoverQuery = z.output<typeof handoverQuery>;

export const arrivalBody = z.strictObject({ said: z.enum(ARRIVALS) });
export type ArrivalBody = z.output<typeof arrivalBody>;

export const policyBody = z.strictObject({
  tolerance_g: z.int().min(0).max(5_000),
  tolerance_bp: z.int().min(0).max(2_000),
});
export type PolicyBody = z.output<typeof policyBody>;

export const noBody = z.strictObject({});
