import type { ICustomerModuleService, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { emailName } from "../../lib/email-name";
import { refuseWith } from "../../lib/refusal";

/** The address of an account, as it is kept. */
export async function emailOf(container: MedusaContainer, customer_id: string): Promise<string> {
  const customers = container.resolve<ICustomerModuleService>(Modules.CUSTOMER);
  const [customer] = await customers.listCustomers({ id: customer_id }, { select: ["id", "email"], take: 1 });
  return emailName(customer?.email) ?? refuseWith("account_not_found", "There is no such account any more.");
}
