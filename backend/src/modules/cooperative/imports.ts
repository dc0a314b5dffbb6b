import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { row } from "../../lib/sql";
import type { SheetHousehold } from "./read-households";
import type { Register } from "./register";
import { householdInput, type ActingFor } from "./types";

/** A checked list is good for a day: cards and villages move on. */
const GOOD_FOR_H = 24;

export interface ImportSummary {
  id: string;
  households: number;
  state: "checked" | "written";
}

const cellOf = (import_id: string): string => `household_import:${import_id}:rows`;

/** Lists of households that were checked and wait for a yes. Written all at once, once, or not at all. */
export class HouseholdImports {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
    private readonly register: Register,
  ) {}

  /** Keeps a checked list, sealed: it holds phones. */
  async keep(input: {
    cooperative_id: string;
    made_by: string;
    households: readonly SheetHousehold[];
  }): Promise<ImportSummary> {
    const id = newId("import");
    const ready = input.households.map(({ line: _, ...household }) => ({
      ...household,
      cooperative_id: input.cooperative_id,
    }));
    await this.sql.raw(
      `insert into household_import (id, cooperative_id, made_by, households, rows_sealed) values (?, ?, ?, ?, ?)`,
      [id, input.cooperative_id, input.made_by, ready.length, this.cipher.seal(JSON.stringify(ready), cellOf(id))],
    );
    return { id, households: ready.length, state: "checked" };
  }

  /**
   * Writes a kept list: all of it in one transaction with the list's own state, so that a second press, a lost answer or a
   * kill in between writes every household once. A card that was taken meanwhile refuses the whole list.
   */
  write(input: { import_id: string; cooperative_id: string; by: ActingFor }): Promise<Result<ImportSummary, Refusal>> {
    return this.register.orNothing(async (tx) => {
      const kept = await row<{
        households: number;
        state: ImportSummary["state"];
        rows_sealed: string | null;
        fresh: boolean;
      }>(
        tx,
        `select households, state, rows_sealed, created_at > now() - make_interval(hours => ?) as fresh
         from household_import where id = ? and cooperative_id = ? for no key update`,
        [GOOD_FOR_H, input.import_id, input.cooperative_id],
      );
      if (!kept) return refuse("import_not_found", "There is no such list in your cooperative.");
      const summary = { id: input.import_id, households: kept.households };
      if (kept.state === "written" || kept.rows_sealed === null) return ok({ ...summary, state: "written" as const });
      if (!kept.fresh) return refuse("import_too_old", "This list was checked more than a day ago. Send it again.");
      const rows = JSON.parse(this.cipher.open(kept.rows_sealed, cellOf(input.import_id))) as unknown[];
      const households = rows.map((one) => householdInput.parse(one));
      const written = await this.register.all_(tx, households);
      if (!written.ok) return written;
      await tx.raw(
        `insert into household_act (id, household_id, cooperative_id, actor_kind, actor_id, actor_name, act, consent_kind, note, subject_id)
         select 'act_' || replace(gen_random_uuid()::text, '-', ''), h.id, ?, ?, ?, ?, 'registered', ?, ?, ?
         from unnest(?::text[]) as h(id)`,
        [
          input.cooperative_id,
          input.by.actor.kind,
          input.by.actor.id,
          input.by.actor.name,
          input.by.agreed.kind,
          input.by.agreed.note,
          input.import_id,
          written.value.map((one) => one.household_id),
        ] as unknown as string[],
      );
      await tx.raw(
        `update household_import set state = 'written', rows_sealed = null, written_at = now() where id = ?`,
        [input.import_id],
      );
      return ok({ ...summary, state: "written" as const });
    });
  }
}
