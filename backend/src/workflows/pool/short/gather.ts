import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result, type ShortInput } from "@commonlot/domain";
import { packingList, type PackingList } from "../../../lib/packing-list";
import type ParcelService from "../../../modules/parcel/service";
import type { Carried } from "../../../modules/parcel/carriage";
import type { Left } from "../../../modules/parcel/replans";
import type { ParcelView } from "../../../modules/parcel/types";
import type { ShortFacts } from "../../../modules/pool/short-facts";
import { AUTOMATIC, type ShortRow, type StoredPlan } from "../../../modules/pool/short-types";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { gradesOf, type Grades } from "./grades";

/** One entry may touch this many orders: more is a recall, taken in parts. */
const MAX_ORDERS = 300;
const BEFORE_HANDOVER: ReadonlySet<string> = new Set(["planned", "labelled", "packed"]);
const NEVER_CAME: ReadonlySet<string> = new Set(["handed_over", "in_transit", "lost", "returned"]);

/** Everything a short is decided from, read from all rooms: pool, packing lists, parcels, books. */
export interface Gathered {
  losses: { lot: string; units: number }[];
  first_order: string | undefined;
  /** A parcel that left and never came: then nothing is lost in the house. */
  gone_parcel: ParcelView | undefined;
  /** Its first order has fewer goods than it is promised. */
  unfilled: "held" | "free" | undefined;
  /** Packs that waited, and how that ends. */
  resolves: StoredPlan["resolves"];
  facts: ShortFacts;
  lists: PackingList[];
  left: Left;
  /** With a parcel that is gone: what its cooperative's parcels of the order cost; those with a loss each on its own. */
  carried: Carried | undefined;
  lines: ShortInput["lines"];
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
    lines: linesOf(short, facts, lists, left, money.value.of, grades),
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

/** What was entered, as losses of lots or as a parcel that is gone. */
async function subjectOf(container: MedusaContainer, short: ShortRow): Promise<Result<Subject, GatherRefusal>> {
  if (short.kind === "claim") return claimSubject(container, short);
  if (AUTOMATIC.has(short.kind)) return automaticSubject(container, short);
  if (short.parcel_id === null) {
    const pools: PoolService = container.resolve("pool");
    const lot = await pools.lotById(short.lot_id ?? "", short.cooperative_id);
    if (!lot) return refuse("lot_not_found", "There is no such lot in your cooperative.", "lot_id");
    if (lot.blocked !== (short.kind === "recalled")) {
      return lot.blocked
        ? refuse("lot_recalled", "This lot is recalled: take it out of its orders on the recall's page.", "lot_id")
        : refuse("lot_not_recalled", "This lot is not recalled.", "lot_id");
    }
    return ok({
      ...NOTHING,
      losses: [{ lot: lot.id, units: short.units ?? 0 }],
      first_order: short.order_id ?? undefined,
    });
  }
  const parcels: ParcelService = container.resolve("parcel");
  const parcel = await parcels.parcelOfCooperative(short.parcel_id, short.cooperative_id);
  if (!parcel) return refuse("parcel_not_found", "There is no such parcel.", "parcel_id");
  if (parcel.state === "void") {
    return refuse(
      "parcel_void",
      "This parcel was taken apart: its order is cancelled, packed anew or taken back, and its goods count as here again. Nothing was changed. If they are gone, enter them by their lots.",
      "parcel_id",
    );
  }
  if (parcel.accounted_by !== null && parcel.accounted_by !== short.id) {
    return refuse("parcel_accounted", "This parcel has been accounted for by another short.", "parcel_id");
  }
  if (BEFORE_HANDOVER.has(parcel.state)) {
    // Taking the replacement back would void this parcel, and with it what is to be entered.
    if ((await parcels.claims.ofReplacement(parcel.order_id)) !== undefined) {
      return refuse(
        "replacement_parcel",
        "This parcel is sent again for a claim and is still in the house. Nothing was changed. If goods in it are lost, enter them by their lots: a manager can take the replacement back with the same entry, and the claim is open again.",
        "parcel_id",
      );
    }
    const losses = new Map<string, number>();
    for (const content of parcel.contents)
      losses.set(content.lot_id, (losses.get(content.lot_id) ?? 0) + content.units);
    return ok({
      ...NOTHING,
      losses: [...losses].map(([lot, units]) => ({ lot, units })),
      first_order: parcel.order_id,
    });
  }
  if (!NEVER_CAME.has(parcel.state)) {
    return refuse("parcel_arrived", "This parcel has been delivered. Nothing was changed.", "parcel_id");
  }
  if ((await parcels.claims.ofParcel(parcel.id)).some((claim) => claim.state !== "dropped")) {
    return refuse(
      "parcel_claimed",
      "A claim stands for this parcel: settle it there. Nothing was changed.",
      "parcel_id",
    );
  }
  return ok({ ...NOTHING, first_order: parcel.order_id, gone_parcel: parcel });
}

type Subject = Pick<Gathered, "losses" | "first_order" | "gone_parcel" | "unfilled" | "resolves"> & {
  /** Pools that are asked for goods though no lot of theirs was lost. */
  pool_ids: string[];
};
const NOTHING: Subject = {
  losses: [],
  first_order: undefined,
  gone_parcel: undefined,
  unfilled: undefined,
  resolves: undefined,
  pool_ids: [],
};

/** Packs of a parcel that a claim refunds; whether it may was decided there. */
async function claimSubject(container: MedusaContainer, short: ShortRow): Promise<Result<Subject, GatherRefusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const parcel = await parcels.parcelOfCooperative(short.parcel_id ?? "", short.cooperative_id);
  if (!parcel) return refuse("parcel_not_found", "There is no such parcel.", "parcel_id");
  const claimed = new Map((short.claimed ?? []).map((one) => [one.order_line_id, one.packs]));
  const contents = parcel.contents.flatMap((content) => {
    const packs = claimed.get(content.order_line_id);
    return packs === undefined ? [] : [{ ...content, packs }];
  });
  return ok({ ...NOTHING, first_order: parcel.order_id, gone_parcel: { ...parcel, contents } });
}

