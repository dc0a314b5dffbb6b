import { z } from "zod";
import { MONEY_BACK_STATES } from "@commonlot/domain";
import { minor } from "../../lib/shapes";

/** How far money is that goes back to a buyer; `none`: nothing does. */
export const refundState = z.enum(["none", ...MONEY_BACK_STATES]);

/** What became of it, part by part, and when the last of it was sent. */
export const refundParts = z
  .object({
    amount_minor: minor,
    off_minor: minor,
    lies_minor: minor,
    sent_minor: minor,
    used_minor: minor,
    sent_at: z.string().nullable(),
  })
  .nullable()
  .default(null);

/** How far a cancelled order's money is; of a transfer it may lie with the cooperative, have paid something else, or never have come. */
export const GOES_BACK = ["promised", "sent", "looked_into", "lies", "used", "not_owed"] as const;

export type GoesBack = (typeof GOES_BACK)[number];
