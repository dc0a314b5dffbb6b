import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { untranslated } from "../../../../workflows/shop/untranslated";

/** For the operator: products on sale that lack a text in one of the languages, a hundred at most. There should be none. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ rows: await untranslated(req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)), next: null });
}
