import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { blindIndex } from "../../lib/blind-index";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { linkTokenHash, newLinkToken } from "../../lib/link-token";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import { lockTeam_ } from "./team";
import { event_, type TeamActor } from "./team-log";
import { contactOf, invitePhoneCell, type Contact, type WaitingInvites } from "./waiting-invites";
import type { Role } from "./types";

/** A link that lies about for longer is somebody else's. */
const GOOD_DAYS = 7;
/** Invitations that wait, at most: more is a mistake, or a nuisance to strangers. */
const MAX_OPEN = 30;

export interface InviteInput {
  name: string;
  role: Role;
  contact: Contact;
}

export interface Invite {
  id: string;
  name: string;
  email: string | null;
  phone_last4: string | null;
  role: Role;
  created_at: Date;
  expires_at: Date;
}

/** What somebody with the link sees before they say yes. */
export interface OpenInvite {
  invite_id: string;
  cooperative_id: string;
  name: string;
  role: Role;
  /** The name they will sign in with. */
  sign_in_name: string;
  /** Who that is, when they are somebody the house knows. */
  member_id: string | null;
  /** Somebody said yes to it. */
  accepted: boolean;
}

export interface InviteMessage {
  to: Contact;
  text: string;
}

interface Row {
  id: string;
  cooperative_id: string;
  name: string;
  email: string | null;
  phone_sealed: string | null;
  role: Role;
  invited_by: string;
  accepted_by: string | null;
}

const messageCell = (id: string): string => `member_invite:${id}:message`;
const memberPhoneCell = (member_id: string): string => `coop_member:${member_id}:phone`;

