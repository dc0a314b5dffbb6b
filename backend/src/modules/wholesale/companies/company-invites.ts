import {
  mayAct,
  ok,
  refuse,
  type CompanyRole,
  type Refusal,
  type Result,
  type SpendingLimits,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { linkTokenHash, newLinkToken } from "../../../lib/link-token";
import { inTransaction, row, rows, type Sql } from "../../../lib/sql";
import { MEMBER_EXISTS } from "./companies";
import { inviteMail, type CompanyMails } from "./company-mails";
import {
  act_,
  activeByEmail,
  findMember,
  insertMember_,
  LIMITS,
  limitsOf,
  limitValues,
  lockCompany_,
  type LimitsRow,
} from "./company-rows";
import type { LimitsInput, MemberActor } from "./company-types";

/** As for a cooperative's team: a link that lies about for longer is somebody else's. */
const GOOD_DAYS = 7;
/** Invitations that wait or went out within a day: anybody registers a company, and its words must not be mailed to strangers. */
const MAX_OPEN = 30;

interface CompanyInvite {
  id: string;
  name: string;
  email: string;
  roles: CompanyRole[];
  /** What they may spend alone once they have come. */
  limits: SpendingLimits;
  expires_at: Date;
}

/** What somebody with the link sees before they say yes. */
export interface OpenCompanyInvite extends CompanyInvite {
  company_id: string;
  company: string;
  /** Somebody said yes to it: their member row. */
  accepted_by: string | null;
}

const GONE = refuse("invite_not_found", "This invitation was used, taken back, or is too old.");
const WAITS = `accepted_at is null and withdrawn_at is null`;

/** Asking somebody to act for a company: the link is mailed to them, and nobody else ever sees it. */
export class CompanyInvites {
  constructor(
    private readonly sql: Knex,
    private readonly mails: CompanyMails,
  ) {}

  async open(company_id: string): Promise<CompanyInvite[]> {
    const found = await rows<Omit<CompanyInvite, "limits"> & LimitsRow>(
      this.sql,
      `select id, name, email, roles, ${LIMITS}, expires_at from company_invite
       where company_id = ? and ${WAITS} and expires_at > now() order by created_at desc, id desc limit ${MAX_OPEN}`,
      [company_id],
    );
    return found.map(inviteOf);
  }

  /** Writes the invitation and queues its mail, together. Of one address the last invitation waits. */
  invite(
    by: MemberActor,
    input: { name: string; email: string; roles: readonly CompanyRole[]; limits?: LimitsInput },
    link: (token: string) => string,
  ): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const company = await lockCompany_(tx, by.company_id);
      const actor = await findMember(tx, by.id);
      if (!company || !actor?.active || !mayAct(actor.roles, "people")) return NOT_AN_OWNER;
      const known = await activeByEmail(tx, input.email);
      // Of another company nothing is said: they are told when they open the link.
      if (known?.company_id === company.id) return MEMBER_EXISTS;
      await tx.raw(`update company_invite set withdrawn_at = now() where company_id = ? and email = ? and ${WAITS}`, [
        company.id,
        input.email,
      ]);
      const open = await row<{ n: number }>(
        tx,
        `select count(*)::int as n from company_invite
         where company_id = ? and ((${WAITS} and expires_at > now()) or created_at > now() - interval '1 day')`,
        [company.id],
      );
      if ((open?.n ?? 0) >= MAX_OPEN) {
        const message = `At most ${MAX_OPEN} invitations wait or are sent in a day. Take one back, or come again tomorrow.`;
        return refuse("too_many_invites", message);
      }
      const id = newId("cinvite");
      const limits = input.limits ?? NO_LIMITS;
      const token = newLinkToken();
      await tx.raw(
        `insert into company_invite (id, company_id, name, email, roles, token_hash, invited_by, ${LIMITS}, expires_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now() + interval '${GOOD_DAYS} days')`,
        [
          ...[id, company.id, input.name, input.email, [...input.roles], linkTokenHash(token), by.id],
          ...limitValues(limits),
        ] as never,
      );
      const mail = inviteMail(company.language, { company: company.name, from: by.name, link: link(token) });
      await this.mails.queue_(tx, company.id, { to: input.email, ...mail });
      await act_(tx, company.id, by, { act: "invited", about_id: id, after: { roles: input.roles, limits } });
      return ok({ id });
    });
  }

  withdraw(by: MemberActor, id: string): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lockCompany_(tx, by.company_id);
      const gone = await row(
        tx,
        `update company_invite set withdrawn_at = now() where id = ? and company_id = ? and ${WAITS} returning 1`,
        [id, by.company_id],
      );
      if (!gone) return refuse("invite_not_found", "There is no such invitation that waits.");
      await act_(tx, by.company_id, by, { act: "invite_withdrawn", about_id: id });
      return ok(undefined);
    });
  }

  byToken(token: string): Promise<OpenCompanyInvite | undefined> {
    return live(this.sql, token);
  }

  /**
   * The one with the link says yes: the person and the used invitation are one transaction. Said again it hands back the same person, so
   * that a run that died before the sign-in was made finishes it.
   */
  accept(token: string, name: string): Promise<Result<{ member_id: string; email: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const seen = await live(tx, token);
      if (seen) await lockCompany_(tx, seen.company_id);
      const found = await live(tx, token);
      if (!found) return GONE;
      if (found.accepted_by !== null) return ok({ member_id: found.accepted_by, email: found.email });
      const member = await insertMember_(tx, {
        company_id: found.company_id,
        name,
        email: found.email,
        roles: found.roles,
        limits: found.limits,
      });
      if (!member) return MEMBER_EXISTS;
      await tx.raw(`update company_invite set accepted_at = now(), accepted_by = ? where id = ?`, [
        member.member_id,
        found.id,
      ]);
      await act_(
        tx,
        found.company_id,
        { kind: "member", id: member.member_id },
        { act: "joined", about_id: member.member_id },
      );
      return ok({ member_id: member.member_id, email: found.email });
    });
  }
}

const NOT_AN_OWNER = refuse("not_your_role", "Only an owner of the company invites people. Nothing was changed.");

const NO_LIMITS: LimitsInput = { per_order_minor: null, per_window: null };

function inviteOf<Row extends LimitsRow>({ per_order_minor, window_kind, window_minor, ...rest }: Row) {
  return { ...rest, limits: limitsOf({ per_order_minor, window_kind, window_minor }) };
}

/** An invitation that can be answered, or was and its person is still there. */
async function live(sql: Sql, token: string): Promise<OpenCompanyInvite | undefined> {
  const found = await row<Omit<OpenCompanyInvite, "limits"> & LimitsRow>(
    sql,
    `select i.id, i.company_id, c.name as company, i.name, i.email, i.roles, i.per_order_minor, i.window_kind, i.window_minor,
       i.accepted_by, i.expires_at
     from company_invite i join company c on c.id = i.company_id left join company_member m on m.id = i.accepted_by
     where i.token_hash = ? and i.withdrawn_at is null and i.email is not null and i.expires_at > now() and coalesce(m.state, 'active') = 'active'`,
    [linkTokenHash(token)],
  );
  return found && inviteOf(found);
}
