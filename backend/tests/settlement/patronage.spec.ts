import { describe, expect, it } from "vitest";
import {
  account,
  givenCooperative,
  id,
  NONE,
  reasonOf,
  settledPeriod,
  sold,
  statementsOf,
  value,
  violations,
} from "./house";
import { specHouse } from "./spec-house";
import { specProcess } from "./spec-process";

const house = specHouse();

const YEAR = new Date().getUTCFullYear();
/** No job seals journals here: on a busy machine they may have waited a minute (M11). */
const SOUND = { ...NONE, M11: expect.any(Number) as number };
const AFTER = `${YEAR + 1}-01-05`;

/** Two households that sold 3 kg and 1 kg for 100.00, of which the cooperative kept 5 %. */
async function given(paid_minor = 100_000) {
  const cooperative_id = await givenCooperative(house);
  const [wang, li] = [id("wang"), id("li")] as const;
  await sold(house, [
    {
      cooperative_id,
      grams: 4_000,
      paid_minor,
      lots: [
        { household_id: wang, grams: 3_000 },
        { household_id: li, grams: 1_000 },
      ],
    },
  ]);
  const year = { cooperative_id, currency: "CNY", year: YEAR, tz: "UTC" };
  const terms = { ...year, distributable_minor: 4_000n, share_bp: 6_000, basis: "weight" as const, today: AFTER };
  const propose = (more: object = {}) =>
    house.settlement.patronage.propose({ ...terms, words: "成员大会决议", person: "member_maker", ...more });
  const decide = (run_id: string, more: object = {}) =>
    house.settlement.patronage.decide({
      run_id,
      cooperative_id,
      decision: "confirmed",
      words: "",
      person: "member_checker",
      is_manager: true,
      ...more,
    });
  const reversal = (run_id: string) => ({
    ask: () =>
      house.settlement.patronage.askReversal({ run_id, cooperative_id, words: "算错了", person: "member_maker" }),
    confirm: (person = "member_checker") =>
      house.settlement.patronage.confirmReversal({ run_id, cooperative_id, person, is_manager: true }),
  });
  return { cooperative_id, wang, li, year, terms, propose, decide, reversal };
}

async function owed(kind: string, party: string): Promise<number> {
  const { rows } = await house.db.query<{ sum: string | null }>(
    `select -sum(p.amount_minor) as sum from account a join posting p on p.account_id = a.id where a.kind = $1 and a.party = $2`,
    [kind, party],
  );
  return Number(rows[0]?.sum ?? 0);
}

