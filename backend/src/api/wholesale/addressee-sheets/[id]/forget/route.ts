import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { forgetSheet } from "../../../../../workflows/wholesale/addressees";
import { ownSheet } from "../../scope";

/** Deletes the people of a sheet for good, once nothing of its order needs them. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { sheet, by } = await ownSheet(req, "buy");
  valueOf(
    await forgetSheet(req.scope, {
      sheet_id: sheet.id,
      company_id: by.company_id,
      quote_id: sheet.quote_id,
      person: by.member_id,
    }),
  );
  res.json({ state: "forgotten" });
}
