import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { englishByTitle } from "../../../lib/english";
import type { NamesQuery } from "./validators";

/**
 * English of names as orders and parcels keep them: a product's title, or that and its pack's with a space between. A name that nobody
 * sells by any more is left out.
 */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { title } = req.validatedQuery as unknown as NamesQuery;
  res.json({ names: await englishByTitle(req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION), title) });
}
