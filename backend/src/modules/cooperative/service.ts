import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, parseInput, refuse, type Refusal, type Result } from "@commonlot/domain";
import { z } from "zod";
import { readEnv } from "../../env";
import { newId } from "../../lib/ids";
import { inTransaction } from "../../lib/sql";
import { Cipher } from "../../lib/cipher";
import { claim } from "../outbox/append";
import { BuyerNotices } from "./buyer-notices";
import Cooperative from "./models/cooperative";
import { Floors } from "./floors";
import HouseholdModel from "./models/household";
import { markSent_, noticeById, queueNotice_, type Notice, type NoticeInput } from "./notices";
import * as queries from "./queries";
import {
  accountInput,
  cooperativeInput,
  householdInput,
  memberInput,
  type AccountInput,
  type CooperativeInput,
  type CooperativeRow,
  type Household,
  type HouseholdInput,
  type Member,
  type MemberInput,
  type PayoutAccount,
  type Rail,
} from "./types";

/** Rows written by one call at most: a list that long is a file import, and comes in pieces. */
const MAX_BULK = 10_000;
/** Households on one page of the desk's search. */
const PAGE = 50;

/** Which row and column a sealed text belongs to. */
const phoneCell = (household_id: string) => `household:${household_id}:phone`;
const accountCell = (account_id: string, household_id: string) => `household_account:${account_id}:${household_id}`;

