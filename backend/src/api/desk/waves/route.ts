import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { valueOf } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";
import type { WaveBody, WavesQuery } from "../shed/validators";
import { waveFields } from "../shed/views";

/** Rows of a page when none are asked for. */
const PAGE = 30;

/** Waves of my cooperative: those past their cut-off, then the others, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { cursor, limit = PAGE } = req.validatedQuery as unknown as WavesQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const now = new Date();
  const [late, waves] = await Promise.all([
    cursor === undefined ? parcels.waves.late(cooperative_id, now) : [],
    parcels.waves.list(cooperative_id, { cursor, limit, now }),
  ]);
  res.json({ late: late.map(waveFields), waves: waves.map(waveFields), next: nextCursor(waves, limit) });
}

/** Makes a wave of the labelled parcels of these orders. */
export async function POST(req: AuthenticatedMedusaRequest<WaveBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const { cut_off_at, ...body } = req.validatedBody;
  const now = new Date();
  const made = valueOf(
    await parcels.waves.make({ ...body, cooperative_id, person: member_id, cut_off_at: new Date(cut_off_at), now }),
  );
  const wave = await parcels.waves.view(made.wave_id, cooperative_id, now);
  if (!wave) throw new Error("a wave was not written");
  res.status(made.created ? 201 : 200).json({ wave: waveFields(wave), left: made.left });
}
