import type { MedusaContainer } from "@medusajs/framework/types";
import {
  captureInput,
  givenCooperative,
  id,
  order,
  settlementHouse,
  value,
  type GivenOrder,
  type SettlementHouse,
} from "../settlement/house";
import CooperativeService from "../../src/modules/cooperative/service";
import CycleService from "../../src/modules/cycle/service";
import type { CatalogueGood, CycleInput } from "../../src/modules/cycle/types";
import OutboxService from "../../src/modules/outbox/service";
import ParcelService from "../../src/modules/parcel/service";
import PoolService from "../../src/modules/pool/service";

export const TZ = "Asia/Shanghai";
const HOUR_MS = 3_600_000;
/** A walnut pack of 500 g, a case of 5 kg. */
export const PACK_G = 500;
const CASE_G = 5_000;
export const FIRST = 4_800;

/** The real modules on a migrated database of their own; of Medusa only what an order is read for. */
export interface CycleHouse extends SettlementHouse {
  cycles: CycleService;
  container: MedusaContainer;
  cooperative_id: string;
  /** Orders as Medusa would answer them. */
  medusa: Map<string, { status: string; items: { id: string; variant_id: string; quantity: number }[] }>;
}

export async function cycleHouse(): Promise<CycleHouse> {
  const house = await settlementHouse();
  const services = {
    cycle: new CycleService({ __pg_connection__: house.knex }),
    outbox: new OutboxService({ __pg_connection__: house.knex }),
    parcel: new ParcelService({ __pg_connection__: house.knex }),
    pool: new PoolService({ __pg_connection__: house.knex }),
    cooperative: new CooperativeService({ __pg_connection__: house.knex }),
    settlement: house.settlement,
  };
  const { id: cooperative_id } = value(
    await services.cooperative.createCooperative({
      handle: id("coop").replace(/_/g, "-").slice(0, 40),
      name_zh: "武都马街农民专业合作社",
      name_en: "Majie Cooperative",
      county_code: "621202",
      county_zh: "武都区",
      county_en: "Wudu",
      tz: TZ,
      currency: "CNY",
      stock_location_id: id("sloc"),
      phone: "0939-8210001",
    }),
  );
  await givenCooperative(house, {}, cooperative_id);
  const medusa: CycleHouse["medusa"] = new Map();
  const query = {
    graph: ({ filters }: { filters: { id: string | string[]; status?: string } }) =>
      Promise.resolve({
        data: [filters.id].flat().flatMap((order_id) => {
          const found = medusa.get(order_id);
          if (!found || (filters.status !== undefined && found.status !== filters.status)) return [];
          return [{ id: order_id, display_id: 7, email: "buyer@example.com", currency_code: "cny", ...found }];
        }),
      }),
  };
  const resolve = (name: string) =>
    name === "query" ? query : name === "logger" ? console : services[name as keyof typeof services];
  return {
    ...house,
    cycles: services.cycle,
    container: { resolve } as unknown as MedusaContainer,
    cooperative_id,
    medusa,
    close: house.close,
  };
}

/** A moment as a clock in China shows it, so many hours from now. */
export const local = (hours: number): string =>
  new Date(Date.now() + hours * HOUR_MS + 8 * HOUR_MS).toISOString().slice(0, 16);

export function goods(house: CycleHouse, product_id = id("prod")): CatalogueGood & { lead: string } {
  const lead = id("variant");
  return {
    product_id,
    pool_id: "pool_1",
    cooperative_id: house.cooperative_id,
    unit_g: 1,
    currency: "CNY",
    lead,
    packs: [{ variant_id: lead, units_per_pack: PACK_G, price_minor: BigInt(FIRST) }],
  };
}