describe("the patronage refund of a year", () => {
  it("is proposed by one, posted by another, told on the next statement, and paid with it; a second time it is refused", async () => {
    const { cooperative_id, wang, li, year, terms, propose, decide } = await given();
    // 100,000 less 160 of packing: 5 % are 4,992.
    expect(await house.settlement.patronage.standing(year)).toEqual({
      year_minor: 4_992n,
      there_minor: 4_992n,
      proposed_minor: 4_992n,
      share_bp: 6_000,
    });
    const shown = value(await house.settlement.patronage.preview(terms));
    expect(Object.fromEntries(shown.shares.map((one) => [one.household, one.amount_minor]))).toEqual({
      [wang]: 1_800n,
      [li]: 600n,
    });
    const before = await owed("household_payable", wang);
    const run = value(await propose());
    expect(run).toMatchObject({ state: "proposed", refund_minor: "2400", total_units: "4000", households: 2 });
    expect(await owed("household_payable", wang)).toBe(before);

    expect(reasonOf(await propose())).toBe("proposal_waits");
    expect(reasonOf(await decide(run.id, { person: "member_maker" }))).toBe("same_person");
    expect(reasonOf(await decide(run.id, { is_manager: false }))).toBe("not_your_role");
    expect(reasonOf(await decide(run.id, { cooperative_id: "coop_other" }))).toBe("not_found");
    expect(value(await decide(run.id)).state).toBe("posted");
    expect(await owed("household_payable", wang)).toBe(before + 1_800);
    expect(await owed("surplus_shared", cooperative_id)).toBe(-2_400);
    expect(reasonOf(await decide(run.id))).toBe("stale");
    expect(reasonOf(await propose())).toBe("patronage_done");
    expect((await house.settlement.patronage.standing(year)).there_minor).toBe(4_992n - 2_400n);
    // What is given back can't be set aside as well.
    expect(await house.settlement.clawbacks.reserves.of(cooperative_id)).toMatchObject([{ fees_minor: 2_592 }]);

    const period_id = await settledPeriod(house, cooperative_id);
    const [statement] = await statementsOf(house, wang);
    expect(statement?.others).toMatchObject([{ rule: "patronage", amount_minor: 1_800, words: { zh: "年终返利" } }]);
    expect(statement?.net_minor).toBe(before + 1_800);
    const accounts = [account.cash(wang), account.cash(li)];
    value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
    expect(await violations(house)).toEqual(SOUND);
    expect(await house.settlement.patronage.ofHousehold(wang)).toMatchObject([
      { year: YEAR, amount_minor: "1800", units: "3000", total_units: "4000", state: "posted" },
    ]);
  });

  it("two who confirm at once post it once", async () => {
    const { wang, propose, decide } = await given();
    const run = value(await propose());
    const before = await owed("household_payable", wang);
    const both = await Promise.all([decide(run.id), decide(run.id, { person: "member_other" })]);
    expect(both.map(reasonOf).sort()).toEqual(["stale", null].sort());
    expect(await owed("household_payable", wang)).toBe(before + 1_800);
    expect(await violations(house)).toEqual(SOUND);
  });

  it("two who propose at once make one proposal; who confirms while the maker drops it gets one of both", async () => {
    const { propose, decide } = await given();
    const made = await Promise.all([propose(), propose({ person: "member_other" })]);
    expect(made.filter((one) => one.ok)).toHaveLength(1);
    const run = made.find((one) => one.ok);
    if (!run?.ok) throw new Error("none was made");
    const maker = run.value.proposed_by;
    const both = await Promise.all([
      decide(run.value.id),
      decide(run.value.id, { decision: "dropped", person: maker, is_manager: false }),
    ]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(await violations(house)).toEqual(SOUND);
  });

  it("posts nothing when the surplus is no longer there, or is another than the one that was proposed", async () => {
    const { cooperative_id, wang, propose, decide } = await given();
    const run = value(await propose());
    const before = await owed("household_payable", wang);
    const aside = { cooperative_id, currency: "CNY", amount_minor: 1_500n, words: "准备金", person: "member_x" };
    value(await house.settlement.clawbacks.reserves.move({ ...aside, idempotency_key: "reserve-1" }));
    expect(reasonOf(await decide(run.id))).toBe("surplus_not_there");
    value(
      await house.settlement.clawbacks.reserves.move({ ...aside, amount_minor: -1_500n, idempotency_key: "reserve-2" }),
    );
    // A sale of the year that is divided after the proposal: another surplus, other shares.
    await sold(house, [
      { cooperative_id, grams: 100, paid_minor: 1_000, lots: [{ household_id: id("zhao"), grams: 100 }] },
    ]);
    expect(reasonOf(await decide(run.id))).toBe("surplus_changed");
    expect(await owed("household_payable", wang)).toBe(before);
    value(await decide(run.id, { decision: "dropped", words: "重新算" }));
    value(await decide(value(await propose()).id));
    expect(await violations(house)).toEqual(SOUND);
  });

  it("is for members: who had left by the end of the year gets nothing, who left later does", async () => {
    const { cooperative_id, wang, li, terms } = await given();
    const entry = { cooperative_id, words: "退社", person: "member_x" };
    const left = (household_id: string, on_day: string) =>
      house.settlement.members.record({ ...entry, household_id, kind: "left", on_day, idempotency_key: id("key") });
    value(await left(li, `${YEAR}-06-30`));
    value(await left(wang, `${YEAR + 1}-01-02`));
    const shown = value(await house.settlement.patronage.preview(terms));
    expect(shown.shares.map((one) => [one.household === wang, one.member, one.amount_minor]).sort()).toEqual([
      [false, false, 0n],
      [true, true, 2_400n],
    ]);
  });

  it("refuses a year that has not ended, more than is there and a year without sales", async () => {
    const { terms, propose } = await given();
    expect(reasonOf(await propose({ today: `${YEAR}-12-31` }))).toBe("year_not_ended");
    expect(reasonOf(await propose({ distributable_minor: 4_993n }))).toBe("surplus_not_there");
    expect(reasonOf(await house.settlement.patronage.preview({ ...terms, year: YEAR - 1 }))).toBe("no_patronage");
  });

  it("is taken back by reverse journals, by two people, while no statement tells of it; then it can be made anew", async () => {
    const { cooperative_id, wang, propose, decide, reversal } = await given();
    const before = await owed("household_payable", wang);
    const run = value(await propose());
    value(await decide(run.id));
    expect(reasonOf(await reversal(run.id).confirm())).toBe("stale");
    value(await reversal(run.id).ask());
    expect(reasonOf(await reversal(run.id).confirm("member_maker"))).toBe("same_person");
    expect(value(await reversal(run.id).confirm()).state).toBe("reversed");
    expect(reasonOf(await reversal(run.id).confirm())).toBe("stale");
    expect(await owed("household_payable", wang)).toBe(before);
    const again = value(await propose({ share_bp: 7_000 }));
    value(await decide(again.id));
    const period_id = await settledPeriod(house, cooperative_id);
    const [statement] = await statementsOf(house, wang);
    expect(statement?.others.map((one) => [one.rule, one.amount_minor]).sort()).toEqual([
      ["patronage", 1_800 + 2_100],
      ["patronage_reversed", -1_800],
    ]);
    expect(reasonOf(await reversal(again.id).ask())).toBe("patronage_stated");
    value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts: [] }));
    expect(await violations(house)).toEqual(SOUND);
  });

  it("a settlement that runs beside a reversal takes both of its rows or finds it refused, never half", async () => {
    for (let round = 0; round < 4; round += 1) {
      const { cooperative_id, wang, propose, decide, reversal } = await given();
      const run = value(await propose());
      value(await decide(run.id));
      value(await reversal(run.id).ask());
      const [, taken_back] = await Promise.all([settledPeriod(house, cooperative_id), reversal(run.id).confirm()]);
      const [statement] = await statementsOf(house, wang);
      const told = statement?.others.reduce((sum, one) => sum + one.amount_minor, 0) ?? 0;
      expect(told).toBe(taken_back.ok ? 0 : 1_800);
    }
    expect(await violations(house)).toEqual(SOUND);
  });

  it("twelve thousand households: several journals, one period, approved to the cent, and all in the books", async () => {
    const cooperative_id = await givenCooperative(house);
    const household_ids = Array.from({ length: 12_000 }, (_, index) => `house_${cooperative_id}_${index}`);
    const lots = household_ids.map((household_id, index) => ({ household_id, grams: 100 + (index % 7) }));
    const grams = lots.reduce((sum, lot) => sum + lot.grams, 0);
    await sold(house, [{ cooperative_id, grams, paid_minor: 10_000_000, lots }]);
    const year = { cooperative_id, currency: "CNY", year: YEAR, tz: "UTC" };
    const terms = { ...year, distributable_minor: 400_000n, share_bp: 6_000, basis: "value" as const, today: AFTER };
    const run = value(await house.settlement.patronage.propose({ ...terms, words: "决议", person: "member_maker" }));
    const decided = { run_id: run.id, cooperative_id, decision: "confirmed" as const, words: "" };
    value(await house.settlement.patronage.decide({ ...decided, person: "member_checker", is_manager: true }));
    const { rows } = await house.db.query<{ journals: string }>(
      `select count(*) as journals from journal where kind = 'patronage' and source_id like $1 || '%'`,
      [run.id],
    );
    expect(rows[0]?.journals).toBe("3");
    const period_id = await settledPeriod(house, cooperative_id);
    value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts: [] }));
    const days = { from: `${YEAR}-01-01`, to: `${YEAR}-12-31`, tz: "UTC" };
    let [lines, largest, owed_all] = [0, 0, 0n];
    for await (const page of house.settlement.books.entries({ book: { cooperative_id, household_ids }, days })) {
      lines += page.length;
      largest = Math.max(largest, page.length);
      for (const one of page) if (one.kind === "household_payable") owed_all -= one.amount_minor;
    }
    expect(largest).toBeLessThanOrEqual(5_000);
    expect(lines).toBeGreaterThan(24_000);
    const { rows: stated } = await house.db.query<{ net: string }>(
      `select sum(net_minor) as net from statement where period_id = $1`,
      [period_id],
    );
    expect(owed_all).toBe(BigInt(stated[0]?.net ?? 0));
    expect(await violations(house)).toEqual(SOUND);
  });

  it("what both people have seen can't be changed", async () => {
    const { propose } = await given();
    const run = value(await propose());
    await expect(house.db.query(`update patronage_run set refund_minor = 1 where id = $1`, [run.id])).rejects.toThrow(
      "append-only",
    );
    await expect(house.db.query(`delete from patronage_share where run_id = $1`, [run.id])).rejects.toThrow(
      "append-only",
    );
    await expect(
      house.db.query(
        `update patronage_run set state = 'posted', decided_by = proposed_by, decided_at = now() where id = $1`,
        [run.id],
      ),
    ).rejects.toThrow("two_people");
  });
});

