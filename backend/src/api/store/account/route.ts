import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { ICustomerModuleService } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { refuseWith } from "../../../lib/refusal";
import type BuyerService from "../../../modules/buyer/service";
import { customerOf } from "./session";

/** The account of who is signed in. Addresses are at Medusa's own `/store/customers/me/addresses`. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const customers: ICustomerModuleService = req.scope.resolve(Modules.CUSTOMER);
  const { accounts }: BuyerService = req.scope.resolve("buyer");
  const id = customerOf(req);
  const [[customer], standing] = await Promise.all([
    customers.listCustomers({ id }, { take: 1 }),
    accounts.standing(id),
  ]);
  if (!customer) refuseWith("account_not_found", "There is no such account any more.");
  res.json({
    account: {
      email: customer.email,
      name: customer.first_name ?? null,
      phone: customer.phone ?? null,
      proven: standing.proven,
      created_at: customer.created_at,
    },
  });
}
