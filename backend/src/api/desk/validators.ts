import { z } from "zod";
import { CURSOR_SHAPE } from "../../lib/keyset";
import { cardNumberSchema } from "../../modules/cooperative/types";

const id = z.string().min(1).max(128);
/** Far above any scale or egg tray; the rule of intake draws the real line and says it in words. */
const count = z.int().min(0).max(1_000_000_000);
/** Rows of a page: a screen's worth at most. */
const limit = z.coerce.number().int().min(1).max(100).optional();
const cursor = z.string().min(1).max(64).optional();
const place = z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional();

export const weighInBody = z
  .strictObject({
    card_number: cardNumberSchema.optional(),
    household_id: id.optional(),
    pool_id: id,
    gross_g: count.optional(),
    tare_g: count.optional(),
    pieces: count.min(1).optional(),
    harvested_on: z.iso.date(),
    best_before: z.iso.date().optional(),
    scale: z.string().trim().min(1).max(40).optional(),
    idempotency_key: z.string().regex(/^[A-Za-z0-9_-]{8,100}$/, "8 to 100 letters, digits, - or _"),
  })
  .refine((body) => (body.card_number === undefined) !== (body.household_id === undefined), {
    path: ["card_number"],
    message: "give the household's card number, or its id, not both",
  })
  .refine((body) => (body.gross_g === undefined) === (body.tare_g === undefined), {
    path: ["tare_g"],
    message: "gross and tare come together",
  })
  .refine((body) => body.gross_g !== undefined || body.pieces !== undefined, {
    path: ["gross_g"],
    message: "give gross and tare in grams, or the number of pieces",
  });
export type WeighInBody = z.infer<typeof weighInBody>;

export const lotsQuery = z.strictObject({ pool_id: id.optional(), limit, cursor: place });
export type LotsQuery = z.infer<typeof lotsQuery>;

export const householdsQuery = z.strictObject({ q: z.string().trim().max(40).optional(), limit, cursor });
export type HouseholdsQuery = z.infer<typeof householdsQuery>;

export const poolQuery = z.strictObject({ cursor: place });
export type PoolQuery = z.infer<typeof poolQuery>;

export const noQuery = z.strictObject({});