describe("a process that is killed while it posts a refund", () => {
  const run = specProcess("patronage-process", () => ({ DATABASE_URL: house.url }));

  it("leaves nothing between any two writes, and the next one posts it once; the same when it is taken back", async () => {
    const { cooperative_id, wang, propose, reversal } = await given();
    const run_id = value(await propose()).id;
    const before = await owed("household_payable", wang);
    for (const point of ["patronage.journals", "patronage.entries", "patronage.decided"]) {
      expect(await run(["confirm", run_id, cooperative_id], point)).toEqual({ signal: "SIGKILL", said: "" });
      expect(await owed("household_payable", wang)).toBe(before);
    }
    expect(await run(["confirm", run_id, cooperative_id])).toEqual({ signal: null, said: "posted" });
    expect(await owed("household_payable", wang)).toBe(before + 1_800);
    value(await reversal(run_id).ask());
    expect((await run(["reverse", run_id, cooperative_id], "patronage.reversed")).signal).toBe("SIGKILL");
    expect(await owed("household_payable", wang)).toBe(before + 1_800);
    expect(await run(["reverse", run_id, cooperative_id])).toEqual({ signal: null, said: "reversed" });
    expect(await owed("household_payable", wang)).toBe(before);
    expect(await violations(house)).toEqual(SOUND);
  });
});
