import { createHmac } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, startHouse, type House } from "../../../dev/src/testing/house";
import { anAddress } from "../../../dev/src/testing/shop-client";
import { returnedGoods, type Delivered } from "../pool/house/returned-goods";
import { erasure } from "../pool/house/erasure";
import { claims } from "../pool/house/claims";
import { pickup } from "../pool/house/pickup";
import { pickupAfter } from "../pool/house/pickup-after";
import { pickupBaskets } from "../pool/house/pickup-baskets";
import { shorts } from "../pool/house/shorts";
import { cardsOf, deskToken, pack, pool, product, purchase, shopper, weighIn } from "../checkout/support";

/** The worker looks into it at its kill points: naming one there kills it at its next pass. */
const told = path.join(mkdtempSync(path.join(tmpdir(), "commonlot-kill-")), "point");
const killAt = { KILL_AT: `file:${told}` };

let house: House;
let mine: string;
let others: string;
let bulk: Delivered;
const WALNUTS = { handle: "", units: 2_000 };

beforeAll(async () => {
  house = await startHouse({
    workers: 1,
    env: { CARRIER_SPEED: "60000", PARCELS_AT_ONCE: "10", PARCELS_PER_RANGE: "10" },
    envOf: { worker: killAt },
  });
  const walnuts = (house.seed.products as { handle: string; produce: string; village: string }[]).find(
    (p) => p.produce === "walnut",
  );
  WALNUTS.handle = walnuts?.handle ?? "";
  const { cooperative_id } = await pool(house, WALNUTS.handle);
  const cooperatives = house.seed.cooperatives as { id: string; handle: string }[];
  const own = cooperatives.find((one) => one.id === cooperative_id)?.handle ?? "";
  const other = cooperatives.find((one) => one.id !== cooperative_id)?.handle ?? "";
  mine = await deskToken(house, "manager", own);
  others = await deskToken(house, "manager", other);
  for (const card of (await cardsOf(house, WALNUTS.handle)).slice(0, 4))
    await weighIn(house, mine, WALNUTS.handle, 60_000, card);
});
afterAll(() => house?.stop(), 60_000);

const as = (token?: string) => ({
  "content-type": "application/json",
  "x-publishable-api-key": house.seed.publishable_key,
  ...(token ? { authorization: `Bearer ${token}` } : {}),
});
const get = (address: string, token?: string) => fetch(`${house.backendUrl}${address}`, { headers: as(token) });
const post = (address: string, body: unknown, token?: string) =>
  fetch(`${house.backendUrl}${address}`, { method: "POST", headers: as(token), body: JSON.stringify(body) });
const count = async (sql: string, ...bindings: unknown[]) => (await house.db.query(sql, bindings)).rowCount ?? 0;

const NAMES = ["欧阳翠花", "王小明", "阿依古丽"];
const addressee = (index: number) => ({
  name: `${NAMES[index % 3]}${index}`,
  phone: `1391234${String(index).padStart(4, "0")}`,
  province_code: ["44", "51", "11"][index % 3],
  city: "某某市",
  address: `保密路 ${index} 号`,
  packs: 1,
});

interface Waiting {
  order_id: string;
  states: Record<string, number>;
}

async function labelled(order_id: string, parcels: number): Promise<void> {
  await eventually(
    async () => {
      const { orders } = (await (await get("/desk/orders", mine)).json()) as { orders: Waiting[] };
      return orders.find((order) => order.order_id === order_id)?.states.labelled === parcels;
    },
    { timeout_ms: 90_000, message: `order ${order_id} was not labelled` },
  );
}

async function delivered(order_id: string, parcels: number): Promise<void> {
  await eventually(
    async () => {
      const { parcels: found } = (await (await get(`/store/orders/${order_id}/parcels`)).json()) as {
        parcels: { state: string }[];
      };
      return found.length === parcels && found.every((parcel) => parcel.state === "delivered");
    },
    { timeout_ms: 90_000, message: `order ${order_id} was not delivered` },
  );
}

