import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { TruckRate } from "@commonlot/domain";
import { nextCursor } from "../../../lib/keyset";
import { valueOf } from "../../../lib/refusal";
import type CooperativeService from "../../../modules/cooperative/service";
import type ParcelService from "../../../modules/parcel/service";
import { nowAt } from "../carriers/views";
import { requireMember } from "../scope";
import { truckRateFields } from "./views";

/** What trucks cost my cooperative, the last entered first, each with who entered it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as { limit: number; cursor?: string };
  const parcels: ParcelService = req.scope.resolve("parcel");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const { today } = await nowAt(req.scope, cooperative_id);
  const [rates, in_force] = await Promise.all([
    parcels.truckRates.list({ cooperative_id, ...query }),
    parcels.truckRates.inForce({ cooperative_id, currency: "CNY", day: today }),
  ]);
  const names = await cooperatives.memberNames(rates.flatMap((rate) => [rate.made_by, rate.withdrawn_by ?? []].flat()));
  const pricing = new Set(in_force.map((rate) => rate.id));
  res.json({
    truck_rates: rates.map((rate) => ({
      ...truckRateFields(rate, pricing, today),
      made_by: names.get(rate.made_by) ?? null,
      withdrawn_by: names.get(rate.withdrawn_by ?? "") ?? null,
    })),
    next: nextCursor(rates, query.limit),
  });
}

/** Enters a rate; it is never changed, only followed by another of its name, or taken back. */
export async function POST(req: AuthenticatedMedusaRequest<TruckRate>, res: MedusaResponse): Promise<void> {
  const { member_id, cooperative_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const rate = req.validatedBody;
  const truck_rate = valueOf(await parcels.truckRates.enter({ cooperative_id, person: member_id, rate }));
  res.status(201).json({ truck_rate });
}
