import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type ParcelService from "../../../../modules/parcel/service";
import { orderNumbers } from "../../../../lib/order-numbers";
import type WholesaleService from "../../../../modules/wholesale/service";
import { requireMember } from "../../scope";
import type { WaveQuery } from "../../shed/validators";
import { paperFields, waveFields } from "../../shed/views";

const PAGE = 100;
const PAPERS = 10;

/** One wave of my cooperative: its parcels, its papers, and orders of it that were planned anew. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { after, limit = PAGE } = req.validatedQuery as unknown as WaveQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const wave = await parcels.waves.view(req.params.id ?? "", cooperative_id, new Date());
  if (!wave) refuseWith("wave_not_found", "There is no such wave.");
  const [page, successors, papers, bookings, carrier_labels, without_phone, packed] = await Promise.all([
    parcels.waves.parcels(wave.id, { after, limit }),
    parcels.waves.successors(wave.id),
    parcels.papers.last({ wave_id: wave.id }, cooperative_id, PAPERS),
    parcels.bookAhead.counts(wave.id),
    parcels.carrierLabels.countsOfWave(wave.id),
    parcels.waves.withoutPhone(wave.id, cooperative_id),
    parcels.waves.packed(wave.id),
  ]);
  const wholesale: WholesaleService = req.scope.resolve("wholesale");
  const shown = [...page, ...successors].map((one) => one.order_id);
  const [numbers, wanted] = await Promise.all([
    orderNumbers(req.scope, shown),
    wholesale.orders.wantedDays([...shown, ...packed.map((one) => one.order_id)], cooperative_id),
  ]);
  res.json({
    wave: waveFields(wave),
    parcels: page.map((parcel) => ({
      ...parcel,
      display_id: numbers.get(parcel.order_id) ?? null,
      wanted_on: wanted.get(parcel.order_id) ?? null,
    })),
    /** Of what is packed, how many parcels are wanted for which day. */
    packed_for: packed.map(({ order_id, parcels: count }) => ({
      wanted_on: wanted.get(order_id) ?? null,
      parcels: count,
    })),
    successors: successors.map((one) => ({ ...one, display_id: numbers.get(one.order_id) ?? null })),
    papers: papers.map(paperFields),
    bookings,
    carrier_labels,
    without_phone,
    next: page.length === limit ? (page.at(-1)?.id ?? null) : null,
  });
}
