import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import { claimOne } from "../../../../workflows/buyer/claim-orders";
import { ordersOfCustomer } from "../../../../workflows/buyer/own-orders";
import { requireBuyer } from "../../orders/buyer";
import { customerOf } from "../session";
import type { ClaimOrderBody, OwnOrdersQuery } from "../validators";

/** Orders of who is signed in, newest first. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { cursor, limit } = req.validatedQuery as OwnOrdersQuery;
  res.json(await ordersOfCustomer(req.scope, { customer_id: customerOf(req), cursor, limit }));
}

/** Keeps an order in the account: the request shows its buyer's key, which is sent to the contact it was placed with. */
export async function POST(req: MedusaRequest<ClaimOrderBody>, res: MedusaResponse): Promise<void> {
  const { order_id } = req.validatedBody;
  await requireBuyer(req, order_id);
  if (!(await claimOne(req.scope, { customer_id: customerOf(req), order_id }))) {
    refuseWith("in_another_account", "This order is in another account already. Nothing was changed.");
  }
  res.status(201).json({ order_id });
}
