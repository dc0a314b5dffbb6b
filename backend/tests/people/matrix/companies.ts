import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { House } from "../../../../dev/src/testing/house";
import { desk, everyone, type Expected, type Row, type Status } from "./row";
import type { World } from "./world";

/** A route of a company: 401 for who acts for none. `other`: what company Q gets; of its own what P gets, of a row of P's 404. */
const company = (may: Status, other: Status = may): Expected =>
  everyone(401, { company_member: may, other_company_member: other });
const MANAGER = { roles: [] as const };
const operator = (may: Status): Expected => everyone(401, { operator: may });
const of = (name: keyof World["ids"]) => (world: World) => ({ id: world.ids[name] });

const address = {
  name: "canary-company-address",
  phone: "13800138000",
  country: "CN",
  province: "广东省",
  city: "广州市",
  address: "体育东路 1 号",
  postal_code: "",
};
const PHOTO = { kind: "licence", source_sha256: "matrix", width: 1, height: 1, bytes: 1 };
const wrong = { email: "matrix@company.example", code: "000000", password: "three walnuts fall" };
const paper = (world: World) => ({ id: world.ids.company, document_id: world.ids.company_paper });

/** Companies that buy in bulk: the way in, their own rooms, and who lets them in. P asks the cooperative X, Q asks Y. */
export const COMPANY_ROWS: readonly Row[] = [
  { method: "GET", path: "/wholesale/choices", expect: everyone(200) },
  // The same for every address, or one asking of this machine too many by now.
  {
    method: "POST",
    path: "/wholesale/codes",
    body: () => ({ email: wrong.email }),
    expect: everyone([202, 400, 429]),
  },
  {
    method: "POST",
    path: "/wholesale/registrations",
    body: () => ({
      ...wrong,
      name: "x",
      company: { name: "x", country: "DE", tax_number: "DE12345", currency: "EUR", time_zone: "Europe/Berlin" },
    }),
    expect: everyone([400, 429]),
  },
  { method: "POST", path: "/wholesale/passwords", body: () => wrong, expect: everyone([400, 429]) },
  { method: "GET", path: "/wholesale/joins/:token", ids: () => ({ token: "no-such-word" }), expect: everyone(404) },
  {
    method: "POST",
    path: "/wholesale/joins/:token",
    ids: () => ({ token: "no-such-word" }),
    body: () => ({ name: "x", password: "a long enough password" }),
    expect: everyone(404),
  },
  { method: "GET", path: "/wholesale/me", expect: company(200) },
  { method: "GET", path: "/wholesale/company", expect: company(200) },
  { method: "GET", path: "/wholesale/members", expect: company(200) },
  { method: "GET", path: "/wholesale/addresses", expect: company(200) },
  { method: "GET", path: "/wholesale/company/documents/:id", ids: of("company_paper"), expect: company(200, 404) },
  { method: "GET", path: "/desk/companies", expect: desk(200, MANAGER) },
  {
    method: "GET",
    path: "/desk/companies/:id",
    ids: of("company"),
    expect: desk(200, { ...MANAGER, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/companies/:id/documents/:document_id",
    ids: paper,
    expect: desk(200, { ...MANAGER, other: 404 }),
  },
  { method: "GET", path: "/admin/commonlot/companies", expect: operator(200) },
  { method: "GET", path: "/admin/commonlot/companies/:id", ids: of("company"), expect: operator(200) },
  {
    method: "GET",
    path: "/admin/commonlot/companies/:id/documents/:document_id",
    ids: paper,
    expect: operator(200),
  },
  // The last owner does not leave.
  { method: "POST", path: "/wholesale/me/leave", body: () => ({}), expect: company(400) },
  // Not a picture.
  { method: "POST", path: "/wholesale/company/documents", query: () => "?kind=licence", expect: company(400) },
  {
    method: "POST",
    path: "/wholesale/company/documents/:id/remove",
    ids: of("company_paper"),
    expect: company(200, 404),
  },
  { method: "POST", path: "/wholesale/company/again", body: () => ({ seen: 99 }), expect: company(409) },
  {
    method: "POST",
    path: "/wholesale/members/:id",
    ids: of("company_buyer"),
    body: () => ({ roles: ["buyer"], limits: { per_order_minor: 1, per_window: null }, seen: 1 }),
    expect: company(200, 404),
  },
  {
    method: "POST",
    path: "/wholesale/members/:id/end",
    ids: of("company_buyer"),
    body: () => ({}),
    expect: company(200, 404),
  },
  {
    method: "POST",
    path: "/wholesale/invites",
    body: () => ({ name: "canary-company-invite", email: "invited@company.example", roles: ["buyer"] }),
    expect: company(201),
  },
  {
    method: "POST",
    path: "/wholesale/invites/:id/withdraw",
    ids: of("company_invite"),
    body: () => ({}),
    expect: company(200, 404),
  },
  { method: "POST", path: "/wholesale/addresses", body: () => address, expect: company(201) },
  {
    method: "POST",
    path: "/wholesale/addresses/:id",
    ids: of("company_address"),
    body: () => address,
    expect: company(200, 404),
  },
  {
    method: "POST",
    path: "/wholesale/addresses/:id/remove",
    ids: of("company_address"),
    body: () => ({}),
    expect: company(200, 404),
  },
  // Somebody has seen another version.
  {
    method: "POST",
    path: "/desk/companies/:id/decision",
    ids: of("company"),
    body: () => ({ decision: "refused", words: "matrix", seen: 99 }),
    expect: desk(409, { ...MANAGER, other: 404 }),
  },
  {
    method: "POST",
    path: "/admin/commonlot/companies/:id/decision",
    ids: of("company"),
    body: () => ({ decision: "refused", words: "matrix", seen: 99 }),
    expect: operator(409),
  },
  {
    method: "POST",
    path: "/admin/commonlot/companies/:id/terms",
    ids: of("company"),
    body: () => ({ kind: "net", net_days: 30, credit_limit_minor: 1 }),
    expect: operator(200),
  },
];

export interface CompanyIds {
  company: string;
  company_buyer: string;
  company_paper: string;
  company_invite: string;
  company_address: string;
}

/** Two companies, each with an owner; P with another member, a paper, an address and somebody invited. */
export async function insertCompanies(house: House, { x, y }: { x: string; y: string }) {
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  const owner = async (mark: "p" | "q", cooperative: string) => {
    await put(
      `insert into company (id, name, country, tax_number, currency, time_zone, language, cooperative_id)
       values ($1, $2, 'DE', $3, 'CNY', 'Asia/Shanghai', 'zh', $4)`,
      `company_matrix_${mark}`,
      `canary-company-${mark}`,
      `DE0000${mark}`.toUpperCase(),
      cooperative,
    );
    const id = `wmember_matrix_${mark}`;
    await put(
      `insert into company_member (id, company_id, name, email, roles) values ($1, $2, 'matrix', $3, '{owner,buyer}')`,
      id,
      `company_matrix_${mark}`,
      `${mark}@company.example`,
    );
    return id;
  };
  const owners = { p: await owner("p", x), q: await owner("q", y) };
  const ids: CompanyIds = {
    company: "company_matrix_p",
    company_buyer: "wmember_matrix_buyer",
    company_paper: "cpaper_matrix",
    company_invite: "cinvite_matrix",
    company_address: "caddr_matrix",
  };
  await put(
    `insert into company_member (id, company_id, name, email, roles) values ($1, $2, 'canary-company-buyer', 'b@company.example', '{buyer}')`,
    ids.company_buyer,
    ids.company,
  );
  const file = path.join("company-papers", "matrix.jpg");
  const at = path.join(house.env.FILES_DIR ?? "", file);
  await mkdir(path.dirname(at), { recursive: true });
  await writeFile(at, "canary-company-paper");
  await put(
    `insert into company_document (id, company_id, kind, file, source_sha256, width, height, bytes, added_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    ids.company_paper,
    ids.company,
    ...[PHOTO.kind, file, PHOTO.source_sha256, PHOTO.width, PHOTO.height, PHOTO.bytes, owners.p],
  );
  await put(
    `insert into company_invite (id, company_id, name, email, roles, token_hash, invited_by, expires_at)
     values ($1, $2, 'canary-company-invite', 'i@company.example', '{buyer}', 'none', $3, now() + interval '1 day')`,
    ids.company_invite,
    ids.company,
    owners.p,
  );
  await put(
    `insert into company_address (id, company_id, name, phone, country, province, city, address, postal_code)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    ids.company_address,
    ids.company,
    ...Object.values(address),
  );
  return { ids, owners };
}
