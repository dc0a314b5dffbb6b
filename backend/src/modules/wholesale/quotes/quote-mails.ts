import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction } from "../../../lib/sql";
import { claim } from "../../outbox/append";
import type { CompanyMail, CompanyMails } from "../companies/company-mails";
import type { Quote } from "./quote-types";

/** Mails about quotes: who has to know is looked up when the message runs, and each mail is queued once. */
export class QuoteMails {
  constructor(
    private readonly sql: Knex,
    private readonly mails: CompanyMails,
  ) {}

  /** Queues what a message tells, with the claim of the message. */
  queue(input: { message_id: string; quote: Pick<Quote, "company_id">; mails: readonly CompanyMail[] }): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      if (!(await claim(tx, "quote-mail", input.message_id))) return;
      for (const mail of input.mails) await this.mails.queue_(tx, input.quote.company_id, mail);
    });
  }
}
