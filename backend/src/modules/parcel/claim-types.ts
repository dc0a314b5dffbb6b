import type {
  CarrierAnswer,
  ClaimCause,
  ClaimKind,
  ClaimRemedy,
  ClaimSource,
  ClaimState,
  DropReason,
} from "@commonlot/domain";

export interface ClaimRow {
  id: string;
  number: string;
  cooperative_id: string;
  parcel_id: string;
  parcel_number: string;
  parcel_state: string;
  carrier: string;
  order_id: string;
  destination_id: string;
  kind: ClaimKind;
  source: ClaimSource;
  state: ClaimState;
  words: string;
  /** What its goods weighed when they were looked at, where somebody said it. */
  weighed_g: number | null;
  opened_by: string;
  /** Of one that was dropped. */
  drop_reason: DropReason | null;
  /** What its buyer reads of a no. */
  refused_words: string | null;
  wish: ClaimRemedy | null;
  wish_said_by: string | null;
  wish_due_at: Date;
  limit_minor: string | null;
  lots_bp: number;
  carrier_due_on: string | null;
  attempt: number;
  cause: ClaimCause | null;
  remedy: ClaimRemedy | null;
  decision_words: string | null;
  decided_by: string | null;
  decided_at: Date | null;
  /** Why it could not be carried out, or was taken back, in a sentence; and its code. */
  problem: string | null;
  problem_code: string | null;
  short_id: string | null;
  replacement_order_id: string | null;
  currency: string | null;
  cost_minor: number | null;
  carrier_minor: number | null;
  cooperative_minor: number | null;
  lots_minor: number | null;
  asked_at: Date | null;
  asked_ref: string | null;
  answer: CarrierAnswer | null;
  answered_minor: number | null;
  answer_words: string | null;
  answered_at: Date | null;
  finished_at: Date | null;
  created_at: Date;
  at_key: string;
}

export interface ClaimLine {
  order_line_id: string;
  title: string;
  packs: number;
  pack_units: number;
  pack_g: number;
}

export interface ClaimEvent {
  act: string;
  person: string;
  words: string;
  at: Date;
}

export interface ClaimPhoto {
  id: string;
  file: string;
  width: number;
  height: number;
  taken_by: string;
}

export interface ClaimInspection {
  finding: ClaimCause;
  words: string;
  person: string;
  photos: number;
  at: Date;
}

export interface ClaimView {
  claim: ClaimRow;
  lines: ClaimLine[];
  events: ClaimEvent[];
  photos: ClaimPhoto[];
  inspection: ClaimInspection | null;
  objections: ClaimObjection[];
  /** A correction of the carrier's answer that waits for its second person. */
  answer_change: AnswerChange | null;
}

export interface AnswerChange {
  id: string;
  attempt: number;
  round: number;
  answer: CarrierAnswer;
  answered_minor: number;
  words: string;
  proposed_by: string;
  proposed_at: Date;
}

export const CLAIM_COLUMNS = `c.id, c.number, c.cooperative_id, c.parcel_id, p.number as parcel_number, p.state as parcel_state, p.carrier, c.order_id,
  p.destination_id, c.kind, c.source, c.state, c.words, c.weighed_g::float8 as weighed_g, c.opened_by, c.drop_reason, c.refused_words, c.wish, c.wish_said_by, c.wish_due_at, c.limit_minor::text as limit_minor,
  c.lots_bp, c.carrier_due_on::text as carrier_due_on, c.attempt, c.cause, c.remedy, c.decision_words, c.decided_by, c.decided_at, c.problem, c.problem_code,
  c.short_id, c.replacement_order_id, c.currency, c.cost_minor::float8 as cost_minor, c.carrier_minor::float8 as carrier_minor,
  c.cooperative_minor::float8 as cooperative_minor, c.lots_minor::float8 as lots_minor, c.asked_at, c.asked_ref, c.answer,
  c.answered_minor::float8 as answered_minor, c.answer_words, c.answered_at, c.finished_at, c.created_at,
  to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at_key`;
export const FROM_CLAIM = `from parcel_claim c join parcel p on p.id = c.parcel_id`;

export const OBJECTION_OUTCOMES = ["stands", "given_back"] as const;
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number];

export interface ClaimObjection {
  household_id: string;
  words: string;
  at: Date;
  /** Null: not answered yet. */
  outcome: ObjectionOutcome | null;
  answer: string | null;
  answered_by: string | null;
  answered_at: Date | null;
}
