import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { SignInput } from "../../../../../modules/wholesale/agreements/agreement-types";
import { signAgreement } from "../../../../wholesale/agreements/acts";
import { signerOf } from "../../scope";

/** A manager signs the paper that stands, for the cooperative. */
export async function POST(req: AuthenticatedMedusaRequest<SignInput>, res: MedusaResponse): Promise<void> {
  res.json(await signAgreement(req.scope, await signerOf(req), req.params.id ?? "", req.validatedBody));
}
