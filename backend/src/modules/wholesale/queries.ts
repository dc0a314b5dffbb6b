import type { Goods } from "@commonlot/domain";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import type { AddresseeInput } from "./addressees/read-addressees";

export interface ListRow {
  id: string;
  customer_id: string | null;
  company_id: string | null;
  title: string;
  product_variant_id: string | null;
  state: "open" | "claimed";
  lines: number;
  packs_total: string;
  /** How many of which pack; null where there is one kind. */
  goods: Goods | null;
  hash: string;
  cart_id: string | null;
  order_id: string | null;
  created_at: Date;
}

const LIST = `id, customer_id, company_id, title, product_variant_id, state, lines, packs_total, goods, hash, cart_id, order_id, created_at`;

export function findList(sql: Sql, id: string): Promise<ListRow | undefined> {
  return row<ListRow>(sql, `select ${LIST} from addressee_list where id = ?`, [id]);
}

export function findListByKey(sql: Sql, customer_id: string | null, key: string): Promise<ListRow | undefined> {
  return row<ListRow>(
    sql,
    `select ${LIST} from addressee_list where coalesce(customer_id, '') = coalesce(?, '') and idempotency_key = ?`,
    [customer_id, key],
  );
}

/** Whether the quote that goes to this list is paid by this cart. */
export async function isOfCart(sql: Sql, list_id: string, cart_id: string | null): Promise<boolean> {
  return (
    (await row(sql, `select 1 from quote where addressee_list_id = ? and cart_id = ?`, [list_id, cart_id])) !==
    undefined
  );
}

/** Inserts the head; undefined when the owner has used that key before. */
export function insertList(
  tx: Transaction,
  list: {
    id: string;
    customer_id: string | null;
    email: string | null;
    title: string;
    product_variant_id: string | null;
    lines: number;
    packs_total: number;
    hash: string;
    idempotency_key: string | null;
  },
): Promise<ListRow | undefined> {
  return row<ListRow>(
    tx,
    `insert into addressee_list (id, customer_id, email, title, product_variant_id, lines, packs_total, hash, idempotency_key)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning ${LIST}`,
    [
      list.id,
      list.customer_id,
      list.email,
      list.title,
      list.product_variant_id,
      list.lines,
      list.packs_total,
      list.hash,
      list.idempotency_key,
    ],
  );
}

/** All lines in one statement, whatever their number. The id carries the line: a list is written once. */
export async function insertAddressees(
  tx: Transaction,
  list_id: string,
  all: readonly AddresseeInput[],
): Promise<void> {
  await tx.raw(
    `insert into addressee (id, list_id, line, name, phone, province_code, city, address, packs)
     select 'adr_' || replace(gen_random_uuid()::text, '-', ''), ?, t.line, t.name, t.phone, t.province_code, t.city, t.address, t.packs
     from unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
       as t (line, name, phone, province_code, city, address, packs)`,
    [
      list_id,
      all.map((a) => a.line),
      all.map((a) => a.name),
      all.map((a) => a.phone),
      all.map((a) => a.province_code),
      all.map((a) => a.city),
      all.map((a) => a.address),
      all.map((a) => a.packs),
    ] as unknown as string[],
  );
}

interface AddresseeRow {
  id: string;
  line: number;
  name: string;
  phone: string;
  province_code: string;
  city: string | null;
  address: string;
  packs: string;
  goods: Goods | null;
}

export function addresseesOf(sql: Sql, list_id: string): Promise<AddresseeRow[]> {
  return rows<AddresseeRow>(
    sql,
    `select id, line, name, phone, province_code, city, address, packs, goods from addressee where list_id = ? order by line`,
    [list_id],
  );
}

/** How many addressees want the same packs in the same province: what freight is estimated from. */
export function basketsOf(
  sql: Sql,
  list_id: string,
): Promise<{ province_code: string; packs: string; goods: Goods | null; addressees: string }[]> {
  return rows(
    sql,
    `select province_code, packs, goods, count(*) as addressees from addressee where list_id = ?
     group by province_code, packs, goods order by province_code, packs, goods`,
    [list_id],
  );
}

/** Ties the list to a cart that completes; the row back only when no other cart or order has it. */
export function reserveForCart(tx: Transaction, list_id: string, cart_id: string): Promise<ListRow | undefined> {
  return row<ListRow>(
    tx,
    `update addressee_list set cart_id = ?, updated_at = now()
     where id = ? and order_id is null and (cart_id is null or cart_id = ?) returning ${LIST}`,
    [cart_id, list_id, cart_id],
  );
}

export async function releaseCart(tx: Transaction, cart_id: string): Promise<void> {
  await tx.raw(`update addressee_list set cart_id = null, updated_at = now() where cart_id = ? and order_id is null`, [
    cart_id,
  ]);
}

/** Claims the list for an order; the row back when this order has it, now or before. */
export function claimForOrder(tx: Transaction, list_id: string, order_id: string): Promise<ListRow | undefined> {
  return row<ListRow>(
    tx,
    `update addressee_list set order_id = ?, state = 'claimed', updated_at = now()
     where id = ? and (order_id is null or order_id = ?) returning ${LIST}`,
    [order_id, list_id, order_id],
  );
}
