import type { CallOffPartState } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row } from "../../../lib/sql";
import { claim } from "../../outbox/append";
import type { CompanyMail, CompanyMails } from "../companies/company-mails";
import type { Quote } from "./quote-types";

const STANDS = `q.ended_at is null or q.state = 'accepted'`;

/** What a mail about a call-off names. */
export interface CallOffNumbers {
  number: string;
  agreement: string;
  /** Of several agreements together: the whole, with how its parts stand. */
  joint: JointNumbers | null;
}
export interface JointNumbers {
  id: string;
  number: string;
  agreement: string;
  parts: (CallOffPartState & { version: number })[];
  /** Parts that stand, or where none does, that did. */
  cooperatives: number;
  /** The first moment at which a part of it that stands ends. */
  until: Date | null;
}

/** Mails about quotes: who has to know is looked up when the message runs, and each mail is queued once. */
export class QuoteMails {
  constructor(
    private readonly sql: Knex,
    private readonly mails: CompanyMails,
  ) {}

  /**
   * Queues what a message tells, with the claim of the message. `once`: what messages of several parts would each tell, by a key that is theirs
   * together; the first one tells it.
   */
  queue(input: {
    message_id: string;
    quote: Pick<Quote, "company_id">;
    mails: readonly CompanyMail[];
    once?: { key: string; mails: readonly CompanyMail[] } | undefined;
  }): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "quote-mail", input.message_id))) return;
      const { once } = input;
      const together = once && (await claim(tx, "joint-call-off-mail", once.key)) ? once.mails : [];
      for (const mail of [...input.mails, ...together]) await this.mails.queue_(tx, input.quote.company_id, mail);
    });
  }

  /** By which numbers a call-off is known to its company; undefined of a quote that is none. */
  async callOff(quote_id: string): Promise<CallOffNumbers | undefined> {
    const found = await row<Omit<CallOffNumbers, "joint"> & { joint_id: string | null }>(
      this.sql,
      `select q.number, a.number as agreement, q.joint_id from quote q join agreement a on a.id = q.agreement_id where q.id = ?`,
      [quote_id],
    );
    if (!found) return undefined;
    const { joint_id, ...numbers } = found;
    return { ...numbers, joint: joint_id === null ? null : ((await this.joint(joint_id)) ?? null) };
  }

  private joint(joint_id: string): Promise<JointNumbers | undefined> {
    return row<JointNumbers>(
      this.sql,
      `select j.id, j.number, ja.number as agreement, min(q.expires_at) filter (where ${STANDS}) as until,
         coalesce(nullif(count(*) filter (where ${STANDS}), 0), count(*))::int as cooperatives,
         json_agg(json_build_object('ended', q.ended_at is not null, 'kept', q.state = 'offered' and q.goods_gone_at is null, 'version', q.version)) as parts
       from joint_quote j join joint_agreement ja on ja.id = j.joint_agreement_id join quote q on q.joint_id = j.id
       where j.id = ? group by j.id, ja.id`,
      [joint_id],
    );
  }
}
