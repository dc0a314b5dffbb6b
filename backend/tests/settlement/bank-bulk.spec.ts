import { beforeAll, expect, it } from "vitest";
import { bankReference } from "../../src/modules/settlement/bank-file";
import { camt053, pain002 } from "./bank-messages";
import { account, givenCooperative, id, NONE, settledPeriod, sold, value, violations } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();
let statements = 0;
beforeAll(() => void house.knex.on("query", () => (statements += 1)));

/**
 * As autovacuum does within a minute in a house that runs. Without, the triggers' statements keep the plans that they were given when
 * there were twenty rows, and read whole tables for each of thousands.
 */
const analysed = () => house.db.query("analyze");

/** A batch of so many payouts of 9.64 or so, and what answering it sent: statements of SQL and milliseconds. */
async function answered(households: number): Promise<number[]> {
  const cooperative_id = await givenCooperative(house);
  const names = Array.from({ length: households }, () => id("household"));
  await sold(house, [
    {
      cooperative_id,
      grams: households * 700,
      paid_minor: households * 1_000,
      lots: names.map((household_id) => ({ household_id, grams: 700 })),
    },
  ]);
  await analysed();
  const period_id = await settledPeriod(house, cooperative_id);
  value(
    await house.settlement.approvePeriod({
      period_id,
      person: "checker",
      accounts: names.map((name) => account.bank(name)),
    }),
  );
  await analysed();
  const batch = (await house.settlement.batches(cooperative_id))[0]!;
  const file = value(await house.settlement.bankFile(batch.id));
  value(await house.settlement.markBatchExported({ batch_id: batch.id, sha256: file.sha256 }));
  const { rows: payouts } = await house.db.query<{ reference: string; amount: string }>(
    `select substr(id, 8) as reference, (amount_minor / 100.0)::numeric(20, 2)::text as amount from payout where batch_id = $1 order by id`,
    [batch.id],
  );
  expect(payouts).toHaveLength(households);
  // One in ten is rejected, half of those for its account; the statement then shows the others leaving.
  const isRejected = (at: number) => at % 10 === 0;
  const messages = [
    pain002(
      bankReference(batch.id),
      payouts.map((payout, at) => ({
        ...payout,
        status: isRejected(at) ? "RJCT" : "ACSP",
        ...(isRejected(at) ? { code: at % 20 === 0 ? "AC04" : "AM04" } : {}),
      })),
    ),
    camt053(payouts.filter((_, at) => !isRejected(at)).map((payout) => ({ ...payout, way: "DBIT" as const }))),
  ];
  const sent: number[] = [];
  for (const text of messages) {
    const before = statements;
    value(
      await house.settlement.bankAnswers.take({ cooperative_id, person: "m", name: "a.xml", bytes: Buffer.from(text) }),
    );
    sent.push(statements - before);
  }
  const states = await house.settlement.bankAnswers.ofBatch(batch.id);
  expect(states.map((one) => [one.bank_state, one.payouts])).toEqual([
    ["paid", households * 0.9],
    ["rejected", households * 0.1],
  ]);
  expect(await house.settlement.openItems.count(cooperative_id)).toBe(households / 20);
  // One behind the first page is found by its own id, for whoever takes it back.
  const { rows: all } = await house.db.query<{ id: string }>(
    "select id from payout where batch_id = $1 order by id desc limit 1",
    [batch.id],
  );
  const payout = all[0]?.id;
  const one = value(await house.settlement.batch(batch.id, cooperative_id, { limit: 2, payout }));
  expect(one.lines.map((line) => line.id)).toEqual([payout]);
  return sent;
}

/**
 * Above every size at which something is sent in parts or shown in pages (200 lines, 1,000 hashes), and all lists go as one array or one
 * JSON: more payouts are no other path. That a season of 10,000 gets as far as its bank file is bulk.spec.ts.
 */
const MANY = 2_000;

it(`a batch of ${MANY} is answered in as many statements as one of 20, and the ledger holds`, async () => {
  const few = await answered(20);
  const many = await answered(MANY);
  expect(many).toEqual(few);
  expect(Math.max(...many)).toBeLessThan(35);
  // Nobody seals here: on a slow machine that alone is a violation.
  expect({ ...(await violations(house)), M11: 0 }).toEqual(NONE);
});
