import { createHash } from "node:crypto";
import type { MedusaContainer } from "@medusajs/framework/types";
import {
  decideLostParcel,
  decideShort,
  ok,
  refuse,
  shortLineSchema,
  withFreight,
  type Carriage,
  type Refusal,
  type Result,
  type ShortLineOutcome,
  type ShortPlan,
} from "@commonlot/domain";
import { heldByOrders } from "../../../modules/pool/short-holds";
import { ordersOf } from "../../../modules/pool/short-moves";
import type { ShortRow, StoredPlan } from "../../../modules/pool/short-types";
import type SettlementService from "../../../modules/settlement/service";
import { carriageAfter } from "./carriage-after";
import { gather, type Gathered } from "./gather";
import { chosenOf, ruledBy } from "./rules";
import { touchedOf } from "./touched";
import { travelsAfter, travelsBefore } from "./travels";

/** A short decided from what is so now, with how each order would travel afterwards. */
export interface Decided {
  gathered: Gathered;
  plan: StoredPlan;
  plan_hash: string;
  /** Of each order that is planned anew: its parcels to come of each cooperative, and what they cost by line. */
  after: Map<string, { parcels: Record<string, number>; lines: { order_line_id: string; freight_minor: bigint }[] }>;
}

/** Reads and decides; writes nothing. The same facts give the same hash. */
export async function decide(container: MedusaContainer, short: ShortRow): Promise<Result<Decided, Refusal>> {
  const gathered = await gather(container, short);
  if (!gathered.ok) return gathered;
  return gathered.value.gone_parcel === undefined
    ? decideGoods(container, short, gathered.value)
    : decideGone(short, gathered.value);
}

/** Decides from facts that are given: lines may carry another policy than their pool's. */
export async function decideGoods(
  container: MedusaContainer,
  short: ShortRow,
  gathered: Gathered,
): Promise<Result<Decided, Refusal>> {
  const { facts, losses } = gathered;
  const goods = short.kind === "recalled" ? "aside" : "lost";
  const decided = decideShort({
    losses,
    goods,
    ...(gathered.first_order === undefined ? {} : { first_order: gathered.first_order }),
    ...(gathered.unfilled === undefined ? {} : { unfilled: gathered.unfilled }),
    restock: short.restock,
    salt: short.id,
    pools: facts.pools.map(({ pool, rule, blendable, pack_units, turn_units, available }) => ({
      pool,
      rule,
      blendable,
      pack_units,
      turn_units,
      available: available + asideIn(facts, pool),
      aside: asideIn(facts, pool),
    })),
    lots: facts.lots.map(({ lot, household, pool, free, past, best_before }) => ({
      lot,
      household,
      pool,
      free,
      past,
      ...(best_before === null ? {} : { best_before }),
    })),
    lines: gathered.lines,
    destinations: gathered.destinations,
  });
  if (!decided.ok) return decided;
  if (gathered.resolves?.how === "filled" && decided.value.lines.some((line) => line.packs > 0)) {
    return refuse("not_yet", "There are not goods enough yet for what waits.");
  }
  const after: Decided["after"] = new Map();
  const carriage: Carriage[] = [];
  // An order that only changes lots keeps what it paid for its carriage.
  const short_orders = new Set(decided.value.lines.map((line) => line.order));
  const { freightGaps }: SettlementService = container.resolve("settlement");
  const agreed = await freightGaps.agreedOf([...short_orders]);
  const touched: NonNullable<StoredPlan["touched"]> = {};
  for (const list of gathered.lists.filter((one) => decided.value.orders.includes(one.order_id))) {
    const part = await touchedOf(container, short, gathered, list, decided.value);
    const travels = await travelsAfter(container, gathered, list, decided.value, part);
    if (!travels.ok) return travels;
    if (part) touched[list.order_id] = part;
    after.set(list.order_id, travels.value);
    if (!short_orders.has(list.order_id)) continue;
    const before = agreed.has(list.order_id) ? await travelsBefore(container, gathered, list, part) : undefined;
    const cooperatives = new Set(list.lines.map((line) => line.cooperative_id));
    for (const cooperative of cooperatives) {
      // Only what this cooperative packs has changed: another one's box travels as before.
      if (cooperative !== short.cooperative_id && short.kind !== "not_enough") continue;
      const paid = agreed.get(list.order_id)?.has(cooperative) ? before : undefined;
      // What can't be planned any more counts for what was paid for it.
      const before_minor = paid?.ok && carriageAfter(list, cooperative, gathered.left, paid.value.freight).cost_minor;
      const now = carriageAfter(list, cooperative, gathered.left, travels.value.freight);
      carriage.push(typeof before_minor === "bigint" ? { ...now, before_minor } : now);
    }
  }
  const plan = withFreight(
    decided.value,
    gathered.lines.map((line) => shortLineSchema.parse(line)),
    carriage,
  );
  const unaside = takenFromAside(gathered, plan);
  const { resolves } = gathered;
  return ok(
    stored(
      short,
      gathered,
      { ...plan, unaside, kind: "goods", goods, losses, touched, ...(resolves ? { resolves } : {}) },
      after,
    ),
  );
}

function asideIn(facts: Gathered["facts"], pool: string): number {
  return facts.aside.filter((one) => one.pool === pool).reduce((sum, one) => sum + one.units, 0);
}

/** Where more is needed than is on sale, it comes from what earlier shorts keep aside, the oldest first. */
function takenFromAside(gathered: Gathered, plan: ShortPlan): StoredPlan["unaside"] {
  return [...beyondSale(gathered, plan)].flatMap(([pool, units]) => {
    let needed = units;
    return gathered.facts.aside
      .filter((one) => one.pool === pool)
      .flatMap((one) => {
        const taken = Math.min(Math.max(0, needed), one.units);
        needed -= taken;
        return taken > 0 ? [{ ...one, units: taken }] : [];
      });
  });
}

