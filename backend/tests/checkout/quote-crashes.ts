import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { PACK, quoteKit } from "./quote-kit.js";
import { eventually, timePasses } from "./support.js";

export interface QuoteKit {
  house: () => House;
  diesAt: (point: string, act: () => Promise<void>) => Promise<void>;
}

/** A quote is offered, accepted and paid, and the backend dies between any two of its writes. */
export function quoteCrashes({ house, diesAt }: QuoteKit): void {
  const { post, asked, offer, accept, offered } = quoteKit(house);
  /** What the quote, and whatever cart it went to, hold. */
  const holds = async (quote_id: string) =>
    (
      await house().db.query<{ kind: string; state: string; units: number; owner_id: string }>(
        `select h.kind, h.state, h.owner_id, l.units::int from hold h join hold_line l on l.hold_id = h.id
         where h.owner_id = $1 or h.owner_id = (select handed_to from hold where kind = 'quote' and owner_id = $1)`,
        [quote_id],
      )
    ).rows;
  const standing = async (quote_id: string) =>
    (
      await house().db.query<{ state: string; cart_id: string | null; orders: number }>(
        `select q.state, q.cart_id, (select count(*)::int from company_order o where o.quote_id = q.id and o.state = 'placed') as orders
         from quote q where q.id = $1`,
        [quote_id],
      )
    ).rows[0];

  it("killed after the goods were held and before the offer stood: offered again it holds them once", async () => {
    const of = await asked(4);
    await diesAt("quote_held_not_offered", async () => {
      await offer(of, 4).catch(() => undefined);
    });
    expect(await standing(of.quote_id)).toMatchObject({ state: "requested" });
    expect((await offer(of, 4)).status).toBe(201);
    expect(await holds(of.quote_id)).toMatchObject([{ kind: "quote", state: "soft", units: 4 * PACK }]);
  });

  it.each(["quote_cart_made", "quote_handed_not_accepted"])(
    "an acceptance killed at %s: pressed again it is one order in one cart",
    async (point) => {
      const of = await offered(4);
      await diesAt(point, async () => {
        await accept(of).catch(() => undefined);
      });
      await timePasses(house(), 15);
      const done = await eventually(
        async () => {
          const again = await accept(of);
          return again.body.state === "accepted" ? again.body : undefined;
        },
        { message: "it was not accepted", timeout_ms: 180_000 },
      );
      expect(await standing(of.quote_id)).toMatchObject({ state: "accepted", cart_id: done.cart_id, orders: 1 });
      expect(await holds(of.quote_id)).toMatchObject([
        { kind: "cart", state: "soft", units: 4 * PACK, owner_id: done.cart_id },
      ]);
    },
  );

  /** Two cooperatives' offers as one joint quote, as its form would have asked for them. */
  const joint = async () => {
    const [one, two] = [await offered(4), await offered(4)];
    const { rows } = await house().db.query<{ id: string }>(
      `insert into joint_quote (id, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit, units_per_pack, packs, prefer, wanted_on,
         idempotency_key, input_hash)
       select $1, q.company_id, q.asked_by, q.currency, l.product_id, l.variant_id, l.title, l.pack, l.grade, l.unit, l.units_per_pack, 2 * l.packs, 'cheapest',
         q.wanted_on, $1, '' from quote q join quote_line l on l.quote_id = q.id and l.version = 1 where q.id = $2 returning id`,
      [`joint_${randomUUID().slice(0, 8)}`, one.quote_id],
    );
    const joint_id = rows[0]?.id ?? "";
    await house().db.query(
      `update quote set joint_id = $1, company_id = (select company_id from joint_quote where id = $1),
         asked_by = (select asked_by from joint_quote where id = $1) where id = any($2)`,
      [joint_id, [one.quote_id, two.quote_id]],
    );
    return { buyer: one.buyer, joint_id, quote_ids: [one.quote_id, two.quote_id] };
  };

  it.each(["joint_cart_made", "joint_handed_not_accepted"])(
    "an acceptance of two offers at once killed at %s: pressed again it is all of both in one cart",
    async (point) => {
      const of = await joint();
      const press = () =>
        post(`/wholesale/joint-quotes/${of.joint_id}/accept`, of.buyer, {
          parts: of.quote_ids.map((quote_id) => ({ quote_id, upon_version: 2 })),
        });
      await diesAt(point, async () => {
        await press().catch(() => undefined);
      });
      // Nothing of it is done by half.
      const handed = async () =>
        (
          await house().db.query<{ n: number }>(
            `select count(distinct coalesce(handed_to, ''))::int as n from hold where kind = 'quote' and owner_id = any($1)`,
            [of.quote_ids],
          )
        ).rows[0]?.n;
      expect(await handed()).toBe(1);
      await timePasses(house(), 15);
      const done = await eventually(
        async () => {
          const again = await press();
          return again.body.state === "accepted" ? again.body : undefined;
        },
        { message: "it was not accepted", timeout_ms: 180_000 },
      );
      for (const quote_id of of.quote_ids) {
        expect(await standing(quote_id)).toMatchObject({ state: "accepted", cart_id: done.cart_id, orders: 1 });
      }
      expect(await holds(of.quote_ids[0] ?? "")).toMatchObject([
        { kind: "cart", state: "soft", units: 8 * PACK, owner_id: done.cart_id },
      ]);
    },
  );

  it("killed with the goods handed over, and nobody presses again: a worker takes it up", async () => {
    const of = await offered(4);
    await diesAt("quote_handed_not_accepted", async () => {
      await accept(of).catch(() => undefined);
    });
    expect(await standing(of.quote_id)).toMatchObject({ state: "offered", orders: 1 });
    await timePasses(house(), 150);
    await eventually(async () => (await standing(of.quote_id))?.state === "accepted", {
      message: "nobody took the acceptance up",
      timeout_ms: 180_000,
    });
  });
}
