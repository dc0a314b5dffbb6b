import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import { readAddressees } from "../../../../modules/wholesale/read-addressees";
import type WholesaleService from "../../../../modules/wholesale/service";
import { listFields } from "./fields";
import type { AddresseeListBody } from "./validators";

/** Takes a whole list of addressees, or refuses it whole with what is wrong on which line. Answers with counts only. */
export async function POST(req: AuthenticatedMedusaRequest<AddresseeListBody>, res: MedusaResponse): Promise<void> {
  const body = req.validatedBody;
  const read = readAddressees(body.addressees);
  if (!read.ok) {
    res.status(400).json({
      code: "invalid_addressees",
      type: "invalid_data",
      message: `${read.problem_lines} of ${body.addressees.length} lines must be mended. Nothing was saved.`,
      problems: read.problems,
    });
    return;
  }
  const wholesale: WholesaleService = req.scope.resolve("wholesale");
  const { list, created } = valueOf(
    await wholesale.createList({
      customer_id: req.auth_context?.actor_id || null,
      email: body.email ?? null,
      title: body.title,
      product_variant_id: body.product_variant_id ?? null,
      idempotency_key: body.idempotency_key ?? null,
      addressees: read.addressees,
    }),
  );
  res.status(created ? 201 : 200).json({ addressee_list: listFields(list) });
}
