import { z } from "zod";
import { MAX_PAGE } from "../../../workflows/shop/cards";

export const pavilionQuery = z.strictObject({ page: z.coerce.number().int().min(1).max(MAX_PAGE).optional() });
export type PavilionQuery = z.output<typeof pavilionQuery>;
