import { blindIndex } from "../../lib/blind-index";
import type { Cipher } from "../../lib/cipher";
import { row, rows, type Transaction } from "../../lib/sql";
import { event_, type TeamActor } from "./team-log";
import type { Role } from "./types";

export type Contact = { email: string } | { phone: string };

interface Waiting {
  id: string;
  name: string;
  role: Role;
  email: string | null;
  phone_sealed: string | null;
}

/** Which row and column an invited phone belongs to. */
export const invitePhoneCell = (id: string): string => `member_invite:${id}:phone`;

export function contactOf(cipher: Cipher, invite: Pick<Waiting, "id" | "email" | "phone_sealed">): Contact {
  if (invite.email !== null) return { email: invite.email };
  return { phone: cipher.open(invite.phone_sealed ?? "", invitePhoneCell(invite.id)) };
}

/** Invitations that nobody said yes to yet: taken back for a person as a whole, by e-mail and by phone. */
export class WaitingInvites {
  constructor(private readonly cipher: Cipher) {}

  /** Those of whoever has this contact. Under the team's lock. */
  async withdrawOf_(tx: Transaction, by: TeamActor, contact: Contact): Promise<void> {
    const person = "email" in contact ? { email: contact.email } : { phone_index: blindIndex("phone", contact.phone) };
    const known = await row<Person>(
      tx,
      `select email, phone_index from coop_member where email = ? or phone_index = ?`,
      [person.email ?? null, person.phone_index ?? null] as never,
    );
    await this.withdraw_(tx, by, known ?? { email: person.email ?? null, phone_index: person.phone_index ?? null });
  }

  /** Those of a member. Under the team's lock. */
  async withdrawOfMember_(tx: Transaction, by: TeamActor, member_id: string): Promise<void> {
    const known = await row<Person>(tx, `select email, phone_index from coop_member where id = ?`, [member_id]);
    if (known) await this.withdraw_(tx, by, known);
  }

  private async withdraw_(tx: Transaction, by: TeamActor, person: Person): Promise<void> {
    // A sealed phone is found by opening it: of the few that wait in one cooperative.
    const waiting = await rows<Waiting>(
      tx,
      `select id, name, role, email, phone_sealed from member_invite
       where cooperative_id = ? and accepted_at is null and withdrawn_at is null and expires_at > now()`,
      [by.cooperative_id],
    );
    for (const invite of waiting) {
      const contact = contactOf(this.cipher, invite);
      const theirs =
        "email" in contact ? contact.email === person.email : blindIndex("phone", contact.phone) === person.phone_index;
      if (!theirs) continue;
      await tx.raw(`update member_invite set withdrawn_at = now(), message_sealed = null where id = ?`, [invite.id]);
      await event_(tx, by, { act: "withdrawn", about_name: invite.name, role_before: null, role_after: invite.role });
    }
  }
}

interface Person {
  email: string | null;
  phone_index: string | null;
}
