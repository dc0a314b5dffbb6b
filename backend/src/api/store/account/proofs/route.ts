import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { proveContact } from "../../../../workflows/buyer/prove-contact";
import type { ProofBody } from "../validators";

/** The code that was sent, and a password: the account is made, or gets this password. Signing in comes after, at Medusa's own route. */
export async function POST(req: MedusaRequest<ProofBody>, res: MedusaResponse): Promise<void> {
  const { name, ...proof } = req.validatedBody;
  const { created, claimed } = await proveContact(req.scope, { ...proof, name: name === "" ? undefined : name });
  res.json({ proof: { created, claimed } });
}