class CooperativeService extends MedusaService({ Cooperative, Household: HouseholdModel }) {
  protected readonly sql: Knex;
  protected readonly cipher: Cipher;
  readonly floors: Floors;
  readonly buyerNotices: BuyerNotices;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.sql = container.__pg_connection__;
    this.cipher = new Cipher(readEnv().HOUSEHOLD_KEY);
    this.floors = new Floors(this.sql);
    this.buyerNotices = new BuyerNotices(this.sql, this.cipher);
  }

  cooperatives(ids?: readonly string[]): Promise<CooperativeRow[]> {
    return queries.cooperatives(this.sql, ids);
  }

  cooperativeByHandle(handle: string): Promise<CooperativeRow | undefined> {
    return queries.cooperativeByHandle(this.sql, handle);
  }

  async createCooperative(input: CooperativeInput): Promise<Result<{ id: string }, Refusal>> {
    const parsed = parseInput(cooperativeInput, input);
    if (!parsed.ok) return parsed;
    const cooperative = { id: newId("coop"), ...parsed.value };
    const id = await inTransaction(this.sql, (tx) => queries.insertCooperative(tx, cooperative));
    if (!id)
      return refuse("cooperative_exists", "A cooperative with this handle or stock location exists already.", "handle");
    return ok({ id });
  }

  /** Adds a person to a cooperative. The id is the actor id their sign-in points to. */
  async addMember(input: MemberInput): Promise<Result<{ member_id: string }, Refusal>> {
    const parsed = parseInput(memberInput, input);
    if (!parsed.ok) return parsed;
    const [cooperative] = await queries.cooperatives(this.sql, [parsed.value.cooperative_id]);
    if (!cooperative) return refuse("cooperative_not_found", "There is no such cooperative.", "cooperative_id");
    const member = { id: newId("member"), ...parsed.value };
    const id = await inTransaction(this.sql, (tx) => queries.insertMember(tx, member));
    if (!id) return refuse("member_exists", "A member with this e-mail exists already.", "email");
    return ok({ member_id: id });
  }

  async setMemberActive(member_id: string, active: boolean): Promise<void> {
    await this.sql.raw(`update coop_member set active = ?, updated_at = now() where id = ?`, [active, member_id]);
  }

  /** The person behind a sign-in of type coop_member, active or not. */
  memberOf(actor_id: string): Promise<Member | undefined> {
    return queries.member(this.sql, actor_id);
  }

  /** Member id -> name, for lists that say who did something. */
  async memberNames(ids: readonly string[]): Promise<Map<string, string>> {
    const members = await queries.memberNames(this.sql, ids);
    return new Map(members.map((member) => [member.id, member.name]));
  }

  memberByEmail(email: string): Promise<Member | undefined> {
    return queries.memberByEmail(this.sql, email);
  }

  /** The household behind a sign-in of type household, active or not. */
  householdOf(actor_id: string): Promise<Household | undefined> {
    return queries.household(this.sql, actor_id);
  }

  householdsByCard(card_numbers: readonly string[]): Promise<Household[]> {
    return queries.householdsByCard(this.sql, card_numbers);
  }

  householdsById(ids: readonly string[]): Promise<Household[]> {
    return queries.householdsById(this.sql, ids);
  }

  /** One household of this cooperative, by id or card; another cooperative's is not found. */
  async householdIn(
    cooperative_id: string,
    by: { household_id?: string | undefined; card_number?: string | undefined },
  ): Promise<Household | undefined> {
    const found = by.household_id
      ? await queries.household(this.sql, by.household_id)
      : (await queries.householdsByCard(this.sql, [by.card_number ?? ""]))[0];
    return found?.cooperative_id === cooperative_id ? found : undefined;
  }

  /** A page of a cooperative's households by card number; `next` is the cursor of the page after it. */
  async searchHouseholds(filter: {
    cooperative_id: string;
    q?: string | undefined;
    cursor?: string | undefined;
    limit?: number | undefined;
  }): Promise<{ households: Household[]; next: string | null }> {
    const limit = Math.min(filter.limit ?? PAGE, PAGE);
    const found = await queries.searchHouseholds(this.sql, {
      cooperative_id: filter.cooperative_id,
      q: filter.q ?? "",
      after_card: filter.cursor ?? "",
      limit: limit + 1,
    });
    const households = found.slice(0, limit);
    return { households, next: found.length > limit ? (households.at(-1)?.card_number ?? null) : null };
  }

  /** Village id -> how many households hand in goods there. */
  async householdsPerVillage(village_ids: readonly string[]): Promise<Map<string, number>> {
    const counted = await queries.countByVillage(this.sql, village_ids);
    return new Map(counted.map(({ village_id, households }) => [village_id, households]));
  }

  householdIdsOfVillage(village_id: string): Promise<string[]> {
    return queries.householdIdsOfVillage(this.sql, village_id);
  }

  /** Registers all of them or none: a card number taken, in the list or in the house, refuses the whole list. */
  async registerHouseholds(
    inputs: readonly HouseholdInput[],
  ): Promise<Result<{ household_id: string; card_number: string }[], Refusal>> {
    const parsed = parseInput(z.array(householdInput).max(MAX_BULK), inputs);
    if (!parsed.ok) return parsed;
    const fresh = parsed.value.map(({ phone, ...household }) => {
      const id = newId("household");
      return { id, ...household, phone_sealed: this.cipher.seal(phone, phoneCell(id)), phone_last4: phone.slice(-4) };
    });
    const written = await this.allOrNone(async (tx) => {
      const inserted = await queries.insertHouseholds(tx, fresh);
      return inserted.length === fresh.length ? inserted : undefined;
    });
    if (!written)
      return refuse(
        "card_taken",
        "A card number in this list is taken already; nothing was registered.",
        "card_number",
      );
    return ok(written.map(({ id, card_number }) => ({ household_id: id, card_number })));
  }

  async registerHousehold(
    input: HouseholdInput,
  ): Promise<Result<{ household_id: string; card_number: string }, Refusal>> {
    const registered = await this.registerHouseholds([input]);
    if (!registered.ok) return registered;
    const [household] = registered.value;
    if (!household) throw new Error("one household in, none out");
    return ok(household);
  }

  /** Puts payout accounts in force, one per household; numbers are sealed before they reach the database. */
  async setPayoutAccounts(inputs: readonly AccountInput[]): Promise<Result<{ count: number }, Refusal>> {
    const parsed = parseInput(z.array(accountInput).max(MAX_BULK), inputs);
    if (!parsed.ok) return parsed;
    const household_ids = parsed.value.map((account) => account.household_id);
    if (new Set(household_ids).size !== household_ids.length) {
      return refuse("invalid_input", "A household stands twice in this list.", "household_id");
    }
    const known = await queries.householdsById(this.sql, household_ids);
    if (known.length !== household_ids.length) {
      return refuse("household_not_found", "A household in this list is not known.", "household_id");
    }
    const fresh = parsed.value.map((account): queries.NewAccount => {
      const id = newId("hacct");
      const bank = account.rail === "bank_file" ? account : undefined;
      return {
        id,
        household_id: account.household_id,
        rail: account.rail,
        holder: account.holder,
        account_sealed: bank ? this.cipher.seal(bank.account, accountCell(id, account.household_id)) : null,
        account_last4: bank ? bank.account.slice(-4) : null,
        bank_system: bank?.bank.system ?? null,
        bank_member_id: bank?.bank.member_id ?? null,
        stripe_account_id: account.rail === "stripe" ? account.stripe_account_id : null,
      };
    });
    await inTransaction(this.sql, (tx) => queries.replaceAccounts(tx, fresh));
    return ok({ count: fresh.length });
  }

  /** Where the money of these households goes now. A household without an account is left out. */
  async payoutAccounts(household_ids: readonly string[]): Promise<PayoutAccount[]> {
    const accounts = await queries.accountsInForce(this.sql, household_ids);
    return accounts.map((row) => ({
      household_id: row.household_id,
      name: row.holder,
      rail: row.rail,
      account: row.account_sealed ? this.cipher.open(row.account_sealed, accountCell(row.id, row.household_id)) : null,
      ...(row.bank_system && row.bank_member_id
        ? { bank: { system: row.bank_system, member_id: row.bank_member_id } }
        : {}),
      ...(row.stripe_account_id ? { stripe_account_id: row.stripe_account_id } : {}),
    }));
  }

  /** Rail and last four digits of the accounts in force: for screens. */
  async accountsShown(
    household_ids: readonly string[],
  ): Promise<{ household_id: string; rail: Rail; last4: string | null }[]> {
    const accounts = await queries.accountsInForce(this.sql, household_ids);
    return accounts.map(({ household_id, rail, account_last4 }) => ({ household_id, rail, last4: account_last4 }));
  }

  /** The full phone number of a household: for the SMS provider, never for a screen. */
  async phoneOf(household_id: string): Promise<string | undefined> {
    const sealed = await queries.sealedPhone(this.sql, household_id);
    return sealed && this.cipher.open(sealed, phoneCell(household_id));
  }

  /** Writes an SMS to a household and queues its sending; the same subject twice is one notice. */
  queueNotice(input: NoticeInput): Promise<string> {
    return inTransaction(this.sql, (tx) => queueNotice_(tx, input));
  }

  /**
   * As `queueNotice`, as the effect of an outbox message: once, however often the message comes. Without a notice (its
   * text does not fit a message) only the message is done.
   */
  async recordNotice(input: { message_id: string; handler: string; notice: NoticeInput | undefined }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, input.handler, input.message_id))) return;
      if (input.notice) await queueNotice_(tx, input.notice);
    });
  }

  notice(id: string): Promise<Notice | undefined> {
    return noticeById(this.sql, id);
  }

  /** Records that the provider has taken the notice; done once however often the message comes. */
  async recordNoticeSent(input: { message_id: string; notice_id: string }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "notify", input.message_id))) return;
      await markSent_(tx, input.notice_id);
    });
  }

  /** Commits what `work` wrote, or rolls all of it back when it hands back nothing. */
  private async allOrNone<T>(work: (tx: Knex.Transaction) => Promise<T | undefined>): Promise<T | undefined> {
    const nothing = new Error("nothing to commit");
    try {
      return await inTransaction(this.sql, async (tx) => {
        const done = await work(tx);
        if (done === undefined) throw nothing;
        return done;
      });
    } catch (error) {
      if (error === nothing) return undefined;
      throw error;
    }
  }
}

export default CooperativeService;
