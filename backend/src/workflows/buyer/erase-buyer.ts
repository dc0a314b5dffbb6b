import { erasedEmail } from "@commonlot/domain";
import type { IAuthModuleService, ICustomerModuleService, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import type BuyerService from "../../modules/buyer/service";
import { emailName } from "../../lib/email-name";
import type PoolService from "../../modules/pool/service";
import type SeasonService from "../../modules/season/service";
import type WholesaleService from "../../modules/wholesale/service";
import { blankCartsOf } from "./blank-carts";
import { eraseOrders } from "./erase-orders";

/** Addresses and the like of one person that are looked at in one go. */
const AT_ONCE = 1_000;

/**
 * One round of forgetting a buyer: the sign-in, the names and addresses of the account and its carts at once, and every order whose address
 * nobody needs any more. Answers with the number of orders that are left for another day. Each part looks before it acts.
 */
export async function eraseBuyer(container: MedusaContainer, customer_id: string): Promise<number> {
  const buyers: BuyerService = container.resolve("buyer");
  const erasure = await buyers.erasures.of(customer_id);
  if (!erasure) return 0;
  await dropSignIn(container, customer_id);
  await blankCustomer(container, customer_id, erasure.pseudonym);
  await blankCartsOf(container, { customer_id }, erasedEmail(erasure.pseudonym));
  const wholesale: WholesaleService = container.resolve("wholesale");
  await wholesale.forget({ order_ids: [], customer_id });
  return eraseOrders(container, { customer_id, pseudonym: erasure.pseudonym });
}

async function dropSignIn(container: MedusaContainer, customer_id: string): Promise<void> {
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const known = await auth.listAuthIdentities({ app_metadata: { customer_id } }, { take: AT_ONCE });
  if (known.length > 0) await auth.deleteAuthIdentities(known.map(({ id }) => id));
}

async function blankCustomer(container: MedusaContainer, customer_id: string, pseudonym: string): Promise<void> {
  const customers = container.resolve<ICustomerModuleService>(Modules.CUSTOMER);
  const [known] = await customers.listCustomers({ id: customer_id }, { select: ["id", "email"], take: 1 });
  if (!known) return;
  for (let more = true; more;) {
    const addresses = await customers.listCustomerAddresses({ customer_id }, { select: ["id"], take: AT_ONCE });
    if (addresses.length > 0) await customers.deleteCustomerAddresses(addresses.map(({ id }) => id));
    more = addresses.length === AT_ONCE;
  }
  if (known.email === erasedEmail(pseudonym)) return;
  const { subscriptions }: SeasonService = container.resolve("season");
  await subscriptions.forget(emailName(known.email) ?? "");
  const { preorders }: PoolService = container.resolve("pool");
  await preorders.forget(emailName(known.email) ?? "");
  // Before there was an account, Medusa kept a guest under the same address.
  const guests = await customers.listCustomers(
    { email: known.email, has_account: false },
    { select: ["id"], take: AT_ONCE },
  );
  for (const guest of guests) await blankOne(customers, guest.id, pseudonym);
  await blankOne(customers, customer_id, pseudonym);
}

async function blankOne(customers: ICustomerModuleService, customer_id: string, pseudonym: string): Promise<void> {
  await customers.updateCustomers(customer_id, {
    email: erasedEmail(pseudonym),
    first_name: null,
    last_name: null,
    company_name: null,
    phone: null,
    metadata: {},
  });
}

const eraseBuyerStep = createStep("erase-buyer", async (input: { customer_id: string }, { container }) => {
  return new StepResponse(await eraseBuyer(container, input.customer_id));
});

/** What was blanked has no way back: no compensation. */
export const eraseBuyerWorkflow = createWorkflow("erase-buyer", (input: { customer_id: string }) => {
  return new WorkflowResponse(eraseBuyerStep(input));
});
