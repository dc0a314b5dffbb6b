import { describe, expect, it } from "vitest";
import {
  captureInput,
  givenCooperative,
  id,
  order,
  postInput,
  reasonOf,
  settledPeriod,
  sold,
  statementsOf,
  THIS_YEAR,
  value,
  yearIn,
} from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

const sales = async (cooperative_id: string, households: string[], paid_minor = 10_000) => {
  for (const household_id of households)
    await sold(house, [{ cooperative_id, grams: 1000, paid_minor, lots: [{ household_id, grams: 1000 }] }]);
};
const households = (count: number) => Array.from({ length: count }, () => id("household"));

describe("settling a period", () => {
  it("makes one statement per household that is exactly what the ledger owes it, and every line opens", async () => {
    const cooperative_id = await givenCooperative(house, { holdback_bp: 1000 });
    const [a, b] = households(2) as [string, string];
    await sales(cooperative_id, [a, a, b]);
    const period_id = await settledPeriod(house, cooperative_id);
    const period = value(await house.settlement.period(period_id, cooperative_id));
    expect(period).toMatchObject({ state: "settled", totals: [{ currency: "CNY", households: 2 }] });
    for (const household of [a, b]) {
      const [statement] = await statementsOf(house, household);
      const [money] = await house.settlement.moneyOfHousehold(household);
      expect(statement?.net_minor).toBe(money?.owed_minor);
      expect(statement?.deductions_minor).toBe(money?.held_back_minor);
      const { lots, others } = statement!;
      const sum = (some: readonly { amount_minor: number }[]) => some.reduce((all, one) => all + one.amount_minor, 0);
      expect(lots.reduce((all, lot) => all + lot.share_minor, sum(others))).toBe(statement?.net_minor);
      expect(lots.length).toBeGreaterThan(0);
      for (const lot of lots) expect(lot.bought_minor - sum(lot.deductions)).toBe(lot.share_minor);
    }
    expect(await house.settlement.moneyOfLots([(await statementsOf(house, b))[0]!.lots[0]!.lot_id])).toMatchObject([
      { grams: 1000, sales: [{ grams: 1000 }] },
    ]);
  });

  it("shows its households page by page, those who get most first, none twice and none left out", async () => {
    const cooperative_id = await givenCooperative(house);
    const names = households(5);
    // Two of them get the same.
    for (const [at, name] of names.entries()) await sales(cooperative_id, [name], 10_000 + Math.min(at, 3) * 1_000);
    const period_id = await settledPeriod(house, cooperative_id);
    const seen: string[] = [];
    const nets: number[] = [];
    for (let cursor: string | undefined; ;) {
      const page = value(await house.settlement.period(period_id, cooperative_id, { limit: 2, cursor }));
      seen.push(...page.households.map((one) => one.household_id));
      nets.push(...page.households.map((one) => one.net_minor));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect([...seen].sort()).toEqual([...names].sort());
    expect(nets).toEqual([...nets].sort((x, y) => y - x));
  });

  it("keeps statements and what they name: no line of nothing, none goes away or gets another id", async () => {
    const cooperative_id = await givenCooperative(house);
    const [a] = households(1) as [string];
    await sales(cooperative_id, [a]);
    await settledPeriod(house, cooperative_id);
    const line = (statement: string, sale_line: string) =>
      house.db.query(
        `insert into statement_line (statement_id, seq, kind, rule, amount_minor, sale_line_id, lot_id) values (${statement}, 900, 'sale', 'share', 1, ${sale_line}, 'lot_by_hand')`,
      );
    const one = (table: string) => `(select id from ${table} limit 1)`;
    await expect(line(`'statement_nobody'`, one("sale_line"))).rejects.toThrow(/statement_nobody, which is not there/);
    await expect(line(one("statement"), `'sline_nothing'`)).rejects.toThrow(/sline_nothing, which is not there/);
    await expect(house.db.query(`update statement_line set sale_line_id = 'sline_nothing'`)).rejects.toThrow(
      /sline_nothing, which is not there/,
    );
    for (const table of ["statement", "sale_line"]) {
      await expect(house.db.query(`update ${table} set id = id || 'x'`), table).rejects.toThrow(/keeps its rows/);
      await expect(house.db.query(`delete from ${table}`), table).rejects.toThrow(/keeps its rows/);
      await expect(house.db.query(`truncate ${table} cascade`), table).rejects.toThrow(/keeps its rows|append-only/);
    }
  });

  it("happens once under concurrent runs, and a line is in one period only", async () => {
    const cooperative_id = await givenCooperative(house);
    const [a] = households(1) as [string];
    await sales(cooperative_id, [a, a, a]);
    const open = async (from: string, to: string) => {
      const period = value(await house.settlement.openPeriod({ cooperative_id, from, to, person: "member_maker" }));
      value(await house.settlement.requestSettlement({ period_id: period.id, person: "member_maker" }));
      return period.id;
    };
    const first = await open(...yearIn(0));
    const second = await open(...yearIn(1));
    const runs = await Promise.all(
      [first, second, first, second, first].map((period_id) =>
        house.settlement.settlePeriod({ period_id, message_id: id("out") }),
      ),
    );
    expect(runs.filter((run) => value(run).settled)).toHaveLength(2);
    expect((await house.db.query(`select 1 from statement where household_id = $1`, [a])).rowCount).toBe(1);
    expect(
      (
        await house.db.query(
          `select 1 from statement_line t join statement s on s.id = t.statement_id where s.household_id = $1`,
          [a],
        )
      ).rowCount,
    ).toBe(3);
  });

  it("brings no line into the process: the database answers as few rows for three hundred households as for three", async () => {
    const answered = async (count: number): Promise<number> => {
      const cooperative_id = await givenCooperative(house, { holdback_bp: 1000 });
      const names = households(count);
      const lots = names.map((household_id) => ({ household_id, grams: 100 }));
      const line = { cooperative_id, grams: count * 100, paid_minor: count * 1_000, lots };
      await sold(house, [line, line, line]);
      const [from, to] = yearIn(0);
      const period = value(await house.settlement.openPeriod({ cooperative_id, from, to, person: "m" }));
      value(await house.settlement.requestSettlement({ period_id: period.id, person: "m" }));
      let rows = 0;
      const listen = (response: { rows?: unknown[] } | undefined) => (rows += response?.rows?.length ?? 0);
      house.knex.on("query-response", listen);
      const made = value(await house.settlement.settlePeriod({ period_id: period.id, message_id: id("out") }));
      house.knex.removeListener("query-response", listen);
      expect(made.statements).toBe(count);
      return rows;
    };
    expect(await answered(300)).toBe(await answered(3));
  });

  it("leaves a line that is divided late to the next period", async () => {
    const cooperative_id = await givenCooperative(house);
    const [a] = households(1) as [string];
    const late = order([{ cooperative_id, grams: 1, paid_minor: 777, lots: [{ household_id: a, grams: 1 }] }]);
    value(await house.settlement.recordCapture(captureInput(late)));
    const [first, last] = yearIn(0);
    await settledPeriod(house, cooperative_id, [first, `${THIS_YEAR}-12-30`]);
    value(await house.settlement.postSale(postInput(late)));
    await settledPeriod(house, cooperative_id, [last, last]);
    expect((await statementsOf(house, a)).map((statement) => [statement.period.from, statement.lots.length])).toEqual([
      [last, 1],
    ]);
  });

  it("gives a day to one period: what overlaps is refused by its name, a gap is filled, of two at once one is opened", async () => {
    const cooperative_id = await givenCooperative(house);
    const open = (from: string, to: string) =>
      house.settlement.openPeriod({ cooperative_id, from, to, person: "member_maker" });
    const period_id = await settledPeriod(house, cooperative_id, ["2026-01-01", "2026-03-31"]);
    value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts: [] }));
    const overlapping: [string, string][] = [
      ["2026-02-01", "2026-02-10"],
      ["2026-03-31", "2026-04-30"],
      ["2025-12-31", "2026-01-01"],
      ["2025-12-31", "2026-12-31"],
    ];
    for (const days of overlapping) {
      const refused = await open(...days);
      expect(refused, days[0]).toMatchObject({ refusal: { reason: "period_overlaps" } });
      expect(!refused.ok && refused.refusal.message).toContain("The period 1 Jan to 31 Mar 2026 has");
    }
    const at_once = await Promise.all(
      ["05", "06", "07", "08"].map((day) => open(`2026-06-${day}`, `2026-06-${Number(day) + 10}`)),
    );
    expect(at_once.filter((one) => one.ok)).toHaveLength(1);
    value(await open("2026-04-01", "2026-06-04"));
    // Another cooperative's days are its own.
    value(
      await house.settlement.openPeriod({
        cooperative_id: id("coop"),
        from: "2026-01-01",
        to: "2026-12-31",
        person: "m",
      }),
    );
    // Whoever writes past the service is stopped as well.
    await expect(
      house.db.query(
        "insert into settlement_period (id, cooperative_id, from_date, to_date, opened_by) values ($1, $2, '2026-03-01', '2026-03-02', 'm')",
        [id("period"), cooperative_id],
      ),
    ).rejects.toThrow(/overlap the period 2026-01-01 to 2026-03-31/);
    await expect(
      house.db.query("update settlement_period set from_date = '2025-12-31' where id = $1", [period_id]),
    ).rejects.toThrow(/keeps its days/);
  });

  it("refuses a period twice, days that are none, a period nobody asked to settle, another cooperative's", async () => {
    const cooperative_id = await givenCooperative(house);
    const ask = { cooperative_id, from: "2026-03-01", to: "2026-03-31", person: "m" };
    const period = value(await house.settlement.openPeriod(ask));
    expect(reasonOf(await house.settlement.openPeriod(ask))).toBe("period_exists");
    expect(reasonOf(await house.settlement.openPeriod({ ...ask, from: "2026-02-30" }))).toBe("invalid_date");
    expect(reasonOf(await house.settlement.openPeriod({ ...ask, from: "2026-04-01" }))).toBe("invalid_period");
    expect(reasonOf(await house.settlement.settlePeriod({ period_id: period.id }))).toBe("period_state");
    expect(reasonOf(await house.settlement.period(period.id, "coop_other"))).toBe("not_found");
    expect(
      reasonOf(
        await house.settlement.requestSettlement({ period_id: period.id, cooperative_id: "coop_other", person: "m" }),
      ),
    ).toBe("not_found");
  });
});

