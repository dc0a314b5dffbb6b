import { newId } from "../../lib/ids";
import type { Transaction } from "../../lib/sql";
import type { Role } from "./types";

export type TeamAct = "invited" | "withdrawn" | "joined" | "role_changed" | "ended";

/** Who changes the team: a manager of this cooperative. */
export interface TeamActor {
  cooperative_id: string;
  member_id: string;
  name: string;
}

/** Writes down a change of the team, in the transaction that makes it. */
export async function event_(
  tx: Transaction,
  by: TeamActor,
  event: { act: TeamAct; about_name: string; role_before: Role | null; role_after: Role | null },
): Promise<void> {
  await tx.raw(
    `insert into team_event (id, cooperative_id, actor_id, actor_name, act, about_name, role_before, role_after) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      newId("tev"),
      by.cooperative_id,
      by.member_id,
      by.name,
      event.act,
      event.about_name,
      event.role_before,
      event.role_after,
    ] as never,
  );
}
