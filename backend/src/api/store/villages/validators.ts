import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { limit } from "../../desk/validators";

export const boardQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional(),
  limit,
});
export type BoardQuery = z.output<typeof boardQuery>;

export const hashesQuery = z.strictObject({
  after: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "a hash of an answer of ours")
    .optional(),
  limit: z.coerce.number().int().min(1).max(1_000).optional(),
});
export type HashesQuery = z.output<typeof hashesQuery>;

/** As it was typed: spaces, dashes and small letters are read, too. */
export const slipBody = z.strictObject({ slip_code: z.string().trim().min(1).max(60) });
export type SlipBody = z.output<typeof slipBody>;
