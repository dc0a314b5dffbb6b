import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { judgedList } from "../../../../workflows/wholesale/quick-list";
import { listFields } from "../fields";
import { ownerOfList } from "../scope";
import type { ListQuery } from "../validators";

/** The list that this member works on, as it stands today: those lines first that are wrong. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { page } = req.validatedQuery as unknown as ListQuery;
  res.json(listFields(await judgedList(req.scope, await ownerOfList(req, "look"), page)));
}
