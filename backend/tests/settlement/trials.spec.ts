import { describe, expect, it } from "vitest";
import { askDryRun, dryRunMoney, dryRunOf } from "../../src/workflows/settlement/dry-run";
import { runTrial } from "../../src/workflows/settlement/run-trial";
import { askSimulation, simulateFeePolicy } from "../../src/workflows/settlement/simulate-fees";
import { id, sold, THIS_YEAR, value, yearIn } from "./house";
import { registerHouse } from "./register-house";
import { specProcess } from "./spec-process";

/** Simulations and dry runs that are too large to wait for: the same figures by a job, made once, killed or not. */
const { house, container, registered } = registerHouse();

const working = specProcess("trial-process", () => ({ DATABASE_URL: house.url }));

/** Any number of lines is too many to wait for. */
const NEVER_AT_ONCE = 0;
const DAYS = { from: yearIn(0)[0], to: `${THIS_YEAR + 1}-01-31` };
let made = 0;

async function cooperativeThatSold() {
  made += 1;
  const card_prefix = `T${String.fromCharCode(64 + made)}`;
  const cooperative_id = await registered(`trial${made}`, card_prefix, { holdback_bp: 700 });
  for (let n = 0; n < 5; n += 1) await sell(cooperative_id, 5_000 + n * 777);
  const today = new Date().toISOString().slice(0, 10);
  const proposal = value(
    await house.settlement.feePolicies.propose({
      place: { cooperative_id, currency: "CNY", tz: "Asia/Shanghai", today },
      terms: {
        ...{ platform_bp: 300, cooperative_bp: 900, agent_bp: 0, packing_minor_per_kg: 55, freight_rule: "pooled" },
        ...{ tax_treatment: "set_apart", holdback_bp: 700, holdback_release: "after_days", holdback_days: 30 },
        ...{ hold_days: 0, minimum_payout_minor: 0, seller: "cooperative" },
      },
      ...{ product_id: null, currency: "CNY", from_day: yearIn(1)[0], until_day: null, reason: "cartons" },
      ...{ person: "maker", by_operator: true },
    }),
  );
  const opened = await house.settlement.openPeriod({ ...DAYS, cooperative_id, person: "maker" });
  return { cooperative_id, proposal_id: proposal.id, period_id: value(opened).id };
}

const sell = (cooperative_id: string, paid_minor: number) =>
  sold(house, [
    {
      ...{ cooperative_id, grams: 1_500, paid_minor, freight_minor: 300 },
      lots: [
        { household_id: id("h"), grams: 1_000 },
        { household_id: id("h"), grams: 500 },
      ],
    },
  ]);

async function messagesOf(trial_id: string): Promise<string[]> {
  const { rows } = await house.db.query<{ id: string }>(
    "select id from outbox_message where job = 'trial' and payload->>'trial_id' = $1 order by created_at",
    [trial_id],
  );
  return rows.map((one) => one.id);
}

/** The worker's part, in this process. */
async function workOut(trial_id: string): Promise<void> {
  const [message_id = ""] = await messagesOf(trial_id);
  const trial = await house.settlement.trials.trial(trial_id);
  await runTrial(house.settlement, trial!, message_id);
}

const worker = async (trial_id: string, message_id: string, point?: string) =>
  (await working([trial_id, message_id], point)).signal;