/** Lets the range that begins at parcel 20 wait, whole but not committed, until it is let go. */
async function lastRangeWaits(): Promise<{ letGo: () => Promise<void> }> {
  const holder = await house.db.connect();
  await holder.query(`
    select pg_advisory_lock(20);
    create function range_waits() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock_shared(20); return new; end $$;
    create trigger range_waits before update on plan_chunk for each row when (new.first = 20) execute function range_waits()`);
  return {
    async letGo() {
      await holder.query("select pg_advisory_unlock(20)");
      holder.release();
    },
  };
}

/** What purchaser and desk read of a plan that is being written in three ranges. */
async function twoThirdsAreSeen(order_id: string): Promise<void> {
  await eventually(
    async () => {
      const { planning } = (await (await get(`/store/orders/${order_id}/parcels`)).json()) as { planning: unknown };
      return JSON.stringify(planning) === JSON.stringify({ parcels: 30, written: 20 });
    },
    { timeout_ms: 60_000, message: "the purchaser never read of 20 parcels of 30" },
  );
  const plans = async (token: string) =>
    ((await (await get("/desk/plans", token)).json()) as { writing: { order_id: string }[] }).writing.filter(
      (one) => one.order_id === order_id,
    );
  expect(await plans(mine)).toMatchObject([{ parcels: 30, written: 20, stuck: false }]);
  expect(await plans(others)).toEqual([]);
  const { parcels } = (await (await get(`/desk/parcels?order_id=${order_id}`, mine)).json()) as { parcels: unknown[] };
  expect(parcels).toEqual([]);
}

const fulfilments = (order_id: string) =>
  count(
    `select f.id from fulfillment f join order_fulfillment o on o.fulfillment_id = f.id
     where o.order_id = $1 and f.canceled_at is null and f.shipped_at is not null`,
    order_id,
  );

/** What Medusa says of an order whose goods have arrived: its fulfilments that are delivered, their labels, packs of its lines delivered. */
async function inMedusa(order_id: string): Promise<{ delivered: number; labels: string[]; packs: number }> {
  const of = "join order_fulfillment o on o.fulfillment_id = f.id where o.order_id = $1 and f.canceled_at is null";
  const labels = await house.db.query<{ tracking_number: string }>(
    `select l.tracking_number from fulfillment_label l join fulfillment f on f.id = l.fulfillment_id ${of} and l.deleted_at is null order by 1`,
    [order_id],
  );
  const lines = await house.db.query<{ packs: string }>(
    `select coalesce(sum(i.delivered_quantity), 0) as packs from order_item i join "order" o on o.id = i.order_id and o.version = i.version
     where o.id = $1 and i.deleted_at is null`,
    [order_id],
  );
  return {
    delivered: await count(`select f.id from fulfillment f ${of} and f.delivered_at is not null`, order_id),
    labels: labels.rows.map((one) => one.tracking_number),
    packs: Number(lines.rows[0]?.packs),
  };
}

/** A parcel may have arrived before the answer with its number is noted: Medusa hears of both, in whichever order. */
async function medusaKnows(order_id: string, packs: number): Promise<void> {
  await eventually(
    async () =>
      (await count("select 1 from parcel where order_id = $1 and state = 'delivered'", order_id)) > 0 &&
      (await count(
        "select 1 from parcel where order_id = $1 and state = 'delivered' and tracking_number is null",
        order_id,
      )) === 0 &&
      (await count("select 1 from fulfil_intent where order_id = $1 and delivered_at is null", order_id)) === 0,
    { timeout_ms: 90_000, message: "our own note of it is missing" },
  );
  const { rows } = await house.db.query<{ tracking_number: string }>(
    "select tracking_number from parcel where order_id = $1 and state = 'delivered' order by 1",
    [order_id],
  );
  const known = { delivered: 1, labels: rows.map((one) => one.tracking_number), packs };
  await eventually(async () => isDeepStrictEqual(await inMedusa(order_id), known), {
    timeout_ms: 90_000,
    message: "Medusa does not know that it was delivered, and by which numbers",
  });
}

