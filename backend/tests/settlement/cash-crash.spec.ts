import { describe, expect, it } from "vitest";
import {
  account,
  cashPhoto,
  givenCooperative,
  id,
  NONE,
  settledPeriod,
  sold,
  statementsOf,
  value,
  violations,
  yearIn,
} from "./house";
import { specHouse } from "./spec-house";
import { specProcess } from "./spec-process";

/** A real process at the cash desk is killed with SIGKILL at every write; whoever comes after does the act again. */
const house = specHouse();

const acting = specProcess("cash-process", () => ({ DATABASE_URL: house.url }));

/** Each act with the points in it. */
const POINTS: readonly [act: "photo" | "hand" | "confirm" | "carry", point: string][] = [
  ["photo", "cash_photo_written"],
  ["hand", "cash_handing_written"],
  ["confirm", "cash_witness_written"],
  ["confirm", "cash_released"],
  ["confirm", "cash_booked"],
  ["confirm", "cash_confirmed_before_commit"],
  ["carry", "cash_carried_written"],
  ["carry", "cash_carried_released"],
];
/** Processes at once: each takes a second to start, and most of that is waiting for the disk. */
const AT_ONCE = 3;

async function cashBatch() {
  const cooperative_id = await givenCooperative(house);
  const households = [id("household"), id("household")];
  const lots = households.map((household_id) => ({ household_id, grams: 1000 }));
  await sold(house, [{ cooperative_id, grams: 2000, paid_minor: 20_000, lots }]);
  const period_id = await settledPeriod(house, cooperative_id);
  const accounts = households.map((household) => account.cash(household));
  value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
  const [batch] = await house.settlement.batches(cooperative_id);
  const of = { batch_id: batch!.id, cooperative_id };
  const payout_ids = (await house.settlement.cash.lines(of.batch_id, cooperative_id)).map((line) => line.payout_id);
  return { ...of, payout_ids, photo_id: await cashPhoto(house, of, "before") };
}
type Batch = Awaited<ReturnType<typeof cashBatch>>;

function run(act: string, batch: Batch, person: string, point?: string) {
  const { batch_id, cooperative_id, photo_id, payout_ids } = batch;
  return acting([act, batch_id, cooperative_id, person, photo_id, payout_ids.join(",")], point);
}

function again(act: (typeof POINTS)[number][0], { photo_id, ...batch }: Batch, person: string): Promise<unknown> {
  const { cash } = house.settlement;
  const of = { ...batch, person };
  if (act === "photo")
    return cash.keepPhoto({ ...of, file: "f.jpg", source_sha256: "same sheet", width: 1, height: 1, bytes: 1 });
  if (act === "hand") return cash.handOut({ ...of, photo_id });
  return act === "confirm" ? cash.confirm(of) : cash.carryOver({ ...of, reason: "not_collected", words: "" });
}

async function traceOf({ batch_id, payout_ids }: Batch) {
  const { rows } = await house.db.query<Record<string, number>>(
    `select (select count(*)::int from cash_photo where batch_id = $1) as photos,
            (select count(*)::int from cash_handing where batch_id = $1) as handed,
            (select count(*)::int from cash_carried where batch_id = $1) as carried,
            (select count(*)::int from journal where kind = 'payout' and source_id = any($2)) as booked`,
    [batch_id, payout_ids],
  );
  return rows[0];
}

/** What stands when the act itself was killed, and when somebody has done it again. */
const STANDS = {
  photo: {
    killed: { photos: 1, handed: 0, carried: 0, booked: 0 },
    done: { photos: 2, handed: 0, carried: 0, booked: 0 },
  },
  hand: {
    killed: { photos: 1, handed: 0, carried: 0, booked: 0 },
    done: { photos: 1, handed: 2, carried: 0, booked: 0 },
  },
  confirm: {
    killed: { photos: 1, handed: 2, carried: 0, booked: 0 },
    done: { photos: 1, handed: 2, carried: 0, booked: 2 },
  },
  carry: {
    killed: { photos: 1, handed: 0, carried: 0, booked: 0 },
    done: { photos: 1, handed: 0, carried: 2, booked: 0 },
  },
} as const;

describe("a desk that is killed", () => {
  it("between photo, hand-out and confirmation leaves no half: cash is handed, booked or carried whole, and once", async () => {
    const waiting = [...POINTS];
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [act, point] = next;
        const batch = await cashBatch();
        const { batch_id, cooperative_id, payout_ids, photo_id } = batch;
        if (act === "confirm")
          value(
            await house.settlement.cash.handOut({ batch_id, cooperative_id, payout_ids, photo_id, person: "payer" }),
          );
        const person = act === "confirm" ? "witness" : "payer";
        const killed = await run(act, batch, person, point);
        expect([point, killed.signal, killed.said]).toEqual([point, "SIGKILL", ""]);
        expect([point, await traceOf(batch)]).toEqual([point, STANDS[act].killed]);
        // Somebody does it again, and a second desk at the same moment.
        await Promise.all([again(act, batch, person), again(act, batch, person)]);
        expect([point, await traceOf(batch)]).toEqual([point, STANDS[act].done]);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    // Unsealed journals are an alarm after a minute; these are sealed by no job.
    expect({ ...(await violations(house)), M11: 0 }).toEqual(NONE);
  });
});

describe("cash that nobody collects", () => {
  it("is carried over from period to period, each time whole, until it is paid once", async () => {
    const batch = await cashBatch();
    const lines = await house.settlement.cash.lines(batch.batch_id, batch.cooperative_id);
    const [household] = lines.map((line) => line.household_id) as [string];
    const amount = lines[0]!.amount_minor;
    let of: { batch_id: string; cooperative_id: string } = batch;
    for (const days of [yearIn(1), yearIn(2)]) {
      const ids = (await house.settlement.cash.lines(of.batch_id, of.cooperative_id)).map((line) => line.payout_id);
      const act = { ...of, person: "payer", payout_ids: ids, reason: "not_collected" as const, words: "" };
      value(await house.settlement.cash.carryOver(act));
      const period_id = await settledPeriod(house, of.cooperative_id, days);
      const accounts = lines.map((line) => account.cash(line.household_id));
      value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
      const found = (await house.settlement.batches(of.cooperative_id)).find((one) => one.period_id === period_id);
      of = { batch_id: found!.id, cooperative_id: of.cooperative_id };
    }
    const last = await house.settlement.cash.lines(of.batch_id, of.cooperative_id);
    const whole = (of: typeof lines) => new Map(of.map((line) => [line.household_id, line.amount_minor]));
    expect(whole(last)).toEqual(whole(lines));
    const payout_ids = last.map((line) => line.payout_id);
    const photo_id = await cashPhoto(house, of, "last");
    value(await house.settlement.cash.handOut({ ...of, payout_ids, photo_id, person: "payer" }));
    value(await house.settlement.cash.confirm({ ...of, payout_ids, person: "witness" }));
    const [newest, middle, oldest] = await statementsOf(house, household);
    expect([newest, middle, oldest].map((one) => one?.brought_forward_minor)).toEqual([amount, amount, 0]);
    expect([newest, middle, oldest].map((one) => one?.remaining_minor)).toEqual([0, 0, 0]);
    expect((await house.settlement.moneyOfHousehold(household))[0]).toMatchObject({
      owed_minor: 0,
      paid_minor: amount,
    });
    // Unsealed journals are an alarm after a minute; these are sealed by no job.
    expect({ ...(await violations(house)), M11: 0 }).toEqual(NONE);
  });
});
