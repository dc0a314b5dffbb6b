import { z } from "zod";

const MAX_PAGE = 50;

export const pavilionQuery = z.strictObject({ page: z.coerce.number().int().min(1).max(MAX_PAGE).optional() });
export type PavilionQuery = z.output<typeof pavilionQuery>;
