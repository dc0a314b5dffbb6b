import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { givenCompany, givenMember } from "../people/company-kit.js";
import { tokenFor } from "../people/matrix/principals.js";
import type { QuoteKit } from "./quote-crashes.js";
import { GOODS, PACK, WAREHOUSE } from "./quote-kit.js";
import { askAs, cardsOf, deskToken, eventually, pack, shopper, timePasses, weighIn } from "./support.js";

const PACKS = 2;
const PRICE_MINOR = 1_234;
const FREIGHT_MINOR = 800;

interface Answer {
  sample?: { quote_id: string; held: boolean };
  state?: string;
  cart_id?: string;
}

/** A sample is asked for, accepted and paid, and the backend dies between any two of its writes. */
export function sampleCrashes({ house, diesAt }: QuoteKit): void {
  const post = (to: string, token: string, body: object) => askAs<Answer>(house(), to, token, body);

  /** A company, goods for one sample, and the manager's offer of it. */
  const offered = async () => {
    const company_id = await givenCompany(house());
    const member_id = await givenMember(house(), company_id, ["owner", "buyer"]);
    await weighIn(
      house(),
      await deskToken(house(), "weigher", "wudu"),
      GOODS,
      PACKS * PACK,
      (await cardsOf(house(), GOODS))[5] ?? "",
    );
    const variant_id = pack(house(), GOODS, PACK);
    const { rows } = await house().db.query<{ product_id: string; version: number }>(
      `select v.product_id, coalesce(o.version, 0) as version from product_variant v left join sample_offer o on o.variant_id = v.id where v.id = $1`,
      [variant_id],
    );
    const set = await post(
      `/desk/products/${rows[0]?.product_id ?? ""}/samples`,
      await deskToken(house(), "manager", "wudu"),
      {
        packs: [
          {
            variant_id,
            offered: true,
            packs: PACKS,
            price_minor: PRICE_MINOR,
            freight_minor: FREIGHT_MINOR,
            per_season: 1,
            seen: rows[0]?.version ?? 0,
          },
        ],
      },
    );
    expect(set.status).toBe(200);
    const { rows: offers } = await house().db.query<{ version: number }>(
      `select version from sample_offer where variant_id = $1`,
      [variant_id],
    );
    const buyer = tokenFor(house(), { type: "wholesale_member", id: member_id });
    return { buyer, company_id, form: { variant_id, seen: offers[0]?.version ?? 0, idempotency_key: randomUUID() } };
  };
  const held = async (quote_id: string) =>
    (
      await house().db.query<{ units: number }>(
        `select coalesce(sum(l.units), 0)::int as units from hold h join hold_line l on l.hold_id = h.id where h.owner_id = $1 and h.state = 'soft'`,
        [quote_id],
      )
    ).rows[0]?.units;
  const samples = async (company_id: string) =>
    (
      await house().db.query<{ id: string; state: string }>(
        `select id, state from quote where company_id = $1 and sample_variant_id is not null`,
        [company_id],
      )
    ).rows;

  it.each(["sample_asked_not_held", "sample_held_not_offered", "sample_offered_not_settled"])(
    "a sample killed at %s: pressed again it is one quote whose goods are held once",
    async (point) => {
      const of = await offered();
      const press = () => post("/wholesale/samples", of.buyer, of.form);
      await diesAt(point, async () => {
        await press().catch(() => undefined);
      });
      const again = await press();
      expect(again.status).toBe(201);
      const quote_id = again.body.sample?.quote_id ?? "";
      await timePasses(house(), 700);
      await eventually(async () => (await samples(of.company_id))[0]?.state === "offered", {
        message: "nobody held the goods of the sample",
        timeout_ms: 180_000,
      });
      expect(await samples(of.company_id)).toMatchObject([{ id: quote_id }]);
      expect(await held(quote_id)).toBe(PACKS * PACK);
      // A second one is above what the season allows.
      const more = await post("/wholesale/samples", of.buyer, { ...of.form, idempotency_key: randomUUID() });
      expect(more.body).toMatchObject({ code: "samples_used_up" });
    },
  );

  it("killed after it was written, and nobody presses again: a worker holds it", async () => {
    const of = await offered();
    await diesAt("sample_asked_not_held", async () => {
      await post("/wholesale/samples", of.buyer, of.form).catch(() => undefined);
    });
    await timePasses(house(), 700);
    await eventually(async () => (await samples(of.company_id))[0]?.state === "offered", {
      message: "nobody took the sample up",
      timeout_ms: 180_000,
    });
  });

  it("accepted half-way and pressed again it is one cart, paid at what it costs, and its order is the company's", async () => {
    const of = await offered();
    const quote_id = (await post("/wholesale/samples", of.buyer, of.form)).body.sample?.quote_id ?? "";
    const accept = () => post(`/wholesale/quotes/${quote_id}/accept`, of.buyer, { upon_version: 2 });
    await diesAt("quote_handed_not_accepted", async () => {
      await accept().catch(() => undefined);
    });
    await timePasses(house(), 15);
    const done = await eventually(
      async () => {
        const again = await accept();
        return again.body.state === "accepted" ? again.body : undefined;
      },
      { message: "the sample was not accepted", timeout_ms: 180_000 },
    );
    const cart_id = done.cart_id ?? "";
    const opened = await post(`/wholesale/quotes/${quote_id}/checkout`, of.buyer, { address: WAREHOUSE });
    expect(opened).toEqual({ status: 200, body: { cart_id } });
    const buyer = shopper(house(), of.buyer);
    await buyer.payByCard(await buyer.paymentSession(cart_id));
    expect((await buyer.complete(cart_id)).type).toBe("order");
    const { rows: paid } = await house().db.query<{ total: number }>(
      `select (s.totals ->> 'current_order_total')::float8 as total from order_summary s join order_cart c on c.order_id = s.order_id where c.cart_id = $1`,
      [cart_id],
    );
    expect(paid[0]?.total).toBe((PACKS * PRICE_MINOR + FREIGHT_MINOR) / 100);
    const order_id = await eventually(
      async () => {
        const { rows } = await house().db.query<{ order_id: string | null }>(
          `select order_id from company_order where cart_id = $1`,
          [cart_id],
        );
        return rows[0]?.order_id ?? undefined;
      },
      { message: "the company's order does not know its order", timeout_ms: 180_000 },
    );
    // Allocated and in the books like any.
    await eventually(
      async () => {
        const { rows } = await house().db.query<{ units: number; paid: number }>(
          `select coalesce(sum(a.units), 0)::int as units, (select coalesce(sum(l.paid_minor), 0)::int from sale_line l where l.order_id = $1) as paid
           from allocation a join sale_line l on l.order_line_id = a.order_line_id where l.order_id = $1 and a.state <> 'released'`,
          [order_id],
        );
        return rows[0]?.units === PACKS * PACK && rows[0].paid === PACKS * PRICE_MINOR + FREIGHT_MINOR;
      },
      { message: "the sample was not allocated and recorded", timeout_ms: 180_000 },
    );
  });
}
