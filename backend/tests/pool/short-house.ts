import { randomUUID } from "node:crypto";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import knex, { type Knex } from "knex";
import { testDatabase, type TestDatabase } from "../../../dev/src/testing/postgres";
import { packingList } from "../../src/lib/packing-list";
import CooperativeService from "../../src/modules/cooperative/service";
import ParcelService from "../../src/modules/parcel/service";
import type { EnterShortInput, ShortRow } from "../../src/modules/pool/short-types";
import PoolService from "../../src/modules/pool/service";
import SettlementService from "../../src/modules/settlement/service";
import WholesaleService from "../../src/modules/wholesale/service";
import { enterShort } from "../../src/workflows/pool/short/preview";
import { runShort } from "../../src/workflows/pool/short/run";
import { id, value } from "../settlement/house";
import { madeUpMedusa } from "./made-up-medusa";
import { cooperativeOf } from "./short-cooperative";

export { id, value };

/** The real services on a migrated database of their own; of Medusa only its orders and variants are made up. */
export interface ShortHouse {
  container: MedusaContainer;
  pools: PoolService;
  parcels: ParcelService;
  settlement: SettlementService;
  cooperatives: CooperativeService;
  db: TestDatabase["pool"];
  url: string;
  /** Medusa's orders, by id. */
  orders: Map<string, object>;
  /** What Medusa has reserved, line by line. */
  reservations: { line_item_id: string; quantity: number }[];
  close(): Promise<void>;
  cooperative_id: string;
  pool_id: string;
  lot(units: number, household?: string, pool_id?: string): Promise<string>;
  /** A second grade at 15.00 a pack beside the first at 20.00 (or as given), which may fill in for it. */
  otherGrade(price?: number): Promise<string>;
  /** From now on a pack of that pool costs so much. */
  reprice(pool_id: string, price: number): void;
  /** A second cooperative with a pool of its own, whose packs orders may hold beside those of the first. */
  otherCooperative(): Promise<{ cooperative_id: string; pool_id: string }>;
  /** `addressees`: packs of its one line for each, by a list. */
  order(
    lines: { packs: number; pack_units?: number; paid?: number; tax?: number }[],
    addressees?: readonly number[],
  ): Promise<{ order_id: string; lines: string[] }>;
  /** Sold and paid, not allocated yet; freight as given; of the first pool, or the one named. */
  sell(
    lines: { packs: number; paid?: number; freight?: number; pool_id?: string }[],
  ): Promise<{ order_id: string; lines: string[] }>;
  /** The allocate job. */
  allocate(order_id: string): Promise<void>;
  enter(input: Partial<EnterShortInput>): Promise<ShortRow>;
  apply(short: ShortRow): Promise<ShortRow>;
  undo(short: ShortRow): Promise<ShortRow>;
  label(order_id: string): Promise<void>;
  handOver(order_id: string): Promise<string>;
  ship(handover_id: string): Promise<void>;
}

const PACK = 1000;