describe("a bulk order for many addressees", () => {
  it("goes from a list to delivered parcels; its price is its freight; nobody else sees or moves it", async () => {
    const bad = await post("/store/wholesale/addressee-lists", {
      title: "x",
      addressees: [addressee(0), { ...addressee(1), packs: -1 }],
    });
    expect(bad.status).toBe(400);
    expect(await bad.json()).toMatchObject({ code: "invalid_addressees", problems: [{ line: 2, field: "packs" }] });
    expect((await post("/store/wholesale/addressee-lists", { title: "x", addressees: [], more: 1 })).status).toBe(400);
    expect(await count("select 1 from addressee_list")).toBe(0);

    const variant_id = pack(house, WALNUTS.handle, WALNUTS.units);
    const sent = await post("/store/wholesale/addressee-lists", {
      title: "年货",
      product_variant_id: variant_id,
      addressees: Array.from({ length: 30 }, (_, index) => addressee(index)),
    });
    expect(sent.status).toBe(201);
    const { addressee_list } = (await sent.json()) as { addressee_list: { id: string; packs_total: number } };
    const shown = await (await get(`/store/wholesale/addressee-lists/${addressee_list.id}`)).json();
    expect(JSON.stringify(shown)).not.toMatch(/保密路|王小明|1391234/);
    const estimate = (shown as { addressee_list: { freight_estimate: { freight_minor: number; parcels: number } } })
      .addressee_list.freight_estimate;
    expect(estimate.parcels).toBe(30);

    const { letGo } = await lastRangeWaits();
    const order = await shopper(house).buy(
      purchase(house, [{ variant_id, quantity: 30 }], { metadata: { addressee_list_id: addressee_list.id } }),
    );
    try {
      await twoThirdsAreSeen(order.id);
    } finally {
      await letGo();
    }
    const ranges = `select 1 from outbox_message where job = 'write-parcels'`;
    expect(await count(ranges)).toBe(3);
    expect(Math.round(Number(order.shipping_total) * 100)).toBe(estimate.freight_minor);
    await labelled(order.id, 30);

    const { parcels } = (await (await get(`/desk/parcels?order_id=${order.id}&limit=200`, mine)).json()) as {
      parcels: { id: string; freight_minor: number }[];
    };
    expect(parcels.reduce((sum, parcel) => sum + parcel.freight_minor, 0)).toBe(estimate.freight_minor);
    const pdf = await get(`/desk/orders/${order.id}/labels`, mine);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");

    const id = parcels[0]?.id ?? "";
    for (const answer of [
      await get(`/desk/parcels/${id}`, others),
      await get(`/desk/orders/${order.id}/labels`, others),
      await post("/desk/handovers", { parcel_ids: [id] }, others),
      await post("/desk/handovers", { order_id: order.id }, others),
      await get("/desk/parcels/parcel_none", mine),
    ]) {
      expect(answer.status).toBe(404);
    }
    expect((await get(`/desk/parcels/${id}`)).status).toBe(401);
    for (const body of [{}, { order_id: order.id, parcel_ids: [id] }, { order_id: 7 }, { parcel_ids: [] }]) {
      expect((await post("/desk/handovers", body, mine)).status).toBe(400);
    }
    expect(await count("select 1 from handover")).toBe(0);

    expect((await post("/desk/handovers", { order_id: order.id }, mine)).status).toBe(201);
    expect((await post("/desk/handovers", { order_id: order.id }, mine)).status).toBe(200);
    await delivered(order.id, 30);
    expect(await count("select 1 from outbox_message where job = 'post' and dedup_key = $1", order.id)).toBe(1);
    await eventually(async () => (await fulfilments(order.id)) === 1, {
      timeout_ms: 60_000,
      message: "Medusa was not told",
    });
    await medusaKnows(order.id, 30);
    const order_line_id = order.items?.[0]?.id ?? "";
    bulk = { goods: WALNUTS.handle, order_id: order.id, order_line_id, pack: WALNUTS.units };

    const followed = await (await get(`/store/orders/${order.id}/parcels`)).text();
    expect(followed).not.toMatch(/保密路|王小明|1391234|household_id/);
    const first = (
      JSON.parse(followed) as {
        parcels: { number: string; contents: { lot_number: string; village_name: string; village_handle: string }[] }[];
      }
    ).parcels[0];
    expect(first?.contents[0]?.village_name).toBeTruthy();
    expect((await get(`/store/villages/${first?.contents[0]?.village_handle}`)).status).toBe(200);
    const trace = await (await get(`/store/trace/${first?.number ?? ""}`)).text();
    expect(trace).toContain(first?.contents[0]?.lot_number ?? "?");
    expect(trace).not.toMatch(/保密路|王小明|1391234|household|order_/);
    expect((await get("/store/trace/CLNOTHERE00")).status).toBe(404);
  });
});

