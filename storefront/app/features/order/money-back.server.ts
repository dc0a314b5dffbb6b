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
