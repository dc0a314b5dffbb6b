import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { chooseTransfer, transferChoice } from "../../../../../workflows/wholesale/transfer-choose";
import { partFields, payableFields, standingFields } from "../../../proformas/fields";
import type { TransferBody } from "../../../proformas/validators";
import { buyerOf } from "../../scope";

/** Whether an accepted quote can be paid by transfer, and its proforma. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req);
  const { refusal, part, account, proforma, balance, agreed, addresses } = await transferChoice(
    req.scope,
    by,
    req.params.id ?? "",
  );
  res.json({
    may: refusal === null,
    why: refusal?.reason ?? null,
    part: part && partFields(part),
    account: account && { net_days: account.net_days, ...standingFields(account.standing) },
    proforma: proforma && payableFields(req.scope, proforma),
    balance: balance && payableFields(req.scope, balance),
    agreed,
    addresses: addresses.map(({ id, name, province, city, address }) => ({ id, name, province, city, address })),
  });
}

/** The company pays by transfer: its proforma until the quote's end. Pressed twice it is the same one. */
export async function POST(req: AuthenticatedMedusaRequest<TransferBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res.status(201).json(await chooseTransfer(req.scope, by, { quote_id: req.params.id ?? "", ...req.validatedBody }));
}
