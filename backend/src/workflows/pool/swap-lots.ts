import type { MedusaContainer } from "@medusajs/framework/types";
import { refuse, type Refusal, type Result } from "@commonlot/domain";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";
import type { SwapOrder, SwapRow } from "../../modules/pool/swaps";

/**
 * Staff put one lot in the place of another. Looks first whether the goods are packed, to say so kindly; who packs in between is
 * caught by the job that lets the parcels follow. One write, in the pool: no compensation.
 */
export async function swapLots(container: MedusaContainer, input: SwapOrder): Promise<Result<SwapRow, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  if (await pools.swaps.isKnown(input)) return pools.swaps.swap(input);
  const open = await parcels.refits.openUnits(input.order_id, input.order_line_id, input.from_lot_id);
  if (open !== null && open < input.units) {
    const message =
      open === 0
        ? "This lot lies in parcels that are packed already, so it stays. Nothing was changed."
        : `Only ${open} of this lot lies in parcels that are not packed yet. Swap that much at most.`;
    return refuse("already_packed", message, "units");
  }
  return pools.swaps.swap(input);
}