describe("goods that come back", () =>
  returnedGoods(
    () => house,
    () => bulk,
  ));

describe("the carrier's webhook", () => {
  const body = JSON.stringify({
    id: "cb_forged",
    type: "tracking",
    events: [{ id: "ce_1", reference: "CLX", state: "delivered", at: "2026-11-01T00:00:00Z" }],
  });
  const send = (raw: string, header: string | undefined) =>
    fetch(`${house.backendUrl}/hooks/carrier`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(header === undefined ? {} : { "x-carrier-signature": header }),
      },
      body: raw,
    });
  const signed = (raw: string, at: number, secret = "development-carrier-secret") =>
    `t=${at},v1=${createHmac("sha256", secret).update(`${at}.${raw}`).digest("hex")}`;
  const now = () => Math.floor(Date.now() / 1000);

  it("refuses what is forged, altered, old or no batch, and keeps no row of it", async () => {
    for (const [raw, header] of [
      [body, undefined],
      [body, "t=1,v1=00"],
      [body, signed(body, now(), "another-secret-altogether")],
      [body.replace("CLX", "CLY"), signed(body, now())],
      [body, signed(body, now() - 310)],
      [body, signed(body, now() + 400)],
      ['{"id":"cb_forged"}', signed('{"id":"cb_forged"}', now())],
    ] as const) {
      expect((await send(raw, header)).status).toBe(400);
    }
    expect(await count("select 1 from webhook_inbox where event_id = 'cb_forged'")).toBe(0);
    expect((await send(body, signed(body, now()))).status).toBe(200);
    expect((await send(body, signed(body, now()))).status).toBe(200);
    expect(await count("select 1 from webhook_inbox where event_id = 'cb_forged'")).toBe(1);
    expect(await count("select 1 from outbox_message where job = 'carrier-event' and dedup_key = 'cb_forged'")).toBe(1);
  });
});

describe("a text in place of a phone", () => {
  it("is refused at the checkout of any client; one that came in all the same is told to the desk before anything is packed", async () => {
    const variant_id = pack(house, WALNUTS.handle, WALNUTS.units);
    const order = purchase(house, [{ variant_id, quantity: 1 }]);
    for (const phone of ["不知道", "没有", "n/a"]) {
      const buyer = shopper(house);
      const cart = await buyer.createCart(order.region_id);
      await buyer.addLine(cart.id, variant_id, 1);
      const address = Object.assign({}, anAddress, { phone });
      await expect(buyer.setAddress(cart.id, address).then(() => buyer.shipping(cart.id))).rejects.toThrow(
        /can be dialled/,
      );
    }

    await house.kill("worker", "SIGTERM");
    const bought = await shopper(house).buy(order);
    const says = (phone: string) =>
      house.db.query(
        `update order_address set phone = $2 where id = (select shipping_address_id from "order" where id = $1)`,
        [bought.id, phone],
      );
    await says("不知道");
    await house.restart("worker", killAt);
    const refused = async () =>
      ((await (await get("/desk/plans", mine)).json()) as { refused: { order_id: string; reason: string }[] }).refused;
    const isTold = async () =>
      (await refused()).some((one) => one.order_id === bought.id && one.reason === "phone_not_dialled");
    await eventually(isTold, { timeout_ms: 90_000, message: "the desk was not told" });
    expect(await count("select 1 from parcel where order_id = $1", bought.id)).toBe(0);
    await says("139 1234 5678");
    expect((await post(`/desk/orders/${bought.id}/plan`, {}, mine)).status).toBe(202);
    await labelled(bought.id, 1);
    expect(await refused()).toEqual([]);
    // What the desk is told is no message that nobody could carry out.
    expect(await count("select 1 from outbox_message where job = 'plan-parcels' and dead_at is not null")).toBe(0);
  });
});