describe("a period that was opened by mistake", () => {
  const opened = async (cooperative_id: string) =>
    value(
      await house.settlement.openPeriod({
        cooperative_id,
        from: "2026-05-01",
        to: "2026-12-31",
        person: "member_maker",
      }),
    );
  const remove = (period_id: string, cooperative_id: string, person = "member_maker", is_manager = false) =>
    house.settlement.periodRemovals.remove({ period_id, cooperative_id, person, is_manager });

  it("is removed by whoever opened it or a manager; its days are free again, and the log says who did both", async () => {
    const cooperative_id = await givenCooperative(house);
    const first = await opened(cooperative_id);
    expect(reasonOf(await remove(first.id, "coop_other", "member_maker", true))).toBe("not_found");
    expect(reasonOf(await remove(first.id, cooperative_id, "member_other"))).toBe("not_your_role");
    value(await remove(first.id, cooperative_id));
    expect(reasonOf(await remove(first.id, cooperative_id))).toBe("not_found");
    const second = await opened(cooperative_id);
    value(await remove(second.id, cooperative_id, "member_manager", true));
    const page = { cooperative_id, before: { at: "infinity", id: "" }, limit: 9 };
    expect((await house.settlement.activity(page)).map((one) => [one.act, one.person])).toEqual(
      expect.arrayContaining([
        ["period_removed", "member_manager"],
        ["period_removed", "member_maker"],
        ["period_opened", "member_maker"],
      ]),
    );
    await expect(house.db.query("delete from settlement_period_removed")).rejects.toThrow(/append-only/);
  });

  it("stays once its settlement is asked for, also of two who do both at once, and while the schedule would open it again", async () => {
    const cooperative_id = await givenCooperative(house);
    for (let round = 0; round < 4; round += 1) {
      const { id: period_id } = await opened(cooperative_id);
      const [removed, asked] = await Promise.all([
        remove(period_id, cooperative_id),
        house.settlement.requestSettlement({ period_id, person: "member_maker" }),
      ]);
      expect([removed.ok, asked.ok].sort()).toEqual([false, true]);
      if (removed.ok) expect(reasonOf(asked)).toBe("not_found");
      else {
        expect(reasonOf(removed)).toBe("period_asked");
        await expect(house.db.query("delete from settlement_period where id = $1", [period_id])).rejects.toThrow(
          /only one whose settlement nobody asked for/,
        );
        break;
      }
    }
    const scheduled = await givenCooperative(house);
    const set = (rhythm: "monthly" | "none") =>
      house.settlement.schedules.set({
        cooperative_id: scheduled,
        rhythm,
        day: 1,
        tz: "Asia/Shanghai",
        today: "2026-11-05",
        person: "member_maker",
      });
    value(await set("monthly"));
    await house.settlement.schedules.runDue(new Date("2026-11-05T04:00:00Z"));
    const [period] = await house.settlement.periods(scheduled);
    expect(reasonOf(await remove(period!.id, scheduled))).toBe("period_of_schedule");
    value(await set("none"));
    value(await remove(period!.id, scheduled));
    expect(await house.settlement.schedules.runDue(new Date("2026-11-06T04:00:00Z"))).toMatchObject({ opened: 0 });
  });
});
