import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHouse, type House } from "../../../dev/src/testing/house.js";
import { agreementCrashes } from "./agreement-crashes.js";
import { jointAgreementCrashes } from "./joint-agreement-crashes.js";
import { cancelling } from "./cancel.js";
import { claimCrashes } from "./claim-crashes.js";
import { oneCallCrashes } from "./one-call-crashes.js";
import { preorderCrashes } from "./preorder-crashes.js";
import { productCrashes } from "./product-crashes.js";
import { sampleCrashes } from "./sample-crashes.js";
import { quoteCarts } from "./quote-carts.js";
import { quoteCrashes } from "./quote-crashes.js";
import { transferCrashes } from "./transfer-crashes.js";
import { shortCrashes, type ShortCrashKit } from "./short-crashes.js";
import {
  cardsOf,
  deskToken,
  eventually,
  expectSound,
  holdState,
  intentStatus,
  ordersOf,
  pack,
  purchase,
  shopper,
  timePasses,
  tryComplete,
  weighIn,
} from "./support.js";

/**
 * The table of states and crashes of a checkout (docs/adr/0006): the backend or a worker is killed with SIGKILL at a named
 * point, the buyer tries again, time passes, and what is left must be right. Nothing is simulated but the clock.
 */
const GOODS = "maya-walnuts";
const PACK = 500;

/** A file each process looks into at its kill points: naming one there kills it at its next pass. */
const told = {
  backend: path.join(tmpdir(), `kill-${randomUUID()}`),
  worker: path.join(tmpdir(), `kill-${randomUUID()}`),
};
const killAt = (who: keyof typeof told) => ({ KILL_AT: `file:${told[who]}` });

let house: House;
let held = 0;

beforeAll(async () => {
  house = await startHouse({ workers: 1, envOf: { backend: killAt("backend"), worker: killAt("worker") } });
  const token = await deskToken(house, "weigher", "wudu");
  for (const card of (await cardsOf(house, GOODS)).slice(0, 3)) await weighIn(house, token, GOODS, 20_000, card);
});

afterAll(async () => {
  await house?.stop();
});

async function ready(card?: string) {
  return shopper(house).readyToComplete(
    purchase(house, [{ variant_id: pack(house, GOODS, PACK), quantity: 2 }], card ? { card } : {}),
  );
}

/** The backend dies at `point` during the next completion, and is started again. */
async function dieAt(point: string, cart_id: string): Promise<void> {
  await writeFile(told.backend, point);
  expect((await tryComplete(house, cart_id)).status).toBe("gone");
  await house.waitExit("backend");
  await house.restart("backend", killAt("backend"));
}

/** The process dies at `point` during an act, and is started again. */
async function diesAt(who: keyof typeof told, point: string, act: () => Promise<void>): Promise<void> {
  await writeFile(told[who], point);
  try {
    await act();
    await house.waitExit(who);
  } finally {
    // Also when what was expected did not come: the tests after it need their processes, and no kill point of this one.
    await rm(told[who], { force: true });
    await house.restart(who, killAt(who));
  }
}

async function ordered(cart_id: string): Promise<string> {
  const again = await tryComplete(house, cart_id);
  expect(again.body).toMatchObject({ type: "order" });
  held += 2 * PACK;
  return (again.body.order as { id: string }).id;
}

async function captured(intent_id: string): Promise<void> {
  await eventually(async () => (await intentStatus(house, intent_id)) === "succeeded", {
    message: "the card was not captured",
    // A job of a worker that was killed is taken over after 13 s at most; backoffs come on top, longer ones the more it fails
    // while a busy machine still starts the next worker.
    timeout_ms: 90_000,
  });
}

describe("a hold was taken and the backend died before the order", () => {
  it("the buyer's retry completes, and the stock is held once", async () => {
    const { cart_id, intent_id } = await ready();
    await dieAt("after_hold", cart_id);
    expect(await holdState(house, cart_id)).toBe("pending");
    await timePasses(house, 15);
    await ordered(cart_id);
    await captured(intent_id);
    await expectSound(house, GOODS, held);
    expect(await ordersOf(house, cart_id)).toHaveLength(1);
  });

  it("a buyer who never comes back gets the money freed and the stock goes back", async () => {
    const { cart_id, intent_id } = await ready();
    await dieAt("after_hold", cart_id);
    await timePasses(house, 200);
    await eventually(async () => (await intentStatus(house, intent_id)) === "canceled", {
      message: "the card is still charged",
    });
    await expectSound(house, GOODS, held);
    expect(await holdState(house, cart_id)).toBe("released");
    expect(await ordersOf(house, cart_id)).toHaveLength(0);
  });
});

