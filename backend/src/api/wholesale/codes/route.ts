import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import { SIGN_IN_REFUSALS } from "../../../lib/sign-in-refusals";
import type SignInService from "../../../modules/sign_in/service";
import type { CompanyCodeBody } from "../validators";

/** Sends a code to an address, whether it is of a company or not: to register one, and when a password is forgotten. */
export async function POST(req: MedusaRequest<CompanyCodeBody>, res: MedusaResponse): Promise<void> {
  const { codes }: SignInService = req.scope.resolve("sign_in");
  const { email, language } = req.validatedBody;
  if (!(await codes.mail(email, language, "company")))
    refuseWith("code_too_soon", SIGN_IN_REFUSALS.code_too_soon, "code");
  res.status(202).json({ sent: true });
}
