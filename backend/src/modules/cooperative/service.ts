import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, parseInput, refuse, type Refusal, type Result } from "@commonlot/domain";
import { readEnv } from "../../env";
import { newId } from "../../lib/ids";
import { inTransaction } from "../../lib/sql";
import { Cipher } from "../../lib/cipher";
import { claim } from "../outbox/append";
import { BuyerNotices } from "./buyer-notices";
import { RegisterActivity } from "./activity";
import { Acts } from "./acts";
import { CardSheets } from "./card-sheets";
import { CollectionTimes } from "./collection-times";
import { ConnectAccounts } from "./connect-accounts";
import { Consents } from "./consents";
import { HouseholdImports } from "./imports";
import { Invites } from "./invites";
import { Memberships } from "./memberships";
import Cooperative from "./models/cooperative";
import { Floors } from "./floors";
import HouseholdModel from "./models/household";
import {
  markSent_,
  noticeById,
  noticeCell,
  queueNotice_,
  queueNotices_,
  type Notice,
  type NoticeInput,
} from "./notices";
import { PayoutAccounts, type ShownAccount } from "./payout-accounts";
import { PhoneHolders } from "./phone-holders";
import * as queries from "./queries";
import { Register, type Registered } from "./register";
import { Relatives } from "./relatives";
import { Team } from "./team";
import {
  cooperativeInput,
  type AccountInput,
  type ActingFor,
  type CooperativeInput,
  type CooperativeRow,
  type Household,
  type HouseholdInput,
  type MemberInput,
  type PayoutAccount,
} from "./types";
import { WaitingInvites } from "./waiting-invites";

/** Households on one page of the desk's search. */
const PAGE = 50;

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
  readonly accounts: PayoutAccounts;
  readonly team: Team;
  readonly collectionTimes: CollectionTimes;
  /** Accounts that households open at the processor. */
  readonly connect: ConnectAccounts;
  readonly invites: Invites;

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
    const waiting = new WaitingInvites(this.cipher);
    this.team = new Team(this.sql, waiting);
    this.connect = new ConnectAccounts(this.sql);
    this.collectionTimes = new CollectionTimes(this.sql);
    this.invites = new Invites(this.sql, this.cipher, waiting);
    this.accounts = new PayoutAccounts(this.sql, this.cipher, this.acts);
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

  /** Names of a village's households that agreed to be named. */
  publicNames(village_id: string, limit: number): Promise<string[]> {
    return queries.publicNames(this.sql, village_id, limit);
  }

  /** Village id -> who is named in a text about it without having agreed to be named in public. */
  notAgreedIn(texts: readonly { village_id: string; text: string }[]): Promise<Map<string, string[]>> {
    return queries.notAgreedIn(this.sql, texts);
  }

  householdIdsOfVillage(village_id: string): Promise<string[]> {
    return queries.householdIdsOfVillage(this.sql, village_id);
  }

  householdIdsOfCooperative(cooperative_id: string): Promise<string[]> {
    return queries.householdIdsOfCooperative(this.sql, cooperative_id);
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

  /** Payout accounts as the register knows them, one per household; numbers are sealed before they reach the database. */
  setPayoutAccounts(inputs: readonly AccountInput[]): Promise<Result<{ count: number }, Refusal>> {
    return this.accounts.register(inputs);
  }

  /** Where the money of these households goes at `now`. A household without an account is left out. */
  payoutAccounts(household_ids: readonly string[], now = new Date()): Promise<PayoutAccount[]> {
    return this.accounts.payable(household_ids, now);
  }

  /** Rail, last four digits and what waits: for screens. */
  accountsShown(household_ids: readonly string[], now = new Date()): Promise<ShownAccount[]> {
    return this.accounts.shown(household_ids, now);
  }

  /** The full phone number of a household: for the SMS provider, never for a screen. */
  phoneOf(household_id: string): Promise<string | undefined> {
    return this.register.phoneOf(household_id);
  }

  /** Writes an SMS to a household and queues its sending; the same subject twice is one notice. */
  queueNotice(input: NoticeInput): Promise<string> {
    return inTransaction(this.sql, (tx) => queueNotice_(tx, input));
  }

  /** As `queueNotice`, for many together. Returns how many were not there before. */
  queueNotices(inputs: readonly NoticeInput[]): Promise<number> {
    return inTransaction(this.sql, (tx) => queueNotices_(tx, inputs));
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

  /** The number a notice goes to: its own, or the household's. */
  async phoneForNotice(notice: Notice): Promise<string | undefined> {
    if (notice.to_sealed !== null) return this.cipher.open(notice.to_sealed, noticeCell(notice.id));
    return this.register.phoneOf(notice.household_id);
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
