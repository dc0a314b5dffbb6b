import { describe, expect, it, vi } from "vitest";
import { bankReference } from "../../src/modules/settlement/bank-file";
import type { AgentAccount } from "../../src/modules/settlement/commissions/plan";
import { camt053, pain002 } from "./bank-messages";
import { captureInput, givenCooperative, id, NONE, order, postInput, reasonOf, value, violations } from "./house";
import { specHouse } from "./spec-house";

const killed = vi.hoisted(() => ({ at: "" }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: (name: string) => {
    if (name === killed.at) throw new Error(`killed at ${name}`);
  },
}));

const house = specHouse();
const MAKER = "member_maker";
const CHECKER = "member_checker";
const accountOf = (agent_id: string, account = "6222021234567894"): AgentAccount => ({
  agent_id,
  name: "周代理",
  account,
  bank: { system: "CNAPS", member_id: "102100099996" },
});

/** An order of 100.00 that an agent brought, delivered and divided: 3 % of what fees are reckoned of. */
async function brought(cooperative_id: string, agent_id: string, paid_minor = 10_000) {
  const lots = [{ household_id: id("household"), grams: 1_000 }];
  const given = order([{ cooperative_id, grams: 1_000, paid_minor, lots }]);
  value(await house.settlement.recordCapture({ ...captureInput(given), agent: { agent_id, agent_bp: 300 } }));
  value(await house.settlement.postSale(postInput(given)));
  return given;
}
const coop = (minimum_payout_minor = 0) => givenCooperative(house, { agent_bp: 300, minimum_payout_minor });
const ask = (cooperative_id: string, accounts: readonly AgentAccount[], person = MAKER) =>
  house.settlement.commissions.request({ cooperative_id, currency: "CNY", person, accounts });
const approve = (cooperative_id: string, run_id: string, accounts: readonly AgentAccount[], person = CHECKER) =>
  house.settlement.commissions.approve({ run_id, cooperative_id, person, accounts });
const sumsOf = async (agent_id: string) => {
  const [sums] = await house.settlement.agents.sums([agent_id]);
  if (!sums) throw new Error("no sums");
  return sums;
};
const statements = (agent_id: string) => house.settlement.commissionViews.ofAgent(agent_id, { limit: 50 });
const refund = (cooperative_id: string, given: Awaited<ReturnType<typeof brought>>, amount_minor: bigint) =>
  house.settlement.lateRefunds.refund({
    order_id: given.order_id,
    cooperative_id,
    lines: [{ order_line_id: given.lines[0]?.order_line_id ?? "", amount_minor }],
    words: "half of it was spoilt",
    person: MAKER,
    idempotency_key: id("key"),
  });

/** A run that two people agreed on, its file written. */
async function exported(cooperative_id: string, accounts: readonly AgentAccount[]) {
  const { run_id } = value(await ask(cooperative_id, accounts));
  value(await approve(cooperative_id, run_id, accounts));
  const run = await house.settlement.commissionViews.run(run_id, cooperative_id);
  const batch_id = run?.batch_id ?? "";
  const file = value(await house.settlement.bankFile(batch_id, cooperative_id));
  value(await house.settlement.markBatchExported({ batch_id, sha256: file.sha256 }));
  const { rows } = await house.db.query<{ id: string; agent_id: string }>(
    "select id, agent_id from payout where batch_id = $1 order by id",
    [batch_id],
  );
  return { run_id, batch_id, file, payouts: rows.map((row) => ({ ...row, reference: bankReference(row.id) })) };
}
const read = (cooperative_id: string, text: string) =>
  house.settlement.bankAnswers.take({
    cooperative_id,
    person: "member_accountant",
    name: "answer.xml",
    bytes: Buffer.from(text),
  });

