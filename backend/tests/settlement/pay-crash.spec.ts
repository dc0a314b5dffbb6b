import { describe, expect, it } from "vitest";
import { account, givenCooperative, id, NONE, settledPeriod, sold, value, violations } from "./house";
import { stripeHouse } from "./spec-house";
import { specProcess } from "./spec-process";

/** A real process that pays is killed with SIGKILL between any two writes; another one takes it up. */
const { house, standin } = stripeHouse();

const paying = specProcess("pay-process", () => ({ DATABASE_URL: house.url, STRIPE_API_PORT: String(standin.port) }));
const run = (payout_id: string, message_id: string, point?: string) => paying([payout_id, message_id], point);

/** Between every two writes of `pay`, in their order; the transfer itself is one. */
const POINTS = [
  "payout_locked",
  "payout_intent_written",
  "before_transfer",
  "after_transfer_before_commit",
  "payout_claimed",
  "payout_marked",
  "payout_released",
  "payout_journal_written",
  "payout_booked",
  "payout_batch_closed",
  "payout_before_commit",
];
/** Processes at once: each takes seconds to start, and most of that is waiting for the disk. */
const AT_ONCE = 3;

/** An approved payout by Stripe of 91.64, with money to pay it from. */
async function payout(): Promise<string> {
  const [cooperative_id, household] = [await givenCooperative(house), id("household")];
  const made = await standin
    .stripe()
    .accounts.create({ type: "express", country: "HK", capabilities: { transfers: { requested: true } } });
  await sold(house, [
    { cooperative_id, grams: 1000, paid_minor: 10_000, lots: [{ household_id: household, grams: 1000 }] },
  ]);
  await standin
    .stripe()
    .paymentIntents.create({ amount: 10_000, currency: "cny", confirm: true, payment_method: "pm_card_visa" });
  const period_id = await settledPeriod(house, cooperative_id);
  const accounts = [account.stripe(household, made.id)];
  value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
  const { rows } = await house.db.query<{ id: string }>("select id from payout where period_id = $1", [period_id]);
  return rows[0]!.id;
}

describe("a payout whose process is killed", () => {
  it("between any two writes is one transfer, one journal and one paid statement when the next process has run", async () => {
    const waiting = [...POINTS];
    const ends: Record<string, unknown> = {};
    const work = async () => {
      for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
        const [payout_id, message_id] = [await payout(), id("out")];
        const killed = await run(payout_id, message_id, point);
        const { data } = await standin.stripe().transfers.list({ transfer_group: payout_id, limit: 10 });
        const { rows } = await house.db.query<{ state: string; journals: string; paid: string }>(
          `select p.state, (select count(*) from journal j where j.kind = 'payout' and j.source_id = p.id) as journals, s.paid_minor as paid
           from payout p join statement s on s.id = p.statement_id where p.id = $1`,
          [payout_id],
        );
        ends[point] = [killed.signal, killed.said, data.length, rows[0]];
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    // Nothing of what was not committed is there; the transfer is, from where it was asked for on.
    const after = POINTS.indexOf("after_transfer_before_commit");
    expect(ends).toEqual(
      Object.fromEntries(
        POINTS.map((point, place) => [
          point,
          ["SIGKILL", "", place < after ? 0 : 1, { state: "intended", journals: "0", paid: "0" }],
        ]),
      ),
    );
    expect(await violations(house)).toMatchObject({ M1: 0, M2: 0, M3: 0, M6: 0 });

    const { rows: open } = await house.db.query<{ id: string }>("select id from payout where state <> 'created'");
    expect(open).toHaveLength(POINTS.length);
    // One more real process; the rest in this one, by the same code.
    expect(await run(open[0]!.id, id("out"))).toEqual({ signal: null, said: "created" });
    const { payHousehold } = await import("../../src/workflows/settlement/pay-household");
    const container = { resolve: () => house.settlement } as never;
    for (const one of open)
      expect(await payHousehold(container, { payout_id: one.id, message_id: id("out") }, standin.stripe())).toBe(
        "created",
      );
    for (const one of open) {
      const { data } = await standin.stripe().transfers.list({ transfer_group: one.id, limit: 10 });
      expect(data.map((transfer) => transfer.amount)).toEqual([9_164]);
      const { rows } = await house.db.query("select 1 from journal where kind = 'payout' and source_id = $1", [one.id]);
      expect(rows).toHaveLength(1);
    }
    const { rows: paid } = await house.db.query("select distinct paid_minor::int as paid from statement");
    expect(paid).toEqual([{ paid: 9_164 }]);
    expect({ ...(await violations(house)), M11: 0 }).toEqual(NONE);
  });
});
