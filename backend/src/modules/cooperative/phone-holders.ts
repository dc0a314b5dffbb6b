import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Right } from "@commonlot/domain";
import { blindIndex } from "../../lib/blind-index";
import { row, rows } from "../../lib/sql";

/** Households that one phone opens, on one page: a phone of a whole hamlet is asked for the card. */
const MAX_HOMES = 50;

/** A household that a phone opens, and what its holder may do there. */
export interface Home {
  household_id: string;
  cooperative_id: string;
  village_id: string;
  name: string;
  card_number: string;
  active: boolean;
  right: Right;
  /** The relative that the household named; null for the household itself. */
  delegate_id: string | null;
  delegate_name: string | null;
}

/**
 * What a phone opens: the households it is registered for, and those that named its holder. Read from the rows at every
 * request, so that a new number, or a relative whose right has ended, counts at the next click. Takes the phone's blind
 * index; the number itself is not needed.
 */
export class PhoneHolders {
  constructor(private readonly sql: Knex) {}

  homes(phone_index: string): Promise<Home[]> {
    return rows<Home>(this.sql, `${HOMES} order by card_number limit ${MAX_HOMES}`, [phone_index, phone_index]);
  }

  home(phone_index: string, household_id: string): Promise<Home | undefined> {
    return row<Home>(this.sql, `${HOMES} where household_id = ?`, [phone_index, phone_index, household_id]);
  }

  /** The cooperative that signs this phone's messages; undefined when the phone opens nothing. */
  async sender(phone: string): Promise<string | undefined> {
    const index = blindIndex("phone", phone);
    const found = await row<{ name_zh: string }>(
      this.sql,
      `select c.name_zh from (${HOMES}) h join cooperative c on c.id = h.cooperative_id order by h.card_number limit 1`,
      [index, index],
    );
    return found?.name_zh;
  }
}

/** One row a household, with the most that this phone may do there: its own before a relative's. */
const HOMES = `select * from (
  select distinct on (household_id) * from (
    select h.id as household_id, h.cooperative_id, h.village_id, h.name, h.card_number, h.active,
           'own' as "right", null::text as delegate_id, null::text as delegate_name, 0 as place, h.created_at as since
    from household h where h.phone_index = ? and h.deleted_at is null
    union all
    select h.id, h.cooperative_id, h.village_id, h.name, h.card_number, h.active,
           d.may, d.id, d.name, case d.may when 'confirm' then 1 else 2 end, d.created_at
    from household_delegate d join household h on h.id = d.household_id
    where d.phone_index = ? and d.ended_at is null and h.deleted_at is null
  ) one order by household_id, place, since, delegate_id
) homes`;
