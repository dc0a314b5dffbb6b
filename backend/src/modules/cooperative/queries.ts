import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import type { CooperativeRow, Household, Rail } from "./types";

const COOPERATIVE = `id, handle, name_zh, name_en, county_code, county_zh, county_en, tz, currency, stock_location_id, phone, card_prefix`;
const HOUSEHOLD = `h.id as household_id, h.cooperative_id, h.village_id, h.name, h.card_number, h.phone_last4,
  h.priority_floor_g, h.consent_public_name, h.active`;

/** As Postgres hands it over: bigint as text. */
type HouseholdRow = Omit<Household, "priority_floor_g"> & { priority_floor_g: string };

const toHousehold = (found: HouseholdRow): Household => ({
  ...found,
  priority_floor_g: Number(found.priority_floor_g),
});

export function cooperatives(sql: Sql, ids?: readonly string[]): Promise<CooperativeRow[]> {
  const only = ids === undefined ? "" : "and id = any(?)";
  return rows(
    sql,
    `select ${COOPERATIVE} from cooperative where deleted_at is null ${only} order by handle`,
    ids ? [ids] : [],
  );
}

export function cooperativeByHandle(sql: Sql, handle: string): Promise<CooperativeRow | undefined> {
  return row(sql, `select ${COOPERATIVE} from cooperative where handle = ? and deleted_at is null`, [handle]);
}

/** The id, or undefined when handle or location is taken. */
export async function insertCooperative(tx: Transaction, input: CooperativeRow): Promise<string | undefined> {
  const written = await row<{ id: string }>(
    tx,
    `insert into cooperative (${COOPERATIVE}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning id`,
    [
      input.id,
      input.handle,
      input.name_zh,
      input.name_en,
      input.county_code,
      input.county_zh,
      input.county_en,
      input.tz,
      input.currency,
      input.stock_location_id,
      input.phone,
      input.card_prefix,
    ],
  );
  return written?.id;
}

export function memberNames(sql: Sql, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return rows(sql, `select id, name from coop_member where id = any(?)`, [ids]);
}

export async function household(sql: Sql, household_id: string): Promise<Household | undefined> {
  const found = await row<HouseholdRow>(
    sql,
    `select ${HOUSEHOLD} from household h where h.id = ? and h.deleted_at is null`,
    [household_id],
  );
  return found && toHousehold(found);
}

export async function householdsByCard(sql: Sql, card_numbers: readonly string[]): Promise<Household[]> {
  const found = await rows<HouseholdRow>(
    sql,
    `select ${HOUSEHOLD} from household h where h.card_number = any(?) and h.deleted_at is null order by h.card_number`,
    [card_numbers],
  );
  return found.map(toHousehold);
}

export async function householdsById(sql: Sql, ids: readonly string[]): Promise<Household[]> {
  const found = await rows<HouseholdRow>(
    sql,
    `select ${HOUSEHOLD} from household h where h.id = any(?) order by h.card_number`,
    [ids],
  );
  return found.map(toHousehold);
}

/**
 * Households of one cooperative, or of one village, whose card starts with `q` or whose name holds it; all when `q` is
 * empty. One of the two bounds must be there: a search without is a mistake of ours.
 */
export async function searchHouseholds(
  sql: Sql,
  filter: {
    cooperative_id?: string | undefined;
    village_id?: string | undefined;
    q: string;
    limit: number;
    after_card: string;
  },
): Promise<Household[]> {
  const [column, bound] = filter.cooperative_id
    ? ["cooperative_id", filter.cooperative_id]
    : ["village_id", filter.village_id];
  if (!bound) throw new Error("a search of households without a cooperative or a village");
  const text = filter.q.replaceAll(/[\\%_]/g, "\\$&");
  const found = await rows<HouseholdRow>(
    sql,
    `select ${HOUSEHOLD} from household h
     where h.${column} = ? and h.deleted_at is null and h.card_number > ?
       and (h.card_number like upper(?) || '%' or h.name like '%' || ? || '%')
     order by h.card_number limit ?`,
    [bound, filter.after_card, text, text, filter.limit],
  );
  return found.map(toHousehold);
}

