import {
  MAX_PACKS_PER_LINE,
  SHORTFALL_RULES,
  type AgreementSide,
  type Compensation,
  type AgreementState,
  type FreightTerm,
  type Lack,
  type PaymentTerms,
  type SeasonEnd,
  type ShortfallRule,
  type VolumeStep,
} from "@commonlot/domain";
import { z } from "zod";
import { askedLine, day, freightTermInput, quoteWords, type QuoteLine } from "../quotes/quote-types";

/** Goods and steps that a form may send; the rules say how many are right. */
const MAX_FORM_LINES = 100;
const MAX_FORM_STEPS = 50;
/** Far above any price or freight, and exact as a number of JSON. */
const MAX_MINOR = 1_000_000_000_000;

const id = z.string().min(1).max(128);
const minor = z.int().min(0).max(MAX_MINOR);
const count = z.int().min(0).max(1_000_000_000);

/** What a version says, as it comes over HTTP: prices of a pack in minor units, by the packs that are drawn. */
const agreementTerms = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        product_id: id,
        variant_id: id,
        packs: count,
        steps: z.array(z.strictObject({ from: count, price_minor: minor })).max(MAX_FORM_STEPS),
        /** Of goods by floor and share: their one step is the floor. */
        share_bp: count.optional(),
      }),
    )
    .min(1)
    .max(MAX_FORM_LINES),
  from_day: day,
  to_day: day,
  minimum_packs: count,
  notice_days: count,
  shortfall: z.enum(SHORTFALL_RULES),
  /** Of each call-off. */
  freight_minor: minor,
  freight_term: freightTermInput,
  /** Left out: nothing follows from goods that were not there. */
  compensation: z.strictObject({ bp: count, cap_bp: count }).optional(),
  words: quoteWords.default(""),
});
export type AgreementTermsInput = z.output<typeof agreementTerms>;

export const agreementInput = agreementTerms.extend({ idempotency_key: z.uuid() });
export type AgreementInput = z.output<typeof agreementInput>;
export const deskAgreementInput = agreementInput.extend({ company_id: id });
export type DeskAgreementInput = z.output<typeof deskAgreementInput>;
export const agreementVersionInput = agreementTerms.extend({ upon_version: z.int().min(1) });
export type AgreementVersionInput = z.output<typeof agreementVersionInput>;

export const signInput = z.strictObject({
  version: z.int().min(1),
  /** Of the paper that was read. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "the 64 hex digits of a SHA-256"),
  name: z
    .string()
    .trim()
    .max(80)
    .regex(/^\P{Cc}*$/u, "must be one line"),
});
export type SignInput = z.output<typeof signInput>;

export const callOffInput = z.strictObject({
  lines: z
    .array(askedLine.pick({ variant_id: true }).extend({ packs: z.int().min(0).max(MAX_PACKS_PER_LINE) }))
    .max(MAX_FORM_LINES),
  wanted_on: day,
  address_id: id.optional(),
  words: quoteWords.default(""),
  /** Of more than lies there now: `ask` refuses it with the figures (`more_than_there`), else all of it waits. */
  when_short: z.enum(["ask", "wait"]).optional(),
  idempotency_key: z.uuid(),
});
export type CallOffForm = z.output<typeof callOffInput>;

/** A market price of the day, as it comes over HTTP. */
export const marketPriceInput = z.strictObject({
  variant_id: id,
  currency: z.string().regex(/^[A-Z]{3}$/, "a currency as CNY"),
  day,
  /** Of one pack. */
  price_minor: minor,
  source: z
    .string()
    .trim()
    .max(200)
    .regex(/^\P{Cc}*$/u, "must be one line"),
  idempotency_key: z.uuid(),
});
export type MarketPriceForm = z.output<typeof marketPriceInput>;

/** That a compensation was paid by bank. */
export const compensationPaidInput = z.strictObject({ paid_on: day, words: quoteWords.default("") });
export type CompensationPaidForm = z.output<typeof compensationPaidInput>;

export interface AgreementLine extends Omit<QuoteLine, "price_minor"> {
  steps: VolumeStep[];
  /** Floor and share: `steps` is the floor alone. */
  share_bp?: number | null;
}

/** What a version says, whoever wrote it. */
export interface AgreementDraft {
  lines: readonly AgreementLine[];
  from_day: string;
  to_day: string;
  minimum_packs: number;
  notice_days: number;
  shortfall: ShortfallRule;
  freight_minor: bigint;
  freight_term: FreightTerm;
  compensation?: Compensation | null;
  terms: PaymentTerms;
  words: string;
}

/** The paper of a version, made before it is written: its bytes are what is signed. */
export interface AgreementPaper {
  pdf: Buffer;
  sha256: string;
  /** The moment that stands on it. */
  written_at: Date;
}

export interface AgreementVersion extends AgreementDraft {
  version: number;
  by: AgreementSide;
  person: string;
  sha256: string;
  created_at: Date;
}

export interface Agreement {
  id: string;
  number: string;
  company_id: string;
  cooperative_id: string;
  /** Of an agreement that is one of several cooperatives'. */
  joint_agreement_id: string | null;
  state: AgreementState;
  version: number;
  by: AgreementSide;
  currency: string;
  /** The side that would end it before its season does. */
  end_asked_by: AgreementSide | null;
  ended_at: Date | null;
  created_at: Date;
}

export interface AgreementSignature {
  version: number;
  side: AgreementSide;
  person: string;
  person_key: string;
  name: string;
  sha256: string;
  signed_at: Date;
}

export interface AgreementEvent {
  at: Date;
  by: AgreementSide | "system";
  person: string | null;
  act: string;
  version: number;
  words: string;
}

/**
 * How far a call-off is: its goods are not kept yet; kept; accepted and to be paid; paid for; or it came to nothing, and its packs can be
 * called off again.
 */
const CALL_OFF_STAGES = ["waiting", "kept", "accepted", "ordered", "gone"] as const;
export type CallOffStage = (typeof CALL_OFF_STAGES)[number];

export interface CallOff {
  quote_id: string;
  number: string;
  stage: CallOffStage;
  wanted_on: string;
  called_at: Date;
  packs: { variant_id: string; packs: number }[];
  /** Of one that waits. */
  waits_for: "goods" | "price" | null;
}

/** What an agreement came to at the end of its season; its sums are written out. */
export interface AgreementStatement extends Omit<SeasonEnd, "lacks"> {
  version: number;
  delivered_minor: bigint;
  /** Of the paper; zero where it says nothing. */
  compensation_bp: number;
  cap_bp: number;
  at: Date;
  /** Its day where the house is, ISO. */
  on: string;
  lacks: readonly (Lack & { number: string })[];
  /** Noted by somebody of the cooperative. */
  paid: { paid_on: string; words: string } | null;
}

/** Packs of one good by how far their call-offs are. */
export interface DrawnPacks {
  variant_id: string;
  waiting: number;
  kept: number;
  accepted: number;
  ordered: number;
}

/** Of one pool, what an active agreement commits and what was kept or sold for it; base units. */
export interface PoolCommitment {
  agreement_id: string;
  number: string;
  company: string;
  pool_id: string;
  title: AgreementLine["title"];
  unit: "g" | "piece";
  committed_units: number;
  kept_units: number;
}
