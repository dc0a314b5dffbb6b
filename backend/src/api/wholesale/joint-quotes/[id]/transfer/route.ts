import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { chooseJointTransfer, jointTransferChoice } from "../../../../../workflows/wholesale/joint-transfer";
import { payableFields } from "../../../proformas/fields";
import type { TransferBody } from "../../../proformas/validators";
import { cooperativeNames } from "../../../quotes/fields";
import { buyerOf } from "../../../quotes/scope";

/** Whether an accepted joint quote can be paid by transfer, and its proformas, one of each cooperative. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req);
  const { joint, refusal, total_minor, without, proformas, agreed, addresses } = await jointTransferChoice(
    req.scope,
    by,
    req.params.id ?? "",
  );
  const names = await cooperativeNames(req.scope, [
    ...proformas,
    ...without.map((cooperative_id) => ({ cooperative_id })),
  ]);
  res.json({
    id: joint.id,
    number: joint.number,
    currency: joint.currency,
    may: refusal === null,
    why: refusal?.reason ?? null,
    total_minor: total_minor === null ? null : Number(total_minor),
    /** Cooperatives that nothing can be transferred to yet. */
    without: without.map(names),
    proformas: proformas.map((one) => ({
      ...payableFields(req.scope, one),
      cooperative: names(one.cooperative_id),
    })),
    agreed,
    addresses: addresses.map(({ id, name, province, city, address }) => ({ id, name, province, city, address })),
  });
}

/** The company pays by transfer: a proforma to each cooperative until the first clock ends. Pressed twice they are the same ones. */
export async function POST(req: AuthenticatedMedusaRequest<TransferBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  res
    .status(201)
    .json(await chooseJointTransfer(req.scope, by, { joint_id: req.params.id ?? "", ...req.validatedBody }));
}
