import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type HouseholdActKind, type Refusal, type Result } from "@commonlot/domain";
import { z } from "zod";
import { blindIndex } from "../../lib/blind-index";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import type { Acts } from "./acts";
import { phoneSchema, type ActingFor, type Actor } from "./types";

/** People of one household, and delegates of one household, at most: more is a mistake of the form. */
const MAX_PEOPLE = 30;
const MAX_DELEGATES = 5;

const name = z.string().trim().min(1).max(80);

export const RELATIONS = ["head", "spouse", "child", "parent", "other"] as const;
export const personInput = z.strictObject({ name, relation: z.enum(RELATIONS) });
export type PersonInput = z.output<typeof personInput>;

export const delegateInput = z.strictObject({
  name,
  /** As people say it: 女儿, nephew. */
  relation: z.string().trim().min(1).max(40),
  phone: phoneSchema,
  /** look: sees what the household sees; confirm: may also answer for it. */
  may: z.enum(["look", "confirm"]),
});
export type DelegateInput = z.output<typeof delegateInput>;

export interface Person {
  id: string;
  name: string;
  relation: (typeof RELATIONS)[number];
}

export interface Delegate {
  id: string;
  name: string;
  relation: string;
  phone_last4: string;
  may: "look" | "confirm";
  since: Date;
}

const phoneCell = (delegate_id: string): string => `household_delegate:${delegate_id}:phone`;

/** Who belongs to a household, and which relatives may look or confirm for it. Taken away, a row is ended and kept. */
export class Relatives {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
    private readonly acts: Acts,
  ) {}

  people(household_id: string): Promise<Person[]> {
    return rows<Person>(
      this.sql,
      `select id, name, relation from household_person where household_id = ? and removed_at is null order by created_at, id limit ${MAX_PEOPLE}`,
      [household_id],
    );
  }

  delegates(household_id: string): Promise<Delegate[]> {
    return rows<Delegate>(
      this.sql,
      `select id, name, relation, phone_last4, may, created_at as since from household_delegate
       where household_id = ? and ended_at is null order by created_at, id limit ${MAX_DELEGATES}`,
      [household_id],
    );
  }

  addPerson(household_id: string, person: PersonInput, by: ActingFor): Promise<Result<{ id: string }, Refusal>> {
    return this.write(household_id, by, "person_added", async (tx) => {
      if (await isFull(tx, "household_person", "removed_at", household_id, MAX_PEOPLE)) {
        return refuse("too_many_people", `A household has at most ${MAX_PEOPLE} people here.`, "name");
      }
      const id = newId("person");
      await tx.raw(`insert into household_person (id, household_id, name, relation, added_by) values (?, ?, ?, ?, ?)`, [
        id,
        household_id,
        person.name,
        person.relation,
        by.actor.id,
      ]);
      return ok({ id });
    });
  }

  removePerson(household_id: string, id: string, by: ActingFor): Promise<Result<{ id: string }, Refusal>> {
    return this.write(household_id, by, "person_removed", async (tx) => {
      const removed = await row<{ id: string }>(
        tx,
        `update household_person set removed_at = now() where id = ? and household_id = ? and removed_at is null returning id`,
        [id, household_id],
      );
      return removed ? ok(removed) : refuse("person_not_found", "This person is not in the household any more.");
    });
  }

  addDelegate(household_id: string, delegate: DelegateInput, by: ActingFor): Promise<Result<{ id: string }, Refusal>> {
    return this.write(household_id, by, "delegate_added", async (tx) => {
      if (await isFull(tx, "household_delegate", "ended_at", household_id, MAX_DELEGATES)) {
        return refuse("too_many_delegates", `At most ${MAX_DELEGATES} relatives may act. End one first.`, "name");
      }
      const id = newId("delegate");
      await tx.raw(
        `insert into household_delegate (id, household_id, name, relation, phone_sealed, phone_last4, phone_index, may, added_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          id,
          household_id,
          delegate.name,
          delegate.relation,
          this.cipher.seal(delegate.phone, phoneCell(id)),
          delegate.phone.slice(-4),
          blindIndex("phone", delegate.phone),
          delegate.may,
          by.actor.id,
        ],
      );
      return ok({ id });
    });
  }

  /** Ends a delegate's right, by the household itself or by somebody for it. */
  endDelegate(
    household_id: string,
    id: string,
    by: ActingFor | { actor: Actor; agreed?: undefined },
  ): Promise<Result<{ id: string }, Refusal>> {
    return this.write(household_id, by, "delegate_ended", async (tx) => {
      const ended = await row<{ id: string }>(
        tx,
        `update household_delegate set ended_at = now() where id = ? and household_id = ? and ended_at is null returning id`,
        [id, household_id],
      );
      return ended ? ok(ended) : refuse("delegate_not_found", "This relative may not act any more already.");
    });
  }

  /** The write and its line in the log, together; a refusal writes neither. */
  private write<T extends { id: string }>(
    household_id: string,
    by: ActingFor | { actor: Actor; agreed?: undefined },
    act: HouseholdActKind,
    work: (tx: Transaction) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await tx.raw(`select 1 from household where id = ? for no key update`, [household_id]);
      const done = await work(tx);
      const { actor, agreed } = by;
      if (done.ok && agreed) await this.acts.record_(tx, household_id, { actor, agreed }, act, done.value.id);
      return done;
    });
  }
}

/** Under the household's lock, so that two at once can't both be the last that fits. Table and column are ours. */
async function isFull(
  tx: Transaction,
  table: string,
  ended: string,
  household_id: string,
  most: number,
): Promise<boolean> {
  const counted = await row<{ n: number }>(
    tx,
    `select count(*)::int as n from ${table} where household_id = ? and ${ended} is null`,
    [household_id],
  );
  return (counted?.n ?? 0) >= most;
}