/** An order that could not be filled, or packs that waited: nothing is lost, something is missing. */
async function automaticSubject(container: MedusaContainer, short: ShortRow): Promise<Result<Subject, GatherRefusal>> {
  const pools: PoolService = container.resolve("pool");
  const order_id = short.order_id ?? "";
  if (short.wait_of === null) {
    if ((await pools.shorts.holdOf(order_id)) !== "confirmed") {
      return refuse("order_ended", "This order is not to be filled any more.");
    }
    const list = await packingList(container, order_id);
    if (!list.ok) return list;
    const pool_ids = [...new Set(list.value.lines.map((line) => line.pool_id))].sort();
    return ok({ ...NOTHING, first_order: order_id, unfilled: "held", pool_ids });
  }
  const wait = await pools.shorts.waits.one(short.wait_of, short.wait_line ?? "");
  if (wait?.state !== "waiting") return refuse("order_ended", "Nothing of this order waits any more.");
  const fills = short.kind === "wait_filled";
  return ok({
    ...NOTHING,
    first_order: order_id,
    ...(fills ? { unfilled: "free" as const } : {}),
    resolves: { wait, how: fills ? "filled" : "over" },
    pool_ids: [wait.pool_id],
  });
}

async function moneyOf(
  container: MedusaContainer,
  short: ShortRow,
  order_ids: readonly string[],
  facts: ShortFacts,
): Promise<Result<{ currency: string | null; of: Map<string, ShortInput["lines"][number]["money"]> }, GatherRefusal>> {
  const settlement: SettlementService = container.resolve("settlement");
  const sold = await settlement.shorts.linesOf(order_ids);
  const paid_for = sold.find((line) => line.claim_id !== null && line.claim_id !== short.claim_id);
  if (paid_for) {
    return refuse(
      "replacement_affected",
      "This touches goods that are sent again for a claim. Nothing was changed; a manager takes that replacement back, here or on the claim's page; then it goes on.",
    );
  }
  const captured = new Set(sold.map((line) => line.order_id));
  if (order_ids.some((id) => !captured.has(id))) {
    return refuse(
      "not_captured",
      "The payment of an order that this touches is still being taken. Nothing was changed; try again in a minute.",
    );
  }
  // A claim's cost is no household's: its refund needs nothing taken back.
  if (short.kind !== "claim" && sold.some((line) => line.posted)) {
    return refuse(
      "already_divided",
      "The money of an order that this touches is divided among its households already. Nothing was changed; refund it by hand.",
    );
  }
  const earlier = new Map(facts.earlier.map((one) => [one.order_line, one]));
  return ok({
    currency: sold[0]?.currency ?? null,
    of: new Map(
      sold.map((line) => {
        const before = earlier.get(line.order_line_id);
        return [
          line.order_line_id,
          {
            paid_minor: line.paid_minor,
            freight_paid_minor: line.freight_paid_minor,
            tax_minor: line.tax_minor,
            refunded_goods_minor: before?.goods_minor ?? "0",
            refunded_freight_minor: before?.freight_minor ?? "0",
            lost_freight_minor: before?.lost_freight_minor ?? "0",
            refunded_tax_minor: before?.tax_minor ?? "0",
          },
        ];
      }),
    ),
  });
}

