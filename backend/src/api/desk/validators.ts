import { z } from "zod";
import { MAX_PACK, MAX_PIECE_G, PRICE_MODES, WHOLE_BP } from "@commonlot/domain";
import { GRADE_CODES, PRODUCE_CODES } from "../../lib/words";
import { CURSOR_SHAPE } from "../../lib/keyset";
import { cardNumberSchema } from "../../modules/cooperative/types";
import { CULL_FATES, CULL_REASONS } from "../../modules/pool/culls";
import { MAX_CONTAINERS } from "../../modules/pool/equipment";

export const id = z.string().min(1).max(128);
/** Far above any scale or egg tray; the rule of intake draws the real line and says it in words. */
export const count = z.int().min(0).max(1_000_000_000);
/** Rows of a page: a screen's worth at most. */
export const limit = z.coerce.number().int().min(1).max(100).optional();
const cursor = z.string().min(1).max(64).optional();
const place = z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional();

/** Produce and grades are short codes of ours; scales and containers have codes of the cooperative's. */
export const code = z.string().trim().min(1).max(40);
export const idempotencyKey = z.string().regex(/^[A-Za-z0-9_-]{8,100}$/, "8 to 100 letters, digits, - or _");
/** What people say in a form: a few sentences, kept as typed. */
export const words = z.string().trim().max(500);
const basisPoints = z.int().min(0).max(WHOLE_BP);
/** Reasons for which goods of one delivery are refused: one line each, and there are seven. */
const MAX_CULLS = 10;
export const cull = z.strictObject({
  units: count.min(1),
  reason: z.enum(CULL_REASONS),
  fate: z.enum(CULL_FATES).default("returned"),
  words: words.optional(),
});

export const weighInBody = z
  .strictObject({
    card_number: cardNumberSchema.optional(),
    household_id: id.optional(),
    pool_id: id.optional(),
    produce: code.optional(),
    grade: code.optional(),
    gross_g: count.optional(),
    tare_g: count.optional(),
    pieces: count.min(1).optional(),
    container: code.optional(),
    containers: z.int().min(1).max(MAX_CONTAINERS).optional(),
    measured: z
      .strictObject({
        moisture: basisPoints.optional(),
        foreign_matter: basisPoints.optional(),
        imperfect: basisPoints.optional(),
        other: basisPoints.optional(),
      })
      .optional(),
    culls: z.array(cull).max(MAX_CULLS).optional(),
    harvested_on: z.iso.date(),
    best_before: z.iso.date().optional(),
    scale: code.optional(),
    weighed_at: z.iso.datetime({ offset: true }).optional(),
    confirm_repeat: z.boolean().optional(),
    idempotency_key: idempotencyKey,
  })
  .refine((body) => body.pool_id !== undefined || (body.produce !== undefined && body.grade !== undefined), {
    path: ["pool_id"],
    message: "give the pool, or produce and grade",
  })
  .refine((body) => body.pool_id === undefined || body.produce === undefined, {
    path: ["produce"],
    message: "give the pool or the produce, not both",
  })
  .refine((body) => body.containers === undefined || body.container !== undefined, {
    path: ["container"],
    message: "say which container it is",
  })
  .refine((body) => (body.card_number === undefined) !== (body.household_id === undefined), {
    path: ["card_number"],
    message: "give the household's card number, or its id, not both",
  })
  .refine((body) => body.gross_g !== undefined || body.tare_g === undefined, {
    path: ["tare_g"],
    message: "gross and tare come together",
  })
  .refine((body) => body.gross_g === undefined || body.tare_g !== undefined || body.container !== undefined, {
    path: ["tare_g"],
    message: "gross and tare come together, or name the container",
  })
  .refine((body) => body.gross_g !== undefined || body.pieces !== undefined, {
    path: ["gross_g"],
    message: "give gross and tare in grams, or the number of pieces",
  });
export type WeighInBody = z.infer<typeof weighInBody>;

export const newPoolBody = z.strictObject({
  village_id: id,
  produce: z.enum(PRODUCE_CODES),
  grade: z.enum(GRADE_CODES),
  unit: z.enum(["g", "piece"]),
  /** Grams of a piece; base units of the one pack size of goods that are not blended. */
  piece_g: z.int().min(1).max(MAX_PIECE_G).optional(),
  blendable: z.boolean(),
  pack_units: z.int().min(1).max(MAX_PACK.g).optional(),
  price_mode: z.enum(PRICE_MODES).optional(),
  reason: z.string().trim().min(2, "say in a few words what it is for").max(300),
});
export type NewPoolBody = z.output<typeof newPoolBody>;

export const lotsQuery = z.strictObject({
  pool_id: id.optional(),
  /** A receipt's number, or a household by its card or name. */
  q: z.string().trim().max(40).optional(),
  /** Only lots of which something is still here. */
  here: z.literal("true").optional(),
  limit,
  cursor: place,
});
/** The parcel to go on after. */
export const lotQuery = z.strictObject({ after: id.optional() });
export type LotQuery = z.infer<typeof lotQuery>;
export type LotsQuery = z.infer<typeof lotsQuery>;

export const householdsQuery = z.strictObject({ q: z.string().trim().max(40).optional(), limit, cursor });
export type HouseholdsQuery = z.infer<typeof householdsQuery>;

export const poolQuery = z.strictObject({ cursor: place });
export type PoolQuery = z.infer<typeof poolQuery>;

export const noQuery = z.strictObject({});
export const nothingBody = z.strictObject({});
