import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { killPoint } from "../../../lib/kill-point";
import { packingList, type PackingList } from "../../../lib/packing-list";
import type { ClaimRow } from "../../../modules/parcel/claim-types";
import type ParcelService from "../../../modules/parcel/service";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { cancelReplacement, placeReplacement, replacementIds, type ReplacementIds } from "./replacement-order";

/** The same packs again: an order of its own that the claim pays for. Each step once; refused, nothing of it stays. */
export async function sendAgain(
  container: MedusaContainer,
  claim: ClaimRow,
): Promise<Result<{ currency: string; short_id?: string }, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const sold = await settlement.shorts.linesOf([claim.order_id]);
  if (sold.length === 0)
    return refuse("not_captured", "The payment of this order is still being taken. Try again in a minute.");
  const parcel = await parcels.parcelOfCooperative(claim.parcel_id, claim.cooperative_id);
  if (!parcel) return refuse("parcel_not_found", "There is no such parcel.");
  const ids = replacementIds(claim, await parcels.claims.linesOf(claim.id));
  await parcels.claims.replacementOrder(claim.id, ids.order_id);
  const taken = await take(container, claim, ids);
  if (!taken.ok) return taken;
  killPoint("replacement_taken");
  const placed = await placeReplacement(container, claim, parcel, ids);
  if (placed === "canceled") {
    await settlement.claims.reverse({ ...moneyOf(claim), order_id: ids.order_id, gone: true });
    await undo(container, claim, ids.order_id);
    return refuse("replacement_cancelled", "The order of the replacement was cancelled meanwhile. Decide again.");
  }
  killPoint("replacement_reserved");
  const planned = await plan(container, claim, ids);
  if (!planned.ok) {
    await undo(container, claim, ids.order_id);
    return planned;
  }
  killPoint("replacement_planned");
  const funded = await fund(container, claim, ids);
  if (!funded.ok) {
    await undo(container, claim, ids.order_id);
    return funded;
  }
  killPoint("replacement_funded");
  return ok({ currency: sold[0]?.currency ?? "" });
}

async function take(
  container: MedusaContainer,
  claim: ClaimRow,
  ids: ReplacementIds,
): Promise<Result<unknown, Refusal>> {
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const first = await packingList(container, claim.order_id);
  if (!first.ok) return first;
  const pool_of = new Map(first.value.lines.map((line) => [line.id, line.pool_id]));
  const lines = ids.lines.map((line) => ({
    order_line_id: line.order_line_id,
    pool_id: pool_of.get(line.of_line_id) ?? "",
    units: line.packs * line.pack_units,
  }));
  return pools.replacements.take({
    order_id: ids.order_id,
    number: claim.number,
    person: claim.decided_by ?? "system",
    lines,
    floors: await cooperatives.floors.of([claim.cooperative_id]),
  });
}

/** Parcels of the replacement, from its own packing list; once, whatever is run twice. */
async function plan(
  container: MedusaContainer,
  claim: ClaimRow,
  { order_id }: ReplacementIds,
): Promise<Result<unknown, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  const cause = causeOf(claim, "plan");
  // Refused: planned under this cause before.
  if (!(await parcels.replans.withdraw({ cause, order_ids: [order_id], left: {} })).ok) return ok(undefined);
  const list: Result<PackingList, Refusal> = await packingList(container, order_id);
  if (!list.ok) return list;
  return parcels.replans.plan({
    cause,
    order_id,
    currency: list.value.currency,
    destinations: list.value.destinations,
    allocations: await pools.allocationsOfOrder(order_id),
    hold_days: 0,
  });
}

async function fund(
  container: MedusaContainer,
  claim: ClaimRow,
  ids: ReplacementIds,
): Promise<Result<unknown, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  const [allocations, again, paid_freight, freight] = await Promise.all([
    pools.allocationsOfOrder(claim.order_id),
    pools.allocationsOfOrder(ids.order_id),
    parcels.freightOfOrder(claim.order_id),
    parcels.freightOfOrder(ids.order_id),
  ]);
  const sum = (line: string, key: "units" | "grams") =>
    again.filter((one) => one.order_line_id === line).reduce((total, one) => total + Number(one[key]), 0);
  return settlement.claims.fund({
    claim_id: claim.id,
    order_id: ids.order_id,
    of: { order_id: claim.order_id, allocations, freight: paid_freight },
    lines: ids.lines.map((line) => ({
      order_line_id: line.order_line_id,
      of_line_id: line.of_line_id,
      units: sum(line.order_line_id, "units"),
      grams: sum(line.order_line_id, "grams"),
      freight_minor: freight
        .filter((one) => one.order_line_id === line.order_line_id)
        .reduce((total, one) => total + one.freight_minor, 0n),
    })),
  });
}

/** A replacement that has not left goes back: null when all of it is undone, else why it is not. */
export async function takeBack(container: MedusaContainer, claim: ClaimRow): Promise<Refusal | null> {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const order_id = claim.replacement_order_id;
  if (order_id === null) return null;
  const withdrawn = await parcels.replans.withdraw({
    cause: causeOf(claim, "withdraw"),
    order_ids: [order_id],
    left: {},
  });
  if (!withdrawn.ok) return withdrawn.refusal;
  killPoint("replacement_withdrawn");
  const reversed = await settlement.claims.reverse({ ...moneyOf(claim), order_id, gone: claim.answer !== null });
  if (!reversed.ok) return reversed.refusal;
  killPoint("replacement_reversed");
  await undo(container, claim, order_id);
  return null;
}

/** Parcels void, goods free, Medusa's order cancelled: each looks before it acts. */
async function undo(container: MedusaContainer, claim: ClaimRow, order_id: string): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  await parcels.replans.withdraw({ cause: causeOf(claim, "undo"), order_ids: [order_id], left: {} });
  await pools.releaseOrder({ order_id, reason: "not sent again after all", person: claim.decided_by ?? "system" });
  killPoint("replacement_released");
  await cancelReplacement(container, order_id);
}

function moneyOf({ id: claim_id, attempt, number }: ClaimRow) {
  return { claim_id, attempt, number };
}

function causeOf(claim: ClaimRow, move: "plan" | "withdraw" | "undo"): string {
  return `${claim.id}:${move}:${claim.attempt}`;
}
