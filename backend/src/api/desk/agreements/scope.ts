import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import type { QuoteActor } from "../../../modules/wholesale/quotes/quote-types";
import { sellerOf } from "../quotes/scope";

/** A manager who signs for the cooperative, with the address by which one person on both sides is known. */
export async function signerOf(
  req: AuthenticatedMedusaRequest,
): Promise<QuoteActor & { side: "seller"; email: string | null }> {
  const by = await sellerOf(req);
  const { memberships }: CooperativeService = req.scope.resolve("cooperative");
  return { ...by, email: await memberships.emailOf(by.id) };
}
