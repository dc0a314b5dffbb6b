import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { orphanOrders } from "../../src/workflows/checkout/orphans";
import { takeBackLost } from "../../src/workflows/parcel/claim/lost-replacements";
import { id, shortHouse, value, type ShortHouse } from "../pool/short-house";
import { broken } from "../pool/short-picture";
import { claimsOf } from "./claim-house";

const dies = vi.hoisted(() => ({ at: "" }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: (name: string) => {
    if (name !== dies.at) return;
    dies.at = "";
    throw new Error("killed");
  },
}));

let house: ShortHouse;
let claims: ReturnType<typeof claimsOf>;
beforeAll(async () => {
  house = await shortHouse();
  claims = claimsOf(house);
});
afterAll(() => house?.close());

const sql = () => house.container.resolve(ContainerRegistrationKeys.PG_CONNECTION);

/** An order in Medusa's own tables, with lines of a variant of a pool, an hour old. */
async function written(order_id: string, of: { pool?: boolean; cart?: boolean } = {}): Promise<void> {
  const { pool = true, cart = false } = of;
  const put = (text: string, ...values: unknown[]) => house.db.query(text, values);
  const [line, item] = [id("ordli"), id("orditem")];
  await put(
    `insert into "order" (id, display_id, status, version, is_draft_order, no_notification, currency_code, created_at, updated_at)
     values ($1, (select coalesce(max(display_id), 0) + 1 from "order"), 'pending', 1, false, false, 'cny', now() - interval '1 hour', now())`,
    order_id,
  );
  await put(
    `insert into order_line_item (id, title, variant_id, requires_shipping, is_discountable, is_tax_inclusive, is_custom_price, is_giftcard, unit_price, raw_unit_price, created_at, updated_at)
     values ($1, 'walnuts', $2, true, true, false, false, false, 0, '{"value": "0"}', now(), now())`,
    line,
    pool ? "variant_of_pool" : "variant_of_none",
  );
  const zero = JSON.stringify({ value: "0" });
  await put(
    `insert into order_item (id, order_id, version, item_id, quantity, raw_quantity, fulfilled_quantity, raw_fulfilled_quantity, shipped_quantity,
       raw_shipped_quantity, return_requested_quantity, raw_return_requested_quantity, return_received_quantity, raw_return_received_quantity,
       return_dismissed_quantity, raw_return_dismissed_quantity, written_off_quantity, raw_written_off_quantity, created_at, updated_at)
     values ($1, $2, 1, $3, 1, $4, 0, $4, 0, $4, 0, $4, 0, $4, 0, $4, 0, $4, now(), now())`,
    item,
    order_id,
    line,
    zero,
  );
  if (cart)
    await put(
      `insert into order_cart (order_id, cart_id, id, created_at, updated_at) values ($1, $2, $3, now(), now())`,
      order_id,
      id("cart"),
      id("ordercart"),
    );
}

async function reshipped() {
  const { parcel, order_id } = await claims.sent();
  await claims.tell(parcel.number, "delivered");
  await house.lot(2000);
  const [line] = parcel.contents;
  const claim = await claims.opened(parcel.id, "missing", {
    wish: "reship",
    lines: [{ order_line_id: line!.order_line_id, packs: 1 }],
  });
  const done = await claims.decided(claim, "reship", "carrier");
  expect(done).toMatchObject({ state: "done", problem: null });
  return { order_id, done, again: done.replacement_order_id ?? "" };
}

const cancelledInMedusa = async (order_id: string) => {
  house.orders.set(order_id, { ...house.orders.get(order_id), status: "canceled" });
  await house.db.query(`update "order" set status = 'canceled', canceled_at = now() where id = $1`, [order_id]);
};

