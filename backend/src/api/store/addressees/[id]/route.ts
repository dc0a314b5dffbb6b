import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { isAddresseeKey } from "../../../../lib/addressee-link";
import { parcelsOfAddressee } from "../../../../lib/addressee-tracking";
import { refuseWith } from "../../../../lib/refusal";
import type { KeyQuery } from "../../preorders/validators";

/** An addressee's own parcel, for who has its link: who sends it, their words, where it is. No price, no address, nobody else. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const id = req.params.id ?? "";
  const { key } = req.validatedQuery as unknown as KeyQuery;
  if (!isAddresseeKey(id, key))
    refuseWith("link_not_found", "This link is not whole. Open it once more as it was sent.");
  const found = await parcelsOfAddressee(req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION), id);
  if (!found) refuseWith("link_not_found", "There is no such parcel any more.");
  res.json({ addressee: found });
}
