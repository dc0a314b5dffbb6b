import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { z } from "zod";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import type { Acts } from "./acts";
import type { ActingFor, Actor } from "./types";

/**
 * What a household may agree to. public_name: its name is shown where its goods are sold; benefit_proof: named in the proof of
 * benefit a bulk buyer gets. A purpose stands here only when its "no" is kept everywhere: a promise nobody keeps is worse
 * than none.
 */
export const PURPOSES = ["public_name", "benefit_proof"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** How a consent can be shown later: a paper, its word before a witness, a call, or its own tap. */
export const PROOF_KINDS = ["paper", "spoken", "phone", "own"] as const;

export const consentInput = z.strictObject({
  purpose: z.enum(PURPOSES),
  given: z.boolean(),
  proof_kind: z.enum(PROOF_KINDS),
  /** Where the proof is: the number of the form, the name of the witness. */
  proof: z.string().trim().min(1).max(200),
  on_day: z.iso.date(),
});
export type ConsentInput = z.output<typeof consentInput>;

export interface Consent {
  purpose: Purpose;
  given: boolean;
  proof_kind: (typeof PROOF_KINDS)[number];
  proof: string;
  on_day: string;
  at: Date;
}

interface NewConsent extends ConsentInput {
  household_id: string;
  actor: Actor;
}

const CONSENT = `purpose, given, proof_kind, proof, to_char(on_day, 'YYYY-MM-DD') as on_day, at`;

/** Consents of households: only ever added to; the last word of each purpose counts. */
export class Consents {
  constructor(
    private readonly sql: Knex,
    private readonly acts: Acts,
  ) {}

  /** The last word of each purpose that was ever spoken of. */
  async of(household_id: string): Promise<Consent[]> {
    return rows<Consent>(
      this.sql,
      `select distinct on (purpose) ${CONSENT} from consent_event where household_id = ? order by purpose, at desc, id desc`,
      [household_id],
    );
  }

  /**
   * Records a yes or a no. The same word with the same proof again changes nothing. A no to the public name takes the name
   * off every page at once: they all read the household's row. `agreed`: how it agreed to be acted for, when it is not
   * the household itself that speaks. `today`: the day at the cooperative's place.
   */
  record(input: {
    household_id: string;
    consent: ConsentInput;
    actor: Actor;
    agreed?: ActingFor["agreed"];
    today: string;
  }): Promise<Result<Consent[], Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const { household_id, consent, actor, agreed } = input;
      if (consent.on_day > input.today) {
        return refuse("invalid_date", "The day of the consent is after today. Write the day it was given.", "on_day");
      }
      // Two words about one household wait for each other, so that "the last" is the same for all.
      const standing = await row(tx, `select 1 from household where id = ? for no key update`, [household_id]);
      if (!standing) return refuse("household_not_found", "There is no such household.", "household_id");
      const last = await this.last_(tx, household_id, consent.purpose);
      const repeated = last?.given === consent.given && last.proof === consent.proof;
      if (!repeated) {
        await insertConsents_(tx, [{ household_id, actor, ...consent }]);
        if (agreed) {
          const act = consent.given ? "consent_given" : "consent_withdrawn";
          await this.acts.record_(tx, household_id, { actor, agreed }, act, consent.purpose);
        }
      }
      return ok(
        await rows<Consent>(
          tx,
          `select distinct on (purpose) ${CONSENT} from consent_event where household_id = ? order by purpose, at desc, id desc`,
          [household_id],
        ),
      );
    });
  }

  private last_(tx: Sql, household_id: string, purpose: Purpose): Promise<Consent | undefined> {
    return row<Consent>(
      tx,
      `select ${CONSENT} from consent_event where household_id = ? and purpose = ? order by at desc, id desc limit 1`,
      [household_id, purpose],
    );
  }
}

/** Writes consents, and with them what pages read of the household's row. Set-based: a register is imported at once. */
export async function insertConsents_(tx: Transaction, consents: readonly NewConsent[]): Promise<void> {
  if (consents.length === 0) return;
  const events = consents.map(({ actor, ...event }) => ({
    ...event,
    id: newId("consent"),
    actor_kind: actor.kind,
    actor_id: actor.id,
  }));
  await tx.raw(
    `insert into consent_event (id, household_id, purpose, given, proof_kind, proof, on_day, actor_kind, actor_id)
     select id, household_id, purpose, given, proof_kind, proof, on_day, actor_kind, actor_id
     from jsonb_to_recordset(?::jsonb) as e(id text, household_id text, purpose text, given boolean, proof_kind text, proof text,
       on_day date, actor_kind text, actor_id text)`,
    [JSON.stringify(events)],
  );
  const names = events.filter((event) => event.purpose === "public_name");
  if (names.length === 0) return;
  await tx.raw(
    `update household h set consent_public_name = e.given, updated_at = now()
     from unnest(?::text[], ?::boolean[]) as e(household_id, given) where h.id = e.household_id`,
    [names.map((event) => event.household_id), names.map((event) => event.given)] as unknown as string[],
  );
}