describe("an order without a cart", () => {
  it("is an orphan only when a checkout wrote it: what the house itself made, and what asks nothing of a pool, stays", async () => {
    const { rows } = await house.db.query<{ inventory_item_id: string }>(
      "select inventory_item_id from pool where id = $1",
      [house.pool_id],
    );
    await house.db.query(
      `insert into product_variant_inventory_item (variant_id, inventory_item_id, id, required_quantity, created_at, updated_at)
       values ('variant_of_pool', $1, $2, 1000, now(), now())`,
      [rows[0]?.inventory_item_id, id("pvitem")],
    );
    const [dead, bought, operators] = [id("order"), id("order"), id("order")];
    await written(dead);
    await written(bought, { cart: true });
    await written(operators, { pool: false });
    const { again } = await reshipped();
    await written(again);
    expect(await orphanOrders(sql())).toEqual([dead]);
    await house.db.query(`update "order" set status = 'canceled' where id = $1`, [dead]);
    expect(await orphanOrders(sql())).toEqual([]);
    expect(await broken(house)).toEqual([]);
  });
});

describe("a replacement whose order is cancelled elsewhere", () => {
  it("is told by P6, and its claim takes it back whole: open again, goods free, books reversed, parcels void", async () => {
    const { again, done, order_id } = await reshipped();
    await written(again);
    await cancelledInMedusa(again);
    expect(await broken(house)).toEqual(["P6: 1"]);

    expect(await takeBackLost(house.container)).toBe(1);
    expect(await house.parcels.claims.byId(done.id)).toMatchObject({
      state: "opened",
      replacement_order_id: null,
      problem_code: "replacement_gone",
      cost_minor: null,
    });
    expect(await house.pools.allocationsOfOrder(again)).toEqual([]);
    expect((await house.parcels.parcelsOfOrder(again)).every((one) => one.state === "void")).toBe(true);
    expect(await claims.balance("claim", done.id)).toBe(0);
    expect(await claims.balance("buyer_deposit", again)).toBe(0);
    expect(await takeBackLost(house.container)).toBe(0);
    expect(await broken(house)).toEqual([]);
    expect(await claims.decided(done, "refund", "carrier", "it was cancelled")).toMatchObject({ state: "done" });
    expect(await claims.refunds(order_id)).toHaveLength(1);
    expect(await broken(house)).toEqual([]);
  });

  it("also when its carrier has answered: the answer goes back with it and is entered again", async () => {
    const { again, done } = await reshipped();
    const paid = await claims.balance("carrier_paid", house.cooperative_id);
    const owed = await claims.balance("carrier_claim", house.cooperative_id);
    value(await house.parcels.claims.answer({ ...claims.of(done), answer: "paid", paid_minor: "300", words: "" }));
    await claims.run(done);
    await written(again);
    await cancelledInMedusa(again);
    expect(await takeBackLost(house.container)).toBe(1);
    expect(await house.parcels.claims.byId(done.id)).toMatchObject({ state: "opened", answer: null });
    expect(await claims.balance("carrier_paid", house.cooperative_id)).toBe(paid);
    expect(owed - (await claims.balance("carrier_claim", house.cooperative_id))).toBe(done.carrier_minor);
    expect(await broken(house)).toEqual([]);
  });

  it.each(["replacement_reserved", "replacement_planned", "replacement_funded", "claim_borne"])(
    "while it is being made (killed at %s): the claim is set back, and nothing of it stays",
    async (point) => {
      const { parcel } = await claims.sent();
      await house.lot(2000);
      const claim = await claims.opened(parcel.id, "lost", { wish: "reship" });
      value(await claims.decide(claim, "reship"));
      dies.at = point;
      await expect(claims.run(claim)).rejects.toThrow("killed");
      const again = (await house.parcels.claims.byId(claim.id))?.replacement_order_id ?? "";
      await cancelledInMedusa(again);
      const back = await claims.run(claim);
      expect(back).toMatchObject({ state: "opened", problem_code: "replacement_cancelled" });
      expect(await house.pools.allocationsOfOrder(again)).toEqual([]);
      expect(await claims.balance("claim", claim.id)).toBe(0);
      expect(await claims.decided(back, "reship")).toMatchObject({ state: "done", attempt: 2 });
      expect(await broken(house)).toEqual([]);
    },
  );
});

