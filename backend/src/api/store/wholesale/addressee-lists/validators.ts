import { z } from "zod";
import { MAX_ADDRESSEES } from "../../../../modules/wholesale/addressees/read-addressees";

/** 100,000 addressees at up to 400 bytes. Ten thousand are two to four megabytes. */
export const ADDRESSEES_BODY = "40mb";

/** The frame of a list. Its lines are read one by one afterwards, so that every wrong line is named at once. */
export const addresseeListBody = z.strictObject({
  title: z
    .string()
    .trim()
    .min(1)
    .max(120)
    .regex(/^\P{Cc}*$/u, "must be one line"),
  email: z.email().max(200).optional(),
  product_variant_id: z.string().min(1).max(128).optional(),
  /** Made by the client: the same key is the same list, however often it is sent. */
  idempotency_key: z.string().min(8).max(128).optional(),
  addressees: z
    .array(z.unknown())
    .min(1, "must name at least one addressee")
    .max(MAX_ADDRESSEES, `must name at most ${MAX_ADDRESSEES} addressees`),
});

export type AddresseeListBody = z.output<typeof addresseeListBody>;
