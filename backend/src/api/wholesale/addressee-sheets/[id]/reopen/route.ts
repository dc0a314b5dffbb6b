import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { sheetOwner } from "../../scope";

/** Frees a sheet whose quote came to nothing. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, by } = await sheetOwner(req);
  valueOf(await wholesale.addresseeAsking.reopen(by, req.params.id ?? ""));
  res.json({ state: "checked" });
}
