import {
  mayTravelTogether,
  mergeLines,
  NO_TRAITS,
  ok,
  priceOneParcel,
  refuse,
  splitLines,
  traitsOf,
  type PackShape,
  type ParcelCost,
  type Refusal,
  type RegroupLine,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import { inTransaction, row, rows, type Sql } from "../../lib/sql";
import { append } from "../outbox/append";
import { cancelBookings_ } from "./booking-cancels";
import { lockThese } from "./lock-parcels";
import { chargedFor, PLAIN, type PackNature } from "./plan";
import { insertParcels, newParcelNumber, recordStep, type NewParcel } from "./queries";
import { cardKey, ratesFor, ratesOf, type Rates } from "./rates";
import { rateDay } from "./rates-today";
import { draftsOf, heldBy, parcelsToRegroup, type ParcelToRegroup } from "./regroup-parcels";
import { safeNumber } from "./types";

/** Parcels one person puts together by hand: what fits on a table. */
export const MAX_MERGED = 20;

/** What a person wants: some packs of one parcel in a parcel of their own, or several parcels in one. */
export type RegroupWish = {
  cooperative_id: string;
  /** What packing knows of each line's packs; goods that must part are never put together by hand either. */
  natures?: ReadonlyMap<string, PackNature> | undefined;
} & (
  | { kind: "split"; parcel_ids: readonly [string]; move: Readonly<Record<string, number>> }
  | { kind: "merge"; parcel_ids: readonly string[] }
);

export interface RegroupPart {
  number: string | null;
  packs: number;
  gross_g: number;
  carton: string;
  carrier: string;
  service: string;
  /** Carton and carriage by today's prices. */
  cost_minor: number;
  lines: { order_line_id: string; title: string; packs: number }[];
}

/** A regrouping as it would be, or was: what it costs the cooperative before and after. The buyer's freight stays. */
export interface RegroupView {
  currency: string;
  freight_minor: number;
  cost_before_minor: number;
  cost_after_minor: number;
  before: RegroupPart[];
  after: RegroupPart[];
}

export interface Regrouped {
  id: string;
  number: string;
  order_id: string;
  parcel_ids: string[];
  created: boolean;
}

export interface Successors {
  kind: "split" | "merge";
  parcels: { id: string; number: string }[];
}

interface Plan {
  currency: string;
  rates: Rates;
  before: ParcelToRegroup[];
  before_costs: ParcelCost[];
  after: { lines: RegroupLine[]; cost: ParcelCost }[];
}

const costOf = (cost: ParcelCost): bigint => cost.carton_minor + cost.carriage_minor;
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

/** Parting and joining parcels by hand, before they are packed. */
export class Regroups {
  constructor(private readonly sql: Knex) {}

  /** How it would come out; nothing is written. */
  async preview(wish: RegroupWish): Promise<Result<RegroupView, Refusal>> {
    const plan = await planOf(this.sql, wish);
    return plan.ok ? ok(viewOf(plan.value)) : plan;
  }

  /**
   * Does it, in one transaction: the old parcels are void with their labels, the new ones hold the same packs and lots, and
   * carry the same freight; their labels are printed. `cost_after_minor` is what was shown: when prices have changed since, nothing
   * is done. Sent twice with one key it is done once.
   */
  apply(
    wish: RegroupWish & { cost_after_minor: number; reason: string; person: string; idempotency_key: string },
  ): Promise<Result<Regrouped, Refusal>> {
    const { cost_after_minor, reason, person, idempotency_key, natures: _, ...asked } = wish;
    const hash = inputHash(asked);
    return inTransaction(this.sql, async (tx) => {
      const locked = await lockThese(tx, wish.parcel_ids, wish.cooperative_id);
      const done = await row<{
        id: string;
        number: string;
        order_id: string;
        input_hash: string;
        after: { id: string }[];
      }>(
        tx,
        `select id, number, order_id, input_hash, after_parcels as after from regroup where cooperative_id = ? and idempotency_key = ?`,
        [wish.cooperative_id, idempotency_key],
      );
      if (done) {
        if (done.input_hash !== hash)
          return refuse("idempotency_conflict", "This form was sent before with other parcels. Open it again.");
        const { id, number, order_id, after } = done;
        return ok({ id, number, order_id, parcel_ids: after.map((one) => one.id), created: false });
      }
      const plan = await planOf(tx, wish);
      if (!plan.ok) return plan;
      const view = viewOf(plan.value);
      if (view.cost_after_minor !== cost_after_minor)
        return refuse("stale", "The cost has changed since you looked. Nothing was done; look again.");
      const first = plan.value.before[0]!;
      const { rates } = plan.value;
      const parcels = draftsOf(plan.value.before, plan.value.after).map((draft): NewParcel => ({
        ...draft,
        carton_id: rates.carton_ids.get(draft.planned.carton)!,
        rate_card_id: rates.card_ids.get(cardKey(draft.planned))!,
        id: newId("parcel"),
        number: newParcelNumber(),
      }));
      const ids = parcels.map((parcel) => parcel.id);
      await recordStep(tx, wish.parcel_ids, "void", "house");
      await tx.raw(`update parcel_label set voided_at = now() where voided_at is null and parcel_id = any(?)`, [
        [...wish.parcel_ids],
      ] as never);
      await cancelBookings_(tx, wish.parcel_ids, { why: "voided" });
      await tx.raw(`update parcel set state = 'void', updated_at = now() where id = any(?)`, [
        [...wish.parcel_ids],
      ] as never);
      await insertParcels(tx, first.order_id, first.currency, parcels, first.plan_version);
      // The new ones stay in the wave of the old ones, when that was one.
      const waves = new Set(locked.map((parcel) => parcel.wave_id));
      if (waves.size === 1) {
        await tx.raw(`update parcel set wave_id = ? where id = any(?)`, [locked[0]?.wave_id ?? null, ids] as never);
      }
      if ((await heldBy(tx, wish.parcel_ids)) !== (await heldBy(tx, ids)))
        throw new Error(`order ${first.order_id}: regrouping would not conserve what its parcels hold`);
      // The plan's row is locked and not withdrawn, so its number is that of the live parcels: of a hundred thousand none is counted.
      await tx.raw(`update parcel_plan set parcels = parcels + ?, updated_at = now() where order_id = ?`, [
        parcels.length - plan.value.before.length,
        first.order_id,
      ]);
      const id = newId("regroup");
      const made = await row<{ number: string }>(
        tx,
        `insert into regroup (id, cooperative_id, order_id, kind, before_parcels, after_parcels, currency, freight_minor, cost_before_minor,
           cost_after_minor, reason, person, idempotency_key, input_hash)
         values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?, ?, ?, ?, ?) returning number`,
        [
          id,
          wish.cooperative_id,
          first.order_id,
          wish.kind,
          JSON.stringify(locked.map(({ id: parcel, number }) => ({ id: parcel, number }))),
          JSON.stringify(parcels.map(({ id: parcel, number }) => ({ id: parcel, number }))),
          first.currency,
          view.freight_minor,
          view.cost_before_minor,
          view.cost_after_minor,
          reason,
          person,
          idempotency_key,
          hash,
        ],
      );
      await append(tx, {
        job: "print-labels",
        payload: { order_id: first.order_id, parcel_ids: ids },
        dedup_key: id,
      });
      return ok({ id, number: made?.number ?? "", order_id: first.order_id, parcel_ids: ids, created: true });
    });
  }

  /** What a parcel was parted or joined into by hand; undefined when it was not. */
  async into(parcel_id: string): Promise<Successors | undefined> {
    return row<Successors>(
      this.sql,
      `select g.kind, g.after_parcels as parcels from parcel p join regroup g on g.order_id = p.order_id and g.cooperative_id = p.cooperative_id
         and g.before_parcels @> jsonb_build_array(jsonb_build_object('id', p.id))
       where p.id = ? and p.state = 'void' order by g.created_at desc limit 1`,
      [parcel_id],
    );
  }

  /** What was regrouped of an order, newest first. */
  ofOrder(order_id: string, cooperative_id: string, limit: number) {
    return rows<{
      id: string;
      number: string;
      kind: "split" | "merge";
      before: { id: string; number: string }[];
      after: { id: string; number: string }[];
      currency: string;
      cost_before_minor: number;
      cost_after_minor: number;
      reason: string;
      person: string;
      at: Date;
    }>(
      this.sql,
      `select id, number, kind, before_parcels as before, after_parcels as after, currency, cost_before_minor::float8 as cost_before_minor,
              cost_after_minor::float8 as cost_after_minor, reason, person, created_at as at
       from regroup where order_id = ? and cooperative_id = ? order by created_at desc, id desc limit ?`,
      [order_id, cooperative_id, limit],
    );
  }
}

async function planOf(sql: Sql, wish: RegroupWish): Promise<Result<Plan, Refusal>> {
  const ids = [...new Set(wish.parcel_ids)];
  if (wish.kind === "merge" && ids.length > MAX_MERGED)
    return refuse("too_many_parcels", `At most ${MAX_MERGED} parcels go into one by hand.`, "parcel_ids");
  const before = await parcelsToRegroup(sql, ids, wish.cooperative_id);
  const first = before[0];
  if (!first || before.length !== ids.length)
    return refuse("parcel_not_found", "There is no such parcel.", "parcel_ids");
  const fixed = before.find((one) => one.withdrawn || (one.state !== "planned" && one.state !== "labelled"));
  if (fixed) {
    const message = fixed.withdrawn
      ? `The order of parcel ${fixed.number} is being planned anew. Nothing was changed; look again in a moment.`
      : `Parcel ${fixed.number} is ${fixed.state}: only parcels that are not packed yet are regrouped.`;
    return refuse("not_to_regroup", message, "parcel_ids");
  }
  const other = before.find((one) => one.order_id !== first.order_id || one.destination_id !== first.destination_id);
  if (other) {
    const message = `Parcel ${other.number} goes to another place or is of another order: it can't share a box.`;
    return refuse("other_destination", message, "parcel_ids");
  }
  const groups = groupsOf(wish, before);
  if (!groups.ok) return groups;
  const parted = groups.value.find((lines) => !mayShare(lines, wish.natures));
  if (parted) return refuse("must_part", "Goods of these parcels must not lie in one box.", "parcel_ids");
  const { currency, cooperative_id } = first;
  const rates = ratesOf(
    await ratesFor(sql, { currency, cooperative_ids: [cooperative_id], day: rateDay() }),
    cooperative_id,
  );
  const sumOf = (lines: readonly RegroupLine[], of: (line: RegroupLine) => number) =>
    lines.reduce((sum_of, line) => sum_of + line.packs * of(line), 0);
  const priced = (lines: readonly RegroupLine[]) =>
    priceOneParcel(
      {
        goods_g: sumOf(lines, (line) => line.pack_g),
        goods_ml: sumOf(lines, (line) => wish.natures?.get(line.order_line_id)?.volume_ml ?? 0),
        value_minor: sumOf(lines, (line) => wish.natures?.get(line.order_line_id)?.value_minor ?? 0),
        shapes: shapesOf(lines, wish.natures),
        traits: traitsOf(
          lines.map((line) => ({ ...NO_TRAITS, ...chargedFor(wish.natures?.get(line.order_line_id)?.nature) })),
        ),
      },
      first.province_code,
      rates,
    );
  const after: Plan["after"] = [];
  for (const lines of groups.value) {
    const cost = priced(lines);
    if (!cost.ok) return cost;
    after.push({ lines, cost: cost.value });
  }
  const before_costs: ParcelCost[] = [];
  for (const parcel of before) {
    const cost = priced(parcel.lines);
    // Prices may have changed so that what stands could not be planned any more: then what it was planned with counts.
    before_costs.push(cost.ok ? cost.value : parcel.planned);
  }
  return ok({ currency, rates, before, before_costs, after });
}

/** All packs as boxes; null where the sides of some are not known. */
function shapesOf(lines: readonly RegroupLine[], natures: RegroupWish["natures"]): PackShape[] | null {
  const shapes = lines.flatMap(({ order_line_id, packs }) => {
    const { size_mm, keep_upright = false } = natures?.get(order_line_id)?.nature ?? {};
    return size_mm === undefined ? [] : [{ kind: order_line_id, size_mm, keep_upright, count: packs }];
  });
  return shapes.length === lines.length ? shapes : null;
}

function mayShare(lines: readonly RegroupLine[], natures: RegroupWish["natures"]): boolean {
  const all = lines.map((line) => natures?.get(line.order_line_id)?.nature ?? PLAIN);
  return all.every((one, index) => all.slice(index + 1).every((other) => mayTravelTogether(one, other)));
}

function groupsOf(wish: RegroupWish, before: readonly ParcelToRegroup[]): Result<RegroupLine[][], Refusal> {
  if (wish.kind === "merge") {
    const merged = mergeLines(before.map((parcel) => parcel.lines));
    return merged.ok ? ok([merged.value]) : merged;
  }
  const split = splitLines(before[0]!.lines, wish.move);
  return split.ok ? ok([split.value.stay, split.value.moved]) : split;
}

function viewOf({ currency, before, before_costs, after }: Plan): RegroupView {
  const titles = new Map(before.flatMap((parcel) => parcel.titles));
  const part = (number: string | null, lines: readonly RegroupLine[], cost: ParcelCost): RegroupPart => ({
    number,
    packs: lines.reduce((packs, line) => packs + line.packs, 0),
    gross_g: cost.gross_g,
    carton: cost.carton,
    carrier: cost.carrier,
    service: cost.service,
    cost_minor: safeNumber(costOf(cost)),
    lines: lines.map(({ order_line_id, packs }) => ({
      order_line_id,
      title: titles.get(order_line_id) ?? "",
      packs,
    })),
  });
  return {
    currency: currency.toUpperCase(),
    freight_minor: safeNumber(sum(before.flatMap((parcel) => parcel.lines.map((line) => line.freight_minor)))),
    cost_before_minor: safeNumber(sum(before_costs.map(costOf))),
    cost_after_minor: safeNumber(sum(after.map((one) => costOf(one.cost)))),
    before: before.map((parcel, index) => part(parcel.number, parcel.lines, before_costs[index]!)),
    after: after.map((one) => part(null, one.lines, one.cost)),
  };
}