/** Then it comes from what quotes hold: base units by pool, none at zero. The quotes give way whole, when it is applied. */
export function takenFromQuotes(gathered: Gathered, plan: Planned & Pick<StoredPlan, "unaside">): Map<string, number> {
  const aside = (pool: string) => sum(plan.unaside.filter((one) => one.pool === pool).map((one) => one.units));
  const left = [...beyondSale(gathered, plan)].map(([pool, units]) => [pool, units - aside(pool)] as const);
  return new Map(left.filter(([, units]) => units > 0));
}

type Planned = Parameters<typeof heldByOrders>[0] & Pick<ShortPlan, "aside">;

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

/** What is needed of each pool beyond what is on sale there; at most zero where that is enough. */
function beyondSale({ facts, losses, resolves }: Gathered, plan: Planned): Map<string, number> {
  const lots = new Map(facts.lots.map((lot) => [lot.lot, lot.pool]));
  const gained = (share: { before: number; after: number }) => Math.max(0, share.after - share.before);
  const promised = new Map<string, number>();
  for (const [key, units] of heldByOrders(plan)) {
    const pool = key.split("/")[1] ?? "";
    promised.set(pool, (promised.get(pool) ?? 0) + units);
  }
  return new Map(
    facts.pools.map(({ pool, available, of_quotes }) => {
      const lost = sum(losses.filter((loss) => lots.get(loss.lot) === pool).map((loss) => loss.units));
      const kept = sum(plan.aside.filter((one) => one.pool === pool).map((one) => one.units));
      const resumed =
        resolves?.how === "filled" && resolves.wait.pool_id === pool
          ? resolves.wait.packs * resolves.wait.pack_units
          : 0;
      // What is offered to buyers is held already, and taken from what is on sale only.
      const regraded = sum(plan.shares.filter((s) => s.pool === pool && s.line_pool !== undefined).map(gained));
      const needed = lost + (promised.get(pool) ?? 0) - regraded + kept + resumed;
      return [pool, needed - (available - of_quotes)];
    }),
  );
}

function decideGone(short: ShortRow, gathered: Gathered): Result<Decided, Refusal> {
  const parcel = gathered.gone_parcel!;
  const packs = new Map(parcel.contents.map((content) => [content.order_line_id, content.packs]));
  const lines = decideLostParcel({
    parcel: {
      order: parcel.order_id,
      destination: parcel.destination_id,
      items: [...packs].map(([order_line, count]) => ({ order_line, packs: count })),
    },
    lines: gathered.lines,
    destinations: gathered.destinations,
    carried: (gathered.carried?.lines ?? []).map((one) => ({
      order_line: one.order_line_id,
      packs: one.packs,
      cost_minor: one.freight_minor,
    })),
    boxes: lostBoxes(gathered, parcel.id, packs),
  });
  if (!lines.ok) return lines;
  const nothing = { wasted: [], shares: [], recalled: [], aside: [], unaside: [], orders: [], losses: [] };
  return ok(stored(short, gathered, { ...nothing, lines: lines.value, kind: "parcel", goods: "lost" }, new Map()));
}

/** Lines of parcels that lost something: what is accounted for already, and what this entry adds. */
function lostBoxes({ carried, facts }: Gathered, parcel_id: string, now: ReadonlyMap<string, number>) {
  const lost = new Map(facts.lost.map((one) => [`${one.parcel}/${one.order_line}`, one.packs]));
  return (carried?.boxes ?? []).map((box) => ({
    order_line: box.order_line_id,
    packs: box.packs,
    cost_minor: box.freight_minor,
    lost: lost.get(`${box.parcel_id}/${box.order_line_id}`) ?? 0,
    now: box.parcel_id === parcel_id ? (now.get(box.order_line_id) ?? 0) : 0,
  }));
}

function stored(
  short: ShortRow,
  gathered: Gathered,
  plan: Omit<StoredPlan, "lines" | "left" | "stood" | "chosen"> & { lines: readonly ShortLineOutcome[] },
  after: Decided["after"],
): Decided {
  const orders = ordersOf(plan);
  const kept: StoredPlan = {
    kind: plan.kind,
    goods: plan.goods,
    losses: plan.losses,
    wasted: plan.wasted,
    shares: plan.shares,
    recalled: plan.recalled,
    aside: plan.aside,
    unaside: plan.unaside,
    orders: plan.orders,
    ...(plan.resolves ? { resolves: plan.resolves } : {}),
    ...(plan.kind === "goods" ? { chosen: chosenOf(gathered.rules, gathered.lists, orders) } : {}),
    ...(plan.touched && Object.keys(plan.touched).length > 0 ? { touched: plan.touched } : {}),
    stood: gathered.facts.earlier
      .filter((one) => orders.includes(one.order))
      .reduce((sum, one) => sum + one.entries, 0),
    lines: plan.lines.map(({ goods_minor, freight_minor, tax_minor, ...line }) => ({
      ...line,
      ...(plan.kind === "goods" ? ruledBy(gathered.rules, line.order_line) : {}),
      goods_minor: goods_minor.toString(),
      freight_minor: freight_minor.toString(),
      tax_minor: tax_minor.toString(),
    })),
    left: Object.fromEntries(plan.orders.map((id) => [id, gathered.left.parcels[id] ?? 0])),
  };
  const plan_hash = createHash("sha256")
    .update(JSON.stringify([short.id, kept]))
    .digest("hex");
  return { gathered, plan: kept, plan_hash, after };
}
