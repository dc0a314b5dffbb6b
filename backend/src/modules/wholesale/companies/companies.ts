import {
  assertTransition,
  checkTaxNumber,
  checkTerms,
  checkTimeZone,
  COMPANY_TRANSITIONS,
  decideVetting,
  minorDigits,
  ok,
  refuse,
  type BuyerLanguage,
  type CompanyDocument,
  type CompanyState,
  type PaymentTerms,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { atKey, placeOf } from "../../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { decisionMail, type CompanyMails } from "./company-mails";
import { act_, activeByEmail, actsOf, findCompany, insertMember_, lockCompany_, membersOf } from "./company-rows";
import type {
  Company,
  CompanyInput,
  CompanyPutRight,
  CompanyTerms,
  MemberActor,
  TermsInput,
  Vetter,
} from "./company-types";

const NOT_THERE = refuse("company_not_found", "There is no such company.");
const MOVED_ON = refuse(
  "stale",
  "The company has changed since you opened it: other papers, or another decision. Nothing was changed; look again.",
);
/** Who belongs to a company already comes in through its sign-in. */
export const MEMBER_EXISTS = refuse(
  "company_member_exists",
  "Somebody signs in for a company with this e-mail already. One e-mail is for one company.",
  "email",
);

/** What a cooperative decides: letting in. What is let in is suspended, closed and opened again by the operator. */
const OF_A_COOPERATIVE: readonly CompanyState[] = ["documents_asked", "approved", "refused"];

/** A company as a list of those to vet shows it. */
export interface ListedCompany {
  id: string;
  name: string;
  country: string;
  tax_number: string;
  cooperative_id: string | null;
  state: CompanyState;
  papers: number;
  created_at: Date;
  at_key: string;
}

/** Companies that buy in bulk: how they come, and how they are let in. */
export class Companies {
  constructor(
    private readonly sql: Knex,
    private readonly mails: CompanyMails,
  ) {}

  one(id: string): Promise<Company | undefined> {
    return findCompany(this.sql, id);
  }

  /** What a person typed, as it is kept; refused where it can be no company. Writes nothing. */
  check(input: CompanyInput): Result<CompanyInput, Refusal> {
    const tax_number = checkTaxNumber(input.country, input.tax_number);
    if (!tax_number.ok) return tax_number;
    if (!minorDigits(input.currency).ok)
      return refuse("unknown_currency", `"${input.currency}" is no currency we know.`, "currency");
    const zone = checkTimeZone(input.time_zone);
    if (!zone.ok) return refuse(zone.refusal.reason, zone.refusal.message, "time_zone");
    return ok({ ...input, tax_number: tax_number.value });
  }

  /** A company and its first member, its owner, who may buy. The address was proven by the caller. */
  register(
    input: CompanyInput,
    person: { name: string; email: string; language: BuyerLanguage },
  ): Promise<Result<{ company_id: string; member_id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const checked = this.check(input);
      if (!checked.ok) return checked;
      const one = checked.value;
      if (await activeByEmail(tx, person.email)) return MEMBER_EXISTS;
      const company_id = newId("company");
      await tx.raw(
        `insert into company (id, name, country, tax_number, currency, time_zone, language, cooperative_id) values (?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          company_id,
          one.name,
          one.country,
          one.tax_number,
          one.currency,
          one.time_zone,
          person.language,
          one.cooperative_id ?? null,
        ] as never,
      );
      const member = await insertMember_(tx, { company_id, ...person, roles: ["owner", "buyer"] });
      // Two forms of one person at once: the second is rolled back whole.
      if (!member) throw new TakenMeanwhile();
      await act_(tx, company_id, { kind: "member", id: member.member_id }, { act: "registered" });
      return ok({ company_id, member_id: member.member_id });
    }).catch((error: unknown) => {
      if (error instanceof TakenMeanwhile) return MEMBER_EXISTS;
      throw error;
    });
  }

  /** Comes again after papers were asked for, or after a refusal; `right`: what of its register was wrong, as it is. */
  comeAgain(by: MemberActor, seen: number, right?: CompanyPutRight): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const company = await lockCompany_(tx, by.company_id);
      if (!company) return NOT_THERE;
      if (company.version !== seen) return MOVED_ON;
      const next = assertTransition(COMPANY_TRANSITIONS, company.state, "registered");
      if (!next.ok) return next;
      const { name, country, tax_number, time_zone } = company;
      const before = { name, country, tax_number, time_zone };
      const checked = right ? this.check({ ...right, currency: company.currency }) : ok({ ...before });
      if (!checked.ok) return checked;
      const after = checked.value;
      await tx.raw(
        `update company set state = 'registered', name = ?, country = ?, tax_number = ?, time_zone = ?, version = version + 1,
           updated_at = now() where id = ?`,
        [after.name, after.country, after.tax_number, after.time_zone, company.id],
      );
      await act_(tx, company.id, by, { act: "came_again", ...(right ? { before, after: right } : {}) });
      return ok(undefined);
    });
  }

  /** Newest first; those of one cooperative, or all. `waiting`: only those that somebody has to look at. */
  list(input: {
    cooperative_id: string | null;
    waiting: boolean;
    cursor?: string | undefined;
    limit: number;
  }): Promise<ListedCompany[]> {
    const place = placeOf(input.cursor);
    return rows<ListedCompany>(
      this.sql,
      `select c.id, c.name, c.country, c.tax_number, c.cooperative_id, c.state, c.created_at, ${atKey("c.created_at")},
         (select count(*)::int from company_document d where d.company_id = c.id and d.removed_at is null) as papers
       from company c
       where (?::text is null or c.cooperative_id = ?) and (not ?::boolean or c.state = 'registered')
         and (c.created_at, c.id) < (?::timestamptz, ?)
       order by c.created_at desc, c.id desc limit ?`,
      [input.cooperative_id, input.cooperative_id, input.waiting, place.at, place.id, input.limit],
    );
  }

  /** A company as whoever vets sees it; undefined when it asks somebody else. */
  async forVetting(by: Vetter, id: string): Promise<Company | undefined> {
    const company = await findCompany(this.sql, id);
    return company && isTheirs(by, company) ? company : undefined;
  }

  /** Others that stand under the same tax number: let in, or waiting. */
  sameNumber(
    company: Pick<Company, "id" | "country" | "tax_number">,
  ): Promise<{ name: string; state: CompanyState }[]> {
    return rows(
      this.sql,
      `select name, state from company where country = ? and tax_number = ? and id <> ? and state <> 'closed' order by created_at limit 20`,
      [company.country, company.tax_number, company.id],
    );
  }

  /** Its log; `vetting`: as far as whoever lets it in reads it. */
  acts(company_id: string, { vetting = false } = {}) {
    return actsOf(this.sql, company_id, { vetting });
  }

  /**
   * Decides about a company as it was seen, and mails its owners, in one transaction. `page`: where they read it.
   */
  decide(
    by: Vetter,
    input: { company_id: string; decision: CompanyState; words: string; seen: number; page: string },
  ): Promise<Result<CompanyState, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const company = await lockCompany_(tx, input.company_id);
      if (!company || !isTheirs(by, company)) return NOT_THERE;
      const members = (await membersOf(tx, company.id)).filter((one) => one.active);
      const decided = decideVetting({
        state: company.state,
        decision: input.decision,
        documents: await kindsOf_(tx, company.id),
        is_member: by.email !== null && members.some((one) => one.email === by.email?.toLowerCase()),
        words: input.words,
      });
      if (!decided.ok) return decided;
      const decision = decided.value;
      if (decision === "registered") return MOVED_ON;
      if (by.kind === "coop_member" && (company.state === "suspended" || !OF_A_COOPERATIVE.includes(decision))) {
        return refuse("not_your_role", "This is decided by the platform's operator. Nothing was changed.");
      }
      if (company.version !== input.seen) return MOVED_ON;
      if (decision === "approved" && (await isTaken_(tx, company))) {
        return refuse(
          "tax_number_taken",
          "A company with this tax number has been let in already. Nothing was changed; close that one first, or refuse this one.",
        );
      }
      await tx.raw(
        `update company set state = ?, decision_words = ?, decided_at = now(), version = version + 1, updated_at = now() where id = ?`,
        [decision, input.words.trim(), company.id],
      );
      await act_(tx, company.id, by, { act: decision, words: input.words.trim() });
      for (const owner of members.filter((one) => one.roles.includes("owner"))) {
        const mail = decisionMail(company.language, {
          company: company.name,
          decision,
          words: input.words.trim(),
          page: input.page,
        });
        if (owner.email !== null) await this.mails.queue_(tx, company.id, { to: owner.email, ...mail });
      }
      return ok(decision);
    });
  }

  async terms(company_id: string): Promise<CompanyTerms> {
    const found = await row<{
      kind: "prepay" | "deposit" | "net";
      deposit_bp: number | null;
      net_days: number | null;
      credit_limit_minor: string;
      set_at: Date;
    }>(
      this.sql,
      `select kind, deposit_bp, net_days, credit_limit_minor, set_at from company_terms where company_id = ?`,
      [company_id],
    );
    if (!found) return { terms: { kind: "prepay" }, credit_limit_minor: 0n, set_at: null };
    const { kind, deposit_bp, net_days, credit_limit_minor, set_at } = found;
    const terms = termsOf({
      kind,
      ...(deposit_bp === null ? {} : { deposit_bp }),
      ...(net_days === null ? {} : { net_days }),
    });
    return { terms, credit_limit_minor: BigInt(credit_limit_minor), set_at };
  }

  /** How and when a company pays, whoever it buys from: the operator's word. */
  setTerms(by: Vetter & { kind: "operator" }, company_id: string, input: TermsInput): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const company = await lockCompany_(tx, company_id);
      if (!company) return NOT_THERE;
      const checked = checkTerms(termsOf(input));
      if (!checked.ok) return checked;
      const terms = checked.value;
      const deposit_bp = terms.kind === "deposit" ? terms.deposit_bp : null;
      const net_days = terms.kind === "prepay" ? null : (input.net_days ?? null);
      await tx.raw(
        `insert into company_terms (company_id, kind, deposit_bp, net_days, credit_limit_minor, set_by) values (?, ?, ?, ?, ?, ?)
         on conflict (company_id) do update set kind = excluded.kind, deposit_bp = excluded.deposit_bp, net_days = excluded.net_days,
           credit_limit_minor = excluded.credit_limit_minor, set_by = excluded.set_by, set_at = now()`,
        [company.id, terms.kind, deposit_bp, net_days, input.credit_limit_minor, by.id] as never,
      );
      await act_(tx, company.id, by, { act: "terms_set", after: input });
      return ok(undefined);
    });
  }
}

class TakenMeanwhile extends Error {}

const isTheirs = (by: Vetter, company: Company): boolean =>
  by.kind === "operator" || company.cooperative_id === by.cooperative_id;

async function kindsOf_(tx: Transaction, company_id: string): Promise<CompanyDocument[]> {
  const found = await rows<{ kind: CompanyDocument }>(
    tx,
    `select distinct kind from company_document where company_id = ? and removed_at is null`,
    [company_id],
  );
  return found.map(({ kind }) => kind);
}

/** Whether another company was let in under this number. Under a lock of the number: two approvals at once are one. */
async function isTaken_(tx: Transaction, company: Company): Promise<boolean> {
  await tx.raw(`select pg_advisory_xact_lock(hashtextextended('company_tax_number ' || ? || ' ' || ?, 0))`, [
    company.country,
    company.tax_number,
  ]);
  const found = await row(
    tx,
    `select 1 from company where country = ? and tax_number = ? and id <> ? and state in ('approved', 'suspended')`,
    [company.country, company.tax_number, company.id],
  );
  return found !== undefined;
}

function termsOf(input: Pick<TermsInput, "kind" | "deposit_bp" | "net_days">): PaymentTerms {
  if (input.kind === "prepay") return { kind: "prepay" };
  if (input.kind === "net") return { kind: "net", net_days: input.net_days ?? 0 };
  const balance = input.net_days === undefined ? "before_dispatch" : { net_days: input.net_days };
  return { kind: "deposit", deposit_bp: input.deposit_bp ?? 0, balance };
}
