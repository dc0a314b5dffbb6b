import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { refuse, ok, type Refusal, type Result } from "@commonlot/domain";
import { todayOf } from "../../lib/today";
import { gradeWords, produceWords } from "../../lib/words";
import type CooperativeService from "../../modules/cooperative/service";
import { ALLOCATION_PAGE } from "../../modules/pool/allocation-views";
import type PoolService from "../../modules/pool/service";
import type WholesaleService from "../../modules/wholesale/service";

/**
 * An order as the desk sees its allocation: the lines, a page of the lots that fill them with each reason, the lots that could take
 * another's place, and the swaps so far. Another cooperative's lines are not there. Reads only.
 */
export async function readAllocation(
  container: MedusaContainer,
  input: { order_id: string; cooperative_id: string; after?: string | undefined },
): Promise<Result<Awaited<ReturnType<typeof assembled>>, Refusal>> {
  const pools: PoolService = container.resolve("pool");
  const lines = await pools.allocationViews.linesOfOrder(input.order_id, input.cooperative_id);
  if (lines.length === 0) {
    return refuse("order_not_found", "There is no order here that is filled from your cooperative's lots yet.");
  }
  return ok(await assembled(container, input, lines));
}

type Lines = Awaited<ReturnType<PoolService["allocationViews"]["linesOfOrder"]>>;

async function assembled(
  container: MedusaContainer,
  input: { order_id: string; cooperative_id: string; after?: string | undefined },
  lines: Lines,
) {
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([input.cooperative_id]);
  const today = todayOf(cooperative);
  const wholesale: WholesaleService = container.resolve("wholesale");
  const [lots, candidates, swaps, choices, wanted] = await Promise.all([
    pools.allocationViews.ofOrder(input.order_id, input),
    pools.allocationViews.candidates([...new Set(lines.map((line) => line.pool_id))], today),
    pools.swaps.ofOrder(input.order_id),
    pools.shorts.choices.ofOrders([input.order_id]),
    wholesale.orders.wantedDays([input.order_id], input.cooperative_id),
  ]);
  const line_ids = new Set(lines.map((line) => line.order_line_id));
  const own = swaps.filter((swap) => line_ids.has(swap.order_line_id));
  const nameOf = await namesOf(cooperatives, [...lots, ...candidates]);
  const people = await cooperatives.memberNames([...new Set(own.map((swap) => swap.person))]);
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "order", fields: ["display_id"], filters: { id: input.order_id } });
  return {
    order_id: input.order_id,
    display_id: data[0]?.display_id ?? null,
    wanted_on: wanted.get(input.order_id) ?? null,
    // What its buyer wants done about missing goods; null: what each pool says.
    short_choice: choices.get(input.order_id) ?? null,
    lines: lines.map((line) => ({
      ...line,
      at: line.at.toISOString(),
      produce_name: produceWords(line.produce),
      grade_name: gradeWords(line.grade),
    })),
    lots: lots.map((lot) => ({
      id: lot.id,
      order_line_id: lot.order_line_id,
      pool_id: lot.pool_id,
      lot_id: lot.lot_id,
      lot_number: lot.lot_number,
      household: nameOf(lot.household_id),
      harvested_on: lot.harvested_on,
      best_before: lot.best_before,
      units: lot.units,
      shipped: lot.shipped,
      state: lot.state,
      rule: lot.rule,
      why: lot.why,
    })),
    next: lots.length < ALLOCATION_PAGE ? null : (lots.at(-1)?.id ?? null),
    candidates: candidates.map(({ household_id, ...lot }) => ({ ...lot, household: nameOf(household_id) })),
    swaps: own.map((swap) => ({
      id: swap.id,
      order_line_id: swap.order_line_id,
      from_lot_number: swap.from_lot_number,
      to_lot_number: swap.to_lot_number,
      units: swap.units,
      unit: swap.unit,
      reason: swap.reason,
      person: people.get(swap.person) ?? swap.person,
      undone: swaps.some((other) => other.undoes === swap.id),
      undoes: swap.undoes,
      at: swap.at.toISOString(),
    })),
  };
}

async function namesOf(cooperatives: CooperativeService, of: readonly { household_id: string }[]) {
  const ids = [...new Set(of.map((one) => one.household_id))];
  const found = new Map((await cooperatives.householdsById(ids)).map((one) => [one.household_id, one]));
  return (household_id: string) => {
    const household = found.get(household_id);
    return { id: household_id, name: household?.name ?? "", card_number: household?.card_number ?? "" };
  };
}
