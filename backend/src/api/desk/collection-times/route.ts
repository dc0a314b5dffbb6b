import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type CooperativeService from "../../../modules/cooperative/service";
import { requireMember } from "../scope";
import type { CollectionBody } from "./validators";

/** When goods are taken in, in the order of the week. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { collectionTimes }: CooperativeService = req.scope.resolve("cooperative");
  res.json({ times: await collectionTimes.of(cooperative_id) });
}

/** Adds a time of the week, or gives the one that begins then another end. */
export async function POST(req: AuthenticatedMedusaRequest<CollectionBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const { collectionTimes }: CooperativeService = req.scope.resolve("cooperative");
  const { id } = valueOf(await collectionTimes.set(cooperative_id, req.validatedBody, member_id));
  res.status(201).json({ time: { id } });
}