describe("what a carrier answered", () => {
  const refunded = async () => {
    const { parcel } = await claims.sent();
    const claim = await claims.opened(parcel.id, "lost", { wish: "refund" });
    return claims.decided(claim, "refund");
  };
  const standing = async () => {
    const of = house.cooperative_id;
    return {
      paid: await claims.balance("carrier_paid", of),
      loss: await claims.balance("claim_loss", of),
      owed: await claims.balance("carrier_claim", of),
    };
  };

  it("is never more than it was asked for; a slip of the hand is refused in words and books nothing", async () => {
    const done = await refunded();
    const before = await standing();
    const slip = await house.parcels.claims.answer({
      ...claims.of(done),
      answer: "paid",
      paid_minor: "9999900",
      words: "",
    });
    expect(slip).toMatchObject({ ok: false, refusal: { reason: "more_than_asked", field: "paid_minor" } });
    expect(!slip.ok && slip.refusal.message).toContain("99999.00");
    expect(await claims.run(done)).toMatchObject({ state: "done", answer: null });
    expect(await standing()).toEqual(before);
  });

  it("is corrected by two people: the books reverse the first and have the second, once, killed or not", async () => {
    const done = await refunded();
    const before = await standing();
    const of = (person: string) => claims.of(done, person);
    value(await house.parcels.claims.answer({ ...of("member_one"), answer: "paid", paid_minor: "100", words: "" }));
    expect(await claims.run(done)).toMatchObject({ state: "closed" });
    const change = { answer: "paid" as const, paid_minor: "1000", words: "a nought was missing" };
    const { answers } = house.parcels.claims;
    const all = String(done.cost_minor ?? 0);
    expect(await answers.propose({ ...of("member_one"), ...change, paid_minor: `${all}0` })).toMatchObject({
      refusal: { reason: "more_than_lost" },
    });
    const [first] = await Promise.all([1, 2].map(() => answers.propose({ ...of("member_one"), ...change })));
    value(first!);
    const waits = await answers.waiting(done.id);
    const decision = { change_id: waits?.id ?? "", decision: "confirm" as const };
    expect(await answers.decide({ ...of("member_one"), ...decision })).toMatchObject({
      refusal: { reason: "same_person" },
    });
    await Promise.all([1, 2].map(async () => value(await answers.decide({ ...of("member_two"), ...decision }))));
    dies.at = "claim_answer_corrected";
    await expect(claims.run(done)).rejects.toThrow("killed");
    await Promise.all([claims.run(done), claims.run(done)]);
    expect(await house.parcels.claims.byId(done.id)).toMatchObject({ state: "closed", answered_minor: 1000 });
    const cost = done.cost_minor ?? 0;
    expect(await standing()).toEqual({
      paid: before.paid + 1000,
      loss: before.loss + cost - 1000,
      owed: before.owed - cost,
    });
    // And once more, to nothing; dropped ones change nothing.
    const none = { answer: "refused" as const, paid_minor: "0", words: "it was another parcel's" };
    value(await answers.propose({ ...of("member_two"), ...none }));
    const drop = { change_id: (await answers.waiting(done.id))?.id ?? "", decision: "drop" as const };
    value(await answers.decide({ ...of("member_two"), ...drop }));
    value(await answers.propose({ ...of("member_two"), ...none }));
    const again = { change_id: (await answers.waiting(done.id))?.id ?? "", decision: "confirm" as const };
    value(await answers.decide({ ...of("member_one"), ...again }));
    await claims.run(done);
    expect(await standing()).toEqual({ paid: before.paid, loss: before.loss + cost, owed: before.owed - cost });
    expect(await house.parcels.claims.byId(done.id)).toMatchObject({ answer: "refused", answered_minor: 0 });
    expect(await broken(house)).toEqual([]);
  });
});
