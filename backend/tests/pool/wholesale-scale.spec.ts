import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ordersOfQuote } from "../../src/modules/wholesale/quotes/quote-rows";
import type WholesaleService from "../../src/modules/wholesale/service";
import { givenCompany, givenMember } from "../people/company-kit";
import { explained } from "../explained";
import { shortHouse, type ShortHouse } from "./short-house";

// What pages and ticks of wholesale look at where a company has ordered for years: what they are about, and not all that there ever was.

const PAST = 2_000;
let house: ShortHouse;
let wholesale: WholesaleService;
let knex: Knex;
beforeAll(async () => {
  house = await shortHouse();
  wholesale = house.container.resolve("wholesale");
  knex = house.container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const company_id = await givenCompany(house);
  const asked_by = await givenMember(house, company_id, ["buyer"]);
  const put = (sql: string) => house.db.query(sql, [company_id, house.cooperative_id, asked_by, PAST]);
  await put(
    `insert into quote (id, company_id, cooperative_id, state, by, currency, asked_by, wanted_on, expires_at, idempotency_key, input_hash, ended_at, cart_id)
     select 'quote_' || n, $1, $2, 'accepted', 'seller', 'CNY', $3, '2026-12-31', now() - interval '5 days', 'key_' || n, 'x', now(), 'cart_' || n
     from generate_series(1, $4::int + 3) n`,
  );
  await house.db.query(
    `insert into quote_version (quote_id, version, by, person, expires_at) select id, 1, 'buyer', asked_by, expires_at from quote`,
  );
  // All were paid but the last three; the very last one was asked for twice before.
  await house.db.query(
    `insert into company_order (id, company_id, quote_id, version, member_id, total_minor, currency, state, cart_id, order_id)
     select 'corder_' || n, $1, 'quote_' || n, 1, $2, 10000, 'CNY', 'placed', 'cart_' || n, case when n <= $3::int then 'order_' || n end
     from generate_series(1, $3::int + 3) n`,
    [company_id, asked_by, PAST],
  );
  await house.db.query(
    `insert into company_order (id, company_id, quote_id, version, member_id, asked_at, total_minor, currency, state)
     select 'corder_before_' || n, $1, 'quote_' || ($3::int + 3), 1, $2, now() - make_interval(hours => n), 10000, 'CNY', 'cancelled'
     from generate_series(1, 2) n`,
    [company_id, asked_by, PAST],
  );
  await house.db.query("analyze quote");
  await house.db.query("analyze company_order");
});
afterAll(() => house?.close());

/** Lines of a plan that look at this table, and were carried out. */
const looksAt = (plan: string, table: string) =>
  plan.split("\n").filter((line) => new RegExp(` on ${table}(?!\\w)`).test(line) && !line.includes("never executed"));
const counted = (line: string, of: RegExp) => Number(of.exec(line)?.[1] ?? 0);

/** At most so many rows of it are looked at, those that are thrown away too; the plan. */
async function few(work: () => Promise<unknown>, table: string, most: number): Promise<string> {
  const plan = await explained({ knex, db: house.db }, work);
  const scans = looksAt(plan, table);
  expect(scans.length, plan).toBeGreaterThan(0);
  expect(
    scans.filter((line) => counted(line, /rows=(\d+)/) > most),
    plan,
  ).toEqual([]);
  const removed = plan.split("\n").filter((line) => counted(line, /Rows Removed by [\w ]+: (\d+)/) > most);
  expect(removed, plan).toEqual([]);
  return plan;
}

test("a quote's page, and who is told of it, look at the orders of that quote alone, also where none became an order", async () => {
  const [paid, last] = ["quote_7", `quote_${PAST + 3}`];
  for (const quote_id of [paid, last]) {
    await few(() => wholesale.orders.lastAskerOf(quote_id), "company_order", 3);
    await few(() => ordersOfQuote(knex, quote_id), "company_order", 3);
  }
  const orders = [`corder_${PAST + 3}`, "corder_before_1", "corder_before_2"];
  expect((await ordersOfQuote(knex, last)).map((one) => one.id)).toEqual(orders);
  expect(await wholesale.orders.lastAskerOf("quote_of_nobody")).toBeUndefined();
});

test("a tick that looks for what is not paid reads what is not paid, whatever was paid before", async () => {
  await few(() => wholesale.orders.unpaid(), "company_order", 3);
  const unpaid = await wholesale.orders.unpaid();
  expect(unpaid.map((one) => one.quote_id)).toEqual([1, 2, 3].map((at) => `quote_${PAST + at}`));
  expect(unpaid.every((one) => one.over)).toBe(true);
});

test("who vets a company finds those of its number, and those that wait, without reading all that were ever let in", async () => {
  await house.db.query(
    `insert into company (id, name, country, tax_number, currency, time_zone, language, state)
     select 'company_' || n, '食堂', 'DE', case when n > $1::int - 2 then 'DE_SAME' else 'DE_' || n end, 'CNY', 'Asia/Shanghai', 'zh',
       case when n > $1::int - 2 then 'registered' else 'approved' end
     from generate_series(1, $1::int) n`,
    [PAST],
  );
  await house.db.query("analyze company");
  const same = { id: `company_${PAST}`, country: "DE", tax_number: "DE_SAME" };
  await few(() => wholesale.companies.sameNumber(same), "company", 3);
  expect(await wholesale.companies.sameNumber(same)).toEqual([{ name: "食堂", state: "registered" }]);
  const waiting = () => wholesale.companies.list({ cooperative_id: null, waiting: true, limit: 50 });
  await few(waiting, "company", 3);
  expect((await waiting()).map((one) => one.id).sort()).toEqual([`company_${PAST - 1}`, `company_${PAST}`]);
});
