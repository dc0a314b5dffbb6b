import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, parseInput, phoneChangedSms, refuse, type Refusal, type Result } from "@commonlot/domain";
import { z } from "zod";
import { blindIndex } from "../../lib/blind-index";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import type { Acts } from "./acts";
import { insertConsents_ } from "./consents";
import { queueNotice_ } from "./notices";
import { keepPhone_, phonesBefore, phoneSince } from "./phones-before";
import { householdInput, phoneSchema, type ActingFor, type HouseholdInput, type ReadyHousehold } from "./types";
import { todayOf } from "../../lib/today";

/** Rows written by one call at most: a list that long is a file import. */
const MAX_BULK = 100_000;
/** Rows of one statement: what Postgres reads as one JSON text without a second thought. */
const ROWS_PER_STATEMENT = 10_000;
/** Digits of a card number that we give: WD0001. */
const CARD_DIGITS = 4;

export interface Registered {
  household_id: string;
  card_number: string;
  /** The same form was sent before: this is what it made then. */
  repeated: boolean;
}

export const changeInput = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  phone: phoneSchema.optional(),
  priority_floor_g: z.int().nonnegative().max(1_000_000_000).optional(),
  active: z.boolean().optional(),
});
export type ChangeInput = z.output<typeof changeInput>;

/** Which row and column a household's sealed phone belongs to. */
export const phoneCell = (household_id: string): string => `household:${household_id}:phone`;

/** Who is registered, and what is known of them. */
export class Register {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
    private readonly acts: Acts,
  ) {}

  /** Registers all of them or none. `by`: who did it, when a person stood at a desk; their act is logged for each. */
  async all(inputs: readonly HouseholdInput[], by?: ActingFor): Promise<Result<Registered[], Refusal>> {
    const parsed = parseInput(z.array(householdInput).max(MAX_BULK), inputs);
    if (!parsed.ok) return parsed;
    return this.orNothing((tx) => this.all_(tx, parsed.value, by));
  }

  /** As `all`, in the caller's transaction: a refusal must roll it back. */
  async all_(
    tx: Transaction,
    households: readonly ReadyHousehold[],
    by?: ActingFor,
  ): Promise<Result<Registered[], Refusal>> {
    const before = await this.lock_(tx, households);
    const [only] = households;
    const known = only?.registration_key === undefined ? undefined : before.get(only.registration_key);
    if (known && households.length === 1) return ok([{ ...known, repeated: true }]);
    const numbered = await numbered_(tx, households);
    if (!numbered.ok) return numbered;
    const fresh = numbered.value.map((household) => ({ ...household, id: newId("household") }));
    const inserted = await this.insert_(tx, fresh);
    if (inserted.length !== fresh.length) {
      return refuse("card_taken", "A card number is taken already; nothing was registered.", "card_number");
    }
    const actor = by?.actor ?? { kind: "coop_member" as const, id: "register", name: "" };
    const today = todayOf();
    await insertConsents_(
      tx,
      fresh
        .filter((household) => household.consent_public_name)
        .map((household) => ({
          household_id: household.id,
          actor,
          purpose: "public_name" as const,
          given: true,
          proof_kind: "paper" as const,
          proof: household.consent_proof,
          on_day: today,
        })),
    );
    if (by) for (const household of fresh) await this.acts.record_(tx, household.id, by, "registered");
    return ok(fresh.map(({ id, card_number }) => ({ household_id: id, card_number, repeated: false })));
  }

  /** Changes what was given; what was left out stays. Logged as one act. */
  async change(household_id: string, change: ChangeInput, by: ActingFor): Promise<Result<null, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const phone = change.phone;
      if (phone !== undefined) await this.keepPhone_(tx, household_id, phone);
      const changed = await row<{ id: string }>(
        tx,
        `update household set name = coalesce(?, name), priority_floor_g = coalesce(?::bigint, priority_floor_g), active = coalesce(?, active),
           phone_sealed = coalesce(?, phone_sealed), phone_last4 = coalesce(?, phone_last4), phone_index = coalesce(?, phone_index), updated_at = now()
         where id = ? and deleted_at is null returning id`,
        [
          change.name ?? null,
          change.priority_floor_g ?? null,
          change.active ?? null,
          phone ? this.cipher.seal(phone, phoneCell(household_id)) : null,
          phone?.slice(-4) ?? null,
          phone ? blindIndex("phone", phone) : null,
          household_id,
        ],
      );
      if (!changed) return refuse("household_not_found", "There is no such household.", "household_id");
      await this.acts.record_(tx, household_id, by, "changed", Object.keys(change).join(","));
      return ok(null);
    });
  }

  /** Keeps the number a household had, and tells it there, and at those it had of late, that it was changed. */
  private async keepPhone_(tx: Transaction, household_id: string, phone: string): Promise<void> {
    const found = await row<{ phone_sealed: string; cooperative_id: string; name_zh: string; call: string }>(
      tx,
      `select h.phone_sealed, h.cooperative_id, c.name_zh, c.phone as call
       from household h join cooperative c on c.id = h.cooperative_id where h.id = ? for no key update of h`,
      [household_id],
    );
    const before = found && this.cipher.open(found.phone_sealed, phoneCell(household_id));
    if (!found || before === undefined || before === phone) return;
    const kept = await keepPhone_(tx, this.cipher, household_id, before);
    const text = phoneChangedSms({ cooperative: found.name_zh, last4: phone.slice(-4), phone: found.call });
    if (!text.ok) throw new Error(`the notice of a changed phone does not fit: ${text.refusal.message}`);
    for (const one of await phonesBefore(tx, this.cipher, { household_id, phone, now: new Date() })) {
      await queueNotice_(tx, {
        cooperative_id: found.cooperative_id,
        household_id,
        kind: "phone_changed",
        subject_id: `${kept.id}:${one.id}`,
        text: text.value,
        to: { phone: one.phone, cipher: this.cipher },
      });
    }
  }

  /** Since when a household has its number; null: since it was registered. */
  phoneSince(household_id: string): Promise<Date | null> {
    return phoneSince(this.sql, household_id);
  }

  /** The full phone number of a household: for the SMS provider and the sign-in, never for a screen. */
  async phoneOf(household_id: string): Promise<string | undefined> {
    const found = await row<{ phone_sealed: string }>(this.sql, `select phone_sealed from household where id = ?`, [
      household_id,
    ]);
    return found && this.cipher.open(found.phone_sealed, phoneCell(household_id));
  }

  /** Which of these cards somebody has already. */
  async takenCards(card_numbers: readonly string[]): Promise<Set<string>> {
    const taken = await rows<{ card_number: string }>(
      this.sql,
      `select card_number from household where card_number = any(?)`,
      [card_numbers],
    );
    return new Set(taken.map((one) => one.card_number));
  }

  /**
   * One register at a time in each cooperative: the next number and the key of a form sent twice are read under the lock.
   * Hands back what the keys made before.
   */
  private async lock_(
    tx: Transaction,
    households: readonly ReadyHousehold[],
  ): Promise<Map<string, { household_id: string; card_number: string }>> {
    const cooperatives = [...new Set(households.map((household) => household.cooperative_id))].sort();
    await tx.raw(`select 1 from cooperative where id = any(?) order by id for no key update`, [cooperatives]);
    const keys = households.flatMap((household) => household.registration_key ?? []);
    if (keys.length === 0) return new Map();
    const before = await rows<{ registration_key: string; household_id: string; card_number: string }>(
      tx,
      `select registration_key, id as household_id, card_number from household where cooperative_id = any(?) and registration_key = any(?)`,
      [cooperatives, keys],
    );
    return new Map(
      before.map(({ registration_key, household_id, card_number }) => [
        registration_key,
        { household_id, card_number },
      ]),
    );
  }

  private async insert_(
    tx: Transaction,
    households: readonly (ReadyHousehold & { id: string; card_number: string })[],
  ): Promise<{ id: string }[]> {
    const ready = households.map(({ phone, consent_proof: _, consent_public_name: __, ...household }) => ({
      ...household,
      phone_sealed: this.cipher.seal(phone, phoneCell(household.id)),
      phone_last4: phone.slice(-4),
      phone_index: blindIndex("phone", phone),
    }));
    const inserted: { id: string }[] = [];
    for (let start = 0; start < ready.length; start += ROWS_PER_STATEMENT) {
      const part = await rows<{ id: string }>(
        tx,
        `insert into household (id, cooperative_id, village_id, name, card_number, phone_sealed, phone_last4, phone_index, priority_floor_g, registration_key)
         select id, cooperative_id, village_id, name, card_number, phone_sealed, phone_last4, phone_index, priority_floor_g, registration_key
         from jsonb_to_recordset(?::jsonb) as h(id text, cooperative_id text, village_id text, name text, card_number text,
           phone_sealed text, phone_last4 text, phone_index text, priority_floor_g bigint, registration_key text)
         on conflict do nothing returning id`,
        [JSON.stringify(ready.slice(start, start + ROWS_PER_STATEMENT))],
      );
      inserted.push(...part);
    }
    return inserted;
  }

  /** Commits what was done, or rolls all of it back when it ends in a refusal. */
  async orNothing<T>(work: (tx: Transaction) => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>> {
    let refused: Result<T, Refusal> | undefined;
    const rollback = new Error("refused");
    try {
      return await inTransaction(this.sql, async (tx) => {
        const done = await work(tx);
        if (done.ok) return done;
        refused = done;
        throw rollback;
      });
    } catch (error) {
      if (error === rollback && refused) return refused;
      throw error;
    }
  }
}

