import { subjectLine, type BuyerLanguage, type CompanyState, type Mail } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Cipher } from "../../../lib/cipher";
import { newId } from "../../../lib/ids";
import { killPoint } from "../../../lib/kill-point";
import { inTransaction, row, type Transaction } from "../../../lib/sql";
import { append, claim } from "../../outbox/append";

export interface CompanyMail {
  to: string;
  subject: string;
  text: string;
}

const cellOf = (id: string): string => `company_mail:${id}:message`;

/** Mails to people of companies, and to agents: each is one row and one message of the outbox, sealed until it was sent and then blank. */
export class CompanyMails {
  constructor(
    private readonly sql: Knex,
    private readonly cipher: Cipher,
  ) {}

  /** Queues a mail, in the transaction of what it tells of. */
  async queue_(tx: Transaction, company_id: string, mail: CompanyMail): Promise<void> {
    await this.write_(tx, { company_id, agent_id: null }, mail);
  }

  /** The same to an agent; of the same `once` the first alone, whatever asks for it again. */
  async queueAgent_(tx: Transaction, agent_id: string, mail: CompanyMail, once?: string): Promise<void> {
    await this.write_(tx, { company_id: null, agent_id, once }, mail);
  }

  /** Queues what a message tells an agent, with the claim of the message; nobody is told where there is no mail. */
  tellAgent(input: {
    message_id: string;
    mail: { agent_id: string; once: string; mail: CompanyMail } | undefined;
  }): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "agent-mail", input.message_id)) || !input.mail) return;
      killPoint("agent_mail_claimed");
      await this.queueAgent_(tx, input.mail.agent_id, input.mail.mail, input.mail.once);
      killPoint("agent_mail_before_commit");
    });
  }

  private async write_(
    tx: Transaction,
    of: { company_id: string | null; agent_id: string | null; once?: string | undefined },
    mail: CompanyMail,
  ): Promise<void> {
    const id = newId("cmail");
    const written = await row(
      tx,
      `insert into company_mail (id, company_id, agent_id, once, message_sealed) values (?, ?, ?, ?, ?)
       on conflict (once) where once is not null do nothing returning 1`,
      [id, of.company_id, of.agent_id, of.once ?? null, this.cipher.seal(JSON.stringify(mail), cellOf(id))],
    );
    if (!written) return;
    await append(tx, { job: "company-mail", payload: { mail_id: id }, dedup_key: id });
  }

  /** What is to be sent; undefined when it was. */
  async message(id: string): Promise<CompanyMail | undefined> {
    const found = await row<{ message_sealed: string | null }>(
      this.sql,
      `select message_sealed from company_mail where id = ?`,
      [id],
    );
    if (!found?.message_sealed) return undefined;
    return JSON.parse(this.cipher.open(found.message_sealed, cellOf(id))) as CompanyMail;
  }

  async recordSent(input: { message_id: string; mail_id: string }): Promise<void> {
    await inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "company-mail", input.message_id))) return;
      await tx.raw(`update company_mail set sent_at = now(), message_sealed = null where id = ? and sent_at is null`, [
        input.mail_id,
      ]);
    });
  }
}

/** Asks somebody to join a company. */
export function inviteMail(language: BuyerLanguage, mail: { company: string; from: string; link: string }): Mail {
  const subject = language === "zh" ? `邀请您加入「${mail.company}」` : `Join the account of ${mail.company}`;
  return { subject: subjectLine(subject), text: inviteText(language, mail) };
}

function inviteText(language: BuyerLanguage, mail: { company: string; from: string; link: string }): string {
  return language === "zh"
    ? `${mail.from}请您加入「${mail.company}」在 Commonlot 的采购账户。七天内打开：${mail.link}`
    : `${mail.from} asks you to join the account of ${mail.company} at Commonlot. Open this within seven days: ${mail.link}`;
}

const DECIDED: Record<Exclude<CompanyState, "registered">, Record<BuyerLanguage, string>> = {
  documents_asked: { zh: "需要补充材料", en: "is asked for papers" },
  approved: { zh: "已通过审核，可以采购", en: "has been approved and can buy" },
  refused: { zh: "没有通过审核", en: "was not approved" },
  suspended: { zh: "已暂停新的采购", en: "can buy nothing new for now" },
  closed: { zh: "已关闭", en: "has been closed" },
};

interface Decided {
  company: string;
  decision: Exclude<CompanyState, "registered">;
  words: string;
  page: string;
}

/** Tells an owner what was decided about their company. */
export function decisionMail(language: BuyerLanguage, mail: Decided): Mail {
  const what = DECIDED[mail.decision][language];
  const subject = language === "zh" ? `「${mail.company}」${what}` : `${mail.company} ${what}`;
  return { subject: subjectLine(subject), text: decisionText(language, mail) };
}

function decisionText(language: BuyerLanguage, mail: Decided): string {
  const what = DECIDED[mail.decision][language];
  if (language === "zh") {
    return `「${mail.company}」${what}。${mail.words === "" ? "" : `说明：${mail.words} `}详情：${mail.page}`;
  }
  return `${mail.company} ${what}. ${mail.words === "" ? "" : `What was said: ${mail.words} `}See ${mail.page}`;
}
