import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { agreeAboveCap } from "../../../../../workflows/wholesale/freight-gap";
import { buyerOf } from "../../scope";

/** The company pays what of its freight is above the cap, too. Pressed twice it is one proforma. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.status(201).json(await agreeAboveCap(req.scope, by, req.params.id ?? ""));
}
