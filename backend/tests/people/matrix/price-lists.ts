import { randomUUID } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";
import { desk, everyone, of, type Expected, type Row, type Status } from "./row";
import type { World } from "./world";

/** A route of a company: 401 for who acts for none. */
const company = (may: Status, other: Status = may): Expected =>
  everyone(401, { company_member: may, other_company_member: other });
const MANAGER = { roles: [] as const };
const NOBODY_ELSE = { ...MANAGER, other: 404 };
const listed = ({ ids }: World) => ({ id: ids.product, list_id: ids.price_list });

/** What some companies pay, which no company sees, and samples, which every company may ask for. */
export const PRICE_LIST_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/price-lists", expect: desk(200, MANAGER) },
  {
    method: "POST",
    path: "/desk/price-lists",
    body: () => ({ name: `matrix ${randomUUID()}` }),
    expect: desk(201, MANAGER),
  },
  { method: "GET", path: "/desk/price-lists/:id", ids: of("price_list"), expect: desk(200, NOBODY_ELSE) },
  // Of a version that is not there.
  {
    method: "POST",
    path: "/desk/price-lists/:id",
    ids: of("price_list"),
    body: () => ({ name: "matrix renamed", version: 99 }),
    expect: desk(409, NOBODY_ELSE),
  },
  // It has ended before.
  {
    method: "POST",
    path: "/desk/price-lists/:id/end",
    ids: of("price_list_over"),
    body: () => ({ version: 1 }),
    expect: desk(200, NOBODY_ELSE),
  },
  // A company that nobody knows.
  {
    method: "POST",
    path: "/desk/price-lists/:id/companies",
    ids: of("price_list"),
    body: () => ({ company_id: "company_none" }),
    expect: desk(404, MANAGER),
  },
  {
    method: "POST",
    path: "/desk/price-lists/:id/companies/:company_id/remove",
    ids: ({ ids }) => ({ id: ids.price_list, company_id: "company_none" }),
    body: () => ({}),
    expect: desk(200, NOBODY_ELSE),
  },
  { method: "GET", path: "/desk/products/:id/list-prices/:list_id", ids: listed, expect: desk(200, NOBODY_ELSE) },
  // A pack that it has not.
  {
    method: "POST",
    path: "/desk/products/:id/list-prices/:list_id",
    ids: listed,
    body: () => ({ packs: [{ variant_id: "variant_none", minimum_packs: null, steps: [], seen: 0 }] }),
    expect: desk(404, MANAGER),
  },
  { method: "GET", path: "/desk/products/:id/samples", ids: of("product"), expect: desk(200, NOBODY_ELSE) },
  {
    method: "POST",
    path: "/desk/products/:id/samples",
    ids: of("product"),
    body: () => ({
      packs: [
        {
          variant_id: "variant_none",
          offered: true,
          packs: 1,
          price_minor: 1,
          freight_minor: 0,
          per_season: 1,
          seen: 0,
        },
      ],
    }),
    expect: desk(404, MANAGER),
  },
  {
    method: "GET",
    path: "/wholesale/samples/:variant_id",
    ids: ({ ids }) => ({ variant_id: ids.sample_pack }),
    expect: company(200),
  },
  // A pack of which there is no sample.
  {
    method: "POST",
    path: "/wholesale/samples",
    body: () => ({ variant_id: "variant_none", seen: 1, idempotency_key: randomUUID() }),
    expect: company(400),
  },
];

export interface PriceListIds {
  price_list: string;
  price_list_over: string;
  sample_pack: string;
}

/** A list of X with P in it, one that has ended, and a pack of which X offers a sample. */
export async function insertPriceLists(
  house: House,
  { x, company: company_id, product }: { x: string; company: string; product: string },
): Promise<PriceListIds> {
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  const [price_list, price_list_over] = ["plist_matrix", "plist_matrix_over"];
  await put(
    `insert into company_price_list (id, cooperative_id, name, ended_at) values ($1, $2, 'canary-price-list', null), ($3, $2, 'matrix over', now())`,
    price_list,
    x,
    price_list_over,
  );
  await put(
    `insert into company_price_list_company (cooperative_id, company_id, list_id, put_by) values ($1, $2, $3, 'matrix')`,
    x,
    company_id,
    price_list,
  );
  const { rows } = await house.db.query<{ id: string }>(
    `select id from product_variant where product_id = $1 and deleted_at is null order by id limit 1`,
    [product],
  );
  const sample_pack = rows[0]?.id ?? "";
  await put(
    `insert into sample_offer (variant_id, product_id, cooperative_id, currency, offered, packs, price_minor, freight_minor, per_season, set_by)
     values ($1, $2, $3, 'CNY', true, 1, 900, 1200, 1, 'matrix')`,
    sample_pack,
    product,
    x,
  );
  return { price_list, price_list_over, sample_pack };
}
