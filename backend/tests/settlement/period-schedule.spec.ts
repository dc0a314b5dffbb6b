import { describe, expect, it } from "vitest";
import { PeriodSchedules } from "../../src/modules/settlement/period-schedules";
import { id, reasonOf, value } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

const set = (cooperative_id: string, more: object = {}) =>
  house.settlement.schedules.set({
    cooperative_id,
    rhythm: "monthly",
    day: 1,
    tz: "Asia/Shanghai",
    today: "2026-11-05",
    person: "member_accountant",
    ...more,
  });

async function periods(cooperative_id: string): Promise<string[]> {
  const { rows } = await house.db.query<{ from: string; to: string; state: string }>(
    `select from_date::text as from, to_date::text as to, state from settlement_period where cooperative_id = $1 order by from_date`,
    [cooperative_id],
  );
  return rows.map((one) => `${one.from} ${one.to} ${one.state}`);
}

/** Two schedulers of two processes. */
const schedulers = () => Array.from({ length: 4 }, () => new PeriodSchedules(house.knex));
const runAll = (at: string) => Promise.all(schedulers().map((one) => one.runDue(new Date(at))));

async function asked(cooperative_id: string): Promise<number> {
  const { rows } = await house.db.query(
    `select 1 from outbox_message m join settlement_period p on p.id = m.payload->>'period_id' where m.job = 'settle' and p.cooperative_id = $1`,
    [cooperative_id],
  );
  return rows.length;
}

describe("periods by schedule", () => {
  it("open and close once, from four schedulers at the same moment, and again", async () => {
    const cooperative_id = id("coop");
    value(await set(cooperative_id));
    await runAll("2026-11-05T04:00:00Z");
    expect(await periods(cooperative_id)).toEqual(["2026-11-05 2026-11-30 open"]);
    await runAll("2026-12-01T04:00:00Z");
    await runAll("2026-12-01T04:05:00Z");
    expect(await periods(cooperative_id)).toEqual(["2026-11-05 2026-11-30 settling", "2026-12-01 2026-12-31 open"]);
    expect(await asked(cooperative_id)).toBe(1);
  });

  it("of a cooperative that can't be done keep no other from its own, and the failure is seen", async () => {
    const [broken, sound] = ["coop_0_broken", "coop_1_sound"];
    value(await set(broken));
    value(await set(sound));
    const zone = (name: string) =>
      house.db.query("update settlement_schedule set time_zone = $2 where cooperative_id = $1", [broken, name]);
    await house.db.query("alter table settlement_schedule disable trigger user");
    await zone("Nowhere/Atall");
    await expect(house.settlement.schedules.runDue(new Date("2026-11-05T04:00:00Z"))).rejects.toThrow(/Nowhere/);
    expect(await periods(broken)).toEqual([]);
    expect(await periods(sound)).toEqual(["2026-11-05 2026-11-30 open"]);
    await zone("Asia/Shanghai");
    await house.db.query("alter table settlement_schedule enable trigger user");
  });

  it("the day ends where the cooperative is", async () => {
    const cooperative_id = id("coop");
    value(await set(cooperative_id));
    // 23:59 and 00:01 in Shanghai.
    await runAll("2026-11-30T15:59:00Z");
    expect(await periods(cooperative_id)).toEqual(["2026-11-05 2026-11-30 open"]);
    await runAll("2026-11-30T16:01:00Z");
    expect((await periods(cooperative_id))[0]).toBe("2026-11-05 2026-11-30 settling");
  });

  it("what was missed while nobody looked is opened and closed late; days that a person has opened are theirs", async () => {
    const cooperative_id = id("coop");
    value(await set(cooperative_id, { rhythm: "half_monthly" }));
    value(
      await house.settlement.openPeriod({ cooperative_id, from: "2026-11-10", to: "2026-11-20", person: "member_x" }),
    );
    await runAll("2026-12-17T04:00:00Z");
    expect(await periods(cooperative_id)).toEqual([
      "2026-11-05 2026-11-09 settling",
      "2026-11-10 2026-11-20 open",
      "2026-11-21 2026-11-30 settling",
      "2026-12-01 2026-12-15 settling",
      "2026-12-16 2026-12-31 open",
    ]);
  });

  it("whoever set it is the maker: another person approves", async () => {
    const cooperative_id = id("coop");
    value(await set(cooperative_id, { rhythm: "weekly", day: 1 }));
    await runAll("2026-11-10T04:00:00Z");
    const { rows } = await house.db.query<{ id: string }>(
      `select id from settlement_period where cooperative_id = $1 and state = 'settling'`,
      [cooperative_id],
    );
    const period_id = rows[0]?.id ?? "";
    value(await house.settlement.settlePeriod({ period_id }));
    const approve = (person: string) => house.settlement.approvePeriod({ period_id, person, accounts: [] });
    expect(reasonOf(await approve("member_accountant"))).toBe("same_person");
    value(await approve("member_manager"));
  });

  it("switched off it opens nothing more, and closes what it had opened; a day that no month has is refused", async () => {
    const cooperative_id = id("coop");
    expect(reasonOf(await set(cooperative_id, { rhythm: "half_monthly", day: 20 }))).toBe("invalid_day");
    value(await set(cooperative_id));
    await runAll("2026-11-05T04:00:00Z");
    value(await set(cooperative_id, { rhythm: "none" }));
    await runAll("2026-12-05T04:00:00Z");
    expect(await periods(cooperative_id)).toEqual(["2026-11-05 2026-11-30 settling"]);
  });

  it("a period that goes on is not settled, in words; on its last day only by the word of who asks", async () => {
    const cooperative_id = id("coop");
    const { id: period_id } = value(
      await house.settlement.openPeriod({ cooperative_id, from: "2026-11-01", to: "2026-11-30", person: "m" }),
    );
    const ask = (now: string, last_day_goes_on?: boolean) =>
      house.settlement.requestSettlement({ period_id, person: "m", now: new Date(now), last_day_goes_on });
    // A minute before the last day begins, at the cooperative; then a minute into it.
    expect(reasonOf(await ask("2026-11-29T15:59:00Z", true))).toBe("period_not_ended");
    expect(reasonOf(await ask("2026-11-29T16:01:00Z"))).toBe("period_not_ended");
    expect(reasonOf(await ask("2026-11-30T15:59:00Z", false))).toBe("period_not_ended");
    expect(value(await house.settlement.period(period_id, cooperative_id)).state).toBe("open");
    expect(value(await ask("2026-11-30T15:59:00Z", true)).state).toBe("settling");
  });

  it("from the first minute after its last day on a period is settled without a word", async () => {
    const cooperative_id = id("coop");
    const { id: period_id } = value(
      await house.settlement.openPeriod({ cooperative_id, from: "2026-11-01", to: "2026-11-30", person: "m" }),
    );
    const now = new Date("2026-11-30T16:00:00Z");
    expect(value(await house.settlement.requestSettlement({ period_id, person: "m", now })).state).toBe("settling");
  });
});
