import { decideRoles, mayAct, ok, refuse, type CompanyRole, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row } from "../../../lib/sql";
import { act_, activeByEmail, findMember, limitValues, lockCompany_, membersOf } from "./company-rows";
import type { LimitsInput, Member, MemberActor } from "./company-types";

const NOT_THERE = refuse("member_not_found", "Your company has no such member.");

/** Who acts for a company: their roles, their limits, and that they leave. */
export class CompanyMembers {
  constructor(private readonly sql: Knex) {}

  /** The person behind a sign-in, as the row says now; `sessions_from`: sessions of before are over, milliseconds. */
  async of(member_id: string): Promise<(Member & { sessions_from: number | null }) | undefined> {
    const [member, standing] = await Promise.all([
      findMember(this.sql, member_id),
      row<{ from: string | null }>(
        this.sql,
        `select (extract(epoch from sessions_from) * 1000)::bigint as from from company_member where id = ?`,
        [member_id],
      ),
    ]);
    return member && { ...member, sessions_from: standing?.from ? Number(standing.from) : null };
  }

  byEmail(email: string): Promise<Member | undefined> {
    return activeByEmail(this.sql, email);
  }

  all(company_id: string): Promise<Member[]> {
    return membersOf(this.sql, company_id);
  }

  /** A password was chosen anew: every session of before is over. */
  async endSessions(member_id: string): Promise<void> {
    // A token says the second it was made in: what is made from this second on counts.
    await this.sql.raw(`update company_member set sessions_from = date_trunc('second', now()) where id = ?`, [
      member_id,
    ]);
  }

  /** Other roles and limits, when the member is still what was seen. */
  change(
    by: MemberActor,
    input: { member_id: string; roles: readonly CompanyRole[]; limits: LimitsInput; seen: number },
  ): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lockCompany_(tx, by.company_id);
      const members = (await membersOf(tx, by.company_id)).filter((one) => one.active);
      const actor = members.find((one) => one.member_id === by.id);
      if (!actor || !mayAct(actor.roles, "people")) return NOT_AN_OWNER;
      const before = members.find((one) => one.member_id === input.member_id);
      if (!before) return NOT_THERE;
      if (before.version !== input.seen) return MOVED_ON;
      const decided = decideRoles(members, input.member_id, input.roles);
      if (!decided.ok) return decided;
      await tx.raw(
        `update company_member set roles = ?, per_order_minor = ?, window_kind = ?, window_minor = ?, version = version + 1, updated_at = now()
         where id = ?`,
        [[...decided.value], ...limitValues(input.limits), input.member_id] as never,
      );
      await act_(tx, by.company_id, by, {
        act: "member_changed",
        about_id: input.member_id,
        before: { roles: before.roles, limits: plain(before) },
        after: { roles: decided.value, limits: input.limits },
      });
      return ok(undefined);
    });
  }

  /**
   * Somebody leaves, or an owner ends their part. `forget`: name and address are blanked, here and in the invitation they came by. The
   * caller takes their sign-in away afterwards; what stands of it meanwhile opens nothing.
   */
  end(by: MemberActor, member_id: string, forget: boolean): Promise<Result<{ member_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lockCompany_(tx, by.company_id);
      const members = (await membersOf(tx, by.company_id)).filter((one) => one.active);
      const actor = members.find((one) => one.member_id === by.id);
      if (!actor || (by.id !== member_id && !mayAct(actor.roles, "people"))) return NOT_AN_OWNER;
      const decided = decideRoles(members, member_id, []);
      if (!decided.ok) return decided;
      await tx.raw(
        `update company_member set state = 'left', roles = '{}', version = version + 1, updated_at = now(),
           name = case when ?::boolean then '' else name end, email = case when ?::boolean then null else email end
         where id = ?`,
        [forget, forget, member_id],
      );
      if (forget) await tx.raw(`update company_invite set name = '', email = null where accepted_by = ?`, [member_id]);
      await act_(tx, by.company_id, by, { act: "member_left", about_id: member_id });
      return ok({ member_id });
    });
  }
}

const NOT_AN_OWNER = refuse(
  "not_your_role",
  "Only an owner of the company decides about its members. Nothing was changed.",
);
const MOVED_ON = refuse(
  "stale",
  "Somebody else has changed this member since you opened the page. Nothing was overwritten; look at what stands.",
);

function plain({ limits }: Member) {
  const { per_order_minor, per_window } = limits;
  return {
    per_order_minor: per_order_minor === null ? null : Number(per_order_minor),
    per_window: per_window && { kind: per_window.kind, limit_minor: Number(per_window.limit_minor) },
  };
}