export async function shortHouse(pool: { blendable?: boolean; rule?: "fefo" | "pro_rata" } = {}): Promise<ShortHouse> {
  const database = await testDatabase();
  const connection: Knex = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  const own = { __pg_connection__: connection };
  const medusa = madeUpMedusa();
  const { orders, reservations } = medusa;
  const services: Record<string, unknown> = {
    ...medusa.services,
    pool: new PoolService(own),
    parcel: new ParcelService(own),
    settlement: new SettlementService(own),
    wholesale: new WholesaleService(own),
    cooperative: new CooperativeService(own),
    [ContainerRegistrationKeys.PG_CONNECTION]: connection,
  };
  const container = { resolve: (name: string) => services[name] } as unknown as MedusaContainer;
  const pools = services.pool as PoolService;
  const parcels = services.parcel as ParcelService;
  const settlement = services.settlement as SettlementService;

  const cooperatives = services.cooperative as CooperativeService;
  const cooperative_id = await cooperativeOf(
    { cooperatives, settlement },
    "竹塘农民专业合作社",
    "Zhutang cooperative",
    "ZT",
  );
  const item = id("iitem");
  const poolOf = (grade: string, rule: "fefo" | "pro_rata", inventory_item_id: string) =>
    pools.createPool({
      cooperative_id,
      origin_kind: "village",
      origin_id: "village_1",
      produce: "walnut",
      grade,
      unit: "g",
      blendable: pool.blendable ?? true,
      ...(pool.blendable === false ? { pack_units: PACK } : {}),
      rule,
      inventory_item_id,
      location_id: "sloc_1",
    });
  const made = await poolOf("1", pool.rule ?? "fefo", item);
  /** Inventory items of other grades, by pool. */
  const items_of = new Map<string, string>();
  /** Pools of other cooperatives. */
  const elsewhere = new Map<string, { item: string; cooperative_id: string }>();
  const placeOf = (pool_id = made.id) => elsewhere.get(pool_id) ?? { item, cooperative_id };

  /** An order as Medusa would keep it, and what it asks of the pool. */
  const placed = (
    lines: { packs: number; pack_units?: number; paid?: number; tax?: number; pool_id?: string | undefined }[],
  ) => {
    const order_id = id("order");
    const items = lines.map(({ packs, pack_units = PACK, paid = packs * 2000, tax = 0, pool_id = made.id }) => ({
      id: id("line"),
      pool_id,
      variant_id: medusa.variantOf(pack_units, placeOf(pool_id).item),
      quantity: packs,
      pack_units,
      paid,
      tax,
      title: "核桃",
    }));
    medusa.place(order_id, items);
    const units = new Map<string, number>();
    for (const one of items) units.set(one.pool_id, (units.get(one.pool_id) ?? 0) + one.quantity * one.pack_units);
    const wanted = [...units].map(([pool_id, of_pool]) => ({ pool_id, units: of_pool }));
    return { order_id, items, wanted };
  };

  /** A list of addressees, one for each number of packs, that the order names. */
  const addressed = async (order_id: string, packs: readonly number[]) => {
    const { list } = value(
      await (services.wholesale as WholesaleService).createList({
        customer_id: null,
        email: null,
        title: "年货",
        product_variant_id: null,
        idempotency_key: null,
        addressees: packs.map((count, index) => ({
          line: index + 1,
          name: `王${index}`,
          phone: "+8613912340000",
          province_code: "44",
          city: "广州市",
          address: `路${index}号`,
          packs: count,
        })),
      }),
    );
    orders.set(order_id, { ...orders.get(order_id), metadata: { addressee_list_id: list.id } });
  };

  /** Its money comes: what each line was paid with, and its freight on top. */
  const capture = async (
    order_id: string,
    items: ReturnType<typeof placed>["items"],
    freightOf: (line_id: string, at: number) => number,
  ) => {
    const lines = items.map((one, at) => {
      const freight_paid_minor = freightOf(one.id, at);
      return {
        order_line_id: one.id,
        cooperative_id: placeOf(one.pool_id).cooperative_id,
        pool_id: one.pool_id,
        units: one.quantity * one.pack_units,
        grams: one.quantity * one.pack_units,
        paid_minor: one.paid + freight_paid_minor,
        freight_paid_minor,
        tax_minor: one.tax,
      };
    });
    value(
      await settlement.recordCapture({
        order_id,
        currency: "CNY",
        captured_minor: lines.reduce((sum, line) => sum + line.paid_minor, 0),
        provider_ref: `pi_${order_id}`,
        lines,
      }),
    );
  };

  const house: ShortHouse = {
    container,
    pools,
    parcels,
    settlement,
    cooperatives,
    db: database.pool,
    url: database.url,
    orders,
    reservations,
    cooperative_id,
    pool_id: made.id,
    async close() {
      await connection.destroy();
      await database.drop();
    },
    async otherGrade(price = 15) {
      const second = id("iitem");
      const other = await poolOf("2", "pro_rata", second);
      items_of.set(other.id, second);
      medusa.variantOf(PACK, second, price);
      value(
        await pools.shorts.policies.set({
          policy: "other_grade",
          wait_days: 14,
          other_pool_id: other.id,
          pool_id: made.id,
          cooperative_id,
          reason: "the village said so",
          person: "member_manager",
        }),
      );
      return other.id;
    },
    reprice: (pool_id, price) => medusa.reprice(items_of.get(pool_id) ?? item, price),
    async otherCooperative() {
      const other = {
        item: id("iitem"),
        cooperative_id: await cooperativeOf(
          { cooperatives, settlement },
          "梅岭农民专业合作社",
          "Meiling cooperative",
          "ML",
        ),
      };
      const { id: pool_id } = await pools.createPool({
        cooperative_id: other.cooperative_id,
        origin_kind: "village",
        origin_id: "village_2",
        produce: "walnut",
        grade: "2",
        unit: "g",
        blendable: true,
        rule: "fefo",
        inventory_item_id: other.item,
        location_id: "sloc_2",
      });
      elsewhere.set(pool_id, other);
      return { cooperative_id: other.cooperative_id, pool_id };
    },
    async lot(units, household = id("household"), pool_id = made.id) {
      const lot = value(
        await pools.receiveLot({
          pool_id,
          cooperative_id: placeOf(pool_id).cooperative_id,
          household_id: household,
          gross_g: units,
          tare_g: 0,
          harvested_on: "2026-10-01",
          grade: pool_id === made.id ? "1" : "2",
          weigher_id: "member_weigher",
          idempotency_key: randomUUID(),
          today: "2026-10-02",
        }),
      );
      return lot.lot_id;
    },
    async sell(lines) {
      const { order_id, items, wanted } = placed(
        lines.map(({ packs, paid = packs * 2000, pool_id }) => ({ packs, paid, pool_id })),
      );
      value(await pools.holdForCart({ cart_id: order_id, run_id: "run", lines: wanted }));
      value(await pools.confirmHold({ cart_id: order_id, order_id, lines: wanted }));
      await capture(order_id, items, (_, at) => lines[at]?.freight ?? 0);
      return { order_id, lines: items.map((one) => one.id) };
    },
    async allocate(order_id) {
      const list = value(await packingList(container, order_id));
      await pools.allocateOrder({
        message_id: id("out"),
        order_id,
        lines: list.lines.map((line) => ({
          order_line_id: line.id,
          pool_id: line.pool_id,
          units: line.packs * line.pack_units,
        })),
      });
    },
    async order(lines, addressees) {
      const { order_id, items, wanted } = placed(lines);
      if (addressees) await addressed(order_id, addressees);
      value(await pools.holdForCart({ cart_id: order_id, run_id: "run", lines: wanted }));
      value(await pools.confirmHold({ cart_id: order_id, order_id, lines: wanted }));
      await house.allocate(order_id);
      const list = value(await packingList(container, order_id));
      const allocations = await pools.allocationsOfOrder(order_id);
      value(await parcels.plans.planOrder({ message_id: id("out"), ...list, allocations }));
      const freight = new Map(
        (await parcels.freightOfOrder(order_id)).map((line) => [line.order_line_id, Number(line.freight_minor)]),
      );
      await capture(order_id, items, (line_id) => freight.get(line_id) ?? 0);
      await house.label(order_id);
      return { order_id, lines: items.map((one) => one.id) };
    },
    async enter(input) {
      return value(
        await enterShort(container, {
          cooperative_id,
          kind: "lot_spoiled",
          restock: false,
          reason: "mould",
          person: "member_packer",
          idempotency_key: randomUUID(),
          ...input,
        }),
      );
    },
    async apply(short) {
      value(
        await pools.shorts.begin({ short_id: short.id, person: "member_manager", plan_hash: short.plan_hash ?? "" }),
      );
      return runShort(container, short.id);
    },
    async undo(short) {
      value(await pools.shorts.beginUndo({ short_id: short.id, person: "member_manager" }));
      return runShort(container, short.id);
    },
    async label(order_id) {
      const open = (await parcels.parcelsOfOrder(order_id)).filter((parcel) => parcel.state === "planned");
      if (open.length === 0) return;
      await parcels.recordLabels({
        message_id: id("out"),
        order_id,
        sheets: [{ cooperative_id, file: "x.pdf", sha256: "0".repeat(64), parcel_ids: open.map((one) => one.id) }],
      });
    },
    async handOver(order_id) {
      const done = value(await parcels.handOver({ cooperative_id, person: "member_packer", order_id }));
      return done.handover.id;
    },
    async ship(handover_id) {
      const lines = await parcels.contentsOfHandover(handover_id);
      await pools.shorts.close(await pools.shorts.openOf(lines.map((line) => line.allocation_id)));
      await pools.ship({ message_id: id("out"), handover_id, person: "carrier handover", lines });
    },
  };
  return house;
}