// Here, since this house has a worker.
describe("a worker killed between an outside effect and our note of it", () => {
  it("after_paper_before_commit: the paper is printed once, and whole", async () => {
    const order = await shopper(house).buy(
      purchase(house, [{ variant_id: pack(house, WALNUTS.handle, WALNUTS.units), quantity: 1 }]),
    );
    await labelled(order.id, 1);
    const { parcels } = (await (await get(`/desk/parcels?order_id=${order.id}`, mine)).json()) as {
      parcels: { id: string }[];
    };
    await writeFile(told, "after_paper_before_commit");
    const asked = await post("/desk/papers", { kind: "slips", parcel_id: parcels[0]?.id }, mine);
    expect(asked.status).toBe(202);
    const { paper } = (await asked.json()) as { paper: { id: string } };
    expect(await house.waitExit("worker")).toMatchObject({ signal: "SIGKILL" });
    const before = await get(`/desk/papers/${paper.id}`, mine);
    expect(await before.json()).toMatchObject({ paper: { state: "asked", pages: null } });
    await house.restart("worker", killAt);
    await eventually(
      async () =>
        ((await (await get(`/desk/papers/${paper.id}`, mine)).json()) as { paper: { state: string } }).paper.state ===
        "printed",
      { timeout_ms: 90_000, message: "the paper was not printed again" },
    );
    const file = await get(`/desk/papers/${paper.id}/file`, mine);
    const pdf = Buffer.from(await file.arrayBuffer()).toString("latin1");
    expect(pdf.startsWith("%PDF-") && pdf.trimEnd().endsWith("%%EOF")).toBe(true);
    expect(await count("select 1 from paper where parcel_id = $1", parcels[0]?.id)).toBe(1);
  });

  it.each([
    "after_labels_before_commit",
    "after_booking_before_commit",
    "after_fulfil_before_commit",
    "after_labels_told",
    "before_delivered",
    "after_delivered_before_commit",
  ])(
    "%s: one label, one shipment, one fulfilment a parcel, and the order is delivered, in Medusa too",
    async (point) => {
      await writeFile(told, point);
      const order = await shopper(house).buy(
        purchase(house, [{ variant_id: pack(house, WALNUTS.handle, WALNUTS.units), quantity: 1 }]),
      );
      if (point === "after_labels_before_commit") {
        expect(await house.waitExit("worker")).toMatchObject({ signal: "SIGKILL" });
        await house.restart("worker", killAt);
      }
      await labelled(order.id, 1);
      expect((await post("/desk/handovers", { order_id: order.id }, mine)).status).toBe(201);
      if (point !== "after_labels_before_commit") {
        expect(await house.waitExit("worker")).toMatchObject({ signal: "SIGKILL" });
        // What a death between Medusa's own two writes leaves: the fulfilment is delivered, the order's lines are not.
        if (point === "before_delivered") {
          await house.db.query(
            "update fulfillment set delivered_at = now() where id in (select fulfillment_id from order_fulfillment where order_id = $1)",
            [order.id],
          );
        }
        await house.restart("worker", killAt);
      }
      await delivered(order.id, 1);
      await eventually(async () => (await fulfilments(order.id)) === 1, {
        timeout_ms: 90_000,
        message: "Medusa was not told",
      });
      await medusaKnows(order.id, 1);
      const numbers = await house.db.query<{ number: string }>("select number from parcel where order_id = $1", [
        order.id,
      ]);
      const number = numbers.rows[0]?.number;
      expect(
        await count("select 1 from carrier_standin.shipment where reference = $1 and state <> 'cancelled'", number),
      ).toBe(1);
      expect(
        await count(
          "select 1 from parcel_label l join parcel p on p.id = l.parcel_id where p.number = $1 and l.voided_at is null",
          number,
        ),
      ).toBe(1);
      expect(
        await count(
          "select f.id from fulfillment f join order_fulfillment o on o.fulfillment_id = f.id where o.order_id = $1",
          order.id,
        ),
      ).toBe(1);
      await eventually(
        async () => {
          const { on_hand, held } = await pool(house, WALNUTS.handle);
          const level = await house.db.query<{ free: string }>(
            `select (l.stocked_quantity - l.reserved_quantity)::bigint as free from inventory_level l join pool p on p.inventory_item_id = l.inventory_item_id
             and p.location_id = l.location_id where p.id = $1 and l.deleted_at is null`,
            [product(house, WALNUTS.handle).pool_id],
          );
          const hold = await house.db.query<{ state: string }>(`select state from hold where order_id = $1`, [
            order.id,
          ]);
          // What a short of before set aside stays held; nothing of this order does.
          return hold.rows[0]?.state === "consumed" && Number(level.rows[0]?.free) === on_hand - held;
        },
        { timeout_ms: 90_000, message: "Medusa's level does not show what the pool has" },
      );
    },
  );
});

