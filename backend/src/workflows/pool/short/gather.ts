import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result, type ShortInput } from "@commonlot/domain";
import { packingList, type PackingList } from "../../../lib/packing-list";
import type ParcelService from "../../../modules/parcel/service";
import type { Carried } from "../../../modules/parcel/carriage";
import type { Left } from "../../../modules/parcel/left";
import type { ShortFacts } from "../../../modules/pool/short-facts";
import type { ShortRow } from "../../../modules/pool/short-types";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { destinationsOf, linesOf, moneyOf } from "./facts-of-lines";
import { gradesOf } from "./grades";
import { rulesOf, type RulesOfLines } from "./rules";
import { subjectOf, type Subject } from "./subject";

/** One entry may touch this many orders: more is a recall, taken in parts. */
const MAX_ORDERS = 300;

/** Everything a short is decided from, read from all rooms: pool, packing lists, parcels, books. */
export interface Gathered extends Omit<Subject, "pool_ids"> {
  facts: ShortFacts;
  lists: PackingList[];
  left: Left;
  /** With a parcel that is gone: what its cooperative's parcels of the order cost; those with a loss each on its own. */
  carried: Carried | undefined;
  lines: ShortInput["lines"];
  /** What is done about each line's missing packs, and by whose word. */
  rules: RulesOfLines;
  destinations: ShortInput["destinations"];
  currency: string | null;
}

export type GatherRefusal = Refusal;

export async function gather(container: MedusaContainer, short: ShortRow): Promise<Result<Gathered, GatherRefusal>> {
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const subject = await subjectOf(container, short);
  if (!subject.ok) return subject;
  const { losses, first_order, gone_parcel, unfilled, resolves } = subject.value;
  const facts = await pools.shorts.facts({
    losses,
    first_orders: first_order === undefined ? [] : [first_order],
    pool_ids: subject.value.pool_ids,
    resolves: resolves && { ...resolves.wait, how: resolves.how },
  });
  const order_ids = facts.orders.map((one) => one.order);
  if (order_ids.length > MAX_ORDERS) {
    return refuse(
      "too_many_orders",
      `This touches ${order_ids.length} orders; enter it in parts of at most ${MAX_ORDERS}. Nothing was changed.`,
      "units",
    );
  }
  const lists: PackingList[] = [];
  for (const order_id of order_ids) {
    const list = await packingList(container, order_id);
    if (!list.ok) return list;
    lists.push(list.value);
  }
  const left = await parcels.replans.left(order_ids);
  const carried =
    gone_parcel &&
    (await parcels.carriage.of({
      order_id: gone_parcel.order_id,
      cooperative_id: gone_parcel.cooperative_id,
      parcel_ids: [...new Set([gone_parcel.id, ...facts.lost.map((one) => one.parcel)])],
    }));
  const grades = await gradesOf(container, short.id, facts, lists);
  const money = await moneyOf(container, short, order_ids, facts);
  if (!money.ok) return money;
  const rules = rulesOf(short, facts, lists, await pools.shorts.choices.ofOrders(order_ids));
  return ok({
    losses,
    first_order,
    gone_parcel,
    unfilled,
    resolves,
    facts,
    lists,
    left,
    carried,
    lines: linesOf(facts, lists, left, money.value.of, grades, rules),
    rules,
    destinations: destinationsOf(facts, lists, left),
    currency: money.value.currency,
  });
}

/**
 * The claims whose replacements an entry touches, those that are just being taken back too: it can't be decided before they are
 * taken back.
 */
export async function replacementsTouched(
  container: MedusaContainer,
  short: ShortRow,
): Promise<Result<string[], GatherRefusal>> {
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const subject = await subjectOf(container, short);
  if (!subject.ok) return subject;
  const { losses, first_order, pool_ids } = subject.value;
  const first_orders = first_order === undefined ? [] : [first_order];
  const facts = await pools.shorts.facts({ losses, first_orders, pool_ids, resolves: undefined });
  const orders = facts.orders.map((one) => one.order);
  const [sold, withdrawing] = await Promise.all([
    settlement.shorts.linesOf(orders),
    parcels.claims.withdrawing(orders),
  ]);
  return ok([...new Set([...sold.flatMap((line) => line.claim_id ?? []), ...withdrawing])].sort());
}
