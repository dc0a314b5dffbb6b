import { randomInt } from "node:crypto";
import {
  buyerCodeMail,
  buyerCodeSubject,
  CODE_MINUTES,
  CODE_PAUSE_S,
  CODE_DIGITS,
  CODES_A_DAY,
  codeSms,
  MAIL_CODE_MINUTES,
  type BuyerLanguage,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { blindIndex } from "../../lib/blind-index";
import type { Cipher } from "../../lib/cipher";
import { newId } from "../../lib/ids";
import { inTransaction, row } from "../../lib/sql";
import { append, claim } from "../outbox/append";

export type CodeMessage =
  | { phone: string; email?: undefined; text: string }
  | { email: string; phone?: undefined; subject?: string; text: string };

/** What a code is for: one that was sent to sign in changes no account. `buyer`, `company`: proves the e-mail address of one, or of who acts for one. */
export type CodeUse = "sign-in" | "account" | "buyer" | "company";
const subjectOf = (contact: string, use: CodeUse): string => (use === "sign-in" ? contact : `${use}:${contact}`);

const cellOf = (code_id: string): string => `sign_in_code:${code_id}:message`;
/** The code is bound to its phone: the same digits for another phone are another hash. */
const hashOf = (subject: string, code: string): string => blindIndex("code", `${subject}:${code}`);

/** Codes by SMS and e-mail: one live code a contact, hashed, good once and for some minutes. */
export class Codes {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /**
   * Makes a code for a phone and queues its sending, together. `sender`: who signs the SMS; undefined when nobody signs in
   * with this phone: then the same rows are written and nothing is sent, so that neither answer nor clock tells.
   * False: too soon after the last one, or too many today.
   */
  issue(
    phone: string,
    sender: string | undefined,
    use: Exclude<CodeUse, "buyer" | "company"> = "sign-in",
  ): Promise<boolean> {
    const code = newCode();
    const text = codeSms({ sender: sender ?? "", code, minutes: CODE_MINUTES, use });
    const message = sender === undefined ? undefined : { phone, text };
    return this.write(subjectOf(phone, use), code, CODE_MINUTES, message);
  }

  /** As `issue`, by e-mail, to whoever asks: it is sent the same whether an account stands under it or not. */
  mail(email: string, language: BuyerLanguage, use: "buyer" | "company" = "buyer"): Promise<boolean> {
    const code = newCode();
    const text = buyerCodeMail({ code, minutes: MAIL_CODE_MINUTES, language });
    return this.write(subjectOf(email, use), code, MAIL_CODE_MINUTES, {
      email,
      subject: buyerCodeSubject(language),
      text,
    });
  }

  private write(subject: string, code: string, minutes: number, message: CodeMessage | undefined): Promise<boolean> {
    const id = newId("code");
    const sealed = this.cipher.seal(JSON.stringify(message ?? null), cellOf(id));
    return inTransaction(this.sql, async (tx) => {
      const issued = await row<{ id: string }>(
        tx,
        `insert into sign_in_code as c (id, subject, code_hash, message_sealed, sent_today, day, created_at, expires_at)
         values (?, ?, ?, ?, 1, current_date, now(), now() + make_interval(mins => ?))
         on conflict (subject) do update set
           id = excluded.id, code_hash = excluded.code_hash, message_sealed = excluded.message_sealed,
           sent_today = case when c.day = current_date then c.sent_today + 1 else 1 end, day = current_date,
           created_at = now(), expires_at = excluded.expires_at, sent_at = null, used_at = null
         where c.created_at <= now() - make_interval(secs => ?) and (c.day <> current_date or c.sent_today < ?)
         returning id`,
        [
          id,
          blindIndex("sign-in", subject),
          hashOf(subject, code),
          message === undefined ? null : sealed,
          minutes,
          CODE_PAUSE_S,
          CODES_A_DAY,
        ],
      );
      if (!issued) return false;
      await append(tx, { job: "send-code", payload: { code_id: id }, dedup_key: id });
      return true;
    });
  }

  /** Whether this is the contact's live code; true once, however many ask at once. */
  async use(contact: string, code: string, use: CodeUse = "sign-in"): Promise<boolean> {
    const subject = subjectOf(contact, use);
    const used = await row<{ id: string }>(
      this.sql,
      `update sign_in_code set used_at = now(), message_sealed = null
       where subject = ? and code_hash = ? and used_at is null and expires_at > now() returning id`,
      [blindIndex("sign-in", subject), hashOf(subject, code)],
    );
    return used !== undefined;
  }

  /** Whether this was the contact's code and was used in its time: whoever pressed twice is the same person. Opens nothing by itself. */
  async wasUsed(contact: string, code: string, use: CodeUse): Promise<boolean> {
    const subject = subjectOf(contact, use);
    const found = await row(
      this.sql,
      `select 1 from sign_in_code where subject = ? and code_hash = ? and used_at is not null and expires_at > now()`,
      [blindIndex("sign-in", subject), hashOf(subject, code)],
    );
    return found !== undefined;
  }

  /** What is to be sent; undefined when it was sent, used, replaced or has run out. */
  async message(code_id: string): Promise<CodeMessage | undefined> {
    const found = await row<{ message_sealed: string | null }>(
      this.sql,
      `select message_sealed from sign_in_code where id = ? and expires_at > now() and used_at is null`,
      [code_id],
    );
    if (!found?.message_sealed) return undefined;
    return JSON.parse(this.cipher.open(found.message_sealed, cellOf(code_id))) as CodeMessage;
  }

  /** Records that it was sent, and blanks it. */
  async recordSent(input: { message_id: string; code_id: string }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "send-code", input.message_id))) return;
      await tx.raw(`update sign_in_code set sent_at = now(), message_sealed = null where id = ? and sent_at is null`, [
        input.code_id,
      ]);
    });
  }

  /** Takes away codes of days gone by: the day's count is over, and what they opened is history. */
  async sweep(limit: number): Promise<void> {
    await this.sql.raw(
      `delete from sign_in_code where subject in (
         select subject from sign_in_code where day < current_date and expires_at < now() limit ?)`,
      [limit],
    );
  }
}

/** Digits from the machine's randomness, each code as likely as the other. */
function newCode(): string {
  return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, "0");
}
