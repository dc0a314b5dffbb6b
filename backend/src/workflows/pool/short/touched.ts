import type { MedusaContainer } from "@medusajs/framework/types";
import { staysPromised, type ShortPlan } from "@commonlot/domain";
import type { PackingList } from "../../../lib/packing-list";
import type ParcelService from "../../../modules/parcel/service";
import type { PartToWithdraw } from "../../../modules/parcel/withdraw";
import type { LoadOfOrder, TouchQuestion } from "../../../modules/parcel/touch";
import type { ShortRow, StoredPlan } from "../../../modules/pool/short-types";
import type { Gathered } from "./gather";

/** What of an order is planned anew by a short, and what stays as it is. */
export type Touched = NonNullable<StoredPlan["touched"]>[string];

/**
 * Which loads of an order a short reaches: those that go without packs, the one whose parcel was entered, and those whose box is
 * packed with what is lost. Undefined: all of it is planned anew. That is so when packs wait or come as another grade, since then
 * packs change that nothing was said about.
 */
export async function touchedOf(
  container: MedusaContainer,
  short: ShortRow,
  gathered: Gathered,
  list: PackingList,
  plan: ShortPlan,
): Promise<Touched | undefined> {
  if (gathered.resolves || gathered.unfilled) return undefined;
  const order_id = list.order_id;
  const own = plan.lines.filter((line) => line.order === order_id);
  const pools = new Map(list.lines.map((line) => [line.id, line.pool_id]));
  const mixed =
    own.some((line) => line.offer !== null || line.regraded > 0 || (line.packs > 0 && staysPromised(line.policy))) ||
    gathered.facts.earlier.some((one) => one.order === order_id && (one.waiting_packs ?? 0) > 0) ||
    plan.shares.some((share) => share.order === order_id && share.pool !== pools.get(share.order_line)) ||
    gathered.facts.allocations.some((one) => one.order === order_id && one.pool !== pools.get(one.order_line));
  if (mixed) return undefined;
  const parcels: ParcelService = container.resolve("parcel");
  const entered =
    short.parcel_id === null ? undefined : await parcels.parcelOfCooperative(short.parcel_id, short.cooperative_id);
  const cooperatives = new Map(list.lines.map((line) => [line.id, line.cooperative_id]));
  const named: LoadOfOrder[] = own.flatMap((line) =>
    line.drops.map((drop) => ({
      cooperative_id: cooperatives.get(line.order_line) ?? "",
      destination_id: drop.destination,
    })),
  );
  if (entered?.order_id === order_id) {
    named.push({ cooperative_id: entered.cooperative_id, destination_id: entered.destination_id });
  }
  const touch = await parcels.touches.of({ order_id, named, reduced: reducedOf(plan.shares, order_id, "apply") });
  return touch && { named, ...touch };
}

/** The same for whoever takes parcels out of the packers' hands: as it was decided, or, when it is undone, as it is now. */
export function partsOf(plan: StoredPlan, move: "apply" | "undo"): PartToWithdraw[] {
  return Object.entries(plan.touched ?? {}).map(([order_id, { named, loads, kept }]) => ({
    order_id,
    named,
    reduced: reducedOf(plan.shares, order_id, move),
    decided: move === "apply" ? { loads, kept } : null,
  }));
}

function reducedOf(shares: ShortPlan["shares"], order_id: string, move: "apply" | "undo"): TouchQuestion["reduced"] {
  return shares
    .filter((share) => share.order === order_id)
    .map(({ order_line, lot, before, after }) => ({
      order_line_id: order_line,
      lot_id: lot,
      units: move === "apply" ? before - after : after - before,
    }))
    .filter((one) => one.units > 0);
}