/** Households of each village, in one statement. */
export function countByVillage(
  sql: Sql,
  village_ids: readonly string[],
): Promise<{ village_id: string; households: number }[]> {
  return rows(
    sql,
    `select village_id, count(*)::int as households from household
     where village_id = any(?) and active and deleted_at is null group by village_id`,
    [village_ids],
  );
}

export async function householdIdsOfVillage(sql: Sql, village_id: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    sql,
    `select id from household where village_id = ? and deleted_at is null`,
    [village_id],
  );
  return found.map((household) => household.id);
}

/** All of a cooperative's households, those no longer active as well: their money stays in its books. */
export async function householdIdsOfCooperative(sql: Sql, cooperative_id: string): Promise<string[]> {
  const found = await rows<{ id: string }>(sql, `select id from household where cooperative_id = ?`, [cooperative_id]);
  return found.map((household) => household.id);
}

export interface NewAccount {
  id: string;
  household_id: string;
  rail: Rail;
  holder: string;
  account_sealed: string | null;
  account_last4: string | null;
  bank_system: string | null;
  bank_member_id: string | null;
  stripe_account_id: string | null;
  as_on_paper: boolean;
}

/** When and by whom accounts are set, and from when they are paid to. */
export interface SetAccounts {
  now: Date;
  usable_from: Date;
  old_stops: boolean;
  set_by_kind: "house" | "coop_member" | "secretary" | "household";
  set_by_name: string;
  proof: "register" | "pin" | "code" | "agreed";
}

/** Puts accounts in the place of others, all in one statement each; the ones before are kept, marked replaced. */
export async function replaceAccounts(
  tx: Transaction,
  input: readonly NewAccount[],
  how: SetAccounts = {
    now: new Date(),
    usable_from: new Date(0),
    old_stops: false,
    set_by_kind: "house",
    set_by_name: "",
    proof: "register",
  },
): Promise<void> {
  const household_ids = input.map((account) => account.household_id);
  await tx.raw(`update household_account set replaced_at = ? where household_id = any(?) and replaced_at is null`, [
    how.now,
    household_ids,
  ]);
  await tx.raw(
    `insert into household_account (id, household_id, rail, holder, account_sealed, account_last4, bank_system, bank_member_id, stripe_account_id,
       as_on_paper, created_at, usable_from, old_stops, set_by_kind, set_by_name, proof)
     select id, household_id, rail, holder, account_sealed, account_last4, bank_system, bank_member_id, stripe_account_id,
       as_on_paper, ?::timestamptz, ?::timestamptz, ?::boolean, ?, ?, ?
     from jsonb_to_recordset(?::jsonb) as a(id text, household_id text, rail text, holder text, account_sealed text,
       account_last4 text, bank_system text, bank_member_id text, stripe_account_id text,
       as_on_paper boolean)`,
    [how.now, how.usable_from, how.old_stops, how.set_by_kind, how.set_by_name, how.proof, JSON.stringify(input)],
  );
}

/** Those of a village who agreed to be named where their goods are sold, by name; how many more there are stands elsewhere. */
export async function publicNames(sql: Sql, village_id: string, limit: number): Promise<string[]> {
  const found = await rows<{ name: string }>(
    sql,
    `select name from household where village_id = ? and active and consent_public_name and deleted_at is null order by name, id limit ?`,
    [village_id, limit],
  );
  return found.map(({ name }) => name);
}

/** Village id -> names of its households that stand in the text without consent; a namesake who agreed speaks for the name. */
export async function notAgreedIn(
  sql: Sql,
  texts: readonly { village_id: string; text: string }[],
): Promise<Map<string, string[]>> {
  const found = await rows<{ village_id: string; names: string[] }>(
    sql,
    `select t.village_id, array_agg(distinct h.name) as names
     from jsonb_to_recordset(?::jsonb) as t(village_id text, text text)
       join household h on h.village_id = t.village_id and not h.consent_public_name and h.deleted_at is null
         and position(lower(h.name) in lower(t.text)) > 0
     where not exists (select 1 from household o where o.village_id = h.village_id and o.name = h.name
                         and o.consent_public_name and o.active and o.deleted_at is null)
     group by t.village_id`,
    [JSON.stringify(texts)],
  );
  return new Map(found.map(({ village_id, names }) => [village_id, names]));
}