/** Asking somebody to work in a cooperative: the link is sent to them, and nobody else ever sees it. */
export class Invites {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
    private readonly waiting: WaitingInvites,
  ) {}

  open(cooperative_id: string): Promise<Invite[]> {
    return rows<Invite>(
      this.sql,
      `select id, name, email, phone_last4, role, created_at, expires_at from member_invite
       where cooperative_id = ? and accepted_at is null and withdrawn_at is null and expires_at > now()
       order by created_at desc, id desc limit ${MAX_OPEN}`,
      [cooperative_id],
    );
  }

  /** Writes the invitation and queues its sending, together. `link`: makes the address from the link's word. */
  invite(by: TeamActor, input: InviteInput, link: (token: string) => string): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lockTeam_(tx, by.cooperative_id);
      const contact = input.contact;
      if (await worksHere_(tx, by.cooperative_id, contact)) {
        const field = "email" in contact ? "email" : "phone";
        return refuse("member_exists", "This person works in your cooperative already.", field);
      }
      // Of one person one invitation waits: the last thing said about their role is the one that holds.
      await this.waiting.withdrawOf_(tx, by, contact);
      const waiting = await row<{ n: number }>(
        tx,
        `select count(*)::int as n from member_invite
         where cooperative_id = ? and accepted_at is null and withdrawn_at is null and expires_at > now()`,
        [by.cooperative_id],
      );
      if ((waiting?.n ?? 0) >= MAX_OPEN) {
        return refuse("too_many_invites", `At most ${MAX_OPEN} invitations wait at once. Take one back first.`);
      }
      const cooperative = await row<{ name_zh: string; name_en: string }>(
        tx,
        `select name_zh, name_en from cooperative where id = ?`,
        [by.cooperative_id],
      );
      const id = newId("invite");
      const token = newLinkToken();
      const text = `【${cooperative?.name_zh ?? ""}】${by.name}请您来合作社工作台做事，七天内打开：${link(token)}`;
      const message: InviteMessage = { to: contact, text };
      const phone = "phone" in contact ? contact.phone : undefined;
      await tx.raw(
        `insert into member_invite (id, cooperative_id, name, email, phone_sealed, phone_last4, role, token_hash, message_sealed, invited_by, expires_at, created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now() + interval '${GOOD_DAYS} days', clock_timestamp())`,
        [
          id,
          by.cooperative_id,
          input.name,
          "email" in contact ? contact.email : null,
          phone === undefined ? null : this.cipher.seal(phone, invitePhoneCell(id)),
          phone?.slice(-4) ?? null,
          input.role,
          linkTokenHash(token),
          this.cipher.seal(JSON.stringify(message), messageCell(id)),
          by.member_id,
        ] as never,
      );
      await append(tx, { job: "send-invite", payload: { invite_id: id }, dedup_key: id });
      await event_(tx, by, { act: "invited", about_name: input.name, role_before: null, role_after: input.role });
      return ok({ id });
    });
  }

  withdraw(by: TeamActor, invite_id: string): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const gone = await row<{ name: string; role: Role }>(
        tx,
        `update member_invite set withdrawn_at = now(), message_sealed = null
         where id = ? and cooperative_id = ? and accepted_at is null and withdrawn_at is null returning name, role`,
        [invite_id, by.cooperative_id],
      );
      if (!gone) return refuse("invite_not_found", "There is no such invitation that waits.");
      await event_(tx, by, { act: "withdrawn", about_name: gone.name, role_before: null, role_after: gone.role });
      return ok({ id: invite_id });
    });
  }

  /** What is to be sent; undefined when it was sent, taken back, or has run out. */
  async message(invite_id: string): Promise<InviteMessage | undefined> {
    const found = await row<{ message_sealed: string | null }>(
      this.sql,
      `select message_sealed from member_invite where id = ? and expires_at > now()`,
      [invite_id],
    );
    if (!found?.message_sealed) return undefined;
    return JSON.parse(this.cipher.open(found.message_sealed, messageCell(invite_id))) as InviteMessage;
  }

  async recordSent(input: { message_id: string; invite_id: string }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "send-invite", input.message_id))) return;
      await tx.raw(`update member_invite set sent_at = now(), message_sealed = null where id = ? and sent_at is null`, [
        input.invite_id,
      ]);
    });
  }

  async byToken(token: string): Promise<OpenInvite | undefined> {
    const found = await live(this.sql, token, "");
    if (!found) return undefined;
    const contact = this.contactOf(found);
    const member = found.accepted_by === null ? await memberOf(this.sql, contact) : { id: found.accepted_by };
    return {
      invite_id: found.id,
      cooperative_id: found.cooperative_id,
      name: found.name,
      role: found.role,
      sign_in_name: "email" in contact ? contact.email : contact.phone,
      member_id: member?.id ?? null,
      accepted: found.accepted_by !== null,
    };
  }

  /**
   * The one with the link says yes: the person, where new, their membership and the used invitation are one transaction.
   * Said again it hands back the same person, so that a run that died before the sign-in was made finishes it. Who works
   * there keeps their role, and what was decided about somebody since the invitation holds against it.
   */
  accept(input: {
    token: string;
    name: string;
  }): Promise<Result<{ member_id: string; sign_in_name: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const seen = await live(tx, input.token, "");
      if (seen) await lockTeam_(tx, seen.cooperative_id);
      const found = await live(tx, input.token, "for update");
      if (!found) return refuse("invite_not_found", "This invitation was used, taken back, or is too old.");
      const contact = this.contactOf(found);
      const sign_in_name = "email" in contact ? contact.email : contact.phone;
      if (found.accepted_by !== null) return ok({ member_id: found.accepted_by, sign_in_name });
      const known = await memberOf(tx, contact);
      const stands = known && (await standing_(tx, known.id, found));
      if (stands?.active) return refuse("member_exists", "You work in this cooperative already. Nothing was changed.");
      if (stands?.changed_since) {
        return refuse("invite_not_found", "This invitation is older than what was decided about your work since.");
      }
      const member_id = known?.id ?? (await this.newMember_(tx, input.name, contact));
      await tx.raw(
        `insert into membership (member_id, cooperative_id, role) values (?, ?, ?)
         on conflict (member_id, cooperative_id) do update set role = excluded.role, active = true, updated_at = clock_timestamp()`,
        [member_id, found.cooperative_id, found.role],
      );
      await tx.raw(
        `update member_invite set accepted_at = now(), accepted_by = ?, message_sealed = null where id = ?`,
        [member_id, found.id],
      );
      const by = { cooperative_id: found.cooperative_id, member_id, name: input.name };
      await event_(tx, by, { act: "joined", about_name: input.name, role_before: null, role_after: found.role });
      return ok({ member_id, sign_in_name });
    });
  }

  private async newMember_(tx: Transaction, name: string, contact: Contact): Promise<string> {
    const id = newId("member");
    const phone = "phone" in contact ? contact.phone : undefined;
    await tx.raw(
      `insert into coop_member (id, name, email, phone_sealed, phone_last4, phone_index) values (?, ?, ?, ?, ?, ?)`,
      [
        id,
        name,
        "email" in contact ? contact.email : null,
        phone === undefined ? null : this.cipher.seal(phone, memberPhoneCell(id)),
        phone?.slice(-4) ?? null,
        phone === undefined ? null : blindIndex("phone", phone),
      ] as never,
    );
    return id;
  }

  private contactOf(invite: Row): Contact {
    return contactOf(this.cipher, invite);
  }
}

function live(sql: Knex | Transaction, token: string, lock: "" | "for update"): Promise<Row | undefined> {
  return row<Row>(
    sql,
    `select id, cooperative_id, name, email, phone_sealed, role, invited_by, accepted_by from member_invite
     where token_hash = ? and withdrawn_at is null and expires_at > now() ${lock}`,
    [linkTokenHash(token)],
  );
}

function memberOf(sql: Knex | Transaction, contact: Contact): Promise<{ id: string } | undefined> {
  if ("email" in contact) return row(sql, `select id from coop_member where email = ?`, [contact.email]);
  return row(sql, `select id from coop_member where phone_index = ?`, [blindIndex("phone", contact.phone)]);
}

async function worksHere_(tx: Transaction, cooperative_id: string, contact: Contact): Promise<boolean> {
  const member = await memberOf(tx, contact);
  if (!member) return false;
  const works = await row(tx, `select 1 from membership where member_id = ? and cooperative_id = ? and active`, [
    member.id,
    cooperative_id,
  ]);
  return works !== undefined;
}

/** What somebody is in the cooperative that invited them; `changed_since`: it was decided after the invitation. */
function standing_(
  tx: Transaction,
  member_id: string,
  invite: Row,
): Promise<{ active: boolean; changed_since: boolean } | undefined> {
  return row(
    tx,
    `select s.active, s.updated_at > i.created_at as changed_since from membership s join member_invite i on i.id = ?
     where s.member_id = ? and s.cooperative_id = ?`,
    [invite.id, member_id, invite.cooperative_id],
  );
}
