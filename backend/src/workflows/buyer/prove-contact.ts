import type { ICustomerModuleService, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { checkPassword } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import { BUYER_PASSWORD } from "../../lib/sign-in-names";
import { SIGN_IN_REFUSALS } from "../../lib/sign-in-refusals";
import type BuyerService from "../../modules/buyer/service";
import type SignInService from "../../modules/sign_in/service";
import { claimByEmail } from "./claim-orders";
import { dropOtherSignIns, standingCustomer } from "./customer-of";

/** Under which guesses at a code by e-mail are counted. */
const MAIL_CODE = "buyer-code";

export interface Proof {
  readonly email: string;
  readonly code: string;
  /** The password from now on. */
  readonly password: string;
  readonly name: string | undefined;
}

/**
 * Whoever types the code that was sent to an address owns the account under it: a new one is made, one that stands gets this password and
 * loses every other session. Orders that were placed as a guest with this address come into it. A crash on the way leaves a used code;
 * the next code completes what is missing.
 */
export async function proveContact(
  container: MedusaContainer,
  { email, code, password, name }: Proof,
): Promise<{ created: boolean; claimed: number }> {
  valueOf(checkPassword(password, email));
  const { guard, codes }: SignInService = container.resolve("sign_in");
  const buyers: BuyerService = container.resolve("buyer");
  if (!(await guard.claim(MAIL_CODE, email))) refuseWith("sign_in_locked", SIGN_IN_REFUSALS.sign_in_locked, "code");
  if (!(await codes.use(email, code.normalize("NFKC").replace(/\s/g, ""), "buyer"))) {
    refuseWith("sign_in_wrong", SIGN_IN_REFUSALS.sign_in_wrong, "code");
  }
  await guard.clear(MAIL_CODE, email);
  const { customer_id, created } = await standingCustomer(container, { email, password, name });
  const before = await buyers.accounts.standing(customer_id);
  // Whoever made it without a proof may have been somebody else: a default address of theirs would be sent to.
  if (!created && !before.proven) await dropAddresses(container, customer_id);
  await dropOtherSignIns(container, { customer_id, email });
  await buyers.accounts.prove(customer_id);
  await guard.clear(BUYER_PASSWORD, email);
  return { created, claimed: await claimByEmail(container, { customer_id, email }) };
}

async function dropAddresses(container: MedusaContainer, customer_id: string): Promise<void> {
  const customers = container.resolve<ICustomerModuleService>(Modules.CUSTOMER);
  const known = await customers.listCustomerAddresses({ customer_id }, { select: ["id"], take: 1_000 });
  if (known.length > 0) await customers.deleteCustomerAddresses(known.map(({ id }) => id));
}
