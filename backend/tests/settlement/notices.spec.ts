import type { MedusaContainer } from "@medusajs/framework/types";
import { beforeAll, describe, expect, it } from "vitest";
import { sendPaidNotice, sendStatementNotices } from "../../src/workflows/settlement/send-statement-notices";
import { account, id, settledPeriod, sold, value } from "./house";
import { registerHouse } from "./register-house";

/** Texts about money: each household hears of its statement once, and of a payout only when it has it. */
const { house, cooperatives, container: plain, registered } = registerHouse();
let cooperative_id: string;
let households: string[];
let period_id: string;
beforeAll(async () => {
  cooperative_id = await registered("notices", "NT");
  households = [];
  for (let n = 0; n < 5; n += 1) {
    const one = await cooperatives.registerHousehold({
      cooperative_id,
      village_id: "village_1",
      name: "王秀英",
      phone: `+861390000000${n}`,
    });
    households.push(value(one).household_id);
  }
  await sold(
    house,
    households.map((household_id) => ({
      cooperative_id,
      grams: 1_000,
      paid_minor: 10_000,
      lots: [{ household_id, grams: 1_000 }],
    })),
  );
  period_id = await settledPeriod(house, cooperative_id);
  const accounts = households.map((one) => account.bank(one));
  value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
});

/** Medusa's container with the real services; `settlement` may be one that dies. */
const container = (settlement: unknown = house.settlement): MedusaContainer =>
  ({
    resolve: (name: string) => (name === "settlement" ? settlement : plain.resolve(name)),
  }) as unknown as MedusaContainer;

/** The real one, killed before it has read its `n`th page. */
function dyingAt(n: number): unknown {
  let pages = 0;
  const statements = new Proxy(house.settlement.statements, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name, target);
      if (typeof found !== "function") return found;
      return (...given: unknown[]) => {
        if (name === "noticesOfPeriod" && ++pages === n) throw new Error("killed");
        return (found as (...all: unknown[]) => unknown).apply(target, given);
      };
    },
  });
  return { statements };
}

async function told(kind: string): Promise<Record<string, number>> {
  const { rows } = await house.db.query<{ household_id: string; n: number }>(
    "select household_id, count(*)::int as n from notice where kind = $1 group by 1",
    [kind],
  );
  return Object.fromEntries(rows.map((one) => [one.household_id, one.n]));
}

describe("the texts of an approved period", () => {
  it("killed between two pages and run again, are one for each household and none twice", async () => {
    const input = { message_id: id("out"), period_id };
    for (const page of [2, 3]) {
      await expect(sendStatementNotices(container(dyingAt(page)), input, 2)).rejects.toThrow("killed");
    }
    expect(Object.keys(await told("statement"))).toHaveLength(4);
    expect(await sendStatementNotices(container(), input, 2)).toEqual({ told: 1 });
    expect(await sendStatementNotices(container(), { ...input, message_id: id("out") }, 2)).toEqual({ told: 0 });
    expect(await told("statement")).toEqual(Object.fromEntries(households.map((one) => [one, 1])));
    const { rows } = await house.db.query<{ n: number }>(
      "select count(*)::int as n from outbox_message m join notice n on n.id = m.payload->>'notice_id' where m.job = 'notify' and n.kind = 'statement'",
    );
    expect(rows).toEqual([{ n: 5 }]);
  });
});

describe("the text of a payout", () => {
  it("is sent once when it arrived, and not at all when the bank sent it back before the message was read", async () => {
    const { rows } = await house.db.query<{ id: string; household_id: string }>(
      "update payout set state = 'created' where period_id = $1 returning id, household_id",
      [period_id],
    );
    const [arrived, returned] = rows as [(typeof rows)[0], (typeof rows)[0]];
    await house.db.query("update payout set state = 'failed' where id = $1", [returned.id]);
    const message_id = id("out");
    for (let run = 0; run < 2; run += 1)
      expect(await sendPaidNotice(container(), { message_id, payout_id: arrived.id })).toBe(true);
    expect(await sendPaidNotice(container(), { message_id: id("out"), payout_id: returned.id })).toBe(false);
    expect(await told("payout")).toEqual({ [arrived.household_id]: 1 });
  });
});
