import type { IAuthModuleService, ICustomerModuleService, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { refuseWith } from "../../lib/refusal";
import { BUYER_PASSWORD } from "../../lib/sign-in-names";
import { signInCodeOf, SIGN_IN_REFUSALS } from "../../lib/sign-in-refusals";
import { claimByEmail } from "./claim-orders";
import type BuyerService from "../../modules/buyer/service";

/** Closes an account for good, by its password: a session that somebody left open is not enough. */
export async function askErasure(
  container: MedusaContainer,
  { customer_id, password }: { customer_id: string; password: string },
): Promise<void> {
  const customers = container.resolve<ICustomerModuleService>(Modules.CUSTOMER);
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const buyers: BuyerService = container.resolve("buyer");
  const [customer] = await customers.listCustomers({ id: customer_id }, { select: ["id", "email"], take: 1 });
  if (!customer) refuseWith("account_not_found", "There is no such account any more.");
  const right = await auth.authenticate(BUYER_PASSWORD, { body: { email: customer.email, password } });
  if (!right.success) {
    const reason = signInCodeOf(right.error ?? "") ?? "sign_in_wrong";
    refuseWith(reason, SIGN_IN_REFUSALS[reason], "password");
  }
  // What was bought as a guest since the last sign-in is theirs, too.
  if ((await buyers.accounts.standing(customer_id)).proven) {
    await claimByEmail(container, { customer_id, email: customer.email ?? "" });
  }
  await buyers.erasures.ask(customer_id);
}
