import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import type { FeeSimulation, Refusal, Result } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import type { DryRunRow, MoneyWent } from "../../modules/settlement/dry-run";
import type { SimulateInput } from "../../modules/settlement/fee-simulation";
import type SettlementService from "../../modules/settlement/service";
import type { Trial } from "../../modules/settlement/trials";

/** A dry run names its period only: what waits for it are the books. */
export interface DryRunInput {
  period_id: string;
}

/** Progress is for a page that looks every few seconds: more often it would only be writing. */
const TOLD_EVERY_MS = 1_000;

/** Works out one trial and records it; the same figures as at once, by the same code. */
export async function runTrial(settlement: SettlementService, trial: Trial, message_id: string): Promise<void> {
  const as_of = new Date();
  const outcome =
    trial.kind === "fees" ? await simulated(settlement, trial) : await dryRun(settlement, trial.cooperative_id, trial);
  killPoint("after_trial_before_commit");
  await settlement.trials.recordDone({ message_id, trial_id: trial.id, as_of, outcome });
}

const runTrialStep = createStep("run-trial", async (input: { trial_id: string; message_id: string }, { container }) => {
  const settlement: SettlementService = container.resolve("settlement");
  const trial = await settlement.trials.trial(input.trial_id);
  if (trial?.state === "asked") await runTrial(settlement, trial, input.message_id);
  return new StepResponse(trial?.kind ?? null);
});

export const runTrialWorkflow = createWorkflow("run-trial", (input: { trial_id: string; message_id: string }) => {
  return new WorkflowResponse(runTrialStep(input));
});

async function simulated(settlement: SettlementService, trial: Trial): Promise<Result<object, Refusal>> {
  let noted = Promise.resolve();
  let last = 0;
  const found = await settlement.feeSimulation.simulate(trial.input as SimulateInput, (lines) => {
    if (performance.now() - last < TOLD_EVERY_MS) return;
    last = performance.now();
    killPoint("in_trial");
    // How far it is helps nobody who can't be told: the trial itself goes on.
    noted = noted.then(() => settlement.trials.progress(trial.id, lines)).catch(() => undefined);
  });
  await noted;
  return found.ok ? { ok: true, value: keptFees(found.value) } : found;
}

async function dryRun(
  settlement: SettlementService,
  cooperative_id: string,
  trial: Trial,
): Promise<Result<object, Refusal>> {
  const { period_id } = trial.input as DryRunInput;
  // Counted first: what is sold meanwhile is told as new.
  const size = await settlement.dryRuns.size(period_id, cooperative_id);
  const found = await settlement.dryRuns.rowsOf(period_id, cooperative_id);
  if (!found.ok || !size.ok) return found.ok ? size : found;
  const went = await settlement.dryRuns.moneyWent(period_id, cooperative_id);
  if (!went.ok) return went;
  const { period, rows } = found.value;
  return { ok: true, value: keptRun({ state: period.state, lines: size.value.lines, rows, went: went.value }) };
}

/** A simulation as it is kept: maps as pairs. */
function keptFees(simulated: FeeSimulation): object {
  return { ...simulated, households: [...simulated.households] };
}

export function feesKept(result: unknown): FeeSimulation {
  const kept = result as Omit<FeeSimulation, "households"> & {
    households: [string, { before: number; after: number }][];
  };
  return { ...kept, households: new Map(kept.households) };
}

/** A dry run as it is kept: `state` is the period's when it was counted. */
export interface KeptRun {
  state: string;
  lines: number;
  rows: DryRunRow[];
  went: MoneyWent[];
}

/** JSON has no bigint: amounts of rows are kept as digits with an n, as they are written in code. */
function keptRun(run: KeptRun): object {
  const digits = (_key: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);
  return JSON.parse(JSON.stringify(run, digits)) as object;
}

export function runKept(result: unknown): KeptRun {
  const bigint = (_key: string, value: unknown) =>
    typeof value === "string" && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
  return JSON.parse(JSON.stringify(result), bigint) as KeptRun;
}
