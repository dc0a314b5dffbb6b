import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { killPoint } from "../../../lib/kill-point";
import { lessPacks, packingList } from "../../../lib/packing-list";
import { valueOf } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";
import { ordersOf, planOf } from "../../../modules/pool/short-moves";
import { UNDO_WITHIN_S } from "../../../modules/pool/shorts";
import { AUTOMATIC, type ShortRow, type StoredPlan } from "../../../modules/pool/short-types";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { previewShort } from "./preview";
import { askBuyers, tellBuyers } from "./tell-buyers";
import { partsOf } from "./touched";

/**
 * Takes a short as far as it can go, from wherever it stands: one transaction a room, each once by the short's id. Runs in
 * the request of whoever pressed the button, and again as a job; killed between any two steps it ends the same.
 *
 * apply: parcels withdrawn -> pool (lots, shares, holds) -> refunds promised -> parcels planned anew
 * undo:  parcels withdrawn -> pool as it was -> promises taken back -> parcels planned anew
 * close: refunds sent -> orders of which nothing is left are complete
 *
 * Parcels come first, so that nothing leaves the house with contents that no longer hold.
 */
export async function runShort(container: MedusaContainer, short_id: string): Promise<ShortRow> {
  const pools: PoolService = container.resolve("pool");
  for (;;) {
    const short = await pools.shorts.byId(short_id);
    if (!short) throw new Error(`there is no short ${short_id}`);
    if (short.state === "waiting_for_buyer") {
      await askBuyers(container, short);
      await pools.shorts.questions.settleDue(short.id);
      if ((await pools.shorts.byId(short_id))?.state === "waiting_for_buyer") return short;
    } else if (AUTOMATIC.has(short.kind) && ["entered", "previewed"].includes(short.state)) {
      if (short.problem === "declined") return short;
      await decideAlone(container, short);
    } else if (await pools.shorts.questions.toWorkOut(short)) {
      // Nobody is waited for any more: what was said about other grades goes into the preview, which the desk applies.
      if (!(await previewShort(container, short.id)).ok) return short;
    } else if (short.state === "applying") await apply(container, short);
    else if (short.state === "undoing") await undo(container, short);
    else if (isOver(short)) await pools.shorts.close([short.id]);
    else if (short.finished_at === null && ["applied", "undone", "closed"].includes(short.state)) {
      await finish(container, short);
    } else return short;
  }
}

function isOver(short: ShortRow): boolean {
  return (
    short.state === "applied" &&
    short.finished_at !== null &&
    (short.decided_at?.getTime() ?? 0) + UNDO_WITHIN_S * 1000 <= Date.now()
  );
}

/**
 * An entry that nobody made is looked at and agreed to by the house. What it is about may have ended (cancelled, filled): then
 * it is dropped. What can't be decided yet (the payment is still being taken) is tried again by its job.
 */
async function decideAlone(container: MedusaContainer, short: ShortRow): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  // Asked and agreed: what was agreed to is applied, when it still holds.
  if (short.state === "previewed" && short.plan_hash !== null) {
    const begun = await pools.shorts.begin({ short_id: short.id, person: "system", plan_hash: short.plan_hash });
    return void valueOf(begun);
  }
  const previewed = await previewShort(container, short.id);
  if (previewed.ok) return;
  const { reason } = previewed.refusal;
  if (reason !== "order_ended" && reason !== "not_yet") return void valueOf(previewed);
  valueOf(await pools.shorts.drop({ short_id: short.id, person: "system" }));
}

async function apply(container: MedusaContainer, short: ShortRow): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const plan = planOf(short);
  if (plan.kind === "goods" && plan.orders.length > 0) {
    const withdrawn = await parcels.replans.withdraw({
      cause: causeOf(short, "apply"),
      order_ids: plan.orders,
      left: plan.left,
      parts: partsOf(plan, "apply"),
    });
    if (!withdrawn.ok) return setBack(container, short, withdrawn.refusal.reason);
  }
  if (plan.kind === "parcel" && short.claim_id === null) {
    const yielded = await parcels.claims.yieldTo({
      short_id: short.id,
      parcel_id: short.parcel_id ?? "",
      cooperative_id: short.cooperative_id,
    });
    if (!yielded.ok) return setBack(container, short, yielded.refusal.reason);
  }
  killPoint("short_parcels_withdrawn");
  const applied = await pools.shorts.apply(short.id);
  if (!applied.ok) return setBack(container, short, applied.refusal.reason);
  killPoint("short_applied");
}

/** Nothing of it holds: parcels that were withdrawn are planned again as they were. */
async function setBack(container: MedusaContainer, short: ShortRow, problem: string): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  await planAnew(container, causeOf(short, "apply"));
  if (short.parcel_id !== null) {
    const parcels: ParcelService = container.resolve("parcel");
    await parcels.claims.letGo(short.id, short.parcel_id);
  }
  valueOf(await pools.shorts.setBack(short.id, problem));
  // Nobody looks at the preview again: its job does, a little later.
  if (AUTOMATIC.has(short.kind)) throw new Error(`short ${short.number} came to nothing: ${problem}`);
}

