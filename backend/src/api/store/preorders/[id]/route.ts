import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { requireKey, shownPreorder } from "../shown";
import type { KeyQuery } from "../validators";

/** A pre-order, for who has its link. Changes nothing: mail programs open links by themselves. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { key } = req.validatedQuery as unknown as KeyQuery;
  res.json({ preorder: await shownPreorder(req.scope, requireKey(req, key)) });
}