describe("a trial that is too large to wait for", () => {
  it("says to the cent what is said at once, of rates and of a settlement", async () => {
    const { cooperative_id, proposal_id, period_id } = await cooperativeThatSold();
    const asked = { proposal_id, cooperative_id, ...DAYS };
    const by = { seen: null, person: "maker" };
    const at_once = await simulateFeePolicy(container, { ...asked, limit: 100 });
    expect(at_once).toMatchObject({ trial: null, simulation: { lines: 5, left_as_they_are: 0 } });
    const none = await simulateFeePolicy(container, { ...asked, limit: 100 }, NEVER_AT_ONCE);
    expect(none).toMatchObject({ simulation: null, trial: { id: null, state: "none", lines: 5 } });
    const fees = await askSimulation(container, { ...asked, ...by });
    await workOut(fees.id!);
    const later = await simulateFeePolicy(container, { ...asked, limit: 100 }, NEVER_AT_ONCE);
    expect(later.simulation).toEqual(at_once.simulation);
    expect(later.trial).toMatchObject({ state: "done", since: 0, as_of: expect.any(Date) as Date });

    const run = await dryRunOf(container, period_id, cooperative_id);
    expect((await dryRunOf(container, period_id, cooperative_id, NEVER_AT_ONCE)).rows).toEqual([]);
    const trial = await askDryRun(container, { period_id, cooperative_id, ...by });
    await workOut(trial.id!);
    const kept = await dryRunOf(container, period_id, cooperative_id, NEVER_AT_ONCE);
    expect(kept.rows).toEqual(run.rows);
    expect(await dryRunMoney(container, kept)).toEqual(await dryRunMoney(container, run));
    expect(kept.trial).toMatchObject({ state: "done", since: 0 });
  });

  it("pressed twice is made once; what was sold since is told, and only asking again takes it in", async () => {
    const { cooperative_id, proposal_id } = await cooperativeThatSold();
    const asked = { proposal_id, cooperative_id, ...DAYS };
    const press = (seen: string | null) => askSimulation(container, { ...asked, seen, person: "maker" });
    const pressed = await Promise.all([press(null), press(null), press(null)]);
    expect(new Set(pressed.map((one) => one.id)).size).toBe(1);
    const first = pressed[0]?.id ?? "";
    expect(await messagesOf(first)).toHaveLength(1);
    await workOut(first);
    // A press of before, sent again by a slow network.
    expect((await press(null)).id).toBe(first);
    await sell(cooperative_id, 9_999);
    const stale = await simulateFeePolicy(container, { ...asked, limit: 100 }, NEVER_AT_ONCE);
    expect(stale).toMatchObject({ simulation: { lines: 5 }, trial: { id: first, since: 1 } });
    const second = await press(first);
    expect(second).toMatchObject({ state: "asked", lines: 6 });
    expect(second.id).not.toBe(first);
    // The old result is not taken for the new one.
    const waits = await simulateFeePolicy(container, { ...asked, limit: 100 }, NEVER_AT_ONCE);
    expect(waits).toMatchObject({ simulation: null, trial: { state: "asked" } });
    await workOut(second.id!);
    const fresh = await simulateFeePolicy(container, { ...asked, limit: 100 }, NEVER_AT_ONCE);
    expect(fresh).toMatchObject({ simulation: { lines: 6 }, trial: { since: 0 } });
    // Other days are another trial.
    const other = await simulateFeePolicy(
      container,
      { ...asked, to: `${THIS_YEAR + 1}-01-30`, limit: 100 },
      NEVER_AT_ONCE,
    );
    expect(other.trial).toMatchObject({ state: "none" });
  });

  it("whose worker is killed half-way or before it is recorded ends the same when the job comes again", async () => {
    const { cooperative_id, proposal_id } = await cooperativeThatSold();
    const asked = { proposal_id, cooperative_id, ...DAYS };
    const at_once = await simulateFeePolicy(container, { ...asked, limit: 100 });
    const { id: trial_id } = await askSimulation(container, { ...asked, seen: null, person: "maker" });
    const [message_id = ""] = await messagesOf(trial_id!);
    for (const point of ["in_trial", "after_trial_before_commit"]) {
      expect([point, await worker(trial_id!, message_id, point)]).toEqual([point, "SIGKILL"]);
      expect((await house.settlement.trials.trial(trial_id!))?.state).toBe("asked");
    }
    // Twice at once: as a queue that took the first for dead.
    expect(await Promise.all([worker(trial_id!, message_id), worker(trial_id!, message_id)])).toEqual([null, null]);
    const later = await simulateFeePolicy(container, { ...asked, limit: 100 }, NEVER_AT_ONCE);
    expect(later.simulation).toEqual(at_once.simulation);
  });

  it("whose job is dead says so, and can be asked for again", async () => {
    const { cooperative_id, proposal_id } = await cooperativeThatSold();
    const asked = { proposal_id, cooperative_id, ...DAYS, seen: null, person: "maker" };
    const { id: trial_id } = await askSimulation(container, asked);
    await house.db.query("update outbox_message set dead_at = now() where id = any($1)", [await messagesOf(trial_id!)]);
    const shown = await simulateFeePolicy(container, { ...asked, limit: 1 }, NEVER_AT_ONCE);
    expect(shown.trial).toMatchObject({ id: trial_id, state: "stopped" });
    expect(await askSimulation(container, asked)).toMatchObject({ id: trial_id, state: "asked" });
    expect(await messagesOf(trial_id!)).toHaveLength(2);
  });
});