function linesOf(
  short: ShortRow,
  facts: ShortFacts,
  lists: readonly PackingList[],
  left: Left,
  money: ReadonlyMap<string, ShortInput["lines"][number]["money"]>,
  grades: Grades,
): ShortInput["lines"] {
  const placed = new Map(facts.orders.map((one) => [one.order, one.placed_at]));
  const earlier = new Map(facts.earlier.map((one) => [one.order_line, one]));
  const policies = new Map(facts.pools.map((pool) => [pool.pool, pool.policy]));
  // An order that can't be filled may be of several cooperatives: each answers for its own packs.
  const chosen = (line: { cooperative_id: string }) =>
    line.cooperative_id === short.cooperative_id ? short.policy : null;
  const frozen = new Map(left.units.map((one) => [`${one.order_line_id}/${one.lot_id}`, one.units]));
  return lists.flatMap((list) =>
    list.lines.flatMap((line) => {
      const paid = money.get(line.id);
      if (!paid) return [];
      return {
        order: list.order_id,
        order_line: line.id,
        placed_at: placed.get(list.order_id) ?? "",
        pool: line.pool_id,
        cooperative: line.cooperative_id,
        pack_units: line.pack_units,
        packs: line.packs,
        short_packs: earlier.get(line.id)?.packs ?? 0,
        waiting_packs: earlier.get(line.id)?.waiting_packs ?? 0,
        policy: chosen(line) ?? policies.get(line.pool_id) ?? "substitute",
        substituted: grades.substituted.get(line.id) ?? [],
        ...(grades.other.has(line.id) ? { other: grades.other.get(line.id) } : {}),
        money: paid,
        allocations: facts.allocations
          .filter((a) => a.order_line === line.id)
          .map((a) => ({
            lot: a.lot,
            household: a.household,
            units: a.units,
            frozen: frozen.get(`${line.id}/${a.lot}`) ?? 0,
            ...(a.best_before === null ? {} : { best_before: a.best_before }),
            ...(a.pool === line.pool_id ? {} : { pool: a.pool }),
          })),
      };
    }),
  );
}

function destinationsOf(facts: ShortFacts, lists: readonly PackingList[], left: Left): ShortInput["destinations"] {
  const drops = new Map(facts.drops.map((one) => [`${one.destination}/${one.order_line}`, one]));
  const frozen = new Map(left.packs.map((one) => [`${one.destination_id}/${one.order_line_id}`, one.packs]));
  return lists.flatMap((list) =>
    list.destinations.map((one) => ({
      order: list.order_id,
      destination: one.id,
      items: one.items.map((item) => {
        const key = `${one.id}/${item.order_line_id}`;
        const drop = drops.get(key);
        return {
          order_line: item.order_line_id,
          packs: item.packs,
          short: drop?.short ?? 0,
          lost: drop?.lost ?? 0,
          frozen: frozen.get(key) ?? 0,
        };
      }),
    })),
  );
}
