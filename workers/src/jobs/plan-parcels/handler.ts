import { readEnv } from "../../../../backend/src/env";
import { ThreadFailure } from "../../../../backend/src/lib/in-thread";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import { phoneFault } from "../../../../backend/src/lib/phone";
import { packingList, type PackingList } from "../../../../backend/src/lib/packing-list";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import type PoolService from "../../../../backend/src/modules/pool/service";
import type { JobContext, JobHandler } from "../../job";

/**
 * Takes the plan of an order one step further, from wherever it stands: worked out, checked and stored; or, when all its parcels
 * are written, finished. Small orders go all the way at once.
 */
export const handle: JobHandler<"plan-parcels"> = async (job) => {
  const { order_id } = job.payload;
  const parcels: ParcelService = job.container.resolve("parcel");
  const pools: PoolService = job.container.resolve("pool");
  if (await parcels.plans.open(order_id)) {
    const { finished } = await parcels.plans.finish(order_id, await pools.allocationsOfOrder(order_id));
    if (!finished) await parcels.plans.takeUp(order_id, job.message_id);
    job.log.info({ order_id, finished }, "a plan that is being written was looked at");
    return;
  }
  const allocations = await pools.allocationsOfOrder(order_id);
  if (allocations.length === 0) {
    // Cancelled, or everything of it fell short, before it was planned: who released its goods has seen to the rest.
    const over = (await pools.wasAllocated(order_id)) || (await pools.shorts.ofOrder(order_id)).length > 0;
    if (over) return;
    throw new Error(`order ${order_id} has no allocation yet`);
  }
  const list = await packingList(job.container, order_id);
  if (!list.ok) return refused(job, list.refusal);
  const phone = (await parcels.plans.isPlanned(order_id)) ? undefined : wrongPhone(list.value);
  if (phone) return refused(job, phone);
  const planned = await planned_(job, list.value, allocations);
  if (!planned.ok) return refused(job, planned.refusal);
  killPoint("plan_before_refit");
  // Lots that staff swapped while the plan was made; while parcels are being written the end of that looks.
  const refitted = planned.value.writing
    ? undefined
    : await parcels.refits.refit(order_id, await pools.allocationsOfOrder(order_id));
  if (refitted && !refitted.ok) throw new Error(refitted.refusal.message);
  job.log.info({ order_id, ...planned.value, refitted: refitted?.value.moved ?? 0 }, "parcels planned");
};

/**
 * A buyer's address with a text in place of its phone, however it came in: said before anything is packed, while the buyer can still be
 * asked. Lists are looked at when they are sent.
 */
function wrongPhone({ wholesale, destinations }: PackingList): Refused | undefined {
  return wholesale ? undefined : destinations.flatMap((one) => phoneFault(one.phone) ?? [])[0];
}

type Allocations = Awaited<ReturnType<PoolService["allocationsOfOrder"]>>;
type Refused = Parameters<ParcelService["plans"]["refusals"]["record"]>[0]["refusal"];

async function planned_(
  job: JobContext<"plan-parcels">,
  { currency, destinations }: PackingList,
  allocations: Allocations,
) {
  const parcels: ParcelService = job.container.resolve("parcel");
  const { message_id, payload } = job;
  const { PARCELS_AT_ONCE: at_once, PARCELS_PER_RANGE: chunk } = readEnv();
  try {
    return await parcels.plans.planOrder({
      message_id,
      order_id: payload.order_id,
      currency,
      destinations,
      allocations,
      at_once,
      chunk,
    });
  } catch (error) {
    // Tried again by itself; the desk sees meanwhile that it is not simply slow.
    if (error instanceof Error && error.name === ThreadFailure.name) {
      await record(job, { reason: "planner_failed", message: `The planner came to no end: ${error.message}.` });
    }
    throw error;
  }
}

/**
 * The desk sees the sentence (it names no addressee, only ids of ours), puts right what is wrong, and asks again by a message of its own.
 * So this one has ended well: nothing of it is left for an operator.
 */
async function refused(job: JobContext<"plan-parcels">, refusal: Refused): Promise<void> {
  await record(job, refusal);
  job.log.info({ order_id: job.payload.order_id, reason: refusal.reason }, "parcels can't be planned yet");
}

async function record(job: JobContext<"plan-parcels">, refusal: Refused): Promise<void> {
  const { order_id } = job.payload;
  const parcels: ParcelService = job.container.resolve("parcel");
  const pools: PoolService = job.container.resolve("pool");
  const cooperative_ids = (await pools.locationsOf(order_id)).map((one) => one.cooperative_id);
  await parcels.plans.refusals.record({ order_id, refusal, cooperative_ids });
}
