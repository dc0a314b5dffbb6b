import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { find } from "../../../workflows/shop/find";
import type { FindQuery } from "./validators";

/** Products and villages by words and facets; when nothing fits as it was typed, what is nearest (`nearest: true`). */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ found: await find(req.scope, req.validatedQuery as FindQuery, channelsOf(req)) });
}

/** Only what the key of the caller's shop may sell. */
export const channelsOf = (req: MedusaRequest): string[] =>
  (req as { publishable_key_context?: { sales_channel_ids: string[] } }).publishable_key_context?.sales_channel_ids ??
  [];