export function content(good: { product_id: string; lead: string }, more: Partial<CycleInput> = {}): CycleInput {
  return {
    name_zh: "十二月第一周",
    name_en: "First week of December",
    opens: local(-1),
    closes: local(24),
    way: "ship",
    ready_from: local(48).slice(0, 10),
    ready_to: local(72).slice(0, 10),
    place_zh: "",
    place_en: "",
    minimum_kind: "none",
    minimum: 0,
    sold_between: false,
    goods: [
      {
        product_id: good.product_id,
        case_units: CASE_G,
        lead_variant_id: good.lead,
        steps: [
          { from_cases: 2, price_minor: 4_500 },
          { from_cases: 4, price_minor: 4_200 },
        ],
      },
    ],
    ...more,
  };
}

export const editing = (house: CycleHouse, catalogue: readonly CatalogueGood[]) => ({
  cooperative_id: house.cooperative_id,
  tz: TZ,
  person: "member_1",
  catalogue,
});

/** A cycle that is open now, and its goods. */
export async function openCycle(house: CycleHouse, more: Partial<CycleInput> = {}) {
  const good = goods(house);
  const edit = editing(house, [good]);
  const draft = value(await house.cycles.drafts.create({ ...edit, content: content(good, more) }));
  value(await house.cycles.drafts.publish({ ...edit, ...draft, now: new Date() }));
  return { id: draft.id, good };
}

/** Moves a cycle's closing into the past: what its clock does by itself. */
export async function pastClosing(house: CycleHouse, cycle_id: string): Promise<void> {
  await house.db.query(
    "update order_cycle set opens_at = now() - interval '2 days', closes_at = now() - interval '1 second' where id = $1",
    [cycle_id],
  );
}

/** A cart let into a cycle. */
export async function entered(
  house: CycleHouse,
  cycle_id: string,
  good: { product_id: string; lead: string },
  packs: number,
) {
  const cart_id = id("cart");
  value(
    await house.cycles.entries.enter({
      cart_id,
      cycle_id,
      lines: [{ variant_id: good.lead, product_id: good.product_id, packs, units: packs * PACK_G }],
      now: new Date(),
    }),
  );
  return cart_id;
}

/** An order of a cycle: let in, paid for, in the books, and told of. */
export async function ordered(
  house: CycleHouse,
  cycle_id: string,
  good: { product_id: string; lead: string },
  packs: number,
  more: { paid_minor?: number; freight_minor?: number } = {},
): Promise<GivenOrder & { cart_id: string }> {
  const cart_id = await entered(house, cycle_id, good, packs);
  const given = order([
    {
      cooperative_id: house.cooperative_id,
      grams: packs * PACK_G,
      paid_minor: (more.paid_minor ?? packs * FIRST) + (more.freight_minor ?? 0),
      tax_minor: Math.floor((packs * FIRST * 9) / 109),
      lots: [{ household_id: "household_wang", grams: packs * PACK_G }],
    },
  ]);
  const capture = captureInput(given);
  value(
    await house.settlement.recordCapture({
      ...capture,
      lines: capture.lines.map((line) => ({ ...line, freight_paid_minor: more.freight_minor ?? 0 })),
    }),
  );
  house.medusa.set(given.order_id, {
    status: "pending",
    items: given.lines.map((line) => ({ id: line.order_line_id, variant_id: good.lead, quantity: packs })),
  });
  await house.cycles.entries.confirm({ cart_id, order_id: given.order_id });
  return { ...given, cart_id };
}

export async function messages(house: CycleHouse, job: string, order_id: string): Promise<number> {
  const { rowCount } = await house.db.query(
    "select 1 from outbox_message where job = $1 and payload ->> 'order_id' = $2",
    [job, order_id],
  );
  return rowCount ?? 0;
}

export async function refunds(house: CycleHouse, order_id: string): Promise<number[]> {
  const { rows } = await house.db.query<{ amount_minor: string }>(
    "select amount_minor from refund_intent where order_id = $1 and state <> 'cancelled'",
    [order_id],
  );
  return rows.map((one) => Number(one.amount_minor));
}
