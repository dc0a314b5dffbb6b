import { randomUUID } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";
import { everyone, of, type Expected, type Row, type Status } from "./row";

/** A route of a company: 401 for who acts for none; of a sheet of P the company Q gets 404. */
const company = (may: Status, other: Status = may): Expected =>
  everyone(401, { company_member: may, other_company_member: other });
const AT = "/wholesale/addressee-sheets";
const one = (more: string) => `${AT}/:id${more}`;
const sheet = of("addressee_sheet");

/** Sheets of addressees of companies, and the page of one addressee. */
export const ADDRESSEE_ROWS: readonly Row[] = [
  { method: "GET", path: AT, expect: company(200) },
  // The body is the file: two letters are a sheet as well.
  {
    method: "POST",
    path: AT,
    query: () => `?title=matrix&idempotency_key=${randomUUID()}`,
    body: () => ({}),
    expect: company(201),
  },
  { method: "GET", path: one(""), ids: sheet, expect: company(200, 404) },
  // It was read before: pressed twice.
  {
    method: "POST",
    path: one("/columns"),
    ids: sheet,
    body: () => ({ columns: ["name", "phone", "address"], has_head: true, packs_each: 1 }),
    expect: company(200, 404),
  },
  {
    method: "POST",
    path: one("/lines"),
    ids: sheet,
    body: () => ({ lines: [{ line: 2, packs: "2" }] }),
    expect: company(200, 404),
  },
  // No file of lines.
  { method: "POST", path: one("/repairs"), ids: sheet, body: () => ({}), expect: company(400, 404) },
  // A pack that nobody sells.
  {
    method: "POST",
    path: one("/names"),
    ids: sheet,
    body: () => ({ names: [{ name: "x", variant_id: "variant_none" }] }),
    expect: company(404, 404),
  },
  { method: "POST", path: one("/repeats"), ids: sheet, body: () => ({ keep: false }), expect: company(200, 404) },
  { method: "GET", path: one("/wrong"), ids: sheet, expect: company(200, 404) },
  // A pack that nobody sells.
  {
    method: "GET",
    path: one("/freight"),
    ids: sheet,
    query: () => "?variant_id=variant_none",
    expect: company(404, 404),
  },
  // Nobody on it is right.
  {
    method: "POST",
    path: one("/quotes"),
    ids: sheet,
    body: () => ({
      product_id: "prod_none",
      variant_id: "variant_none",
      wanted_on: "2099-01-01",
      idempotency_key: randomUUID(),
    }),
    expect: company(400, 404),
  },
  { method: "GET", path: one("/tracking"), ids: sheet, expect: company(400, 404) },
  { method: "POST", path: one("/reopen"), ids: sheet, body: () => ({}), expect: company(200, 404) },
  { method: "POST", path: one("/forget"), ids: sheet, body: () => ({}), expect: company(200, 404) },
  {
    method: "GET",
    path: "/store/addressees/:id",
    ids: () => ({ id: "adr_nobody" }),
    query: () => "?key=none",
    expect: everyone(404),
  },
];

export interface AddresseeIds {
  addressee_sheet: string;
}

/** A sheet of P with one line, which is wrong. */
export async function insertSheet(
  house: House,
  { company: company_id, buyer }: { company: string; buyer: string },
): Promise<AddresseeIds> {
  const addressee_sheet = "asheet_matrix";
  await house.db.query(
    `insert into addressee_sheet (id, company_id, member_id, title, state, first_rows, lines, wrong, idempotency_key)
     values ($1, $2, $3, 'canary-sheet', 'checked', '[]', 1, 1, $1)`,
    [addressee_sheet, company_id, buyer],
  );
  await house.db.query(
    `insert into addressee_sheet_line (sheet_id, line, name, phone, province, city, address, packs_written, message, faults, same)
     values ($1, 2, 'canary-sheet-name', '', '', '', 'canary-sheet-address', '1', '', '["no_phone"]', 'x')`,
    [addressee_sheet],
  );
  return { addressee_sheet };
}

/** A guest's list of addressees. */
export async function sendList(house: House): Promise<string> {
  const answer = await fetch(new URL("/store/wholesale/addressee-lists", house.backendUrl), {
    method: "POST",
    headers: { "content-type": "application/json", "x-publishable-api-key": house.seed.publishable_key },
    body: JSON.stringify({
      title: "matrix",
      addressees: [
        {
          name: "canary-list",
          phone: "13800000000",
          province_code: "广东省",
          address: "天河区体育东路 1 号",
          packs: 1,
        },
      ],
    }),
  });
  const body = (await answer.json()) as { addressee_list?: { id: string } };
  if (!body.addressee_list) throw new Error(`the list was refused: ${JSON.stringify(body)}`);
  return body.addressee_list.id;
}