describe("a payment of commissions", () => {
  it("is asked for by one person and approved by another; the bank's file pays each agent what the ledger owes", async () => {
    const cooperative_id = await coop();
    const [one, other] = [id("agent"), id("agent")];
    await brought(cooperative_id, one);
    await brought(cooperative_id, one, 5_000);
    await brought(cooperative_id, other);
    const accounts = [accountOf(one), accountOf(other)];
    const { run_id } = value(await ask(cooperative_id, accounts));
    expect(reasonOf(await ask(cooperative_id, accounts, CHECKER))).toBe("commission_run_waits");
    expect(await sumsOf(one)).toMatchObject({ payable_minor: 0n, paid_minor: 0n });
    expect(await violations(house)).toMatchObject(NONE);
    expect(reasonOf(await approve(cooperative_id, run_id, accounts, MAKER))).toBe("same_person");
    expect(value(await approve(cooperative_id, run_id, accounts))).toEqual({ approved: true });
    expect(value(await approve(cooperative_id, run_id, accounts))).toEqual({ approved: false });
    const run = await house.settlement.commissionViews.run(run_id, cooperative_id);
    expect(run).toMatchObject({ state: "approved", agents: 2 });
    const file = value(await house.settlement.bankFile(run?.batch_id ?? ""));
    const earned = (await sumsOf(one)).earned_minor + (await sumsOf(other)).earned_minor;
    expect(file).toMatchObject({ payouts: 2, total_minor: earned });
    for (const statement of run?.statements ?? []) expect(file.xml).toContain(statement.number);
    expect(reasonOf(await ask(cooperative_id, accounts))).toBe("no_commission_due");
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("says line by line what it pays: base, rate and commission, and the lines are its sum", async () => {
    const cooperative_id = await coop();
    const agent_id = id("agent");
    const given = await brought(cooperative_id, agent_id);
    await brought(cooperative_id, agent_id, 20_000);
    value(await refund(cooperative_id, given, 5_000n));
    await exported(cooperative_id, [accountOf(agent_id)]);
    const [head] = await statements(agent_id);
    const statement = await house.settlement.commissionViews.statement(head?.id ?? "", { agent_id });
    expect(statement?.lines).toHaveLength(3);
    expect(statement?.lines.reduce((sum, line) => sum + line.amount_minor, 0n)).toBe(statement?.amount_minor);
    for (const line of statement?.lines ?? [])
      if (line.base_minor === null) expect(line.amount_minor).toBeLessThan(0n);
      else expect(line.amount_minor).toBe((line.base_minor * BigInt(line.rate_bp ?? 0)) / 10_000n);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("pays every entry once, however many ask or approve at once", async () => {
    const cooperative_id = await coop();
    const agent_id = id("agent");
    await brought(cooperative_id, agent_id);
    const accounts = [accountOf(agent_id)];
    const asked = await Promise.all([1, 2, 3].map(() => ask(cooperative_id, accounts)));
    const [first] = asked.filter((answer) => answer.ok);
    expect(asked.filter((answer) => answer.ok)).toHaveLength(1);
    const { run_id } = value(first!);
    const approved = await Promise.all(
      [CHECKER, "member_other"].map((who) => approve(cooperative_id, run_id, accounts, who)),
    );
    expect(approved.filter((answer) => answer.ok)).toHaveLength(1);
    const { rows } = await house.db.query("select 1 from payout where agent_id = $1", [agent_id]);
    expect(rows).toHaveLength(1);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("that is called off, or of another cooperative, pays nothing; what it was of is owed again", async () => {
    const [cooperative_id, other] = [await coop(), await coop()];
    const agent_id = id("agent");
    await brought(cooperative_id, agent_id);
    const accounts = [accountOf(agent_id)];
    const { run_id } = value(await ask(cooperative_id, accounts));
    expect(reasonOf(await approve(other, run_id, accounts))).toBe("not_found");
    const stranger = { run_id, cooperative_id: other, person: CHECKER };
    expect(reasonOf(await house.settlement.commissions.callOff(stranger))).toBe("not_found");
    expect(await house.settlement.commissionViews.run(run_id, other)).toBeUndefined();
    const own = { ...stranger, cooperative_id };
    value(await house.settlement.commissions.callOff(own));
    value(await house.settlement.commissions.callOff(own));
    expect(reasonOf(await approve(cooperative_id, run_id, accounts))).toBe("commission_run_over");
    expect(await statements(agent_id)).toEqual([]);
    const sums = await sumsOf(agent_id);
    expect(sums.payable_minor).toBe(sums.earned_minor);
    expect(await violations(house)).toMatchObject(NONE);
    expect((await ask(cooperative_id, accounts)).ok).toBe(true);
  });

  it("is of the cooperative that owes: an agent of two is paid by each its own part", async () => {
    const [one, other] = [await coop(), await coop()];
    const agent_id = id("agent");
    await brought(one, agent_id);
    await brought(other, agent_id, 20_000);
    await exported(one, [accountOf(agent_id)]);
    const [owed] = await house.settlement.commissions.owed(other, [accountOf(agent_id)]);
    const sums = await sumsOf(agent_id);
    expect(owed?.due[0]?.amount_minor).toBe(sums.payable_minor);
    expect(sums.payable_minor + sums.on_its_way_minor).toBe(sums.earned_minor);
  });

  it("leaves out who is under the minimum, has no account, or one that can't be right, and says why", async () => {
    const cooperative_id = await coop(250);
    const [small, none, wrong, held, good] = [1, 2, 3, 4, 5].map(() => id("agent")) as [
      string,
      string,
      string,
      string,
      string,
    ];
    await brought(cooperative_id, small, 1_000);
    for (const agent_id of [none, wrong, held, good]) await brought(cooperative_id, agent_id);
    const accounts = [
      accountOf(small),
      accountOf(wrong, "GB00WEST12345698765432"),
      { ...accountOf(held), account: null, on_hold: true },
      accountOf(good),
    ];
    const [owed] = await house.settlement.commissions.owed(cooperative_id, accounts);
    const because = new Map(owed?.waiting.map((one) => [one.agent_id, one.because]));
    expect([small, none, held].map((one) => because.get(one))).toEqual([
      "below_minimum",
      "no_account",
      "account_on_hold",
    ]);
    expect(owed?.due.map((one) => one.agent_id)).toContain(good);
    const { run_id } = value(await ask(cooperative_id, [accountOf(good)]));
    // Meanwhile the agent has changed the account and stopped the old one.
    value(await approve(cooperative_id, run_id, [{ ...accountOf(good), account: null, on_hold: true }]));
    expect(await statements(good)).toMatchObject([{ state: "freed", because: "account_on_hold" }]);
    expect((await sumsOf(good)).payable_minor).toBe((await sumsOf(good)).earned_minor);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("is not approved when more went back meanwhile than was earned; what went back after it is taken off what comes", async () => {
    const cooperative_id = await coop();
    const agent_id = id("agent");
    const given = await brought(cooperative_id, agent_id);
    const accounts = [accountOf(agent_id)];
    const { run_id } = value(await ask(cooperative_id, accounts));
    value(await refund(cooperative_id, given, 5_000n));
    expect(reasonOf(await approve(cooperative_id, run_id, accounts))).toBe("commission_gone_back");
    value(await house.settlement.commissions.callOff({ run_id, cooperative_id, person: MAKER }));
    await exported(cooperative_id, accounts);
    value(await refund(cooperative_id, given, 4_000n));
    expect((await sumsOf(agent_id)).payable_minor).toBeLessThan(0n);
    const [owed] = await house.settlement.commissions.owed(cooperative_id, accounts);
    expect(owed?.waiting).toMatchObject([{ because: "owes" }]);
    expect(reasonOf(await ask(cooperative_id, accounts))).toBe("no_commission_due");
    expect(await violations(house)).toMatchObject(NONE);
  });
});

describe("the bank's answer to it", () => {
  it("makes it paid; refused or come back it is owed again, with the bank's reason, and the next one pays it", async () => {
    const cooperative_id = await coop();
    const agents = [id("agent"), id("agent"), id("agent")] as const;
    for (const agent_id of agents) await brought(cooperative_id, agent_id);
    const accounts = agents.map((agent_id) => accountOf(agent_id));
    const { payouts, batch_id } = await exported(cooperative_id, accounts);
    const of = (agent_id: string) => payouts.find((one) => one.agent_id === agent_id)?.reference ?? "";
    const amount = String(Number((await sumsOf(agents[0])).earned_minor) / 100);
    const answers = [
      { reference: of(agents[0]), status: "ACSC" },
      { reference: of(agents[1]), status: "RJCT", code: "AC04", words: "closed" },
      { reference: of(agents[2]), status: "ACSC" },
    ];
    value(await read(cooperative_id, pain002(bankReference(batch_id), answers)));
    const back = [
      { way: "DBIT" as const, reference: of(agents[2]), amount },
      { way: "CRDT" as const, reference: of(agents[2]), amount, code: "AC01" },
    ];
    value(await read(cooperative_id, camt053(back)));
    expect(await statements(agents[0])).toMatchObject([{ state: "paid" }]);
    expect(await statements(agents[1])).toMatchObject([{ state: "freed", because: "payout_rejected" }]);
    expect(await statements(agents[2])).toMatchObject([{ state: "freed", because: "payout_returned" }]);
    const paid = await sumsOf(agents[0]);
    expect(paid).toMatchObject({ payable_minor: 0n, on_its_way_minor: 0n, paid_minor: paid.earned_minor });
    for (const agent_id of agents.slice(1))
      expect((await sumsOf(agent_id)).payable_minor).toBe((await sumsOf(agent_id)).earned_minor);
    expect(await violations(house)).toMatchObject(NONE);
    // The account that the bank refused is not paid to again; another one of the same agent is.
    const [owed] = await house.settlement.commissions.owed(cooperative_id, accounts);
    expect(owed?.waiting).toContainEqual(expect.objectContaining({ agent_id: agents[1], because: "account_refused" }));
    const fresh = agents.slice(1).map((agent_id) => accountOf(agent_id, "6222020000000007"));
    const again = await exported(cooperative_id, fresh);
    expect(again.payouts.map((one) => one.agent_id).sort()).toEqual([...agents.slice(1)].sort());
    expect(await violations(house)).toMatchObject(NONE);
  });
});

describe("killed half-way", () => {
  it.each(["commission_run_written", "commission_statements_written", "commission_before_commit"])(
    "at %s while it is asked for, nothing is written, and asked again it is whole",
    async (point) => {
      const cooperative_id = await coop();
      const agent_id = id("agent");
      await brought(cooperative_id, agent_id);
      killed.at = point;
      await expect(ask(cooperative_id, [accountOf(agent_id)])).rejects.toThrow("killed");
      killed.at = "";
      expect(await house.settlement.commissionViews.runs({ cooperative_id, limit: 5 })).toEqual([]);
      expect((await ask(cooperative_id, [accountOf(agent_id)])).ok).toBe(true);
      expect(await violations(house)).toMatchObject(NONE);
    },
  );

  it.each(["commission_payouts_written", "commission_before_commit"])(
    "at %s while it is approved, nobody is paid, and approved again each is paid once",
    async (point) => {
      const cooperative_id = await coop();
      const agent_id = id("agent");
      await brought(cooperative_id, agent_id);
      const accounts = [accountOf(agent_id)];
      const { run_id } = value(await ask(cooperative_id, accounts));
      killed.at = point;
      await expect(approve(cooperative_id, run_id, accounts)).rejects.toThrow("killed");
      killed.at = "";
      expect(await violations(house)).toMatchObject(NONE);
      value(await approve(cooperative_id, run_id, accounts));
      const { rows } = await house.db.query(
        `select 1 from payout p join outbox_message m on m.job = 'bank-file' and m.payload ->> 'batch_id' = p.batch_id where p.agent_id = $1`,
        [agent_id],
      );
      expect(rows).toHaveLength(1);
      expect(await violations(house)).toMatchObject(NONE);
    },
  );

  it.each(["after_answer_journals", "before_answer_commit"])(
    "at %s of the bank's answer, the payout stands as it was, and the same file again frees it once",
    async (point) => {
      const cooperative_id = await coop();
      const agent_id = id("agent");
      await brought(cooperative_id, agent_id);
      const { payouts, batch_id } = await exported(cooperative_id, [accountOf(agent_id)]);
      const answer = pain002(bankReference(batch_id), [
        { reference: payouts[0]?.reference ?? "", status: "RJCT", code: "MS03" },
      ]);
      killed.at = point;
      await expect(read(cooperative_id, answer)).rejects.toThrow("killed");
      killed.at = "";
      expect(await statements(agent_id)).toMatchObject([{ state: "sent" }]);
      value(await read(cooperative_id, answer));
      expect(await statements(agent_id)).toMatchObject([{ state: "freed" }]);
      expect((await sumsOf(agent_id)).payable_minor).toBe((await sumsOf(agent_id)).earned_minor);
      expect(await violations(house)).toMatchObject(NONE);
    },
  );
});

it("an agent reads their own statements only", async () => {
  const cooperative_id = await coop();
  const [agent_id, other] = [id("agent"), id("agent")];
  await brought(cooperative_id, agent_id);
  await exported(cooperative_id, [accountOf(agent_id)]);
  const [head] = await statements(agent_id);
  expect(await house.settlement.commissionViews.statement(head?.id ?? "", { agent_id: other })).toBeUndefined();
  expect(
    await house.settlement.commissionViews.statement(head?.id ?? "", { cooperative_id: id("coop") }),
  ).toBeUndefined();
  expect(await statements(other)).toEqual([]);
});
