import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import { SIGN_IN_REFUSALS } from "../../../../lib/sign-in-refusals";
import type SignInService from "../../../../modules/sign_in/service";
import type { CodeBody } from "../validators";

/** Sends a code to an address, whether an account stands under it or not: to make one, and when a password is forgotten. */
export async function POST(req: MedusaRequest<CodeBody>, res: MedusaResponse): Promise<void> {
  const { codes }: SignInService = req.scope.resolve("sign_in");
  const { email, language } = req.validatedBody;
  if (!(await codes.mail(email, language))) refuseWith("code_too_soon", SIGN_IN_REFUSALS.code_too_soon, "code");
  res.status(202).json({ sent: true });
}
