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
import { RegisterActivity } from "./activity";
import { Acts } from "./acts";
import { CardSheets } from "./card-sheets";
import { Consents } from "./consents";
import { HouseholdImports } from "./imports";
import { Memberships } from "./memberships";
import Cooperative from "./models/cooperative";
import { Floors } from "./floors";
import HouseholdModel from "./models/household";
import { markSent_, noticeById, queueNotice_, type Notice, type NoticeInput } from "./notices";
import { PhoneHolders } from "./phone-holders";
import * as queries from "./queries";
import { Register, type Registered } from "./register";
import { Relatives } from "./relatives";
import {
  accountInput,
  cooperativeInput,
  type AccountInput,
  type ActingFor,
  type CooperativeInput,
  type CooperativeRow,
  type Household,
  type HouseholdInput,
  type MemberInput,
  type PayoutAccount,
  type Rail,
} from "./types";

/** Rows written by one call at most: a list that long is a file import, and comes in pieces. */
const MAX_BULK = 10_000;
/** Households on one page of the desk's search. */
const PAGE = 50;

/** Which row and column a sealed account belongs to. */
const accountCell = (account_id: string, household_id: string) => `household_account:${account_id}:${household_id}`;

class CooperativeService extends MedusaService({ Cooperative, Household: HouseholdModel }) {
  protected readonly sql: Knex;
  protected readonly cipher: Cipher;
  readonly floors: Floors;
  readonly buyerNotices: BuyerNotices;
  readonly memberships: Memberships;
  readonly activity: RegisterActivity;
  readonly acts: Acts;
  readonly register: Register;
  readonly consents: Consents;
  readonly relatives: Relatives;
  readonly imports: HouseholdImports;
  readonly cardSheets: CardSheets;
  readonly phoneHolders: PhoneHolders;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.sql = container.__pg_connection__;
    this.cipher = new Cipher(readEnv().HOUSEHOLD_KEY);
    this.floors = new Floors(this.sql);
    this.buyerNotices = new BuyerNotices(this.sql, this.cipher);
    this.memberships = new Memberships(this.sql, this.cipher);
    this.activity = new RegisterActivity(this.sql);
    this.acts = new Acts(this.sql);
    this.register = new Register(this.sql, this.cipher, this.acts);
    this.consents = new Consents(this.sql, this.acts);
    this.relatives = new Relatives(this.sql, this.cipher, this.acts);
    this.imports = new HouseholdImports(this.sql, this.cipher, this.register);
    this.cardSheets = new CardSheets(this.sql);
    this.phoneHolders = new PhoneHolders(this.sql);
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

  /** Adds a person with their first membership. The id is the actor id their sign-in points to. */
  addMember(input: MemberInput): Promise<Result<{ member_id: string }, Refusal>> {
    return this.memberships.add(input);
  }

  /** Member id -> name, for lists that say who did something. */
  async memberNames(ids: readonly string[]): Promise<Map<string, string>> {
    const members = await queries.memberNames(this.sql, ids);
    return new Map(members.map((member) => [member.id, member.name]));
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

  /** A page of a cooperative's or a village's households by card number; `next` is the cursor of the page after it. */
  async searchHouseholds(filter: {
    cooperative_id?: string;
    village_id?: string;
    q?: string | undefined;
    cursor?: string | undefined;
    limit?: number | undefined;
  }): Promise<{ households: Household[]; next: string | null }> {
    const limit = Math.min(filter.limit ?? PAGE, PAGE);
    const found = await queries.searchHouseholds(this.sql, {
      cooperative_id: filter.cooperative_id,
      village_id: filter.village_id,
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
  registerHouseholds(inputs: readonly HouseholdInput[]): Promise<Result<Registered[], Refusal>> {
    return this.register.all(inputs);
  }

  async registerHousehold(input: HouseholdInput, by?: ActingFor): Promise<Result<Registered, Refusal>> {
    const registered = await this.register.all([input], by);
    if (!registered.ok) return registered;
    const [household] = registered.value;
    if (!household) throw new Error("one household in, none out");
    return ok(household);
  }

  /** Puts payout accounts in force, one per household; numbers are sealed before they reach the database. */
  async setPayoutAccounts(
    inputs: readonly AccountInput[],
    by?: ActingFor,
  ): Promise<Result<{ count: number }, Refusal>> {
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
    await inTransaction(this.sql, async (tx) => {
      await queries.replaceAccounts(tx, fresh);
      if (by) for (const one of fresh) await this.acts.record_(tx, one.household_id, by, "account_set", one.id);
    });
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
  phoneOf(household_id: string): Promise<string | undefined> {
    return this.register.phoneOf(household_id);
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
}

export default CooperativeService;