describe("what buyers find", () => {
  const found = async (handle: string, more = "") => {
    const named = await house.db.query<{ title: string }>(`select title from product where handle = $1`, [handle]);
    const answer = await fetch(
      `${house.backendUrl}/store/find?q=${encodeURIComponent(named.rows[0]?.title ?? "")}${more}`,
      { headers: { "x-publishable-api-key": house.seed.publishable_key } },
    );
    const { found: list } = (await answer.json()) as { found: { products: { handle: string }[] } };
    return list.products.some((one) => one.handle === handle);
  };
  const soon = (look: () => Promise<boolean>, message: string) => eventually(look, { timeout_ms: 100_000, message });

  it("follows a remainder that is too little for a pack, and goods that come back from there", async () => {
    const { pool_id } = product(house, WALNUTS.handle);
    const { rows } = await house.db.query<{ held: string }>(`select held from pool where id = $1`, [pool_id]);
    const listed = () => found(WALNUTS.handle, "&in_stock=1");
    await soon(listed, "the goods are not found");
    await house.db.query(`update pool set held = on_hand - 300, version = version + 1 where id = $1`, [pool_id]);
    await soon(async () => !(await listed()), "300 g are still found as goods to buy");
    await house.db.query(`update pool set held = $2, version = version + 1 where id = $1`, [pool_id, rows[0]?.held]);
    await soon(listed, "goods that came back are not found");
  });

  it("follows what Medusa tells nobody of: a product that is taken out of the shop's channel", async () => {
    const other = (house.seed.products as { id: string; handle: string }[]).find(
      (one) => one.handle !== WALNUTS.handle,
    )!;
    const change = (deleted: string) =>
      house.db.query(
        `update product_sales_channel set deleted_at = ${deleted}, updated_at = now() where product_id = $1`,
        [other.id],
      );
    await soon(() => found(other.handle), "the product is not found");
    await change("now()");
    await soon(async () => !(await found(other.handle)), "a product that is not sold here is still found");
    await change("null");
    await soon(() => found(other.handle), "a product that is sold again is not found");
  });
});

describe("goods that are fetched", () => {
  pickup(() => house);
  describe("among others", () => pickupBaskets(() => house));
  describe("that go wrong", () => pickupAfter(() => house));
});

describe("claims", () => claims(() => house));
// Last: it writes off all that is left of its pool.
describe("a short", () => shorts(() => house));

// Last: nobody is asked for what was blanked.
describe("a buyer who is forgotten", () =>
  erasure(
    () => house,
    () => bulk.order_id,
    "保密路",
  ));
