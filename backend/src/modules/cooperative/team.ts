import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { event_, type TeamAct, type TeamActor } from "./team-log";
import type { Role } from "./types";
import type { WaitingInvites } from "./waiting-invites";

export interface TeamMember {
  member_id: string;
  name: string;
  email: string | null;
  phone_last4: string | null;
  role: Role;
  active: boolean;
  at: Date;
  at_key: string;
}

export interface TeamEvent {
  id: string;
  at: Date;
  actor_name: string;
  act: TeamAct;
  about_name: string;
  role_before: Role | null;
  role_after: Role | null;
}

/** Of the log of a team: what a page shows. */
const EVENTS = 30;

/** Of the people who may do something: what a sentence names. */
const NAMED = 12;

/** Who works in a cooperative and as what; every change with who made it. */
export class Team {
  constructor(
    private readonly sql: Knex,
    private readonly waiting: WaitingInvites,
  ) {}

  /** Those at work first, then those who left; newest first in both. */
  members(input: { cooperative_id: string; cursor?: string | undefined; limit: number }): Promise<TeamMember[]> {
    const place = placeOf(input.cursor);
    return rows<TeamMember>(
      this.sql,
      `select m.id as member_id, m.name, m.email, m.phone_last4, s.role, m.active and s.active as active, s.created_at as at,
              ${atKey("s.created_at")}
       from membership s join coop_member m on m.id = s.member_id
       where s.cooperative_id = ? and (s.created_at, m.id) < (?::timestamptz, ?)
       order by s.created_at desc, m.id desc limit ?`,
      [input.cooperative_id, place.at, place.id, input.limit],
    );
  }

  /** Those at work here in one of these roles, by name; as many as a sentence names. */
  atWork(cooperative_id: string, roles: readonly Role[]): Promise<{ member_id: string; name: string; role: Role }[]> {
    return rows(
      this.sql,
      `select m.id as member_id, m.name, s.role from membership s join coop_member m on m.id = s.member_id
       where s.cooperative_id = ? and s.role = any(?) and m.active and s.active order by s.role desc, m.name, m.id limit ${NAMED}`,
      [cooperative_id, [...roles]],
    );
  }

  events(cooperative_id: string): Promise<TeamEvent[]> {
    return rows<TeamEvent>(
      this.sql,
      `select id, at, actor_name, act, about_name, role_before, role_after from team_event
       where cooperative_id = ? order by at desc, id desc limit ${EVENTS}`,
      [cooperative_id],
    );
  }

  /** Another role from the next click on. The same role again changes nothing. */
  changeRole(by: TeamActor, member_id: string, role: Role): Promise<Result<{ member_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await locked_(tx, by.cooperative_id, member_id);
      if (!found) return notFound();
      if (found.role === role) return ok({ member_id });
      if (found.role === "manager" && !(await another_(tx, by.cooperative_id, member_id))) return lastManager();
      await tx.raw(
        `update membership set role = ?, updated_at = clock_timestamp() where member_id = ? and cooperative_id = ?`,
        [role, member_id, by.cooperative_id],
      );
      await event_(tx, by, { act: "role_changed", about_name: found.name, role_before: found.role, role_after: role });
      return ok({ member_id });
    });
  }

  /** Ends somebody's work here. What they signed stays theirs; ended already changes nothing. */
  end(by: TeamActor, member_id: string): Promise<Result<{ member_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await locked_(tx, by.cooperative_id, member_id);
      if (!found) return notFound();
      if (found.role === "manager" && !(await another_(tx, by.cooperative_id, member_id))) return lastManager();
      await tx.raw(
        `update membership set active = false, updated_at = clock_timestamp() where member_id = ? and cooperative_id = ?`,
        [member_id, by.cooperative_id],
      );
      // An invitation of before would let them in again.
      await this.waiting.withdrawOfMember_(tx, by, member_id);
      await event_(tx, by, { act: "ended", about_name: found.name, role_before: found.role, role_after: null });
      return ok({ member_id });
    });
  }
}

/** Under the cooperative's lock: of two managers who end each other at once, the second finds themselves the last. */
export async function lockTeam_(tx: Transaction, cooperative_id: string): Promise<void> {
  await tx.raw(`select 1 from cooperative where id = ? for no key update`, [cooperative_id]);
}

async function locked_(
  tx: Transaction,
  cooperative_id: string,
  member_id: string,
): Promise<{ role: Role; name: string } | undefined> {
  await lockTeam_(tx, cooperative_id);
  return row(
    tx,
    `select s.role, m.name from membership s join coop_member m on m.id = s.member_id
     where s.cooperative_id = ? and s.member_id = ? and s.active`,
    [cooperative_id, member_id],
  );
}

/** Whether somebody else could still manage. */
async function another_(tx: Transaction, cooperative_id: string, member_id: string): Promise<boolean> {
  const found = await row(
    tx,
    `select 1 from membership s join coop_member m on m.id = s.member_id
     where s.cooperative_id = ? and s.role = 'manager' and s.active and m.active and s.member_id <> ? limit 1`,
    [cooperative_id, member_id],
  );
  return found !== undefined;
}

const notFound = () => refuse("member_not_found", "Nobody of that name works in your cooperative.");
const lastManager = () =>
  refuse("last_manager", "A cooperative needs a manager. Make somebody else one first; nothing was changed.");