async function undo(container: MedusaContainer, short: ShortRow): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const plan = planOf(short);
  if (plan.orders.length > 0) {
    const withdrawn = await parcels.replans.withdraw({
      cause: causeOf(short, "undo"),
      order_ids: plan.orders,
      left: plan.left,
      parts: partsOf(plan, "undo"),
    });
    if (!withdrawn.ok) return void valueOf(await pools.shorts.keep(short.id, withdrawn.refusal.reason));
  }
  killPoint("short_undo_withdrawn");
  const undone = await pools.shorts.undo(short.id);
  if (!undone.ok) {
    await planAnew(container, causeOf(short, "undo"));
    valueOf(await pools.shorts.keep(short.id, undone.refusal.reason));
  }
  killPoint("short_undone");
}

/** What follows in the other rooms once the pool has decided. */
async function finish(container: MedusaContainer, short: ShortRow): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  const plan = planOf(short);
  if (short.state === "undone") {
    valueOf(await settlement.shorts.cancel(short.id));
    killPoint("short_refund_cancelled");
    await planAnew(container, causeOf(short, "undo"));
  } else {
    await promise(container, short, plan);
    killPoint("short_refund_promised");
    await planAnew(container, causeOf(short, "apply"));
    killPoint("short_planned_anew");
    await tellBuyers(container, short, plan);
    killPoint("short_buyers_told");
    if (short.state === "closed") await settle(container, short, plan);
  }
  await pools.shorts.finish(short.id, short.state);
}

async function promise(container: MedusaContainer, short: ShortRow, plan: StoredPlan): Promise<void> {
  const settlement: SettlementService = container.resolve("settlement");
  valueOf(
    await settlement.shorts.promise({
      short_id: short.id,
      lines: plan.lines.map((line) => ({
        order_id: line.order,
        order_line_id: line.order_line,
        amount_minor: (BigInt(line.goods_minor) + BigInt(line.freight_minor)).toString(),
        freight_minor: line.freight_minor,
        tax_minor: line.tax_minor,
      })),
      borne: plan.kind === "parcel",
      claim_id: short.claim_id ?? undefined,
      person: short.decided_by ?? short.entered_by,
    }),
  );
}

/** It can't be undone any more: the buyer's money goes, and orders may be complete. */
async function settle(container: MedusaContainer, short: ShortRow, plan: StoredPlan): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  const parcels: ParcelService = container.resolve("parcel");
  await settlement.shorts.release(short.id);
  killPoint("short_refund_released");
  const all = ordersOf(plan);
  const waiting = new Set((await pools.shorts.waits.ofOrders(all)).map((one) => one.order_id));
  const orders = plan.kind === "parcel" ? all : all.filter((order_id) => !waiting.has(order_id));
  const hold_days = new Map<string, number>();
  for (const order_id of orders) hold_days.set(order_id, await settlement.holdDaysOfOrder(order_id));
  if (plan.kind === "goods") return parcels.replans.complete(orders, hold_days);
  // A claim accounts for its parcel itself, once all of it is done.
  if (short.claim_id !== null) return;
  valueOf(
    await parcels.replans.accountFor({
      short_id: short.id,
      parcel_id: short.parcel_id ?? "",
      hold_days: hold_days.get(orders[0] ?? "") ?? 0,
    }),
  );
}

/** Plans again what was withdrawn for `cause`, each order in a transaction of its own, from what is so now. */
async function planAnew(container: MedusaContainer, cause: string): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  for (const order_id of await parcels.replans.waiting(cause)) {
    const waits = await pools.shorts.waits.ofOrders([order_id]);
    // Nothing of it leaves before what misses is filled or refunded: that plans it.
    if (waits.some((one) => one.ships === "together")) continue;
    const list = valueOf(await packingList(container, order_id));
    const [allocations, drops, left, kept] = await Promise.all([
      pools.allocationsOfOrder(order_id),
      pools.shorts.dropsOf(order_id),
      parcels.replans.left([order_id]),
      parcels.touches.kept(order_id),
    ]);
    const planned = await parcels.replans.plan({
      cause,
      order_id,
      currency: list.currency,
      // Cancelled meanwhile: there is nothing to pack.
      destinations:
        allocations.length === 0 ? [] : lessPacks(list.destinations, [...drops, ...left.packs, ...kept.packs]),
      allocations,
      kept,
      waits: waits.length > 0,
      hold_days: await settlement.holdDaysOfOrder(order_id),
    });
    if (!planned.ok) {
      const cooperative_ids = list.lines.map((line) => line.cooperative_id);
      await parcels.plans.refusals.record({ order_id, cause, refusal: planned.refusal, cooperative_ids });
    }
    valueOf(planned);
    // Lots that staff swapped while the plan was made; while parcels are being written the end of that looks.
    if (await parcels.plans.open(order_id)) continue;
    valueOf(await parcels.refits.refit(order_id, await pools.allocationsOfOrder(order_id)));
  }
}

/** The name of this try in the parcels' room. */
function causeOf(short: ShortRow, move: "apply" | "undo"): string {
  return `${short.id}:${move}:${short.attempt}`;
}

/** No compensation: each room's part stands or can be taken up again; the job goes on where this died. */
const runShortStep = createStep("run-short", async (input: { short_id: string }, { container }) => {
  return new StepResponse(await runShort(container, input.short_id));
});

export const runShortWorkflow = createWorkflow("run-short", (input: { short_id: string }) => {
  return new WorkflowResponse(runShortStep(input));
});
