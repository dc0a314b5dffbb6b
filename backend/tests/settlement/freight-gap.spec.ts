import { describe, expect, it } from "vitest";
import { agreedFreight, freightCapture, freightKit, GOODS, HOUSEHOLD, sendRefund } from "./freight-kit";
import { id, NONE, order, postInput, reasonOf, value, violations } from "./house";
import { specHouse } from "./spec-house";
import { sheet, transferKit } from "./transfer-house";

const house = specHouse();
const CHEAPER = 8_000;
const DEARER = 10_000;

describe("freight that turned out cheaper than it was quoted", () => {
  it("goes back to the buyer who bears the gap: promised once, however often and by how many at once it is settled", async () => {
    const { capture, settle, gap, refunds, post, rows } = await freightKit(house, { term: { bearer: "buyer" } });
    value(await capture());
    const settled = await Promise.all([settle(CHEAPER), settle(CHEAPER), settle(CHEAPER)]);
    expect(settled.map((one) => value(one)).sort()).toEqual([0, 0, 1]);
    // What is planned otherwise later changes nothing.
    expect(value(await settle(7_000, { last: true }))).toBe(0);
    expect(await gap()).toMatchObject({
      agreed_minor: 8_800n,
      quoted_minor: 8_800n,
      planned_minor: 8_000n,
      gap_minor: -800n,
      buyer_minor: 8_000n,
      cooperative_minor: 0n,
      back_minor: 800n,
      refund_state: "intended",
      proforma_id: null,
      parcels: 2,
      plan_version: 1,
    });
    const sent = await refunds();
    expect(sent).toMatchObject([{ amount: 800, freight: 800, sent: 1 }]);
    expect(await violations(house)).toMatchObject(NONE);
    await sendRefund(house, sent[0]?.id ?? "");
    expect((await gap()).refund_state).toBe("created");
    expect(value(await post(CHEAPER))).toMatchObject({ posted: true });
    const divided = await rows();
    expect(divided).toMatchObject({
      "buyer_refund:refund": 800,
      "freight:freight": 8_000,
      "household_payable:share": HOUSEHOLD,
    });
    expect(divided).not.toHaveProperty("cooperative_fee:freight_left");
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("stays with the cooperative that bears the gap, and in parts with both; households have no part in it", async () => {
    const alone = await freightKit(house, { term: { bearer: "cooperative" } });
    value(await alone.capture());
    expect(value(await alone.settle(CHEAPER))).toBe(1);
    expect(await alone.gap()).toMatchObject({ back_minor: 0n, cooperative_minor: -800n, refund_state: null });
    expect(await alone.refunds()).toEqual([]);
    value(await alone.post(CHEAPER));
    expect(await alone.rows()).toMatchObject({
      "cooperative_fee:freight_left": 800,
      "household_payable:share": HOUSEHOLD,
    });
    const both = await freightKit(house, { term: { bearer: "shared", buyer_bp: 2_500 } });
    value(await both.capture());
    value(await both.settle(7_999));
    // A quarter of 8.01 is 2.0025, so 2.00.
    expect(await both.gap()).toMatchObject({ back_minor: 200n, cooperative_minor: -601n });
    value(await both.post(7_999));
    expect(await both.rows()).toMatchObject({
      "cooperative_fee:freight_left": 601,
      "household_payable:share": HOUSEHOLD,
    });
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("is taken off first what a company owes on account, and is a credit of it", async () => {
    const { capture, settle, refunds, grant, now, cooperative_id, given, settlement, lines } = await freightKit(house, {
      term: { bearer: "buyer" },
    });
    const { id: proforma_id } = value(await grant(BigInt(GOODS + 8_800)));
    await settlement.proformas.ordered(proforma_id, given.order_id);
    value(await capture({ provider_ref: proforma_id, processor: `transfer:${cooperative_id}` }));
    value(await settle(CHEAPER));
    const [refund] = await refunds();
    await sendRefund(house, refund?.id ?? "");
    expect(await now(proforma_id)).toMatchObject({ credited_minor: 800n, settled_at: null });
    expect(await lines("open")).toEqual([]);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("of an order of which a part fell short is counted from the freight that is kept", async () => {
    const { capture, settle, gap, given, line, settlement, cooperative_id } = await freightKit(house, {
      term: { bearer: "buyer" },
    });
    const { freightGaps } = settlement;
    expect(await freightGaps.keptOf(given.order_id, cooperative_id)).toBeNull();
    value(await capture());
    expect(await freightGaps.keptOf(given.order_id, cooperative_id)).toBe(8_800n);
    expect(await freightGaps.agreedOf([given.order_id, id("order")])).toEqual(
      new Map([[given.order_id, new Set([cooperative_id])]]),
    );
    value(
      await settlement.refundBeforePosting({
        order_id: given.order_id,
        lines: [{ order_line_id: line, amount_minor: 7_000, freight_minor: 2_000 }],
        reason_code: "short",
        person: "member_manager",
        dedup_key: id("refund"),
      }),
    );
    // What both sides read before it is settled begins with the same.
    expect(await freightGaps.keptOf(given.order_id, cooperative_id)).toBe(6_800n);
    expect(await freightGaps.keptOf(given.order_id, id("coop"))).toBe(0n);
    value(await settle(6_500));
    expect(await gap()).toMatchObject({ agreed_minor: 8_800n, quoted_minor: 6_800n, back_minor: 300n });
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("is not given back a second time when a parcel is lost afterwards: what its line is worth is what is left of it", async () => {
    const { capture, settle, given, line, settlement } = await freightKit(house, { term: { bearer: "buyer" } });
    value(await capture());
    value(await settle(CHEAPER));
    expect(await settlement.shorts.linesOf([given.order_id])).toMatchObject([
      { order_line_id: line, paid_minor: String(GOODS + CHEAPER), freight_paid_minor: String(CHEAPER) },
    ]);
    const lost = { order_id: given.order_id, order_line_id: line, tax_minor: 0n, freight_minor: 8_000n };
    value(
      await settlement.shorts.promise({
        short_id: id("short"),
        lines: [{ ...lost, amount_minor: BigInt(GOODS + CHEAPER) }],
        borne: true,
        person: "member_manager",
      }),
    );
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("gives its tax back with it", async () => {
    // 28.80 tax in 288.00, so 0.80 in 8.00 of it.
    const { capture, settle, refunds, post, given } = await freightKit(house, {
      term: { bearer: "buyer" },
      tax: 2_880,
    });
    value(await capture());
    value(await settle(CHEAPER));
    expect(await refunds()).toMatchObject([{ amount: 800, freight: 800 }]);
    const { rows } = await house.db.query<{ tax: number }>(
      `select refund_tax_minor::int as tax from sale_line where order_id = $1`,
      [given.order_id],
    );
    expect(rows).toEqual([{ tax: 80 }]);
    expect(value(await post(CHEAPER))).toMatchObject({ posted: true });
    expect(await violations(house)).toMatchObject(NONE);
  });
});

describe("freight that turned out dearer than it was quoted", () => {
  it("is asked of the buyer up to the cap and never taken; nobody waits for it, and what comes is the cooperative's", async () => {
    const { capture, settle, gap, refunds, post, rows, now, told, take, kept, books } = await freightKit(house, {
      term: { bearer: "buyer", cap_bp: 1_000 },
    });
    value(await capture());
    expect(value(await settle(DEARER))).toBe(1);
    const settled = await gap();
    expect(settled).toMatchObject({
      buyer_minor: 9_680n,
      cooperative_minor: 320n,
      ask_minor: 880n,
      above_minor: 320n,
      refund_state: null,
    });
    expect(await refunds()).toEqual([]);
    const asked = await now(settled.proforma_id ?? "");
    expect(asked).toMatchObject({ kind: "freight", state: "ordered", amount_minor: 880n, before_dispatch: false });
    expect(await told(asked.id)).toEqual(["freight"]);
    expect(value(await post(DEARER))).toMatchObject({ posted: true });
    expect(await rows()).toMatchObject({
      "freight:freight": 10_000,
      "cooperative_fee:freight_borne": -1_200,
      "household_payable:share": HOUSEHOLD,
    });
    expect(await kept()).toBe(998 - 1_200);
    expect(await violations(house)).toMatchObject(NONE);

    await take(sheet([{ amount: "5.00", text: asked.reference, ref: id("F") }]));
    expect((await now(asked.id)).settled_at).toBeNull();
    await take(sheet([{ amount: "5.00", text: asked.reference, ref: id("F") }]));
    expect(await now(asked.id)).toMatchObject({ paid_minor: 880n, settled_at: expect.any(Date) as Date });
    expect(await books()).toEqual({ bank: 1_000, free: 120 });
    expect(await kept()).toBe(998 - 1_200 + 880);
    expect((await told(asked.id)).filter((one) => one === "settled")).toHaveLength(1);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("is asked for above the cap only of who agreed to it, once however often it is pressed", async () => {
    const { capture, settle, gap, agreed, now, take, kept, post, settlement } = await freightKit(house, {
      term: { bearer: "buyer" },
    });
    const press = (company_id = agreed.company_id) =>
      settlement.freightGaps.agreeAbove({ company_id, quote_id: agreed.quote_id, person: "wmember_2" });
    expect(reasonOf(await press())).toBe("not_found");
    value(await capture());
    expect(reasonOf(await press())).toBe("nothing_above_cap");
    value(await settle(DEARER));
    value(await post(DEARER));
    expect(reasonOf(await press(id("company")))).toBe("not_found");
    const [one, other] = await Promise.all([press(), press()]);
    expect(value(one)).toEqual(value(other));
    const { agreed_proforma_id } = await gap();
    expect(agreed_proforma_id).toBe(value(one).id);
    const asked = await now(value(one).id);
    expect(asked).toMatchObject({ kind: "freight", amount_minor: 320n, issued_by: "wmember_2" });
    await take(sheet([{ amount: "3.20", text: asked.reference, ref: id("F") }]));
    expect(await kept()).toBe(998 - 1_200 + 320);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("is the cooperative's where it bears the gap, where the cap is none, and where nobody can be asked", async () => {
    const bearing = await freightKit(house, { term: { bearer: "cooperative" } });
    value(await bearing.capture());
    value(await bearing.settle(DEARER));
    expect(await bearing.gap()).toMatchObject({ cooperative_minor: 1_200n, ask_minor: 0n, above_minor: 0n });
    const { company_id, quote_id } = bearing.agreed;
    const press = { company_id, quote_id, person: "wmember_1" };
    expect(reasonOf(await house.settlement.freightGaps.agreeAbove(press))).toBe("nothing_above_cap");

    const none = await freightKit(house, { term: { bearer: "buyer", cap_bp: 0 } });
    value(await none.capture());
    value(await none.settle(DEARER));
    expect(await none.gap()).toMatchObject({ cooperative_minor: 1_200n, ask_minor: 0n, above_minor: 1_200n });
    value(await none.post(DEARER));
    expect(await none.rows()).toMatchObject({ "household_payable:share": HOUSEHOLD });

    const cooperative_id = id("coop");
    const rates = {
      platform_bp: 300,
      cooperative_bp: 500,
      packing_minor_per_kg: 40,
      hold_days: 0,
      minimum_payout_minor: 0,
    };
    value(await house.settlement.publishPolicy({ cooperative_id, currency: "CNY", ...rates, person: "member_seed" }));
    const lots = [{ household_id: id("household"), grams: 1_000 }];
    const given = order([{ cooperative_id, grams: 1_000, paid_minor: GOODS + 8_800, lots }]);
    const agreed = agreedFreight(cooperative_id, 8_800, { bearer: "buyer" });
    value(await house.settlement.recordCapture({ ...freightCapture(given, [8_800]), freight: [agreed] }));
    const plan = { cooperative_id, freight_minor: 10_000n, parcels: 1, left: true, plan_version: 1 };
    const { freightGaps } = house.settlement;
    const planned = () => Promise.resolve([plan]);
    expect(value(await freightGaps.settle({ order_id: given.order_id, last: false, planned }))).toBe(1);
    expect(await freightGaps.ofQuote(agreed.quote_id)).toMatchObject({
      no_account: true,
      ask_minor: 0n,
      above_minor: 0n,
      cooperative_minor: 1_200n,
    });
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("has its tax in what comes, to the cent in two parts", async () => {
    const { capture, settle, gap, post, take, now, kept } = await freightKit(house, {
      term: { bearer: "buyer" },
      tax: 2_880,
    });
    value(await capture());
    value(await settle(DEARER));
    value(await post(DEARER));
    const before = { fee: (await kept()) ?? 0, tax: (await kept("tax")) ?? 0 };
    const asked = await now((await gap()).proforma_id ?? "");
    for (const amount of ["3.33", "5.47"]) await take(sheet([{ amount, text: asked.reference, ref: id("F") }]));
    // A tenth of what was paid for freight is tax, so of 8.80 too.
    expect(((await kept("tax")) ?? 0) - before.tax).toBe(88);
    expect(((await kept()) ?? 0) - before.fee).toBe(792);
    expect(await violations(house)).toMatchObject(NONE);
  });
});

describe("the settlement of freight", () => {
  it("waits until all parcels have left, and comes before the sale is divided", async () => {
    const { capture, settle, gap, post, settlement, agreed } = await freightKit(house, { term: { bearer: "buyer" } });
    expect(reasonOf(await settle(CHEAPER))).toBe("not_captured");
    value(await capture());
    expect(value(await settle(CHEAPER, { left: false }))).toBe(0);
    expect(await settlement.freightGaps.ofQuote(agreed.quote_id)).toBeUndefined();
    expect(reasonOf(await post(CHEAPER))).toBe("freight_not_settled");
    expect(value(await settle(7_900, { left: false, last: true }))).toBe(1);
    expect(await gap()).toMatchObject({ planned_minor: 7_900n, back_minor: 900n });
    expect(value(await post(7_900))).toMatchObject({ posted: true });
    expect(value(await settle(7_900, { last: true }))).toBe(0);
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("of an order that was cancelled before is nothing: all of it has gone back already", async () => {
    const { capture, given, gap, refunds, settlement } = await freightKit(house, { term: { bearer: "buyer" } });
    value(await capture());
    const { order_id } = given;
    value(await settlement.cancellations.book({ order_id }));
    const planned = () => Promise.resolve([]);
    expect(value(await settlement.freightGaps.settle({ order_id, last: true, planned }))).toBe(1);
    expect(await gap()).toMatchObject({ quoted_minor: 0n, planned_minor: 0n, back_minor: 0n, ask_minor: 0n });
    expect(await refunds()).toEqual([]);
    expect(value(await settlement.postSale({ order_id, allocations: [], freight: [] }))).toMatchObject({
      posted: true,
    });
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("is each cooperative's own in a joint quote, whichever of them is done first", async () => {
    const [first, second] = [await transferKit(house), await transferKit(house)];
    const lots = () => [{ household_id: id("household"), grams: 1_000 }];
    const given = order([
      { cooperative_id: first.cooperative_id, grams: 1_000, paid_minor: GOODS + 8_800, lots: lots() },
      { cooperative_id: second.cooperative_id, grams: 1_000, paid_minor: GOODS + 5_000, lots: lots() },
    ]);
    const agreed = [
      agreedFreight(first.cooperative_id, 8_800, { bearer: "buyer" }),
      agreedFreight(second.cooperative_id, 5_000, { bearer: "shared", buyer_bp: 5_000, cap_bp: 10_000 }),
    ];
    value(await house.settlement.recordCapture({ ...freightCapture(given, [8_800, 5_000]), freight: agreed }));
    const plan = (cooperative_id: string, freight_minor: bigint, left: boolean) => ({
      ...{ cooperative_id, freight_minor, left },
      ...{ parcels: 1, plan_version: 1 },
    });
    const { freightGaps } = house.settlement;
    const settle = (left: boolean) =>
      freightGaps.settle({
        order_id: given.order_id,
        last: false,
        planned: () =>
          Promise.resolve([plan(first.cooperative_id, 8_000n, true), plan(second.cooperative_id, 5_501n, left)]),
      });
    expect(value(await settle(false))).toBe(1);
    expect(reasonOf(await house.settlement.postSale(postInput(given)))).toBe("freight_not_settled");
    expect(value(await settle(true))).toBe(1);
    expect(await freightGaps.ofQuote(agreed[0]?.quote_id ?? "")).toMatchObject({ back_minor: 800n });
    expect(await freightGaps.ofQuote(agreed[1]?.quote_id ?? "")).toMatchObject({ ask_minor: 251n });
    const input = postInput(given);
    const freight = input.freight.map((one, at) => ({ ...one, freight_minor: [8_000, 5_501][at] ?? 0 }));
    expect(value(await house.settlement.postSale({ ...input, freight }))).toMatchObject({ posted: true });
    expect(await violations(house)).toMatchObject(NONE);
  });

  it("stands: neither it nor what was agreed is ever changed", async () => {
    const { capture, settle, given } = await freightKit(house, { term: { bearer: "buyer" } });
    value(await capture());
    value(await settle(CHEAPER));
    const { order_id } = given;
    for (const change of [
      "update freight_gap set back_minor = 0 where order_id = $1",
      "delete from freight_gap where order_id = $1",
      "update sale_freight_term set cap_bp = 10000 where order_id = $1",
      "delete from sale_freight_term where order_id = $1",
    ])
      await expect(house.db.query(change, [order_id])).rejects.toThrow();
  });
});