/** Gives the next numbers of its cooperative to those that come without one. Under the cooperative's lock. */
async function numbered_(
  tx: Transaction,
  households: readonly ReadyHousehold[],
): Promise<Result<(ReadyHousehold & { card_number: string })[], Refusal>> {
  const asking = [...new Set(households.filter((one) => !one.card_number).map((one) => one.cooperative_id))];
  const last = new Map<string, { prefix: string; number: number }>();
  if (asking.length > 0) {
    const found = await rows<{ id: string; card_prefix: string | null; last: string | null }>(
      tx,
      `select c.id, c.card_prefix, (select max(substr(h.card_number, 3)::bigint) from household h where left(h.card_number, 2) = c.card_prefix) as last
       from cooperative c where c.id = any(?)`,
      [asking],
    );
    for (const { id, card_prefix, last: number } of found) {
      if (card_prefix) last.set(id, { prefix: card_prefix, number: Number(number ?? 0) });
    }
  }
  // A number given by hand in the same list is not given again.
  const given = new Set(households.flatMap((household) => household.card_number ?? []));
  const numbered: (ReadyHousehold & { card_number: string })[] = [];
  for (const household of households) {
    if (household.card_number) {
      numbered.push({ ...household, card_number: household.card_number });
      continue;
    }
    const next = last.get(household.cooperative_id);
    if (!next) {
      return refuse("card_number_needed", "This cooperative gives its card numbers by hand: type one.", "card_number");
    }
    let card_number: string;
    do {
      next.number += 1;
      card_number = `${next.prefix}${String(next.number).padStart(CARD_DIGITS, "0")}`;
    } while (given.has(card_number));
    numbered.push({ ...household, card_number });
  }
  return ok(numbered);
}
