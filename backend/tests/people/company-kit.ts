import type pg from "pg";
import { id } from "../result.js";

/** A house with a database, running or bare. */
interface OnDatabase {
  db: Pick<pg.Pool, "query">;
}

export interface Place {
  name: string;
  phone: string;
  country: string;
  province: string;
  city: string;
  address: string;
}

/** A company that was let in, of nobody yet. With a cooperative it has dealt with that. Its id. */
export async function givenCompany(
  { db }: OnDatabase,
  { name = "食堂", cooperative_id = null }: { name?: string; cooperative_id?: string | null } = {},
): Promise<string> {
  const company_id = id("company");
  await db.query(
    `insert into company (id, name, country, tax_number, currency, time_zone, language, state, cooperative_id)
     values ($1, $2, 'DE', $1, 'CNY', 'Asia/Shanghai', 'zh', 'approved', $3)`,
    [company_id, name, cooperative_id],
  );
  return company_id;
}

/** Somebody of a company, called 林; with `month_minor` one who may spend so much a month. Their id. */
export async function givenMember(
  { db }: OnDatabase,
  company_id: string,
  roles: readonly string[],
  month_minor?: number,
): Promise<string> {
  const member_id = id("wmember");
  const kind = month_minor === undefined ? null : "month";
  await db.query(
    `insert into company_member (id, company_id, name, email, roles, window_kind, window_minor) values ($1, $2, '林', $3, $4, $5, $6)`,
    [member_id, company_id, `${member_id}@company.example`, [...roles], kind, month_minor ?? null],
  );
  return member_id;
}

/** Where a company has goods sent to. Its id. */
export async function givenAddress({ db }: OnDatabase, company_id: string, place: Place): Promise<string> {
  const address_id = id("caddr");
  await db.query(
    `insert into company_address (id, company_id, name, phone, country, province, city, address, postal_code)
     values ($1, $2, $3, $4, $5, $6, $7, $8, '')`,
    [address_id, company_id, place.name, place.phone, place.country, place.province, place.city, place.address],
  );
  return address_id;
}
