import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, parseInput, refuse, type Refusal, type Result } from "@commonlot/domain";
import { z } from "zod";
import { newId } from "../../lib/ids";
import { row } from "../../lib/sql";

export const secretaryInput = z.strictObject({
  village_id: z.string().min(1).max(128),
  name: z.string().trim().min(1).max(80),
  email: z.email().max(200).toLowerCase(),
});
export type SecretaryInput = z.input<typeof secretaryInput>;

/** Who acts for a village, as the row says now. */
export interface Secretary {
  secretary_id: string;
  village_id: string;
  name: string;
  active: boolean;
}

const SECRETARY = `id as secretary_id, village_id, name, active`;

/** Secretaries of villages; the id is the actor id of a sign-in. */
export class Secretaries {
  constructor(private readonly sql: Knex) {}

  /** The person behind a sign-in of type secretary, active or not. */
  of(actor_id: string): Promise<Secretary | undefined> {
    return row<Secretary>(this.sql, `select ${SECRETARY} from secretary where id = ?`, [actor_id]);
  }

  byEmail(email: string): Promise<Secretary | undefined> {
    return row<Secretary>(this.sql, `select ${SECRETARY} from secretary where email = ?`, [email.toLowerCase()]);
  }

  async add(input: SecretaryInput): Promise<Result<{ secretary_id: string }, Refusal>> {
    const parsed = parseInput(secretaryInput, input);
    if (!parsed.ok) return parsed;
    const { village_id, name, email } = parsed.value;
    const written = await row<{ secretary_id: string }>(
      this.sql,
      `insert into secretary (id, village_id, name, email) select ?, id, ?, ? from village where id = ? and deleted_at is null
       on conflict do nothing returning id as secretary_id`,
      [newId("secretary"), name, email, village_id],
    );
    if (!written) return refuse("secretary_exists", "There is no such village, or somebody has this e-mail.", "email");
    return ok(written);
  }
}
