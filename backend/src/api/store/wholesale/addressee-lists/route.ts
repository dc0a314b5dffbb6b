import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { refuseWith, valueOf } from "../../../../lib/refusal";
import { readAddressees } from "../../../../modules/wholesale/addressees/read-addressees";
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
  await refuseUnknownVariant(req, body.product_variant_id);
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

/** A list for a pack that is not there would be refused only when the buyer pays. */
async function refuseUnknownVariant(req: AuthenticatedMedusaRequest, variant_id: string | undefined): Promise<void> {
  if (variant_id === undefined) return;
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "variant", fields: ["id"], filters: { id: variant_id } });
  if (data.length === 0)
    refuseWith("variant_not_found", "There is no such pack. Nothing was saved.", "product_variant_id");
}
