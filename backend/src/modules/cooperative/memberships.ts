import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, parseInput, refuse, type Refusal, type Result } from "@commonlot/domain";
import { blindIndex } from "../../lib/blind-index";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows } from "../../lib/sql";
import { memberInput, type Member, type MemberInput, type Role } from "./types";

/** Cooperatives one person works in at most: a switcher is a list on one screen. */
const MAX_COOPERATIVES = 50;

const MEMBER = `m.id as member_id, s.cooperative_id, m.name, s.role, m.active and s.active as active`;
const phoneCell = (member_id: string): string => `coop_member:${member_id}:phone`;

/** Who works where, and as what: the rows that decide what a request may do. */
export class Memberships {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /**
   * A person in one cooperative as the row says now, active or not; without `cooperative_id` the first they joined that is
   * active. Undefined when they have no membership there.
   */
  scope(member_id: string, cooperative_id?: string): Promise<Member | undefined> {
    return row<Member>(
      this.sql,
      `select ${MEMBER} from membership s join coop_member m on m.id = s.member_id
       where s.member_id = ? and s.cooperative_id = coalesce(?, s.cooperative_id)
       order by s.active desc, s.created_at, s.cooperative_id limit 1`,
      [member_id, cooperative_id ?? null],
    );
  }

  /** All of a person's active memberships, first joined first. */
  of(member_id: string): Promise<Member[]> {
    return rows<Member>(
      this.sql,
      `select ${MEMBER} from membership s join coop_member m on m.id = s.member_id
       where s.member_id = ? and s.active order by s.created_at, s.cooperative_id limit ${MAX_COOPERATIVES}`,
      [member_id],
    );
  }

  /** By which other rooms know somebody again; null for who came by phone. */
  async emailOf(member_id: string): Promise<string | null> {
    const found = await row<{ email: string | null }>(this.sql, `select email from coop_member where id = ?`, [
      member_id,
    ]);
    return found?.email ?? null;
  }

  byEmail(email: string): Promise<{ member_id: string } | undefined> {
    return row(this.sql, `select id as member_id from coop_member where email = ?`, [email.toLowerCase()]);
  }

  /** Adds a person with their first membership, together. The id is the actor id their sign-in points to. */
  async add(input: MemberInput): Promise<Result<{ member_id: string }, Refusal>> {
    const parsed = parseInput(memberInput, input);
    if (!parsed.ok) return parsed;
    const { cooperative_id, name, email, phone, role } = parsed.value;
    const id = newId("member");
    return inTransaction(this.sql, async (tx) => {
      const cooperative = await row(tx, `select 1 from cooperative where id = ? and deleted_at is null`, [
        cooperative_id,
      ]);
      if (!cooperative) return refuse("cooperative_not_found", "There is no such cooperative.", "cooperative_id");
      const written = await row<{ id: string }>(
        tx,
        `insert into coop_member (id, name, email, phone_sealed, phone_last4, phone_index) values (?, ?, ?, ?, ?, ?)
         on conflict do nothing returning id`,
        [
          id,
          name,
          email,
          phone ? this.cipher.seal(phone, phoneCell(id)) : null,
          phone?.slice(-4) ?? null,
          phone ? blindIndex("phone", phone) : null,
        ],
      );
      if (!written) return refuse("member_exists", "A member with this e-mail or phone exists already.", "email");
      await tx.raw(`insert into membership (member_id, cooperative_id, role) values (?, ?, ?)`, [
        id,
        cooperative_id,
        role,
      ]);
      return ok({ member_id: id });
    });
  }

  /** Gives a person a role in a cooperative, or another one than before. Asked again it changes nothing. */
  async grant(input: { member_id: string; cooperative_id: string; role: Role }): Promise<Result<null, Refusal>> {
    const known = await row(
      this.sql,
      `select 1 from coop_member m, cooperative c where m.id = ? and c.id = ? and c.deleted_at is null`,
      [input.member_id, input.cooperative_id],
    );
    if (!known) return refuse("member_not_found", "There is no such person or cooperative.", "member_id");
    await this.sql.raw(
      `insert into membership (member_id, cooperative_id, role) values (?, ?, ?)
       on conflict (member_id, cooperative_id) do update set role = excluded.role, active = true, updated_at = clock_timestamp()
       where membership.role <> excluded.role or not membership.active`,
      [input.member_id, input.cooperative_id, input.role],
    );
    return ok(null);
  }

  /** Ends a person's work in one cooperative: gone at the next click, whatever the token says. */
  async end(member_id: string, cooperative_id: string): Promise<void> {
    await this.sql.raw(
      `update membership set active = false, updated_at = clock_timestamp() where member_id = ? and cooperative_id = ? and active`,
      [member_id, cooperative_id],
    );
  }
}
