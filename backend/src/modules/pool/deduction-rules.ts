import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { DeductionKind, DeductionRule } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { rows, type Sql } from "../../lib/sql";

/** A row of the table as it stands: `none` takes a rule out of force from its day on. */
export interface DeductionRuleRow {
  id: string;
  produce: string;
  kind: DeductionKind;
  method: DeductionRule["method"] | "none";
  base_bp: number;
  limit_bp: number | null;
  from_day: string;
  entered_by: string;
  at: Date;
}

export type RuleInForce = DeductionRule & { id: string; produce: string };

const COLUMNS = `id, produce, kind, method, base_bp, limit_bp, from_day::text as from_day, entered_by, at`;

/** What a cooperative takes off for moisture and the like, per produce and from a day on. Rows are added, never changed. */
export class DeductionRules {
  constructor(private readonly sql: Knex) {}

  async enter(input: {
    cooperative_id: string;
    produce: string;
    rule: Omit<DeductionRule, "method"> & { method: DeductionRule["method"] | "none" };
    from_day: string;
    person: string;
  }): Promise<string> {
    const id = newId("dedrule");
    const { kind, method, base_bp, limit_bp } = input.rule;
    await this.sql.raw(
      `insert into deduction_rule (id, cooperative_id, produce, kind, method, base_bp, limit_bp, from_day, entered_by)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [id, input.cooperative_id, input.produce, kind, method, base_bp, limit_bp, input.from_day, input.person] as never,
    );
    return id;
  }

  inForce(cooperative_id: string, day: string, produce?: string): Promise<RuleInForce[]> {
    return rulesInForce(this.sql, cooperative_id, day, produce);
  }

  /** All rows, newest first: what was in force when, and who entered it. */
  history(cooperative_id: string, limit: number): Promise<DeductionRuleRow[]> {
    return rows(
      this.sql,
      `select ${COLUMNS} from deduction_rule where cooperative_id = ? order by from_day desc, at desc, id limit ?`,
      [cooperative_id, limit],
    );
  }
}

/** The rules of a day: of each kind the one that began last; entered twice for one day, the later entry. */
export async function rulesInForce(
  sql: Sql,
  cooperative_id: string,
  day: string,
  produce?: string,
): Promise<RuleInForce[]> {
  const newest = await rows<DeductionRuleRow>(
    sql,
    `select distinct on (produce, kind) ${COLUMNS} from deduction_rule
     where cooperative_id = ? and from_day <= ?::date and (?::text is null or produce = ?::text)
     order by produce, kind, from_day desc, at desc, id`,
    [cooperative_id, day, produce ?? null, produce ?? null],
  );
  return newest.flatMap(({ id, produce: of, kind, method, base_bp, limit_bp }) =>
    method === "none" ? [] : [{ id, produce: of, kind, method, base_bp, limit_bp }],
  );
}
