import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { examplePacks, judgedList } from "../../../../workflows/wholesale/quick-list-page";
import { listFields } from "../fields";
import { ownerOfList } from "../scope";
import type { ListQuery } from "../validators";

/** The list that this member works on, as it stands today: those lines first that are wrong. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { page } = req.validatedQuery as unknown as ListQuery;
  const by = await ownerOfList(req, "look");
  const [list, examples] = await Promise.all([judgedList(req.scope, by, page), examplePacks(req.scope)]);
  res.json({ ...listFields(list), examples });
}
