import { beforeAll, describe, expect, it } from "vitest";
import { account, givenCooperative, id, NONE, sold, value, violations, yearIn } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();
let statements = 0;
beforeAll(() => void house.knex.on("query", () => (statements += 1)));

/** Statements of SQL that `work` sends. */
async function counted<T>(work: () => Promise<T>): Promise<[T, number]> {
  const before = statements;
  const answer = await work();
  return [answer, statements - before];
}

/** Divides, settles, approves and exports for so many households; how many statements each step sent. */
async function season(households: number): Promise<Record<string, number>> {
  const cooperative_id = await givenCooperative(house);
  const names = Array.from({ length: households }, () => id("household"));
  const [, posted] = await counted(() =>
    sold(house, [
      {
        cooperative_id,
        grams: households * 700,
        paid_minor: households * 1_000,
        lots: names.map((household_id) => ({ household_id, grams: 700 })),
      },
    ]),
  );
  const [from, to] = yearIn(0);
  const period = value(await house.settlement.openPeriod({ cooperative_id, from, to, person: "maker" }));
  value(await house.settlement.requestSettlement({ period_id: period.id, person: "maker" }));
  const [settled, settle] = await counted(() =>
    house.settlement.settlePeriod({ period_id: period.id, message_id: id("out") }),
  );
  expect(value(settled).statements).toBe(households);
  const accounts = names.map((name, index) =>
    index % 2 === 0 ? account.bank(name) : account.stripe(name, `acct_${index}`),
  );
  const [approved, approve] = await counted(() =>
    house.settlement.approvePeriod({ period_id: period.id, person: "checker", accounts }),
  );
  expect(value(approved).approved).toBe(true);
  const batch = (await house.settlement.batches(cooperative_id)).find((one) => one.rail === "bank_file")!;
  expect(batch.payouts).toBe(households / 2);
  const [, exported] = await counted(async () => {
    const file = value(await house.settlement.bankFile(batch.id));
    value(await house.settlement.markBatchExported({ batch_id: batch.id, sha256: file.sha256, message_id: id("out") }));
  });
  return { posted, settle, approve, exported };
}

describe("a season of many households", () => {
  it("sends as many statements for 10,000 households as for 20", async () => {
    const few = await season(20);
    const many = await season(10_000);
    expect(many).toEqual(few);
    expect(Math.max(...Object.values(many))).toBeLessThan(40);
    expect(await violations(house)).toEqual(NONE);
  });
});