describe("the order was written and its payment not authorised", () => {
  it("the retry is told to wait, never given a free order; reconcile finds the card authorised and finishes", async () => {
    const { cart_id, intent_id } = await ready();
    await dieAt("order_written_not_authorized", cart_id);
    await timePasses(house, 15);
    const again = await tryComplete(house, cart_id);
    expect(again).toMatchObject({ status: 400, body: { code: "payment_pending" } });
    await timePasses(house, 200);
    held += 2 * PACK;
    await captured(intent_id);
    await expectSound(house, GOODS, held);
    expect((await tryComplete(house, cart_id)).body).toMatchObject({ type: "order" });
    expect(await ordersOf(house, cart_id)).toHaveLength(1);
  });

  it("without the money the order is cancelled, the cart is open again, and the buyer can pay for it", async () => {
    const buyer = shopper(house);
    const order = purchase(house, [{ variant_id: pack(house, GOODS, PACK), quantity: 2 }]);
    const cart = await buyer.createCart(order.region_id);
    await buyer.addLine(cart.id, pack(house, GOODS, PACK), 2);
    await buyer.setAddress(cart.id);
    await buyer.shipping(cart.id);
    await buyer.paymentSession(cart.id);
    await dieAt("order_written_not_authorized", cart.id);
    await timePasses(house, 15);
    expect(await tryComplete(house, cart.id)).toMatchObject({ status: 400, body: { code: "payment_pending" } });
    await timePasses(house, 200);
    await eventually(async () => (await holdState(house, cart.id)) === "released", {
      message: "the hold is still there",
    });
    expect(await ordersOf(house, cart.id)).toHaveLength(0);
    await expectSound(house, GOODS, held);

    await buyer.payByCard(await buyer.paymentSession(cart.id));
    await ordered(cart.id);
    await expectSound(house, GOODS, held);
    expect(await ordersOf(house, cart.id)).toHaveLength(1);
  });
});

describe("the payment was authorised and the hold not confirmed", () => {
  it("the retry gets the same order, and reconcile confirms and captures it", async () => {
    const { cart_id, intent_id } = await ready();
    await dieAt("authorized_not_confirmed", cart_id);
    await timePasses(house, 15);
    await ordered(cart_id);
    await timePasses(house, 200);
    await captured(intent_id);
    expect(await holdState(house, cart_id)).toBe("confirmed");
    expect(await ordersOf(house, cart_id)).toHaveLength(1);
    await expectSound(house, GOODS, held);
  });

  it("killed just after the confirmation, allocation and capture go their way all the same", async () => {
    const { cart_id, intent_id } = await ready();
    await dieAt("after_confirm", cart_id);
    await timePasses(house, 15);
    await ordered(cart_id);
    await captured(intent_id);
    await expectSound(house, GOODS, held);
  });
});

describe("a checkout in one call dies on its way", () => {
  oneCallCrashes({
    house: () => house,
    variant_id: () => pack(house, GOODS, PACK),
    diesAt: (point, act) => diesAt("backend", point, act),
    sold: (packs) => (held += packs * PACK),
  });
});

describe("the hold is confirmed and the worker dies", () => {
  it.each(["before_allocate", "after_allocate", "before_capture", "after_capture"])(
    "at %s: allocated and captured once",
    async (point) => {
      await writeFile(told.worker, point);
      const { cart_id, intent_id } = await ready();
      const order_id = await ordered(cart_id);
      await house.waitExit("worker");
      await house.restart("worker", killAt("worker"));
      await timePasses(house, 60);
      await captured(intent_id);
      await eventually(
        async () => {
          const given = await house.db.query<{ units: string }>(
            `select sum(units) as units from allocation where order_id = $1`,
            [order_id],
          );
          return Number(given.rows[0]?.units) === 2 * PACK;
        },
        { message: "the order was not allocated once" },
      );
      const captures = await house.db.query(
        `select 1 from capture c join payment p on p.id = c.payment_id where p.data ->> 'id' = $1`,
        [intent_id],
      );
      expect(captures.rowCount).toBe(1);
      await expectSound(house, GOODS, held);
    },
  );

  it("with all workers down for ten minutes a paid order keeps its stock and is captured when they are back", async () => {
    await house.kill("worker", "SIGTERM");
    const { cart_id, intent_id } = await ready();
    await ordered(cart_id);
    await timePasses(house, 600);
    await expectSound(house, GOODS, held);
    await house.restart("worker", killAt("worker"));
    await captured(intent_id);
    await expectSound(house, GOODS, held);
  });
});

