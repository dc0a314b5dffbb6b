import { readdirSync } from "node:fs";
import path from "node:path";
import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { CompanyAct } from "@commonlot/domain";
import { requireCompany } from "../../src/api/wholesale/scope";
import WholesaleService from "../../src/modules/wholesale/service";
import { id, peopleHouse, type PeopleHouse } from "./house";

// What is said first of an id in a company's address: that it is not there, or that a role may not.

const API = path.join(__dirname, "../../src/api/wholesale");

let house: PeopleHouse;
let services: Record<string, unknown>;
beforeAll(async () => {
  house = await peopleHouse();
  services = {
    wholesale: new WholesaleService({ __pg_connection__: house.knex }),
    __pg_connection__: house.knex,
  };
});
afterAll(() => house?.close());

const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);

/** A company with one member of these roles. */
async function company(roles: string): Promise<{ company_id: string; member_id: string }> {
  const [company_id, member_id] = [id("company"), id("wmember")];
  await put(
    `insert into company (id, name, country, tax_number, currency, time_zone, language, state, cooperative_id)
     values ($1, '食堂', 'DE', $1, 'CNY', 'Asia/Shanghai', 'zh', 'approved', 'coop_x')`,
    company_id,
  );
  await put(
    `insert into company_member (id, company_id, name, email, roles) values ($1, $2, '林', $3, $4)`,
    ...[member_id, company_id, `${member_id}@x.example`, roles],
  );
  return { company_id, member_id };
}

async function quoteOf(one: { company_id: string; member_id: string }): Promise<string> {
  const quote_id = id("quote");
  await put(
    `insert into quote (id, company_id, cooperative_id, state, by, currency, asked_by, wanted_on, expires_at, idempotency_key, input_hash)
     values ($1, $2, 'coop_x', 'requested', 'buyer', 'CNY', $3, current_date + 33, now() + interval '20 days', $1, 'x')`,
    ...[quote_id, one.company_id, one.member_id],
  );
  return quote_id;
}

/** The code of what an address of a company answers whose act needs `needs`; null: it goes on. */
async function answer(member_id: string, needs: CompanyAct, address: string, named?: string): Promise<string | null> {
  const req = {
    scope: { resolve: (name: string) => services[name] },
    auth_context: { actor_id: member_id },
    originalUrl: address,
    params: named === undefined ? {} : { id: named },
  } as unknown as AuthenticatedMedusaRequest;
  return requireCompany(req, needs).then(
    () => null,
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
}

it("an approver who does not buy is told of the role for a quote of their company, and that another company's is not there", async () => {
  const [own, other] = [await company("{approver}"), await company("{owner,buyer}")];
  const [ours, theirs] = [await quoteOf(own), await quoteOf(other)];
  const accept = (quote_id: string) =>
    answer(own.member_id, "buy", `/wholesale/quotes/${quote_id}/accept?x=1`, quote_id);
  expect(await accept(ours)).toBe("not_your_role");
  expect(await accept(theirs)).toBe("quote_not_found");
  expect(await accept("quote_of_nobody")).toBe("quote_not_found");
  expect(await answer(own.member_id, "approve", `/wholesale/quotes/${ours}/approval`, ours)).toBeNull();
  // Where no id is named there is only the role.
  expect(await answer(own.member_id, "buy", "/wholesale/quotes")).toBe("not_your_role");
});

it("a member, an address and an order of another company are not there for who may not change one's own either", async () => {
  const [own, other] = [await company("{accountant}"), await company("{owner,buyer}")];
  const member = (member_id: string) =>
    answer(own.member_id, "people", `/wholesale/members/${member_id}/end`, member_id);
  expect(await member(own.member_id)).toBe("not_your_role");
  expect(await member(other.member_id)).toBe("member_not_found");
  const quote_id = await quoteOf(other);
  await put(
    `insert into quote_version (quote_id, version, by, person, deliver_on, expires_at) values ($1, 1, 'buyer', $2, current_date + 33, now() + interval '5 days')`,
    ...[quote_id, other.member_id],
  );
  const order_id = id("order");
  await put(
    `insert into company_order (id, company_id, quote_id, version, member_id, total_minor, currency, state, order_id)
     values ($1, $2, $3, 1, $4, 10000, 'CNY', 'placed', $5)`,
    ...[id("corder"), other.company_id, quote_id, other.member_id, order_id],
  );
  const invoices = (member_id: string) =>
    answer(member_id, "approve", `/wholesale/orders/${order_id}/invoices`, order_id);
  expect(await invoices(own.member_id)).toBe("order_not_found");
  expect(await invoices(other.member_id)).toBe("not_your_role");
});

it("every room of a company that has ids says of an unknown one that it is not there", async () => {
  const { member_id } = await company("{accountant}");
  const rooms = readdirSync(API, { recursive: true, withFileTypes: true })
    .filter((one) => one.isDirectory() && one.name === "[id]")
    .map((one) => path.relative(API, one.parentPath).split(path.sep).join("/"));
  expect(rooms).toContain("quotes");
  for (const room of rooms) {
    const code = await answer(member_id, "buy", `/wholesale/${room}/none/act`, "none");
    expect(code, room).toMatch(/_not_found$/);
  }
});
