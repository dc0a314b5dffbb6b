import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  clawbackCapSchema,
  decideClawbackCap,
  DEFAULT_CLAWBACK_BP,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { inTransaction, row, rows, type Sql } from "../../lib/sql";
import { newId } from "./ids";
import { asResult, notAllowed, notFound } from "./refusals";

export interface ClawbackCapVersion {
  id: string;
  version: number;
  cap_bp: number;
  state: "proposed" | "in_force" | "dropped";
  reason: string;
  proposed_by: string;
  at: Date;
  decided_by: string | null;
  decided_at: Date | null;
}

const COLUMNS = `id, version, cap_bp, state, reason, proposed_by, at, decided_by, decided_at`;
/** A cap that changes more often has another trouble. */
const PAGE = 50;

/** How much of a later payout may go towards a clawback, in basis points: proposed by one person, put in force by another. */
export class ClawbackCaps {
  constructor(private readonly sql: Knex) {}

  inForce(cooperative_id: string): Promise<number> {
    return clawbackCap(this.sql, cooperative_id);
  }

  history(cooperative_id: string): Promise<ClawbackCapVersion[]> {
    return rows<ClawbackCapVersion>(
      this.sql,
      `select ${COLUMNS} from clawback_cap where cooperative_id = ? order by version desc limit ${PAGE}`,
      [cooperative_id],
    );
  }

  propose(input: {
    cooperative_id: string;
    cap_bp: number;
    reason: string;
    person: string;
  }): Promise<Result<ClawbackCapVersion, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const cap = clawbackCapSchema.safeParse(input.cap_bp);
        if (!cap.success)
          throw notAllowed("invalid_cap", "At most half of a payout may be taken. Nothing was changed.");
        await tx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`clawback_cap:${input.cooperative_id}`]);
        const waits = await row(tx, `select 1 from clawback_cap where cooperative_id = ? and state = 'proposed'`, [
          input.cooperative_id,
        ]);
        if (waits) throw notAllowed("proposal_waits", "A change waits for its second person already. Decide it first.");
        const made = await row<ClawbackCapVersion>(
          tx,
          `insert into clawback_cap (id, cooperative_id, version, cap_bp, reason, proposed_by)
           select ?, ?, coalesce(max(version), 0) + 1, ?, ?, ? from clawback_cap where cooperative_id = ? returning ${COLUMNS}`,
          [newId("ccap"), input.cooperative_id, cap.data, input.reason, input.person, input.cooperative_id],
        );
        if (!made) throw new Error("clawback_cap: nothing was written");
        return made;
      }),
    );
  }

  /** A second person puts it in force; anyone may drop it. It counts from the next statement on, also for what is open. */
  decide(input: {
    id: string;
    cooperative_id: string;
    decision: "approve" | "drop";
    person: string;
  }): Promise<Result<ClawbackCapVersion, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const found = await row<{ state: string; proposed_by: string }>(
          tx,
          `select state, proposed_by from clawback_cap where id = ? and cooperative_id = ? for update`,
          [input.id, input.cooperative_id],
        );
        if (!found) throw notFound("proposal");
        if (found.state !== "proposed")
          throw notAllowed("stale", "This has been decided already. Nothing was changed.");
        if (input.decision === "approve") {
          const may = decideClawbackCap({ by: found.proposed_by }, input.person);
          if (!may.ok) throw notAllowed(may.refusal.reason, may.refusal.message);
        }
        const decided = await row<ClawbackCapVersion>(
          tx,
          `update clawback_cap set state = ?, decided_by = ?, decided_at = now() where id = ? returning ${COLUMNS}`,
          [input.decision === "approve" ? "in_force" : "dropped", input.person, input.id],
        );
        if (!decided) throw new Error("clawback_cap vanished under its lock");
        return decided;
      }),
    );
  }
}

/** The cap in force: of the newest version that a second person has put in force; before any, the house's own. */
export async function clawbackCap(sql: Sql, cooperative_id: string): Promise<number> {
  const found = await row<{ cap_bp: number }>(
    sql,
    `select cap_bp from clawback_cap where cooperative_id = ? and state = 'in_force' order by version desc limit 1`,
    [cooperative_id],
  );
  return found?.cap_bp ?? DEFAULT_CLAWBACK_BP;
}
