import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manifestOf } from "../../src/lib/shed-facts";
import type { ParcelView } from "../../src/modules/parcel/types";
import { NONE, parcelHouse, violations, type ParcelHouse } from "./house";
import { COOP, key, NOW, reasonOf, value, shedOf } from "./shed";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

const { orders, pack, scan, tickAll, waveOf } = shedOf(() => house);

describe("packing by scan", () => {
  it("counts a double scan once, and packs once, however often it is pressed", async () => {
    const [one] = await orders(1);
    const parcel = one!.parcels[0]!;
    const lot = parcel.contents[0]!.lot_id;
    const scans = await Promise.all(Array.from({ length: 8 }, () => scan(parcel, lot)));
    expect(scans.filter((result) => result.ok)).toHaveLength(1);
    expect(scans.filter((result) => reasonOf(result) === "line_complete")).toHaveLength(7);
    expect(reasonOf(await pack(parcel))).toBe("not_ticked");
    for (const content of parcel.contents.slice(1)) value(await scan(parcel, content.lot_id));
    const packed = await Promise.all(Array.from({ length: 6 }, () => pack(parcel)));
    expect(packed.filter((result) => value(result).created)).toHaveLength(1);
    expect(await house.parcels.packing.view(parcel.id, "coop_x")).toMatchObject({
      state: "packed",
      packed: { weighed_g: parcel.gross_g, person: "member_packer", reason: null },
    });
    expect(reasonOf(await scan(parcel, lot))).toBe("not_to_pack");
    expect(reasonOf(await pack(parcel, { weighed_g: parcel.gross_g + 1 }))).toBe("not_to_pack");
    expect(await violations(house)).toEqual(NONE);
  });

  it("takes the last scan back, and only that, however often it is pressed", async () => {
    const [one] = await orders(1);
    const parcel = one!.parcels[0]!;
    const [first, second] = [...new Set(parcel.contents.map((content) => content.lot_id))] as [string, string];
    value(await scan(parcel, first));
    value(await scan(parcel, second));
    const ticks = async () => (await house.parcels.packing.view(parcel.id, "coop_x"))!.contents.filter((c) => c.ticked);
    const last = (await ticks())
      .map((content) => content.ticked_at!)
      .sort()
      .at(-1)!;
    const of = { parcel_id: parcel.id, by: { ticked_at: last } };
    expect(reasonOf(await house.parcels.packing.untick({ ...of, cooperative_id: "coop_other" }))).toBe(
      "parcel_not_found",
    );
    for (let time = 0; time < 3; time += 1) value(await house.parcels.packing.untick({ ...of, ...COOP }));
    expect(new Set((await ticks()).map((content) => content.lot_id))).toEqual(new Set([first]));
  });

  it("refuses goods that do not belong in, and another cooperative's parcel as if it were not there", async () => {
    const [one, two] = await orders(2);
    const parcel = one!.parcels[0]!;
    expect(reasonOf(await scan(parcel, two!.parcels[0]!.contents[0]!.lot_id))).toBe("wrong_item");
    const foreign = await house.parcels.packing.tick({
      parcel_id: parcel.id,
      cooperative_id: "coop_other",
      person: "p",
      by: { order_line_id: parcel.contents[0]!.order_line_id },
    });
    expect(reasonOf(foreign)).toBe("parcel_not_found");
    expect(await house.parcels.packing.view(parcel.id, "coop_other")).toBeUndefined();
    expect(await house.parcels.relabels.find(parcel.number, "coop_other")).toBeUndefined();
  });

  it("lets a weight over the tolerance through only with a reason, which stays and can't be changed", async () => {
    const [one] = await orders(1);
    const parcel = one!.parcels[0]!;
    await tickAll(parcel);
    const weighed_g = parcel.gross_g + 500;
    expect(reasonOf(await pack(parcel, { weighed_g }))).toBe("weight_off");
    expect((await house.parcels.packing.view(parcel.id, "coop_x"))?.state).toBe("labelled");
    value(await pack(parcel, { weighed_g, reason: "加了冰袋" }));
    expect(await house.parcels.packing.view(parcel.id, "coop_x")).toMatchObject({
      packed: { weighed_g, reason: "加了冰袋" },
    });
    await expect(
      house.database.pool.query(`update parcel_packing set weighed_g = 1 where parcel_id = $1`, [parcel.id]),
    ).rejects.toThrow(/not changed afterwards/);
    const acts = await house.parcels.activity({
      cooperative_id: "coop_x",
      before: { at: "infinity", id: "" },
      limit: 50,
    });
    expect(acts.find((act) => act.act === "packed_off_weight")).toMatchObject({
      subject: parcel.number,
      words: "加了冰袋",
      person: "member_packer",
    });
  });

  it("tells driver and carrier what the scale said, not what was planned, and what the carriage costs at that weight", async () => {
    const [one] = await orders(1);
    const parcel = one!.parcels[0]!;
    await tickAll(parcel);
    const weighed_g = parcel.gross_g + 1_500;
    value(await pack(parcel, { weighed_g, reason: "two bricks of ice" }));
    const packed = await house.parcels.packing.packed(parcel.id);
    expect(packed).toMatchObject({ weighed_g });
    // A heavier box is dearer by the card it was planned with; the plan itself, which the households' division stands on, stays.
    expect(packed?.freight_minor).toBeGreaterThan(parcel.freight_minor);
    const { handover } = value(await house.parcels.handOver({ ...COOP, parcel_ids: [parcel.id] }));
    expect(handover.gross_g).toBe(weighed_g);
    expect(await house.parcels.handovers.parcels(handover.id, { limit: 10 })).toMatchObject([{ gross_g: weighed_g }]);
    expect(await manifestOf(house.knex, handover.id)).toMatchObject([{ gross_g: weighed_g }]);
    const [booking] = await house.parcels.bookings.open(handover.id);
    expect(await house.parcels.bookings.parcels(booking!.id)).toMatchObject([{ gross_g: weighed_g }]);
    const [after] = await house.parcels.parcelsOfOrder(one!.input.order_id);
    expect(after).toMatchObject({ gross_g: parcel.gross_g, freight_minor: parcel.freight_minor });
    expect(await violations(house)).toEqual(NONE);
  });

  it("keeps to the cooperative's own tolerance", async () => {
    const policy = { cooperative_id: `coop_${key()}`, tolerance_g: 0, tolerance_bp: 0, person: "m" };
    expect(await house.parcels.packing.policy(policy.cooperative_id)).toEqual({ tolerance_g: 30, tolerance_bp: 200 });
    await house.parcels.packing.setPolicy(policy);
    expect(await house.parcels.packing.policy(policy.cooperative_id)).toEqual({ tolerance_g: 0, tolerance_bp: 0 });
  });

  it("does not pack recalled goods, and asks again for goods whose lots were swapped after the tick", async () => {
    const [one] = await orders(1);
    const parcel = one!.parcels[0]!;
    await tickAll(parcel);
    expect(reasonOf(await pack(parcel, { recalled_lots: [parcel.contents[0]!.lot_id] }))).toBe("lot_recalled");
    const [first, second] = one!.input.allocations.filter(
      (allocation) => allocation.order_line_id === parcel.contents[0]!.order_line_id,
    );
    // 100 units go from the first lot to the second: neither tick says what lies in the box any more.
    const promised = one!.input.allocations.map((allocation) => ({
      ...allocation,
      units: Number(allocation.units) + (allocation === first ? -100 : allocation === second ? 100 : 0),
    }));
    for (const { id, units } of promised) {
      await house.database.pool.query(`update allocation set units = $2 where id = $1`, [id, units]);
    }
    value(await house.parcels.refits.refit(one!.input.order_id, promised));
    expect(reasonOf(await pack(parcel))).toBe("not_ticked");
    const order_line_id = first!.order_line_id;
    expect(
      value(await house.parcels.packing.tick({ ...COOP, parcel_id: parcel.id, by: { order_line_id } })),
    ).toHaveLength(2);
    value(await pack(parcel));
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("a label that is replaced", () => {
  const relabel = (parcel: ParcelView) =>
    house.parcels.relabels.relabel({ ...COOP, parcel_id: parcel.id, number: parcel.number, reason: "torn" });

  it("has one new number, however many ask; the old one is refused by name, and nothing leaves before it is printed", async () => {
    const [one] = await orders(1);
    const parcel = one!.parcels[0]!;
    const asked = await Promise.all(Array.from({ length: 6 }, () => relabel(parcel)));
    const numbers = new Set(asked.map((result) => value(result).number));
    expect(numbers.size).toBe(1);
    expect(asked.filter((result) => value(result).created)).toHaveLength(1);
    const [number] = numbers;
    expect(await house.parcels.relabels.find(parcel.number, "coop_x")).toEqual({
      what: "old_label",
      parcel_id: parcel.id,
      number: parcel.number,
      new_number: number,
    });
    const early = await house.parcels.handOver({ ...COOP, parcel_ids: [parcel.id] });
    expect(early).toMatchObject({
      refusal: { reason: "parcels_not_ready", details: { why: "new_label", parcel: [...numbers][0] } },
    });
    const printed = await house.database.pool.query<{ payload: { parcel_ids: string[] } }>(
      `select payload from outbox_message where job = 'print-labels' and dedup_key = $1`,
      [`relabel:${number}`],
    );
    expect(printed.rows.map((row) => row.payload.parcel_ids)).toEqual([[parcel.id]]);

    const sheet = { cooperative_id: "coop_x", file: "y.pdf", sha256: "0".repeat(64), parcel_ids: [parcel.id] };
    const order_id = one!.input.order_id;
    // The order's sheet was being drawn when the label was replaced: its page has the old number and is no label.
    await house.parcels.recordLabels({ message_id: key(), order_id, sheets: [{ ...sheet, numbers: [parcel.number] }] });
    expect(reasonOf(await house.parcels.handOver({ ...COOP, parcel_ids: [parcel.id] }))).toBe("parcels_not_ready");
    await house.parcels.recordLabels({
      message_id: key(),
      order_id,
      sheets: [{ ...sheet, file: "alone.pdf", numbers: [number!], whole: false }],
    });
    expect(await house.parcels.relabels.fileOf(parcel.id)).toBe("alone.pdf");
    expect((await house.parcels.labelSheets(order_id, "coop_x")).map((one_sheet) => one_sheet.file)).not.toContain(
      "alone.pdf",
    );
    value(await house.parcels.handOver({ ...COOP, parcel_ids: [parcel.id] }));
    expect(reasonOf(await relabel({ ...parcel, number: number! }))).toBe("not_to_relabel");
    expect(await violations(house)).toEqual(NONE);
  });

  it("is not replaced by a number that is somebody else's guess", async () => {
    const [one] = await orders(1);
    const parcel = one!.parcels[0]!;
    expect(reasonOf(await relabel({ ...parcel, number: "CLNOTTHIS00" }))).toBe("number_differs");
    const foreign = await house.parcels.relabels.relabel({
      parcel_id: parcel.id,
      cooperative_id: "coop_other",
      number: parcel.number,
      reason: "x",
      person: "p",
    });
    expect(reasonOf(foreign)).toBe("parcel_not_found");
  });
});

describe("parting and joining by hand", () => {
  const wishOf = (parcel: ParcelView) => ({
    cooperative_id: "coop_x",
    kind: "split" as const,
    parcel_ids: [parcel.id] as [string],
    move: { [parcel.contents[0]!.order_line_id]: 1 },
  });
  const contentsOf = async (order_id: string) => {
    const { rows } = await house.database.pool.query(
      `select c.allocation_id, sum(c.units)::int as units from parcel p join parcel_content c on c.parcel_id = p.id
       where p.order_id = $1 and p.state <> 'void' group by 1 order by 1`,
      [order_id],
    );
    return rows as unknown[];
  };
  const plannedParcels = async (order_id: string) => {
    const { rows } = await house.database.pool.query<{ parcels: number }>(
      "select parcels from parcel_plan where order_id = $1",
      [order_id],
    );
    return rows[0]?.parcels;
  };

  it("conserves goods and the buyer's freight, keeps the real cost beside, and is done once", async () => {
    const [one] = await orders(1);
    const order_id = one!.input.order_id;
    const parcel = one!.parcels[0]!;
    const wave_id = await waveOf([order_id]);
    const [contents, freight] = [await contentsOf(order_id), await house.parcels.freightOfOrder(order_id)];
    const preview = value(await house.parcels.regroups.preview(wishOf(parcel)));
    expect(preview.before).toHaveLength(1);
    expect(preview.after).toHaveLength(2);
    expect(preview.cost_after_minor).toBeGreaterThan(preview.cost_before_minor);
    const apply = {
      ...wishOf(parcel),
      cost_after_minor: preview.cost_after_minor,
      reason: "gift apart",
      person: "member_packer",
      idempotency_key: key(),
    };
    expect(reasonOf(await house.parcels.regroups.apply({ ...apply, cost_after_minor: 1 }))).toBe("stale");
    const done = await Promise.all(Array.from({ length: 5 }, () => house.parcels.regroups.apply(apply)));
    expect(new Set(done.map((result) => value(result).id)).size).toBe(1);
    expect(done.filter((result) => value(result).created)).toHaveLength(1);
    expect(
      reasonOf(await house.parcels.regroups.apply({ ...apply, move: { [parcel.contents[0]!.order_line_id]: 2 } })),
    ).toBe("idempotency_conflict");

    expect(await contentsOf(order_id)).toEqual(contents);
    expect(await house.parcels.freightOfOrder(order_id)).toEqual(freight);
    expect(await plannedParcels(order_id)).toBe(2);
    const live = (await house.parcels.parcelsOfOrder(order_id)).filter((other) => other.state !== "void");
    expect(live.map((other) => other.state)).toEqual(["planned", "planned"]);
    expect(await house.parcels.waves.view(wave_id, "coop_x", NOW)).toMatchObject({ parcels: 2 });
    expect(await house.parcels.regroups.ofOrder(order_id, "coop_x", 5)).toMatchObject([
      {
        kind: "split",
        cost_before_minor: preview.cost_before_minor,
        cost_after_minor: preview.cost_after_minor,
        person: "member_packer",
      },
    ]);
    expect(await violations(house)).toEqual(NONE);

    const merge = {
      cooperative_id: "coop_x",
      kind: "merge" as const,
      parcel_ids: live.map((other) => other.id),
    };
    const back = value(await house.parcels.regroups.preview(merge));
    expect(back.cost_after_minor).toBe(preview.cost_before_minor);
    value(
      await house.parcels.regroups.apply({
        ...merge,
        cost_after_minor: back.cost_after_minor,
        reason: "together again",
        person: "m",
        idempotency_key: key(),
      }),
    );
    expect(await contentsOf(order_id)).toEqual(contents);
    expect(await house.parcels.freightOfOrder(order_id)).toEqual(freight);
    expect(await plannedParcels(order_id)).toBe(1);
    expect(await violations(house)).toEqual(NONE);
  });

  it("of two people who part one parcel at once, one does; a packed one stays; other places never share a box", async () => {
    const [one, other] = await orders(2, 2);
    const parcel = one!.parcels[0]!;
    const preview = value(await house.parcels.regroups.preview(wishOf(parcel)));
    const apply = () =>
      house.parcels.regroups.apply({
        ...wishOf(parcel),
        cost_after_minor: preview.cost_after_minor,
        reason: "apart",
        person: "m",
        idempotency_key: key(),
      });
    const both = await Promise.all([apply(), apply(), apply()]);
    expect(both.filter((result) => result.ok)).toHaveLength(1);
    expect(both.filter((result) => reasonOf(result) === "not_to_regroup")).toHaveLength(2);
    expect(
      reasonOf(
        await house.parcels.regroups.preview({
          cooperative_id: "coop_x",
          kind: "merge",
          parcel_ids: other!.parcels.map((each) => each.id),
        }),
      ),
    ).toBe("other_destination");
    const packed = other!.parcels[0]!;
    await tickAll(packed);
    value(await pack(packed));
    expect(reasonOf(await house.parcels.regroups.preview(wishOf(packed)))).toBe("not_to_regroup");
    const foreign = await house.parcels.regroups.preview({ ...wishOf(parcel), cooperative_id: "coop_other" });
    expect(reasonOf(foreign)).toBe("parcel_not_found");
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("an order that its buyer calls back", () => {
  const callBack = (order_id: string) =>
    house.parcels.replans.withdraw({ cause: `cancel:${order_id}`, order_ids: [order_id], left: {}, unpacked: true });

  it("is void while nothing of it is packed, and is told once; packed, it stays whole", async () => {
    const [one, two] = await orders(2);
    const order_id = one!.input.order_id;
    expect(await house.parcels.replans.isCalledBack(order_id)).toBe(false);
    const answers = await Promise.all(Array.from({ length: 4 }, () => callBack(order_id)));
    expect(answers.map(reasonOf)).toEqual([null, null, null, null]);
    expect(await house.parcels.replans.isCalledBack(order_id)).toBe(true);
    expect((await house.parcels.forgetting.ways([order_id]))[0]?.states).toEqual(["void"]);

    const parcel = two!.parcels[0]!;
    await tickAll(parcel);
    value(await pack(parcel));
    expect(reasonOf(await callBack(two!.input.order_id))).toBe("already_packed");
    expect((await house.parcels.packing.view(parcel.id, "coop_x"))?.state).toBe("packed");
    expect(await house.parcels.replans.isCalledBack(two!.input.order_id)).toBe(false);
    expect(await violations(house)).toEqual(NONE);
  });

  it("at the very moment it is packed ends as one of the two, never as both", async () => {
    for (const one of await orders(4)) {
      const parcel = one.parcels[0]!;
      await tickAll(parcel);
      const [packed, called] = await Promise.all([pack(parcel), callBack(one.input.order_id)]);
      expect(packed.ok).toBe(!called.ok);
      const state = (await house.parcels.forgetting.ways([one.input.order_id]))[0]!.states;
      expect(state).toEqual(called.ok ? ["void"] : ["packed"]);
    }
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("whom a parcel went to", () => {
  it("is blanked once its way is over and not before; the database keeps everything else of it", async () => {
    const [one] = await orders(1);
    const parcel = one!.parcels[0]!;
    const row = async () =>
      (
        await house.database.pool.query<Record<string, unknown>>(
          "select name, phone, address, province_code, goods_g, number, state from parcel where id = $1",
          [parcel.id],
        )
      ).rows[0]!;
    const before = await row();
    await house.parcels.forgetting.blank([one!.input.order_id]);
    expect(await row()).toEqual(before);
    value(await house.parcels.replans.withdraw({ cause: key(), order_ids: [one!.input.order_id], left: {} }));
    await house.parcels.forgetting.blank([one!.input.order_id]);
    await house.parcels.forgetting.blank([one!.input.order_id]);
    expect(await row()).toEqual({ ...before, state: "void", name: "", phone: "", address: "" });
    expect(await violations(house)).toEqual(NONE);
  });
});
