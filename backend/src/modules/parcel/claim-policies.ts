import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  claimPolicySchema,
  DEFAULT_CLAIM_POLICY,
  ok,
  parseInput,
  refuse,
  type ClaimPolicyInput,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";

export interface CarrierTerm {
  carrier: string;
  claim_days: number;
  limit_minor: number | null;
}

/** How claims are handled on a day: null id is what counts until a cooperative sets its own. */
export interface ClaimTerms {
  id: string | null;
  report_days: number;
  wish_days: number;
  lots_bp: number;
  carriers: CarrierTerm[];
}

export interface ClaimPolicyVersion extends ClaimTerms {
  id: string;
  version: number;
  state: "proposed" | "in_force" | "dropped";
  from_day: string;
  reason: string;
  proposed_by: string;
  proposed_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
}

/** A policy that changes more often than that has another trouble. */
const PAGE = 50;
const COLUMNS = `c.id, c.version, c.state, c.from_day::text as from_day, c.report_days, c.wish_days, c.lots_bp, c.reason, c.proposed_by, c.proposed_at,
  c.decided_by, c.decided_at, coalesce((select jsonb_agg(jsonb_build_object('carrier', t.carrier, 'claim_days', t.claim_days, 'limit_minor', t.limit_minor)
    order by t.carrier) from claim_carrier_term t where t.policy_id = c.id), '[]') as carriers`;

/** How a cooperative handles claims: proposed by one person, put in force by another, counting from a day on. */
export class ClaimPolicies {
  constructor(private readonly sql: Knex) {}

  inForce(cooperative_id: string, today: string): Promise<ClaimTerms> {
    return claimTerms(this.sql, cooperative_id, today);
  }

  history(cooperative_id: string, before_version?: number): Promise<ClaimPolicyVersion[]> {
    return rows<ClaimPolicyVersion>(
      this.sql,
      `select ${COLUMNS} from claim_policy c where c.cooperative_id = ? and c.version < coalesce(?, 2147483647) order by c.version desc limit ${PAGE}`,
      [cooperative_id, before_version ?? null],
    );
  }

  propose(input: {
    cooperative_id: string;
    policy: ClaimPolicyInput;
    from_day: string;
    today: string;
    reason: string;
    person: string;
  }): Promise<Result<ClaimPolicyVersion, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parsed = parseInput(claimPolicySchema, input.policy);
      if (!parsed.ok) return parsed;
      if (input.from_day < input.today) {
        return refuse(
          "from_day_past",
          "It counts from today at the earliest: claims keep what they were opened under.",
          "from_day",
        );
      }
      await tx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`claim_policy:${input.cooperative_id}`]);
      if (
        await row(tx, `select 1 from claim_policy where cooperative_id = ? and state = 'proposed'`, [
          input.cooperative_id,
        ])
      ) {
        return refuse(
          "proposal_waits",
          "A change waits for its second person already. Put it in force or drop it first.",
        );
      }
      const { carriers, report_days, wish_days, lots_bp } = parsed.value;
      const id = newId("cpol");
      await tx.raw(
        `insert into claim_policy (id, cooperative_id, version, from_day, report_days, wish_days, lots_bp, reason, proposed_by)
         select ?, ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?, ? from claim_policy where cooperative_id = ?`,
        [
          id,
          input.cooperative_id,
          input.from_day,
          report_days,
          wish_days,
          lots_bp,
          input.reason,
          input.person,
          input.cooperative_id,
        ],
      );
      await insertAll(
        tx,
        "claim_carrier_term",
        [
          ["policy_id", "text", () => id],
          ["carrier", "text", (one) => one.carrier],
          ["claim_days", "int", (one) => one.claim_days],
          ["limit_minor", "bigint", (one) => one.limit_minor],
        ],
        carriers,
      );
      return this.version(tx, id);
    });
  }

  /** A second person decides; anyone may take their own proposal back. */
  decide(input: {
    policy_id: string;
    cooperative_id: string;
    decision: "approve" | "drop";
    person: string;
  }): Promise<Result<ClaimPolicyVersion, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const proposal = await row<{ id: string; state: string; proposed_by: string }>(
        tx,
        `select id, state, proposed_by from claim_policy where id = ? and cooperative_id = ? for update`,
        [input.policy_id, input.cooperative_id],
      );
      if (!proposal) return refuse("policy_not_found", "There is no such proposal in your cooperative.");
      const wanted = input.decision === "approve" ? "in_force" : "dropped";
      if (proposal.state !== "proposed") {
        return refuse("stale", "This has been decided already. Nothing was changed; look at the page again.");
      }
      if (wanted === "in_force" && proposal.proposed_by === input.person) {
        return refuse("same_person", "You proposed this. A second person of the cooperative must put it in force.");
      }
      await tx.raw(`update claim_policy set state = ?, decided_by = ?, decided_at = now() where id = ?`, [
        wanted,
        input.person,
        proposal.id,
      ]);
      return this.version(tx, proposal.id);
    });
  }

  private async version(sql: Sql, id: string): Promise<Result<ClaimPolicyVersion, Refusal>> {
    const found = await row<ClaimPolicyVersion>(sql, `select ${COLUMNS} from claim_policy c where c.id = ?`, [id]);
    if (!found) throw new Error(`the claim policy ${id} was not written`);
    return ok(found);
  }
}

/** The newest that is in force on a day. */
export async function claimTerms(sql: Sql, cooperative_id: string, today: string): Promise<ClaimTerms> {
  const found = await row<ClaimPolicyVersion>(
    sql,
    `select ${COLUMNS} from claim_policy c where c.cooperative_id = ? and c.state = 'in_force' and c.from_day <= ?::date
     order by c.from_day desc, c.version desc limit 1`,
    [cooperative_id, today],
  );
  return found ?? { id: null, ...DEFAULT_CLAIM_POLICY, carriers: [] };
}
