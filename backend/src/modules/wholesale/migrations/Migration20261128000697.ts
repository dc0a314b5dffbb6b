import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Agents are mailed about their commission (docs/adr/0066). agent.language: of the page on which they chose their password.
 * company_mail.once: what a mail is about where it is told once, however often a message runs.
 */
export class Migration20261128000697 extends Migration {
  override up(): void {
    this.addSql(`
      alter table agent add column language text not null default 'zh' check (language in ('zh', 'en'));
      alter table company_mail add column once text;
      create unique index company_mail_once on company_mail (once) where once is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists company_mail_once;
      alter table company_mail drop column if exists once;
      alter table agent drop column if exists language;
    `);
  }
}
