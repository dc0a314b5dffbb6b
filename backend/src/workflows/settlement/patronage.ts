import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { whyPatronage, type PatronageBasis } from "@commonlot/domain";
import { valueOf } from "../../lib/refusal";
import { nextCursor } from "../../lib/keyset";
import type CooperativeService from "../../modules/cooperative/service";
import { safeNumber } from "../../modules/settlement/amounts";
import type { PatronageRunRow, PatronageShareRow } from "../../modules/settlement/patronage-runs";
import type SettlementService from "../../modules/settlement/service";
import { policyPlace } from "./policy-place";

export interface PatronageInput {
  cooperative_id: string;
  year: number;
  distributable_minor: number;
  share_bp: number;
  basis: PatronageBasis;
}

/** The refunds there were, and what a new one could begin with: last year, by the ledger of the cooperative's own currency. */
export async function readPatronage(
  container: MedusaContainer,
  input: { cooperative_id: string; year?: number | undefined; cursor?: string | undefined; limit: number },
) {
  const settlement: SettlementService = container.resolve("settlement");
  const { currency, tz, today } = await policyPlace(container, input.cooperative_id);
  const year = input.year ?? Number(today.slice(0, 4)) - 1;
  const standing = await settlement.patronage.standing({ cooperative_id: input.cooperative_id, currency, year, tz });
  const runs = await settlement.patronage.list(input);
  const names = await namesOfPeople(container, runs);
  return {
    today,
    standing: {
      year,
      currency,
      year_minor: safeNumber(standing.year_minor),
      there_minor: safeNumber(standing.there_minor),
      proposed_minor: safeNumber(standing.proposed_minor),
      share_bp: standing.share_bp,
    },
    runs: runs.map((run) => runView(run, names)),
    next: nextCursor(runs, input.limit),
  };
}

/** What a proposal would give each household, the largest first; nothing is written. */
export async function previewPatronage(container: MedusaContainer, input: PatronageInput & { limit: number }) {
  const settlement: SettlementService = container.resolve("settlement");
  const { currency, tz, today } = await policyPlace(container, input.cooperative_id);
  const made = valueOf(
    await settlement.patronage.preview({
      ...input,
      currency,
      tz,
      today,
      distributable_minor: BigInt(input.distributable_minor),
    }),
  );
  const shown = [...made.shares]
    .sort((a, b) => (a.amount_minor < b.amount_minor ? 1 : a.amount_minor > b.amount_minor ? -1 : 0))
    .slice(0, input.limit);
  const households = await householdsOf(
    container,
    shown.map((one) => one.household),
  );
  const run = { ...input, currency, refund_minor: made.refund_minor, total_units: made.total_units };
  return {
    currency,
    refund_minor: safeNumber(made.refund_minor),
    total_units: safeNumber(made.total_units),
    households: made.shares.length,
    members: made.shares.filter((one) => one.member).length,
    shares: shown.map((one) => ({
      household: households.get(one.household) ?? null,
      member: one.member,
      grams: safeNumber(one.grams),
      value_minor: safeNumber(one.value_minor),
      amount_minor: safeNumber(one.amount_minor),
      why: whyPatronage({ ...run, ...one }),
    })),
  };
}

/** A refund with a page of its households. */
export async function readPatronageRun(
  container: MedusaContainer,
  input: { run_id: string; cooperative_id: string; member_id: string; after: string; limit: number },
) {
  const settlement: SettlementService = container.resolve("settlement");
  const run = valueOf(await settlement.patronage.run(input.run_id, input.cooperative_id));
  const shares = await settlement.patronage.shares({ ...input, run_id: run.id });
  const households = await householdsOf(
    container,
    shares.map((one) => one.household_id),
  );
  const names = await namesOfPeople(container, [run]);
  return {
    run: {
      ...runView(run, names),
      proposed_by_me: run.proposed_by === input.member_id,
      reversal_asked_by_me: run.reversal_asked_by === input.member_id,
    },
    shares: shares.map((one) => ({
      household: households.get(one.household_id) ?? null,
      ...shareView(run, one),
    })),
    next: shares.length === input.limit ? (shares.at(-1)?.household_id ?? null) : null,
  };
}

export function shareView(
  run: {
    year: number;
    currency: string;
    basis: PatronageBasis;
    total_units: string | bigint;
    refund_minor: string | bigint;
  },
  one: PatronageShareRow,
) {
  return {
    member: one.member,
    grams: safeNumber(one.grams),
    value_minor: safeNumber(one.value_minor),
    amount_minor: safeNumber(one.amount_minor),
    why: whyPatronage({
      year: run.year,
      currency: run.currency,
      basis: run.basis,
      member: one.member,
      units: BigInt(one.units),
      total_units: BigInt(run.total_units),
      refund_minor: BigInt(run.refund_minor),
      amount_minor: BigInt(one.amount_minor),
    }),
  };
}

function runView(run: PatronageRunRow, names: ReadonlyMap<string, string>) {
  const person = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  return {
    id: run.id,
    year: run.year,
    currency: run.currency,
    basis: run.basis,
    share_bp: run.share_bp,
    surplus_minor: safeNumber(run.surplus_minor),
    distributable_minor: safeNumber(run.distributable_minor),
    refund_minor: safeNumber(run.refund_minor),
    households: run.households,
    words: run.words,
    state: run.state,
    proposed_by: person(run.proposed_by),
    at: run.at.toISOString(),
    decided_by: person(run.decided_by),
    decided_at: run.decided_at?.toISOString() ?? null,
    decided_words: run.decided_words,
    reversal_asked_by: person(run.reversal_asked_by),
    reversal_words: run.reversal_words,
    reversed_by: person(run.reversed_by),
    reversed_at: run.reversed_at?.toISOString() ?? null,
  };
}

function namesOfPeople(container: MedusaContainer, runs: readonly PatronageRunRow[]): Promise<Map<string, string>> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const ids = runs.flatMap((run) => [run.proposed_by, run.decided_by, run.reversal_asked_by, run.reversed_by]);
  return cooperatives.memberNames([...new Set(ids.filter((id): id is string => id !== null))]);
}

async function householdsOf(container: MedusaContainer, ids: readonly string[]) {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await cooperatives.householdsById([...new Set(ids)]);
  return new Map(found.map(({ household_id: id, name, card_number }) => [id, { id, name, card_number }]));
}

/** No compensation: a proposal moves nothing. */
const proposeStep = createStep(
  "propose-patronage",
  async (input: PatronageInput & { words: string; person: string }, { container }) => {
    const settlement: SettlementService = container.resolve("settlement");
    const { currency, tz, today } = await policyPlace(container, input.cooperative_id);
    const terms = { ...input, currency, tz, today, distributable_minor: BigInt(input.distributable_minor) };
    const { id } = valueOf(await settlement.patronage.propose(terms));
    return new StepResponse({ id });
  },
);

/** Proposes the refund of a year, in the cooperative's currency and days. */
export const proposePatronageWorkflow = createWorkflow(
  "propose-patronage",
  (input: PatronageInput & { words: string; person: string }) => new WorkflowResponse(proposeStep(input)),
);
