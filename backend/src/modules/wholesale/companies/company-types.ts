import { COMPANY_DOCUMENTS, COMPANY_ROLES, COMPANY_TRANSITIONS, WINDOW_KINDS, withoutUnseen } from "@commonlot/domain";
import type {
  BuyerLanguage,
  CompanyDocument,
  CompanyRole,
  CompanyState,
  PaymentTerms,
  SpendingLimits,
} from "@commonlot/domain";
import { z } from "zod";

export { COMPANY_DOCUMENTS, COMPANY_ROLES, WINDOW_KINDS };
export const COMPANY_STATES = Object.keys(COMPANY_TRANSITIONS.next) as [CompanyState, ...CompanyState[]];

/** Far above any order, and exact as a number of JSON. */
const MAX_LIMIT_MINOR = 1_000_000_000_000_000;
const minor = z.int().min(0).max(MAX_LIMIT_MINOR);
const line = (max: number) =>
  z
    .string()
    .overwrite(withoutUnseen)
    .trim()
    .min(1)
    .max(max)
    .regex(/^\P{Cc}*$/u, "must be one line");

export const companyInput = z.strictObject({
  name: line(120),
  country: z.string().trim().toUpperCase().length(2),
  tax_number: z.string().trim().min(1).max(60),
  currency: z.string().trim().toUpperCase().length(3),
  time_zone: z.string().trim().min(1).max(60),
  /** That is asked to vet; left out: the operator. */
  cooperative_id: z.string().min(1).max(128).optional(),
});
export type CompanyInput = z.output<typeof companyInput>;

/** What a company that was not let in puts right before it comes again. */
export const companyPutRight = companyInput.pick({ name: true, country: true, tax_number: true, time_zone: true });
export type CompanyPutRight = z.output<typeof companyPutRight>;

export const personName = line(80);
export const rolesInput = z.array(z.enum(COMPANY_ROLES)).min(1).max(COMPANY_ROLES.length);

/** What a member may spend alone, as it comes over HTTP; null: no such limit. */
export const limitsInput = z.strictObject({
  per_order_minor: minor.nullable(),
  per_window: z.strictObject({ kind: z.enum(WINDOW_KINDS), limit_minor: minor }).nullable(),
});
export type LimitsInput = z.output<typeof limitsInput>;

export const termsInput = z.strictObject({
  kind: z.enum(["prepay", "deposit", "net"]),
  deposit_bp: z.int().min(0).max(1_000_000).optional(),
  /** Of a deposit: the rest so many days after the invoice; left out: before the goods leave. */
  net_days: z.int().min(0).max(1_000_000).optional(),
  credit_limit_minor: minor,
});
export type TermsInput = z.output<typeof termsInput>;

export const addressInput = z.strictObject({
  name: line(80),
  phone: line(40),
  country: z.string().trim().toUpperCase().length(2),
  province: z.string().trim().max(80),
  city: line(80),
  address: line(200),
  postal_code: z.string().trim().max(20),
});
export type AddressInput = z.output<typeof addressInput>;

export interface Company {
  id: string;
  name: string;
  country: string;
  tax_number: string;
  currency: string;
  time_zone: string;
  language: BuyerLanguage;
  cooperative_id: string | null;
  state: CompanyState;
  decision_words: string;
  decided_at: Date | null;
  version: number;
  created_at: Date;
}

export interface Member {
  member_id: string;
  company_id: string;
  /** Null once they have left and asked to be forgotten; so is the name, which is empty then. */
  email: string | null;
  name: string;
  roles: CompanyRole[];
  limits: SpendingLimits;
  active: boolean;
  version: number;
  created_at: Date;
}

export interface CompanyPaper {
  id: string;
  kind: CompanyDocument;
  file: string;
  width: number;
  height: number;
  added_at: Date;
}

/** Prepay without a limit until somebody sets others. */
export interface CompanyTerms {
  terms: PaymentTerms;
  credit_limit_minor: bigint;
  set_at: Date | null;
}

/** A member who acts for their own company. */
export interface MemberActor {
  kind: "member";
  id: string;
  company_id: string;
  name: string;
  roles: readonly CompanyRole[];
}

/** Who lets companies in: the operator, or a manager of the cooperative that a company asks. */
export interface Vetter {
  kind: "operator" | "coop_member";
  id: string;
  /** By which a member of the company itself is known; null: nobody can tell. */
  email: string | null;
  /** Of a manager: only companies that ask this cooperative are there. */
  cooperative_id: string | null;
}
