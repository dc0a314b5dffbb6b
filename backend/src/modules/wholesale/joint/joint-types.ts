import { MAX_JOINT_PARTS, SPREAD_PREFERENCES, type JointPart, type SpreadPreference } from "@commonlot/domain";
import { z } from "zod";
import type { Words } from "../../../lib/words";
import { agentCode } from "../agents";
import {
  askedLine,
  day,
  quoteWords,
  type CompanyOrder,
  type Quote,
  type QuoteLine,
  type QuoteVersion,
} from "../quotes/quote-types";

const parts = z.array(askedLine).min(1).max(MAX_JOINT_PARTS);

/** A request over several cooperatives: packs of one produce, grade and size, of each so many. */
export const jointRequestInput = z.strictObject({
  parts,
  prefer: z.enum(SPREAD_PREFERENCES),
  wanted_on: day,
  address_id: z.string().min(1).max(128).optional(),
  words: quoteWords.default(""),
  /** Of who brought this order. */
  agent_code: agentCode.optional(),
  idempotency_key: z.uuid(),
});
export type JointRequestInput = z.output<typeof jointRequestInput>;

/** What is missing, asked of others. */
export const jointMoreInput = z.strictObject({ parts, words: quoteWords.default(""), idempotency_key: z.uuid() });
export type JointMoreInput = z.output<typeof jointMoreInput>;

export const jointAcceptInput = z.strictObject({
  parts: z
    .array(z.strictObject({ quote_id: z.string().min(1).max(128), upon_version: z.int().min(1) }))
    .min(1)
    .max(MAX_JOINT_PARTS),
});
export type JointAcceptInput = z.output<typeof jointAcceptInput>;

/** What all parts of one are about. */
export interface JointGoods {
  product_id: string;
  variant_id: string;
  title: Words;
  pack: Words;
  grade: string;
  unit: "g" | "piece";
  units_per_pack: number;
}

export interface JointQuote extends JointGoods {
  id: string;
  number: string;
  company_id: string;
  asked_by: string;
  currency: string;
  packs: number;
  prefer: SpreadPreference;
  address_id: string | null;
  wanted_on: string;
  /** Of a call-off of several agreements together. */
  joint_agreement_id: string | null;
  created_at: Date;
}

/** A part as it stands, in packs of what was asked for. */
export interface JointFact extends JointPart {
  joint_id: string;
  cooperative_id: string;
  /** Written down for an acceptance under way. */
  accepting: boolean;
  /** The order that it came to. */
  order_id: string | null;
  /** Of an accepted one whose order is over: as its order says it. */
  over_words: string | null;
}

/** What one cooperative is asked for. */
export interface PartDraft {
  cooperative_id: string;
  line: QuoteLine;
}

/** All of one joint quote, as its page shows it. */
export interface WholeJoint {
  joint: JointQuote;
  facts: JointFact[];
  quotes: Quote[];
  versions: Map<string, QuoteVersion>;
  orders: CompanyOrder[];
}