describe("the capture is refused because the authorisation is gone", () => {
  it("the order is cancelled and its kilos are back in the pool", async () => {
    await house.kill("worker", "SIGTERM");
    const { cart_id, intent_id } = await ready();
    const done = await tryComplete(house, cart_id);
    expect(done.body).toMatchObject({ type: "order" });
    const order_id = (done.body.order as { id: string }).id;
    await fetch(`${house.stripeUrl}/v1/payment_intents/${intent_id}/cancel`, {
      method: "POST",
      headers: { authorization: "Bearer sk_test_standin" },
    });
    await house.restart("worker", killAt("worker"));
    await timePasses(house, 60);
    await eventually(
      async () => {
        const found = await house.db.query<{ status: string }>(`select status from "order" where id = $1`, [order_id]);
        return found.rows[0]?.status === "canceled";
      },
      { message: "the order still stands", timeout_ms: 40_000 },
    );
    await expectSound(house, GOODS, held);
    const left = await house.db.query(`select 1 from allocation where order_id = $1 and state <> 'released'`, [
      order_id,
    ]);
    expect(left.rowCount).toBe(0);
    // A worker that was slow, or died, takes up the plan of the order only now: there is nothing to plan, and no dead message of it.
    const plan = `job = 'plan-parcels' and payload->>'order_id' = $1`;
    await house.db.query(
      `update outbox_message set done_at = null, dead_at = null, enqueued_at = null, attempts = 0, due_at = now() where ${plan}`,
      [order_id],
    );
    await eventually(
      async () =>
        (await house.db.query(`select 1 from outbox_message where ${plan} and done_at is not null`, [order_id]))
          .rowCount === 1,
      { message: "the plan of a cancelled order does not end", timeout_ms: 40_000 },
    );
  });
});

describe("a product that is written dies on its way", () => {
  productCrashes({ house: () => house, diesAt });
});

describe("an order that is cancelled while its parcels wait", () => {
  cancelling({
    house: () => house,
    goods: GOODS,
    async buy() {
      const { cart_id, intent_id } = await ready();
      const done = await tryComplete(house, cart_id);
      expect(done.body).toMatchObject({ type: "order" });
      return { cart_id, intent_id, order_id: (done.body.order as { id: string }).id };
    },
    async workerDiesAt(point, act) {
      await writeFile(told.worker, point);
      await act();
      await house.waitExit("worker");
      await house.restart("worker", killAt("worker"));
      await timePasses(house, 60);
    },
  });
});

describe("a short or a swap dies on its way", () => {
  const kit: ShortCrashKit = {
    house: () => house,
    async buy() {
      const { cart_id } = await ready();
      const done = await tryComplete(house, cart_id);
      expect(done.body).toMatchObject({ type: "order" });
      return { order_id: (done.body.order as { id: string }).id };
    },
    async buyFor(packs) {
      const variant_id = pack(house, GOODS, PACK);
      const sent = await fetch(`${house.backendUrl}/store/wholesale/addressee-lists`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-publishable-api-key": house.seed.publishable_key },
        body: JSON.stringify({
          title: "年货",
          product_variant_id: variant_id,
          addressees: packs.map((count, index) => ({
            name: `王${index}`,
            phone: `1391234000${index}`,
            province_code: "44",
            city: "广州市",
            address: `路${index}号`,
            packs: count,
          })),
        }),
      });
      const { addressee_list } = (await sent.json()) as { addressee_list: { id: string } };
      const order = await shopper(house).buy(
        purchase(house, [{ variant_id, quantity: packs.reduce((sum, count) => sum + count, 0) }], {
          metadata: { addressee_list_id: addressee_list.id },
        }),
      );
      return { order_id: order.id };
    },
    diesAt,
  };
  shortCrashes(kit);
  claimCrashes(kit);
});

describe("a pre-order dies on its way to the basket", () => preorderCrashes({ house: () => house, diesAt }));

// Last: what quotes hold is not counted above.
describe("a quote dies on its way", () => {
  quoteCrashes({ house: () => house, diesAt: (point, act) => diesAt("backend", point, act) });
  quoteCarts(() => house);
});

describe("a call-off of an agreement dies on its way", () =>
  agreementCrashes({ house: () => house, diesAt: (point, act) => diesAt("backend", point, act) }));

describe("a call-off of several agreements dies on its way", () =>
  jointAgreementCrashes({ house: () => house, diesAt: (point, act) => diesAt("backend", point, act) }));

describe("a sample dies on its way", () =>
  sampleCrashes({ house: () => house, diesAt: (point, act) => diesAt("backend", point, act) }));

describe("an order that is paid by transfer dies on its way", () =>
  transferCrashes({ house: () => house, diesAt: (point, act) => diesAt("worker", point, act) }));
