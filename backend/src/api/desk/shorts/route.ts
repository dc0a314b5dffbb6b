import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type PoolService from "../../../modules/pool/service";
import { enterShortTakingBack } from "../../../workflows/parcel/claim/short-taking-back";
import { enterShort } from "../../../workflows/pool/short/preview";
import { requireMember } from "../scope";
import type { ShortBody, ShortsQuery } from "./validators";
import { shortDetail, shortFields } from "./view";

/** Enters a short and answers its preview: nothing has changed yet. */
export async function POST(req: AuthenticatedMedusaRequest<ShortBody>, res: MedusaResponse): Promise<void> {
  const { take_back, ...entry } = req.validatedBody;
  // Taking a replacement back is a manager's, here as on the claim's page.
  const { cooperative_id, member_id: person } = await requireMember(req, take_back ? [] : ["packer", "weigher"]);
  const enter = take_back ? enterShortTakingBack : enterShort;
  const short = valueOf(await enter(req.scope, { ...entry, cooperative_id, person }));
  res.status(201).json({ short: await shortDetail(req.scope, short) });
}

/** Shorts of the member's cooperative, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { state, after_at, after_id, limit } = req.validatedQuery as unknown as ShortsQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const shorts = await pools.shorts.list({
    cooperative_id,
    state,
    limit,
    ...(after_at && after_id ? { after: { at: after_at, id: after_id } } : {}),
  });
  const last = shorts.at(-1);
  res.json({
    shorts: shorts.map(shortFields),
    next: shorts.length === limit && last ? { at: last.cursor, id: last.id } : null,
  });
}
