import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, row } from "../../lib/sql";
import { claimRow, writeEvent } from "./claim-open";
import type { ClaimRow } from "./claim-types";

/** Households that do not agree with what their lot bears. */
export class ClaimObjections {
  constructor(private readonly sql: Knex) {}

  /** A household whose lot bears something says that it does not agree. Once; the desk sees it with the claim. */
  object(input: {
    claim_id: string;
    household_id: string;
    words: string;
    person: string;
  }): Promise<Result<ClaimRow, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const claim = await row<{ cooperative_id: string }>(tx, `select cooperative_id from parcel_claim where id = ?`, [
        input.claim_id,
      ]);
      if (!claim) return refuse("claim_not_found", "There is no such claim.");
      const fresh = await row(
        tx,
        `insert into parcel_claim_objection (claim_id, household_id, words, person) values (?, ?, ?, ?)
         on conflict do nothing returning claim_id`,
        [input.claim_id, input.household_id, input.words, input.person],
      );
      const of = { claim_id: input.claim_id, cooperative_id: claim.cooperative_id };
      if (fresh) await writeEvent(tx, of, "household_objected", input.person, input.words);
      return ok(await claimRow(tx, input.claim_id));
    });
  }
}
