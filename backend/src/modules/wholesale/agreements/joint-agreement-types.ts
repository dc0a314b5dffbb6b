import { MAX_JOINT_PARTS, MAX_PACKS_PER_LINE, SPREAD_PREFERENCES } from "@commonlot/domain";
import { z } from "zod";
import type { JointGoods, JointQuote } from "../joint/joint-types";
import { day, quoteWords } from "../quotes/quote-types";
import type { Agreement, AgreementPaper, AgreementDraft, AgreementVersion, DrawnPacks } from "./agreement-types";

const id = z.string().min(1).max(128);

/** Packs called off of several agreements at once, of each so many. */
export const jointCallOffInput = z.strictObject({
  parts: z
    .array(z.strictObject({ agreement_id: id, packs: z.int().min(0).max(MAX_PACKS_PER_LINE) }))
    .min(1)
    .max(MAX_JOINT_PARTS),
  prefer: z.enum(SPREAD_PREFERENCES).default("cheapest"),
  wanted_on: day,
  address_id: id.optional(),
  words: quoteWords.default(""),
  idempotency_key: z.uuid(),
});
export type JointCallOffForm = z.output<typeof jointCallOffInput>;

/** One good that a company agrees on with several cooperatives. */
export interface JointAgreement extends JointGoods {
  id: string;
  number: string;
  company_id: string;
  asked_by: string;
  currency: string;
  /** Proposed of all together. */
  packs: number;
  from_day: string;
  to_day: string;
  created_at: Date;
}

/** One cooperative's proposal, with the number that is on its paper. */
export interface PartProposal {
  cooperative_id: string;
  number: string;
  draft: AgreementDraft;
  paper: AgreementPaper;
}

/** One of its agreements as it stands. */
export interface JointAgreementPartRow {
  agreement: Agreement;
  version: AgreementVersion;
  /** Sides that signed that version. */
  signed: string[];
  drawn: DrawnPacks[];
}

export interface WholeJointAgreement {
  joint: JointAgreement;
  parts: JointAgreementPartRow[];
  /** Call-offs of several of its agreements together, the newest first. */
  call_offs: JointQuote[];
}
