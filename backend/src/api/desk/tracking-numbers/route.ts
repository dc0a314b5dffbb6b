import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type ParcelService from "../../../modules/parcel/service";
import { orderNumbers, ordersByNumber } from "../../../lib/order-numbers";
import type { NumbersBody, WantedQuery } from "../carriers/validators";
import { requireMember } from "../scope";

/** Parcels whose numbers the desk must type, those that left first; `search` finds a parcel, an order or an addressee. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { limit, cursor, wave_id, search } = req.validatedQuery as unknown as WantedQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const order_ids = search === undefined ? [] : await ordersByNumber(req.scope, search);
  const filter = { cooperative_id, wave_id, search, order_ids };
  const [found, counts, waves] = await Promise.all([
    parcels.wantedNumbers.list(filter, { limit, cursor }),
    parcels.wantedNumbers.counts(filter),
    parcels.wantedNumbers.waves(cooperative_id),
  ]);
  const numbers = await orderNumbers(
    req.scope,
    found.map((parcel) => parcel.order_id),
  );
  res.json({
    parcels: found.map(({ cursor: _, ...parcel }) => ({
      ...parcel,
      display_id: numbers.get(parcel.order_id) ?? null,
    })),
    counts,
    waves,
    next: found.length === limit ? (found.at(-1)?.cursor ?? null) : null,
  });
}

/** Stores the numbers that are right; the lines that are not are named. */
export async function POST(req: AuthenticatedMedusaRequest<NumbersBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  res.json(await parcels.trackingNumbers.enter({ cooperative_id, lines: req.validatedBody.numbers }));
}
