import { describe, expect, it } from "vitest";
import type { FeeTermsInput } from "@commonlot/domain";
import { captureInput, givenCooperative, id, order, postInput, reasonOf, value } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

const TODAY = new Date().toISOString().slice(0, 10);
const daysFrom = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const TERMS: FeeTermsInput = {
  platform_bp: 300,
  cooperative_bp: 500,
  agent_bp: 0,
  packing_minor_per_kg: 40,
  freight_rule: "pooled",
  tax_treatment: "set_apart",
  holdback_bp: 0,
  holdback_release: "after_days",
  holdback_days: 30,
  hold_days: 0,
  minimum_payout_minor: 0,
  seller: "cooperative",
};

const placeOf = (cooperative_id: string) => ({ cooperative_id, currency: "CNY", tz: "UTC", today: TODAY });

const propose = (cooperative_id: string, more: { terms?: Partial<FeeTermsInput>; [key: string]: unknown } = {}) =>
  house.settlement.feePolicies.propose({
    place: placeOf(cooperative_id),
    product_id: null,
    currency: "CNY",
    from_day: TODAY,
    until_day: null,
    reason: "packing costs more",
    person: "maker",
    by_operator: false,
    ...more,
    terms: { ...TERMS, ...more.terms },
  });

const decide = (cooperative_id: string, proposal_id: string, more: object = {}) =>
  house.settlement.feePolicies.decide({
    place: placeOf(cooperative_id),
    proposal_id,
    decision: "confirmed",
    words: "",
    person: "checker",
    is_manager: true,
    ...more,
  });

const versions = async (cooperative_id: string) =>
  (await house.settlement.feePolicies.history(cooperative_id, undefined, 10)).map((one) => one.version);

async function soldPolicy(cooperative_id: string, more: { sold_at?: Date; product_id?: string } = {}) {
  const given = order([
    { cooperative_id, grams: 1000, paid_minor: 10_000, lots: [{ household_id: id("wang"), grams: 1000 }] },
  ]);
  const { sold_at, product_id = null } = more;
  const input = captureInput(given);
  value(
    await house.settlement.recordCapture({
      ...input,
      ...(sold_at ? { sold_at } : {}),
      lines: input.lines.map((line) => ({ ...line, product_id })),
    }),
  );
  const { rows } = await house.db.query<{ version: number; seller: string; line: string }>(
    `select p.version, l.seller, l.id as line from sale_line l join fee_policy p on p.id = l.policy_id where l.order_id = $1`,
    [given.order_id],
  );
  return { ...rows[0], given };
}

