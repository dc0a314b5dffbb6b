import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, row, rows } from "../../lib/sql";
import { append } from "../outbox/append";
import { lockClaim, notThere, ofEvent, type OfClaim } from "./claim-moves";
import { claimRow, writeEvent } from "./claim-open";
import type { ClaimObjection, ClaimRow, ObjectionOutcome } from "./claim-types";

const CARRIED_OUT = `('done', 'closed')`;

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

  /**
   * The desk answers, once: what was taken stands, or is given back and the cooperative bears it. Not by who inspected the goods:
   * the objection is to what they found. The books follow by the claim's job.
   */
  answer(
    input: OfClaim & { household_id: string; outcome: ObjectionOutcome; words: string },
  ): Promise<Result<ClaimRow, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const claim = await lockClaim(tx, input);
      if (!claim) return notThere();
      const found = await row<{ inspector: string | null; outcome: string | null; words: string | null }>(
        tx,
        `select i.person as inspector, a.outcome, a.words from parcel_claim_objection o
         left join parcel_claim_inspection i on i.claim_id = o.claim_id
         left join parcel_claim_objection_answer a on a.claim_id = o.claim_id and a.household_id = o.household_id
         where o.claim_id = ? and o.household_id = ?`,
        [claim.id, input.household_id],
      );
      if (!found) return refuse("claim_not_found", "This household has not objected to it.", "household_id");
      if (found.outcome === input.outcome && found.words === input.words) return ok(claim);
      if (found.outcome !== null) {
        return refuse(
          "answered_already",
          "This objection has been answered: the household has read it. Nothing was changed.",
        );
      }
      if (found.inspector === input.person) {
        return refuse(
          "same_person",
          "Who inspected the goods does not answer the objection to it. Ask a second person.",
        );
      }
      if (claim.state !== "done" && claim.state !== "closed") {
        return refuse("claim_state", `This claim is ${claim.state}: nothing is taken of a household now.`);
      }
      await tx.raw(
        `insert into parcel_claim_objection_answer (claim_id, household_id, outcome, words, person) values (?, ?, ?, ?, ?)`,
        [claim.id, input.household_id, input.outcome, input.words, input.person],
      );
      await writeEvent(tx, ofEvent(claim), `objection_${input.outcome}`, input.person, input.words);
      await append(tx, {
        job: "claim",
        payload: { claim_id: claim.id },
        dedup_key: `${claim.id}:objection:${input.household_id}`,
      });
      return ok(claim);
    });
  }

  /**
   * Households that are to get back what their lots bear, and have not yet in the books: of the attempt that stands, since a claim
   * that was taken back and decided anew is shared anew. Before it is carried out nobody bears anything.
   */
  async toGiveBack(claim_id: string): Promise<string[]> {
    const found = await rows<{ household_id: string }>(
      this.sql,
      `select a.household_id from parcel_claim_objection_answer a join parcel_claim c on c.id = a.claim_id
       where c.id = ? and a.outcome = 'given_back' and a.booked_attempt is distinct from c.attempt and c.state in ${CARRIED_OUT}
       order by a.household_id`,
      [claim_id],
    );
    return found.map((one) => one.household_id);
  }

  /** The books have it: what the claim's page says of who bears it follows. Once an attempt; of one that is over, nothing. */
  booked(input: {
    claim_id: string;
    attempt: number;
    household_id: string;
    cooperative_minor: number;
    lots_minor: number;
  }): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const claim = await lockClaim(tx, { claim_id: input.claim_id });
      if (claim?.attempt !== input.attempt || (claim.state !== "done" && claim.state !== "closed")) return;
      await tx.raw(
        `update parcel_claim_objection_answer set booked_attempt = ? where claim_id = ? and household_id = ?`,
        [input.attempt, input.claim_id, input.household_id],
      );
      await tx.raw(`update parcel_claim set cooperative_minor = ?, lots_minor = ?, updated_at = now() where id = ?`, [
        input.cooperative_minor,
        input.lots_minor,
        input.claim_id,
      ]);
    });
  }

  of(claim_id: string): Promise<ClaimObjection[]> {
    return rows<ClaimObjection>(
      this.sql,
      `select o.household_id, o.words, o.at, a.outcome, a.words as answer, a.person as answered_by, a.at as answered_at
       from parcel_claim_objection o left join parcel_claim_objection_answer a on a.claim_id = o.claim_id and a.household_id = o.household_id
       where o.claim_id = ? order by o.at, o.household_id`,
      [claim_id],
    );
  }
}
