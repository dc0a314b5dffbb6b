import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { phoneFault } from "../../../lib/phone";
import { inTransaction, row, rows } from "../../../lib/sql";
import { act_, lockCompany_ } from "./company-rows";
import type { AddressInput, MemberActor } from "./company-types";

/** Warehouses and canteens of one company; more is a list of addressees. */
const MAX_ADDRESSES = 50;
const NOT_THERE = refuse("address_not_found", "Your company has no such address.");

export type CompanyAddress = AddressInput & { id: string };

/** Where a company's goods go. */
export class CompanyAddresses {
  constructor(private readonly sql: Knex) {}

  of(company_id: string): Promise<CompanyAddress[]> {
    return rows<CompanyAddress>(
      this.sql,
      `select id, name, phone, country, province, city, address, postal_code from company_address
       where company_id = ? and removed_at is null order by created_at, id`,
      [company_id],
    );
  }

  async add(by: MemberActor, input: AddressInput): Promise<Result<{ id: string }, Refusal>> {
    const phone = phoneFault(input.phone, input.country);
    if (phone) return { ok: false, refusal: phone };
    return inTransaction(this.sql, async (tx) => {
      await lockCompany_(tx, by.company_id);
      const stands = await row<{ n: number }>(
        tx,
        `select count(*)::int as n from company_address where company_id = ? and removed_at is null`,
        [by.company_id],
      );
      if ((stands?.n ?? 0) >= MAX_ADDRESSES)
        return refuse("too_many_addresses", `A company has at most ${MAX_ADDRESSES} addresses. Remove one first.`);
      const id = newId("caddr");
      const { name, phone, country, province, city, address, postal_code } = input;
      await tx.raw(
        `insert into company_address (id, company_id, name, phone, country, province, city, address, postal_code) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, by.company_id, name, phone, country, province, city, address, postal_code],
      );
      await act_(tx, by.company_id, by, { act: "address_added", about_id: id });
      return ok({ id });
    });
  }

  async change(by: MemberActor, id: string, input: AddressInput): Promise<Result<{ id: string }, Refusal>> {
    const phone = phoneFault(input.phone, input.country);
    if (phone) return { ok: false, refusal: phone };
    return inTransaction(this.sql, async (tx) => {
      await lockCompany_(tx, by.company_id);
      const { name, phone, country, province, city, address, postal_code } = input;
      const changed = await row(
        tx,
        `update company_address set name = ?, phone = ?, country = ?, province = ?, city = ?, address = ?, postal_code = ?
         where id = ? and company_id = ? and removed_at is null returning 1`,
        [name, phone, country, province, city, address, postal_code, id, by.company_id],
      );
      if (!changed) return NOT_THERE;
      await act_(tx, by.company_id, by, { act: "address_changed", about_id: id });
      return ok({ id });
    });
  }

  remove(by: MemberActor, id: string): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lockCompany_(tx, by.company_id);
      const gone = await row(
        tx,
        `update company_address set removed_at = now() where id = ? and company_id = ? and removed_at is null returning 1`,
        [id, by.company_id],
      );
      if (!gone) return NOT_THERE;
      await act_(tx, by.company_id, by, { act: "address_removed", about_id: id });
      return ok(undefined);
    });
  }
}