describe("a change of rates", () => {
  it("is proposed by one person and counts when a second, a manager, has confirmed it; for new orders only", async () => {
    const cooperative_id = await givenCooperative(house);
    const before = await soldPolicy(cooperative_id);
    const proposal = value(await propose(cooperative_id, { terms: { cooperative_bp: 700 } }));
    expect((await soldPolicy(cooperative_id)).version).toBe(1);
    expect(reasonOf(await decide(cooperative_id, proposal.id, { person: "maker" }))).toBe("same_person");
    expect(reasonOf(await decide(cooperative_id, proposal.id, { is_manager: false }))).toBe("not_your_role");
    expect(reasonOf(await decide("coop_other", proposal.id))).toBe("not_found");
    expect(await versions(cooperative_id)).toEqual([1]);

    const ordered_before = new Date();
    expect(value(await decide(cooperative_id, proposal.id))).toMatchObject({
      state: "confirmed",
      decided_by: "checker",
    });
    expect((await soldPolicy(cooperative_id)).version).toBe(2);
    // Ordered before it counted and captured after: the buyer's order was made under the old rates.
    expect((await soldPolicy(cooperative_id, { sold_at: ordered_before })).version).toBe(1);
    expect(reasonOf(await decide(cooperative_id, proposal.id))).toBe("stale");

    const acts = await house.settlement.activity({ cooperative_id, before: { at: "infinity", id: "" }, limit: 10 });
    expect(acts.map((one) => [one.act, one.person])).toEqual([
      ["fees_confirmed", "checker"],
      ["fees_proposed", "maker"],
      ["paying_account_named", expect.any(String)],
    ]);

    value(await house.settlement.postSale(postInput(before.given)));
    const [line] = await house.settlement.waterfallOfOrder(before.given.order_id);
    expect(line?.rows.find((row) => row.rule === "cooperative_bp")?.amount_minor).toBe(498);
  });

  it("waits alone: a second proposal for the same goods is refused, of two at once one stands", async () => {
    const cooperative_id = await givenCooperative(house);
    const answers = await Promise.all(Array.from({ length: 4 }, () => propose(cooperative_id)));
    expect(answers.map(reasonOf).sort()).toEqual([null, "proposal_waits", "proposal_waits", "proposal_waits"]);
    expect((await propose(cooperative_id, { product_id: "prod_1" })).ok).toBe(true);
  });

  it("is decided once, however many press at once", async () => {
    const cooperative_id = await givenCooperative(house);
    const proposal = value(await propose(cooperative_id));
    const decisions = await Promise.all([
      decide(cooperative_id, proposal.id, { person: "a" }),
      decide(cooperative_id, proposal.id, { person: "b" }),
      decide(cooperative_id, proposal.id, { person: "c", decision: "rejected", words: "too dear" }),
      decide(cooperative_id, proposal.id, { person: "maker", decision: "withdrawn", words: "a slip" }),
    ]);
    expect(decisions.filter((one) => one.ok)).toHaveLength(1);
    expect((await versions(cooperative_id)).length).toBeLessThanOrEqual(2);
  });

  it("leaves the platform's percentage and who sells to its operator; then the line says who sold it, and who owes the tax", async () => {
    const cooperative_id = await givenCooperative(house);
    expect(reasonOf(await propose(cooperative_id, { terms: { platform_bp: 200 } }))).toBe("platform_terms");
    expect(reasonOf(await propose(cooperative_id, { terms: { seller: "platform" } }))).toBe("platform_terms");
    expect(reasonOf(await propose(id("coop")))).toBe("platform_terms");
    const terms = { platform_bp: 400, seller: "platform" as const };
    const asked = value(await propose(cooperative_id, { by_operator: true, person: "operator", terms }));
    value(await decide(cooperative_id, asked.id));
    const given = order([
      {
        cooperative_id,
        grams: 100,
        paid_minor: 1_000,
        tax_minor: 90,
        lots: [{ household_id: id("wang"), grams: 100 }],
      },
    ]);
    value(await house.settlement.recordCapture(captureInput(given)));
    value(await house.settlement.postSale(postInput(given)));
    const { rows } = await house.db.query(
      `select a.party, l.seller from posting p join journal j on j.id = p.journal_id join account a on a.id = p.account_id
       join sale_line l on l.order_id = j.order_id where a.kind = 'tax' and j.order_id = $1`,
      [given.order_id],
    );
    expect(rows).toEqual([{ party: "platform", seller: "platform" }]);
    // Given back after the division, the tax comes out of where it went.
    const order_line_id = given.lines[0]?.order_line_id ?? "";
    value(
      await house.settlement.lateRefunds.refund({
        order_id: given.order_id,
        cooperative_id,
        lines: [{ order_line_id, amount_minor: 1_000n }],
        words: "spoilt",
        person: "member",
        idempotency_key: "refund_key_1",
      }),
    );
    const taxes = await house.db.query(
      `select a.party, sum(p.amount_minor)::int as sum from posting p join journal j on j.id = p.journal_id join account a on a.id = p.account_id
       where a.kind = 'tax' and j.order_id = $1 group by 1`,
      [given.order_id],
    );
    expect(taxes.rows).toEqual([{ party: "platform", sum: 0 }]);
  });

  it("of one product goes before that of all goods, while it lasts", async () => {
    const cooperative_id = await givenCooperative(house);
    const own = value(
      await propose(cooperative_id, {
        product_id: "prod_honey",
        until_day: daysFrom(2),
        terms: { cooperative_bp: 900 },
      }),
    );
    value(await decide(cooperative_id, own.id));
    expect((await soldPolicy(cooperative_id, { product_id: "prod_honey" })).version).toBe(2);
    expect((await soldPolicy(cooperative_id, { product_id: "prod_walnut" })).version).toBe(1);
    expect((await soldPolicy(cooperative_id)).version).toBe(1);
    const later = new Date(Date.now() + 3 * 86_400_000);
    expect((await soldPolicy(cooperative_id, { product_id: "prod_honey", sold_at: later })).version).toBe(1);
    // A new one of all goods does not touch it.
    value(await decide(cooperative_id, value(await propose(cooperative_id)).id));
    expect((await soldPolicy(cooperative_id, { product_id: "prod_honey" })).version).toBe(2);
    expect((await soldPolicy(cooperative_id)).version).toBe(3);
    const { in_force } = await house.settlement.feePolicies.standing(cooperative_id, "CNY");
    expect(in_force.map((one) => [one.version, one.product_id])).toEqual([
      [3, null],
      [2, "prod_honey"],
    ]);
  });

  it("refuses days in the past, days another version has, another currency, too much in sum", async () => {
    const cooperative_id = await givenCooperative(house);
    expect(reasonOf(await propose(cooperative_id, { from_day: daysFrom(-1) }))).toBe("from_day_past");
    expect(reasonOf(await propose(cooperative_id, { currency: "USD" }))).toBe("wrong_currency");
    expect(reasonOf(await propose(cooperative_id, { terms: { cooperative_bp: 9_701 } }))).toBe("fees_over_whole");
    expect(reasonOf(await propose(cooperative_id, { terms: { cooperative_bp: -1 } }))).toBe("invalid_input");
    const coming = value(await propose(cooperative_id, { from_day: daysFrom(5) }));
    value(await decide(cooperative_id, coming.id));
    expect(reasonOf(await propose(cooperative_id, { from_day: daysFrom(3) }))).toBe("overlapping");
    expect((await propose(cooperative_id, { from_day: daysFrom(3), until_day: daysFrom(5) })).ok).toBe(true);
  });

  it("a proposal never changes and is not deleted, by nobody", async () => {
    const cooperative_id = await givenCooperative(house);
    const proposal = value(await propose(cooperative_id));
    for (const statement of [
      "update fee_policy_proposal set cooperative_bp = 0",
      "delete from fee_policy_proposal",
      "truncate fee_policy_proposal",
    ])
      await expect(house.db.query(statement)).rejects.toThrow(/append-only/);
    value(await decide(cooperative_id, proposal.id, { decision: "rejected", words: "too dear" }));
    await expect(
      house.db.query(`update fee_policy_proposal set state = 'withdrawn' where id = $1`, [proposal.id]),
    ).rejects.toThrow(/append-only/);
  });
});

describe("the rule of freight that was frozen", () => {
  it("buyer pays: the box never touches the households, the cooperative bears the difference", async () => {
    const cooperative_id = await givenCooperative(house);
    const terms = { freight_rule: "buyer_pays" as const };
    value(await decide(cooperative_id, value(await propose(cooperative_id, { terms })).id));
    const given = order([
      {
        cooperative_id,
        grams: 1000,
        paid_minor: 2_000,
        freight_minor: 900,
        lots: [{ household_id: id("li"), grams: 1000 }],
      },
    ]);
    const input = captureInput(given);
    const lines = input.lines.map((line) => ({ ...line, freight_paid_minor: 600 }));
    value(await house.settlement.recordCapture({ ...input, lines }));
    value(await house.settlement.postSale(postInput(given)));
    const [line] = await house.settlement.waterfallOfOrder(given.order_id);
    // 1,400 of goods, less 40 of packing: 3 % and 5 % of 1,360.
    expect(line?.rows.map((row) => [row.rule, row.amount_minor])).toEqual([
      ["freight", 900],
      ["packing", 40],
      ["platform_bp", 40],
      ["cooperative_bp", 68],
      ["freight_borne", -300],
      ["share", 1_252],
    ]);
  });
});
