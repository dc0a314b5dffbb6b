import type { Logger, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { senderOf } from "../../lib/buyer-of-order";
import { HOME_TZ, timeIn, dayIn } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type CycleService from "../../modules/cycle/service";
import type { Told } from "../../modules/cycle/told";
import type { CycleRow } from "../../modules/cycle/types";
import type PoolService from "../../modules/pool/service";

/** Notices written in one transaction. */
const PAGE = 500;

/**
 * Tells the households whose goods lie in the pools of a cycle that it has opened, has reached its minimum, or is over. Killed half-way it
 * goes on at the next look: a household has one notice of each.
 */
export async function tellHouseholds(container: MedusaContainer, now = new Date()): Promise<number> {
  const cycles: CycleService = container.resolve("cycle");
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  let told = 0;
  for (const { cycle, what, pool_ids } of await cycles.told.due(now)) {
    try {
      told += await tell(container, { cycle, what, pool_ids });
      await cycles.told.told(cycle.id, what);
    } catch (error) {
      logger.warn(`households of cycle ${cycle.id} are told at the next look (${String(error)})`);
    }
  }
  return told;
}

async function tell(
  container: MedusaContainer,
  { cycle, what, pool_ids }: { cycle: CycleRow; what: Told; pool_ids: string[] },
): Promise<number> {
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const { sender, phone } = await senderOf(container, cycle.cooperative_id);
  const text = `${sender}${words(cycle, what)}电话${phone}`;
  let told = 0;
  for (let after = ""; ;) {
    const households = await pools.householdsOfPools({ pool_ids, after, limit: PAGE });
    told += await cooperatives.queueNotices(
      households.map((household_id) => ({
        cooperative_id: cycle.cooperative_id,
        household_id,
        kind: "cycle" as const,
        subject_id: `${cycle.id}:${what}`,
        text,
      })),
    );
    after = households.at(-1) ?? after;
    if (households.length < PAGE) return told;
  }
}

function words(cycle: CycleRow, what: Told): string {
  const name = `您家的货参加的订购“${cycle.name_zh}”`;
  if (what === "opened") return `${name}已开放，${clock(cycle.closes_at)}截止。`;
  if (what === "minimum") return `${name}已达到发货的最低数量。`;
  if (cycle.state === "reached")
    return `${name}已截止，订单有效，${days(cycle)}${cycle.way === "pickup" ? "自提" : "发货"}。`;
  return cycle.state === "missed"
    ? `${name}已截止，未达到最低数量，这次不发货，货还是您家的。`
    : `${name}已取消，这次不发货，货还是您家的。`;
}

const clock = (at: Date): string => `${dayIn(HOME_TZ, at)} ${timeIn(HOME_TZ, at)}`;
const days = ({ ready_from, ready_to }: CycleRow): string =>
  ready_from === ready_to ? ready_from : `${ready_from}至${ready_to}`;

/** No compensation: what was told is true. */
const tellHouseholdsStep = createStep(
  "tell-households-of-cycles",
  async (_input: undefined, { container }) => new StepResponse(await tellHouseholds(container)),
);

export const tellHouseholdsWorkflow = createWorkflow("tell-households-of-cycles", () => {
  return new WorkflowResponse(tellHouseholdsStep());
});
