import { performance } from "node:perf_hooks";
import type pg from "pg";
import type { Parcels as ParcelPlans } from "../parcels/database.js";
import type { BenchOrder } from "../parcels/order.js";
import type { Result, Wholesale } from "./index.js";

// What a company's order is measured with: the built services, a pool with lots, and what each addressee gets.

type Units = readonly { pool_id: string; units: number }[];
type Invariants = () => Promise<{ id: string; violations: number }[]>;

/** What the benchmark uses of the built services beside what the sheets' uses. */
export interface CompanyOrderHouse {
  wholesale: Wholesale & {
    addresseeReading: { read(sheet_id: string, names: PackNames): Promise<void> };
    quotes: {
      request(by: { side: "buyer"; id: string; company_id: string }, input: object): Promise<Result<{ id: string }[]>>;
      byId(id: string): Promise<{ addressee_list_id: string | null } | undefined>;
      whole(by: { side: "buyer"; id: string; company_id: string }, id: string): Promise<unknown>;
    };
    claimList(input: { list_id: string; order_id: string }): Promise<Result<unknown>>;
    addressees(list_id: string): Promise<ListedAddressee[]>;
    addresseesCounted(list_id: string): Promise<number | undefined>;
    invariants: Invariants;
  };
  pools: {
    holdForCart(input: { cart_id: string; run_id: string; lines: Units }): Promise<Result<unknown>>;
    confirmHold(input: { cart_id: string; order_id: string; lines: Units }): Promise<Result<unknown>>;
    allocateOrder(input: { message_id: string; order_id: string; lines: readonly AllocatedLine[] }): Promise<void>;
    allocationsOfOrder(order_id: string): Promise<BenchOrder["allocations"]>;
    coverageOfOrder(order_id: string): Promise<unknown>;
  };
  parcels: Omit<ParcelPlans, "plans"> & {
    plans: Omit<ParcelPlans["plans"], "progress"> & {
      progress: { ofOrder(order_id: string): Promise<unknown> };
    };
    parcelsOfOrder(order_id: string, page: { live: boolean; limit: number }): Promise<unknown[]>;
    progressOfOrder(order_id: string): Promise<Record<string, number>>;
    recordCarrierEvents(input: {
      message_id: string;
      events: readonly { event_id: string; number: string; said: string; at: Date; place: null }[];
      hold_days: ReadonlyMap<string, number>;
    }): Promise<{ moved: number; completed: string[] }>;
    tallies: { freightOf(order_id: string): Promise<unknown>; fold(): Promise<number> };
  };
  db: pg.Pool;
  say: (text: string) => void;
}

export type PackNames = (sql: unknown, names: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;
export interface AllocatedLine {
  order_line_id: string;
  pool_id: string;
  units: number;
}
export interface ListedAddressee {
  id: string;
  name: string;
  phone: string;
  province_code: string;
  city: string | null;
  address: string;
  packs: number;
  goods: Readonly<Record<string, number>> | null;
}

export const COOPERATIVE = "coop_bench";
export const POOL = "pool_bench_order";
const LOTS = 120;
/** Two kinds of packs; what each addressee gets of them goes by their place in the sheet. */
export const PACKS = {
  variant_bag: { name: "核桃 500 克", units: 500 },
  variant_box: { name: "核桃 2.5 公斤", units: 2_500 },
};
export type VariantId = keyof typeof PACKS;
export const VARIANTS = Object.keys(PACKS) as VariantId[];
export const COLUMNS = ["name", "phone", "province", "city", "address", "message", "goods"];
/** Province and city. */
export const PLACES = [
  "广东省,广州市",
  "北京市,北京市",
  "新疆,乌鲁木齐市",
  "四川省,成都市",
  "黑龙江省,哈尔滨市",
  "甘肃省,陇南市",
  "上海市,上海市",
  "云南省,昆明市",
];
/** What the names of packs in the sheet mean. */
export const names: PackNames = (_sql, asked) =>
  Promise.resolve(new Map(asked.map((name) => [name, VARIANTS.filter((id) => PACKS[id].name === name)])));
export const goodsOf = (at: number): Record<VariantId, number> => ({ variant_bag: 1 + (at % 3), variant_box: at % 2 });

export function totalsOf(count: number): Record<VariantId, number> {
  const totals = { variant_bag: 0, variant_box: 0 };
  for (let at = 0; at < count; at++) for (const id of VARIANTS) totals[id] += goodsOf(at)[id];
  return totals;
}

/** A pool with lots enough for both orders. */
export async function stock(db: pg.Pool): Promise<void> {
  const lot_units = 20_000_000;
  await db.query(
    `insert into pool (id, cooperative_id, origin_kind, origin_id, produce, grade, unit, blendable, inventory_item_id, location_id, on_hand, held)
     values ($1, $2, 'village', 'vil_1', 'walnut', 'a', 'g', true, $1, 'loc_1', $3, 0)`,
    [POOL, COOPERATIVE, LOTS * lot_units],
  );
  await db.query(
    `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, units, sellable_units, grade, weigher_id, idempotency_key, input_hash)
     select $1 || '_' || n, $1 || '_' || n, $1, $2, 'hh_' || n % 40, '2026-10-01', $3, $3, 'a', 'm_1', $1 || '_' || n, 'x' from generate_series(1, $4::int) n`,
    [POOL, COOPERATIVE, lot_units, LOTS],
  );
}

export async function timed<T>(work: () => Promise<T>): Promise<{ value: T; s: number }> {
  const began = performance.now();
  const value = await work();
  return { value, s: (performance.now() - began) / 1_000 };
}
