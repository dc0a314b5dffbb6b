import { beforeAll, expect, test } from "vitest";
import { eventually, type House } from "../../../../dev/src/testing/house";
import type { Json } from "../../people/desk-client";
import { mailedCode } from "../../people/mail-code";
import { askedAnew } from "./asked-anew";

const EMAIL = "buyer@example.com";
const PASSWORD = "three walnuts fall";
const THANKS = "谢谢千家万户的核桃";
/** More than one page of the eraser's. */
const MANY = 205;

/**
 * A buyer with a delivered bulk order and orders on their way is forgotten: a dump of the house knows them only where an order still needs
 * it. `delivered`: an order that arrived, to addressees whose streets are called `canary`.
 */
export function erasure(house: () => House, delivered: () => string, canary: string): void {
  const call = async (method: string, to: string, body?: unknown, token?: string, key?: string) => {
    const answer = await fetch(`${house().backendUrl}${to}`, {
      method,
      headers: {
        "content-type": "application/json",
        "x-publishable-api-key": house().seed.publishable_key,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(key === undefined ? {} : { "x-order-key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const one = async (sql: string, ...bindings: unknown[]) =>
    (await house().db.query<Record<string, Json>>(sql, bindings)).rows[0];

  /** Tables of the dump that hold a text. */
  async function tablesWith(text: string): Promise<string[]> {
    const { rows } = await house().db.query<{ name: string }>(
      `select table_name as name from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    );
    const found: string[] = [];
    for (const { name } of rows) {
      const { rowCount } = await house().db.query(`select 1 from "${name}" t where t::text like $1 limit 1`, [
        `%${text}%`,
      ]);
      if (rowCount) found.push(name);
    }
    return found;
  }

  beforeAll(() => askedAnew(house()));

  test("however many orders somebody has, one round blanks all that may go; one that a message waits for does not", async () => {
    const email = "many@example.com";
    await call("POST", "/store/account/codes", { email });
    await call("POST", "/store/account/proofs", { email, code: await mailedCode(house(), email), password: PASSWORD });
    const { body } = await call("POST", "/auth/customer/emailpass", { email, password: PASSWORD });
    await house().db.query(
      `insert into "order" (id, customer_id, status, is_draft_order, version, email, currency_code)
       select 'order_many' || n, c.id, 'canceled', false, 1, c.email, 'cny' from customer c, generate_series(1, $2::int) n
       where c.email = $1 and c.has_account`,
      [email, MANY],
    );
    await house().db.query(
      `insert into buyer_notice (id, cooperative_id, subject_id, order_id, channel, to_sealed, to_hash, text)
       select 'bnotice_waits', min(id), 'subject', 'order_many1', 'email', 'sealed', 'hash', 'text' from cooperative`,
    );
    expect((await call("POST", "/store/account/erasure", { password: PASSWORD }, String(body.token))).status).toBe(202);
    const left = await eventually(
      async () => {
        const { rows } = await house().db.query(`select id from "order" where id like 'order_many%' and email = $1`, [
          email,
        ]);
        return rows.length < 2 ? rows : undefined;
      },
      { timeout_ms: 60_000, message: "an order beyond the first page was not blanked" },
    );
    expect(left).toEqual([{ id: "order_many1" }]);
    await house().db.query(`delete from buyer_notice where id = 'bnotice_waits'`);
  });

  test("who asks to be forgotten is: at once in the account, later in what is on its way, never in the books", async () => {
    await call("POST", "/store/account/codes", { email: EMAIL });
    const code = await mailedCode(house(), EMAIL);
    const proof = await call("POST", "/store/account/proofs", {
      email: EMAIL,
      code,
      password: PASSWORD,
      name: "裘千寻",
    });
    expect(proof.body.proof.created).toBe(true);
    const { body } = await call("POST", "/auth/customer/emailpass", { email: EMAIL, password: PASSWORD });
    const token = String(body.token);
    // What was bought without an address comes in by its key.
    const bought = await house().db.query<{ order_id: string; cart_id: string }>(
      `select order_id, cart_id from order_cart`,
    );
    for (const { order_id, cart_id } of bought.rows) {
      const { body: given } = await call("POST", `/store/orders/${order_id}/key`, { cart_id });
      const kept = await call("POST", "/store/account/orders", { order_id }, token, String(given.key));
      expect(kept.status).toBe(201);
    }
    const customer = await one(
      `select customer_id as id, (select count(*) from "order" o where o.customer_id = own.customer_id)::int as orders
      from "order" own where id = $1`,
      delivered(),
    );
    const books = () =>
      one(
        `select count(*)::int as lines, sum(amount_minor)::text as sum, (select count(*) from sale_line)::int as sold from posting`,
      );
    const before = await books();
    // What they wrote to those who grew it, and what they wait for.
    const parcel = await one(
      `select number from parcel where order_id = $1 and state = 'delivered' limit 1`,
      delivered(),
    );
    const thanked = await call("POST", `/store/trace/${parcel?.number}/thanks`, { words: THANKS }, token);
    expect(thanked.status).toBe(201);
    const season = await one(
      `select v.handle as village, s.produce from village_season s join village v on v.id = s.village_id order by 1, 2 limit 1`,
    );
    expect((await call("POST", "/store/account/seasons", season, token)).status).toBe(200);
    const kept = await call("GET", "/store/account/export", undefined, token);
    const orders = kept.body.orders as { id: string; thanks: { words: string }[] }[];
    expect(orders.find(({ id }) => id === delivered())?.thanks).toMatchObject([{ words: THANKS, state: "waiting" }]);
    expect(kept.body.seasons).toHaveLength(1);
    // All that arrived did so a month ago; the others are where they are.
    await house().db.query(
      `update parcel set delivered_at = delivered_at - interval '31 days', updated_at = updated_at - interval '31 days' where state = 'delivered'`,
    );
    await house().db.query(`update "order" set updated_at = updated_at - interval '31 days'`);
    const waits = await house().db.query(
      `select distinct order_id from parcel p join "order" o on o.id = p.order_id
       where o.customer_id = $1 and p.state in ('planned', 'labelled', 'packed', 'handed_over', 'in_transit')`,
      [customer?.id],
    );

    expect((await call("POST", "/store/account/erasure", { password: PASSWORD }, token)).status).toBe(202);
    expect((await call("GET", "/store/account", undefined, token)).status).toBe(401);
    await eventually(
      async () =>
        (await one(
          `select 1 as gone from "order" where id = $1 and email like 'erased_%@erased.invalid'`,
          delivered(),
        )) !== undefined,
      { timeout_ms: 60_000, message: "the delivered order was not blanked" },
    );
    expect((await call("POST", "/auth/customer/emailpass", { email: EMAIL, password: PASSWORD })).status).toBe(401);
    const account = await one(`select email, first_name, phone from customer where id = $1`, customer?.id);
    expect(account).toMatchObject({
      email: expect.stringMatching(/^erased_[0-9a-f]{32}@erased\.invalid$/),
      first_name: null,
      phone: null,
    });
    // The addressees of the bulk order are other people: nobody of them is left anywhere.
    expect(await tablesWith(canary)).toEqual([]);
    expect(await tablesWith("裘千寻")).toEqual([]);
    expect(await tablesWith(THANKS)).toEqual([]);
    expect(await one(`select count(*)::int as waiting from season_subscription`)).toEqual({ waiting: 0 });
    // What is on its way still knows where to, and waits for another day.
    expect(waits.rowCount).toBeGreaterThan(0);
    for (const { order_id } of waits.rows as { order_id: string }[]) {
      expect(
        await one(
          `select 1 as whole from "order" where id = $1 and email is distinct from $2`,
          order_id,
          account?.email,
        ),
      ).toEqual({
        whole: 1,
      });
    }
    expect(await one(`select done_at from buyer_erasure where customer_id = $1`, customer?.id)).toEqual({
      done_at: null,
    });
    // Goods, weights, amounts and the trace are what they were.
    expect(await books()).toEqual(before);
    const { body: parcels } = await call("GET", `/store/orders/${delivered()}/parcels`);
    expect(parcels.parcels[0].contents.length).toBeGreaterThan(0);
    expect(
      await one(
        `select province, country_code from order_address where id = (select shipping_address_id from "order" where id = $1)`,
        delivered(),
      ),
    ).toEqual({
      province: "Shanghai",
      country_code: "cn",
    });
    // The address is free: whoever has it may open an account anew, and finds nothing of before in it.
    await house().db.query(`update sign_in_code set created_at = created_at - interval '61 seconds'`);
    await house().db.query(`update "order" set email = 'else@example.com' where email = $1`, [EMAIL]);
    await call("POST", "/store/account/codes", { email: EMAIL });
    const again = await eventually(async () => {
      const other = await mailedCode(house(), EMAIL);
      return other === code ? undefined : other;
    });
    const anew = await call("POST", "/store/account/proofs", { email: EMAIL, code: again, password: PASSWORD });
    expect(anew.body).toEqual({ proof: { created: true, claimed: 0 } });
  });
}
