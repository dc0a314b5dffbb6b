import type { PlanAllocation, PlanOrderInput } from "../../src/modules/parcel/plan";
import type { ReplanInput } from "../../src/modules/parcel/replans";
import type { Touch, TouchQuestion } from "../../src/modules/parcel/touch";
import type { ParcelHouse } from "./house";

// What specs of a plan that is made anew in part share: a loss of goods, and what stays of the parcels.

/** A loss of a lot's goods of one line: which destinations go without, and how many packs each. */
export interface Loss {
  order_line_id: string;
  lot: number;
  drops: Record<string, number>;
}

export interface Hit {
  question: TouchQuestion;
  destinations: PlanOrderInput["destinations"];
  allocations: (PlanAllocation & { units: number })[];
}

/** What is promised once packs are dropped and their units come out of one lot first, then of the last. */
export function hit(input: PlanOrderInput, { order_line_id, lot, drops }: Loss): Hit {
  const item = (one: PlanOrderInput["destinations"][number]) =>
    one.items.find((of) => of.order_line_id === order_line_id)!;
  const pack_units = item(input.destinations.find((one) => item(one))!).pack_g;
  let lost = pack_units * Object.values(drops).reduce((sum, packs) => sum + packs, 0);
  const own = input.allocations.filter((one) => one.order_line_id === order_line_id);
  const order = [own[lot % own.length]!, ...own.toReversed().filter((one) => one !== own[lot % own.length])];
  const less = new Map<string, number>();
  for (const one of order) {
    const taken = Math.min(lost, Number(one.units));
    lost -= taken;
    if (taken > 0) less.set(one.id, taken);
  }
  return {
    question: {
      order_id: input.order_id,
      named: Object.keys(drops).map((destination_id) => ({ cooperative_id: "coop_x", destination_id })),
      reduced: own
        .filter((one) => less.has(one.id))
        .map((one) => ({ order_line_id, lot_id: one.lot_id, units: less.get(one.id)! })),
    },
    destinations: input.destinations.map((one) => ({
      ...one,
      items: one.items
        .map((of) => (of.order_line_id === order_line_id ? { ...of, packs: of.packs - (drops[one.id] ?? 0) } : of))
        .filter((of) => of.packs > 0),
    })),
    allocations: input.allocations
      .map((one) => ({ ...one, units: Number(one.units) - (less.get(one.id) ?? 0) }))
      .filter((one) => one.units > 0),
  };
}

export async function write(
  house: ParcelHouse,
  { allocations }: Hit,
  before: PlanOrderInput["allocations"],
): Promise<void> {
  const now = new Map(allocations.map((one) => [one.id, one.units]));
  await house.database.pool.query(
    `update allocation a set units = case when t.units > 0 then t.units else a.units end,
       state = case when t.units > 0 then a.state else 'released' end
     from unnest($1::text[], $2::bigint[]) as t (id, units) where a.id = t.id`,
    [before.map((one) => one.id), before.map((one) => now.get(one.id) ?? 0)],
  );
}

/** Takes the touched loads out of the packers' hands, as a short does before anything else. */
export function withdrawn(house: ParcelHouse, cause: string, question: TouchQuestion, decided: Touch | undefined) {
  const parts = [{ ...question, decided: decided ?? null }];
  return house.parcels.replans.withdraw({ cause, order_ids: [question.order_id], left: {}, parts });
}

/** As the short's job asks for it: what is wanted, less what lies in parcels that stayed. */
export async function anew(
  house: ParcelHouse,
  { order_id, currency }: PlanOrderInput,
  cause: string,
  { destinations, allocations }: Hit,
): Promise<ReplanInput> {
  const { packs } = await house.parcels.touches.kept(order_id);
  const kept = new Map(packs.map((one) => [`${one.destination_id}/${one.order_line_id}`, one.packs]));
  const rest = destinations.flatMap((one) => {
    const items = one.items
      .map((of) => ({ ...of, packs: of.packs - (kept.get(`${one.id}/${of.order_line_id}`) ?? 0) }))
      .filter((of) => of.packs > 0);
    return items.length > 0 ? [{ ...one, items }] : [];
  });
  return { cause, order_id, currency, destinations: rest, allocations, hold_days: 0 };
}

/** Of live parcels: who wrote each row last, what it is called, and which label is on it. */
export async function live(house: ParcelHouse, order_id: string): Promise<Map<string, string>> {
  const { rows } = await house.database.pool.query<{ id: string; destination_id: string; said: string }>(
    `select p.id, p.destination_id, concat_ws('|', p.xmin, p.number, p.state, p.destination_id, l.sheet_id, l.page) as said
     from parcel p left join parcel_label l on l.parcel_id = p.id and l.voided_at is null where p.order_id = $1 and p.state <> 'void'`,
    [order_id],
  );
  return new Map(rows.map((one) => [one.id, one.said]));
}
