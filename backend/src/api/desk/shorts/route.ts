import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type { EnterShortInput } from "../../../modules/pool/short-types";
import type PoolService from "../../../modules/pool/service";
import { takeBackTouched } from "../../../workflows/parcel/claim/take-back-touched";
import { enterShort, trialOf } from "../../../workflows/pool/short/preview";
import { requireMember } from "../scope";
import type { ShortBody, ShortsQuery } from "./validators";
import { shortDetail, shortFields } from "./view";

/** Enters a short and answers its preview: nothing has changed yet. */
export async function POST(req: AuthenticatedMedusaRequest<ShortBody>, res: MedusaResponse): Promise<void> {
  const { take_back, ...entry } = req.validatedBody;
  // Taking a replacement back is a manager's, here as on the claim's page.
  const { cooperative_id, member_id: person } = await requireMember(req, take_back ? [] : ["packer", "weigher"]);
  const input: EnterShortInput = { ...entry, cooperative_id, person };
  const gone = take_back
    ? valueOf(await takeBackTouched(req.scope, trialOf(input), { person, words: entry.reason }))
    : [];
  // Found at the packing of an order that is no more: its goods are the pool's again.
  if (gone.includes(input.order_id ?? "")) delete input.order_id;
  const short = valueOf(await enterShort(req.scope, input));
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
