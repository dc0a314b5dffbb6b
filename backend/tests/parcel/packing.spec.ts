import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Refusal, Result } from "@commonlot/domain";
import { labelsOf, TO_COPY, TO_PRINT } from "../../src/lib/label-facts";
import { manifestOf, pickListOf, slipsOf } from "../../src/lib/shed-facts";
import { handOver_ } from "../../src/modules/parcel/handover";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import type { ParcelView } from "../../src/modules/parcel/types";
import { Waves } from "../../src/modules/parcel/waves";
import { bulkOrder, givenOrder, labelled, NONE, parcelHouse, violations, type ParcelHouse } from "./house";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

const COOP = { cooperative_id: "coop_x", person: "member_packer" };
const key = () => randomUUID();
const NOW = new Date();
const later = (ms: number) => new Date(NOW.getTime() + ms);
const HOUR = 3_600_000;

function value<T>(result: Result<T, Refusal>): T {
  if (!result.ok) throw new Error(`refused, ${result.refusal.reason}: ${result.refusal.message}`);
  return result.value;
}
const reasonOf = (result: Result<unknown, Refusal>) => (result.ok ? null : result.refusal.reason);

/** Orders with two lines of different goods each, labelled, and their parcels. */
async function orders(count: number, addressees = 1): Promise<{ input: PlanOrderInput; parcels: ParcelView[] }[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const tag = randomUUID().slice(0, 8);
      const line = (name: string, pack_g: number, packs: number) => ({
        order_line_id: `line_${tag}_${name}`,
        cooperative_id: "coop_x",
        pool_id: `pool_${tag}_${name}`,
        pack_g,
        pack_units: pack_g,
        blendable: true,
        lots: [
          { lot_id: `lot_${tag}_${name}_1`, units: 700 },
          { lot_id: `lot_${tag}_${name}_2`, units: addressees * packs * pack_g - 700 },
        ],
      });
      const lines = [line("a", 500, 3), line("b", 1_000, 1)];
      const input = await givenOrder(house, {
        lines,
        packs: Array.from({ length: addressees }, () => ({
          [lines[0]!.order_line_id]: 3,
          [lines[1]!.order_line_id]: 1,
        })),
      });
      await labelled(house, input);
      return { input, parcels: await house.parcels.parcelsOfOrder(input.order_id) };
    }),
  );
}

async function waveOf(order_ids: string[], cut_off_at = later(HOUR)): Promise<string> {
  const made = await house.parcels.waves.make({ ...COOP, order_ids, cut_off_at, now: NOW, idempotency_key: key() });
  return value(made).wave_id;
}

/** Ticks all that is in a parcel, by hand. */
async function tickAll(parcel: ParcelView): Promise<void> {
  for (const order_line_id of new Set(parcel.contents.map((content) => content.order_line_id))) {
    value(await house.parcels.packing.tick({ ...COOP, parcel_id: parcel.id, by: { order_line_id } }));
  }
}

const pack = (parcel: ParcelView, more: { weighed_g?: number; reason?: string; recalled_lots?: string[] } = {}) =>
  house.parcels.packing.pack({
    ...COOP,
    parcel_id: parcel.id,
    weighed_g: parcel.gross_g,
    recalled_lots: [],
    ...more,
  });

const scan = (parcel: ParcelView, lot_id: string) =>
  house.parcels.packing.tick({
    ...COOP,
    parcel_id: parcel.id,
    by: { scanned: { what: "lot", lot_id, number: lot_id, recalled: false }, code: lot_id },
  });

describe("waves", () => {
  it("are made once, however often the form is sent, and no parcel is in two", async () => {
    const two = await orders(2, 3);
    const order_ids = two.map((one) => one.input.order_id);
    const idempotency_key = key();
    const again = () =>
      house.parcels.waves.make({ ...COOP, order_ids, cut_off_at: later(HOUR), now: NOW, idempotency_key });
    const same = await Promise.all(Array.from({ length: 5 }, again));
    expect(new Set(same.map((one) => value(one).wave_id)).size).toBe(1);
    expect(same.filter((one) => value(one).created)).toHaveLength(1);
    const other = await house.parcels.waves.make({
      ...COOP,
      order_ids,
      cut_off_at: later(HOUR),
      now: NOW,
      idempotency_key: key(),
    });
    expect(reasonOf(other)).toBe("nothing_to_pack");
    const wave = await house.parcels.waves.view(value(same[0]!).wave_id, "coop_x", NOW);
    expect(wave).toMatchObject({ parcels: 6, packed: 0, handed_over: 0, late: false });
    expect(wave?.number).toMatch(/^WV\d{6}$/);
  });

  it("answer a form that is sent again after the cut-off, and refuse its key with something else in it", async () => {
    const [one, two] = await orders(2);
    const form = { ...COOP, order_ids: [one!.input.order_id], cut_off_at: later(HOUR), idempotency_key: key() };
    const { wave_id } = value(await house.parcels.waves.make({ ...form, now: NOW }));
    expect(value(await house.parcels.waves.make({ ...form, now: later(2 * HOUR) }))).toMatchObject({
      wave_id,
      created: false,
    });
    for (const other of [{ order_ids: [two!.input.order_id] }, { cut_off_at: later(2 * HOUR) }, { carrier: "sf" }]) {
      expect(reasonOf(await house.parcels.waves.make({ ...form, now: NOW, ...other }))).toBe("idempotency_conflict");
    }
  });

  it("of two packers who take the same orders at once, one gets them", async () => {
    const [one] = await orders(1, 4);
    const made = await Promise.all(
      Array.from({ length: 4 }, () =>
        house.parcels.waves.make({
          ...COOP,
          order_ids: [one!.input.order_id],
          cut_off_at: later(HOUR),
          now: NOW,
          idempotency_key: key(),
        }),
      ),
    );
    expect(made.filter((result) => result.ok)).toHaveLength(1);
    expect(made.filter((result) => reasonOf(result) === "nothing_to_pack")).toHaveLength(3);
  });

  it("hold at most 2,000 parcels and say what waits; another cooperative's are not there", async () => {
    const input = await bulkOrder(house, 2_005);
    await labelled(house, input);
    const made = await house.parcels.waves.make({
      ...COOP,
      order_ids: [input.order_id],
      cut_off_at: later(1_000 * HOUR),
      now: NOW,
      idempotency_key: key(),
    });
    expect(value(made)).toMatchObject({ taken: 2_000, left: 5 });
    const wave_id = value(made).wave_id;
    const more = await house.parcels.waves.add({ ...COOP, wave_id, order_ids: [input.order_id] });
    expect(reasonOf(more)).toBe("wave_full");
    // Of parcels that fell out of a full wave as many are offered as fell out, however many more wait.
    const tx = await house.knex.transaction();
    const waves = new Waves(tx);
    const { order_id } = input;
    await tx.raw(
      `update parcel set state = 'void' where id in (select id from parcel where wave_id = ? order by id limit 3)`,
      [wave_id],
    );
    expect(await waves.successors(wave_id)).toEqual([{ order_id, voided: 3, waiting: 5, fits: 3 }]);
    expect(value(await waves.add({ ...COOP, wave_id, order_ids: [order_id] }))).toEqual({ taken: 3, left: 2 });
    expect(await waves.successors(wave_id)).toEqual([{ order_id, voided: 3, waiting: 2, fits: 0 }]);
    await tx.rollback();
    expect(await house.parcels.waves.view(wave_id, "coop_other", NOW)).toBeUndefined();
    expect(reasonOf(await house.parcels.waves.close({ wave_id, cooperative_id: "coop_other" }))).toBe("wave_not_found");
    expect(reasonOf(await house.parcels.waves.close({ wave_id, cooperative_id: "coop_x" }))).toBe("wave_not_done");
  });

  it("let go of a parcel that is not packed, and say of a packed one that it stays", async () => {
    const [one] = await orders(1, 2);
    const wave_id = await waveOf([one!.input.order_id]);
    const [open, packed] = one!.parcels as [ParcelView, ParcelView];
    await tickAll(packed);
    value(await pack(packed));
    const takeOut = (parcel: ParcelView, cooperative_id = "coop_x") =>
      house.parcels.waves.takeOut({ parcel_id: parcel.id, wave_id, cooperative_id });
    expect(reasonOf(await takeOut(packed))).toBe("not_to_take_out");
    expect(reasonOf(await takeOut(open, "coop_other"))).toBe("parcel_not_found");
    for (let time = 0; time < 2; time += 1) value(await takeOut(open));
    expect(await house.parcels.waves.view(wave_id, "coop_x", NOW)).toMatchObject({ parcels: 1, packed: 1 });
  });

  it("let go of parcels that were voided, and take their successors with one press", async () => {
    const [one] = await orders(1, 2);
    const wave_id = await waveOf([one!.input.order_id]);
    const cause = `short_${key()}`;
    const order_id = one!.input.order_id;
    value(await house.parcels.replans.withdraw({ cause, order_ids: [order_id], left: {} }));
    expect(await house.parcels.waves.view(wave_id, "coop_x", NOW)).toMatchObject({ parcels: 0 });
    expect(await house.parcels.waves.successors(wave_id)).toEqual([{ order_id, voided: 2, waiting: 0, fits: 0 }]);
    value(await house.parcels.replans.plan({ ...one!.input, cause, hold_days: 0 }));
    const fresh = (await house.parcels.parcelsOfOrder(order_id)).filter((parcel) => parcel.state === "planned");
    await house.parcels.recordLabels({
      message_id: key(),
      order_id,
      sheets: [
        {
          cooperative_id: "coop_x",
          file: "x.pdf",
          sha256: "0".repeat(64),
          parcel_ids: fresh.map((parcel) => parcel.id),
        },
      ],
    });
    expect(await house.parcels.waves.successors(wave_id)).toEqual([{ order_id, voided: 2, waiting: 2, fits: 2 }]);
    expect(value(await house.parcels.waves.add({ ...COOP, wave_id, order_ids: [order_id] }))).toEqual({
      taken: 2,
      left: 0,
    });
    expect(await house.parcels.waves.view(wave_id, "coop_x", NOW)).toMatchObject({ parcels: 2 });
  });
});

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
    expect(reasonOf(early)).toBe("parcels_not_ready");
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

describe("handing over a wave", () => {
  it("takes what is packed, once, with the driver's signature; the last one closes the wave", async () => {
    const [one] = await orders(1, 3);
    const wave_id = await waveOf([one!.input.order_id]);
    const sign = (more: object = {}) =>
      house.parcels.handOver({
        ...COOP,
        wave_id,
        driver: "老赵",
        plate: "甘K12345",
        signature: "M10 20L30 40L50 60",
        ...more,
      });
    expect(reasonOf(await sign())).toBe("parcels_not_ready");
    const [first, second, third] = one!.parcels as [ParcelView, ParcelView, ParcelView];
    for (const parcel of [first, second]) {
      await tickAll(parcel);
      value(await pack(parcel));
    }
    expect(reasonOf(await sign({ expected: 3 }))).toBe("stale");
    const idempotency_key = key();
    const signed = await Promise.all(Array.from({ length: 4 }, () => sign({ expected: 2, idempotency_key })));
    expect(new Set(signed.map((result) => value(result).handover.id)).size).toBe(1);
    expect(reasonOf(await sign({ expected: 2, idempotency_key, driver: "老李" }))).toBe("idempotency_conflict");
    expect(reasonOf(await sign({ wave_id: undefined, parcel_ids: [third.id], idempotency_key }))).toBe(
      "idempotency_conflict",
    );
    const handover = await house.parcels.handovers.view(value(signed[0]!).handover.id, "coop_x");
    expect(handover).toMatchObject({
      parcels: 2,
      driver: "老赵",
      plate: "甘K12345",
      signature: "M10 20L30 40L50 60",
      wave_id,
    });
    expect(await house.parcels.handovers.view(handover!.id, "coop_other")).toBeUndefined();
    expect(await house.parcels.waves.view(wave_id, "coop_x", NOW)).toMatchObject({ handed_over: 2, closed_at: null });
    await tickAll(third);
    value(await pack(third));
    value(await sign({ expected: 1, idempotency_key: key() }));
    expect((await house.parcels.waves.view(wave_id, "coop_x", NOW))?.closed_at).toBeInstanceOf(Date);
    await expect(
      house.database.pool.query(`update handover set signature = 'M0 0L1 1"/><script>' where id = $1`, [handover!.id]),
    ).rejects.toThrow(/check/);
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("a wave that two people work on", () => {
  it("is locked after the plans of its orders: adding to it waits for a handover without standing in its way", async () => {
    const [one, two] = await orders(2);
    const wave_id = await waveOf([one!.input.order_id]);
    const db = await house.database.pool.connect();
    await db.query("begin");
    await db.query(`select 1 from parcel_plan where order_id = $1 for update`, [two!.input.order_id]);
    const adding = house.parcels.waves.add({ ...COOP, wave_id, order_ids: [two!.input.order_id] });
    await untilOneWaits();
    await db.query(`select 1 from wave where id = $1 for no key update nowait`, [wave_id]);
    await db.query("commit");
    db.release();
    expect(value(await adding)).toEqual({ taken: 1, left: 0 });
  });

  it("is closed by the last of two handovers at the same time, neither of which sees the other's parcels gone", async () => {
    const [one, two] = await orders(2);
    const wave_id = await waveOf([one!.input.order_id, two!.input.order_id]);
    for (const { parcels } of [one!, two!]) {
      await tickAll(parcels[0]!);
      value(await pack(parcels[0]!));
    }
    const first = await house.knex.transaction();
    value(await handOver_(first, { ...COOP, parcel_ids: [one!.parcels[0]!.id] }));
    const second = house.parcels.handOver({ ...COOP, parcel_ids: [two!.parcels[0]!.id] });
    await untilOneWaits();
    await first.commit();
    value(await second);
    expect((await house.parcels.waves.view(wave_id, "coop_x", NOW))?.closed_at).toBeInstanceOf(Date);
  });

  /** Until a statement of another connection waits for a lock. */
  async function untilOneWaits(): Promise<void> {
    await expect
      .poll(async () => {
        const { rows } = await house.database.pool.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length;
      })
      .toBeGreaterThan(0);
  }
});

describe("the board", () => {
  it("shows late parcels first: past the cut-off and still here, and handed over and silent for five days", async () => {
    const cooperative_id = "coop_x";
    const [one] = await orders(1, 3);
    await waveOf([one!.input.order_id], later(HOUR));
    const tomorrow = later(24 * HOUR);
    const late = await house.parcels.board.list(cooperative_id, "late", { limit: 100, now: tomorrow });
    const ids = one!.parcels.map((parcel) => parcel.id);
    expect(late.map((parcel) => parcel.id)).toEqual(expect.arrayContaining(ids));
    expect((await house.parcels.board.list(cooperative_id, "late", { limit: 100, now: NOW })).map((p) => p.id)).toEqual(
      [],
    );
    const pages: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await house.parcels.board.list(cooperative_id, "late", { limit: 2, now: tomorrow, cursor });
      pages.push(...page.map((parcel) => parcel.id));
      const last = page.at(-1);
      if (page.length < 2 || !last) break;
      cursor = `${last.at_key}~${last.id}`;
      if (pages.length > 50) break;
    }
    expect(pages).toEqual(late.slice(0, pages.length).map((parcel) => parcel.id));
    expect(new Set(pages).size).toBe(pages.length);

    const [gone] = await orders(1, 2);
    value(await house.parcels.handOver({ ...COOP, order_id: gone!.input.order_id }));
    const week = later(7 * 24 * HOUR);
    const silent = await house.parcels.board.list(cooperative_id, "silent", { limit: 100, now: week });
    expect(silent.map((parcel) => parcel.id)).toEqual(expect.arrayContaining(gone!.parcels.map((parcel) => parcel.id)));
    const counts = await house.parcels.board.counts(cooperative_id, week);
    expect(counts.silent).toBe(silent.length);
    expect(counts.late).toBeGreaterThanOrEqual(3);
    expect(counts.states.labelled).toBeGreaterThanOrEqual(3);
  });
});

describe("papers", () => {
  it("are asked for once while they are printed, recorded once, and belong to their cooperative", async () => {
    const [one] = await orders(1, 2);
    const wave_id = await waveOf([one!.input.order_id]);
    const ask = () =>
      house.parcels.papers.ask({ cooperative_id: "coop_x", person: "m", kind: "slips", of: { wave_id } });
    const asked = await Promise.all(Array.from({ length: 5 }, ask));
    expect(new Set(asked.map((result) => value(result).id)).size).toBe(1);
    const paper = value(asked[0]!);
    await house.parcels.papers.progress(paper.id, 50);
    const record = (message_id: string, file: string) =>
      house.parcels.papers.recordPrinted({
        message_id,
        paper_id: paper.id,
        file,
        pages: 2,
        sha256: "0".repeat(64),
      });
    const message_id = key();
    await Promise.all([record(message_id, "a.pdf"), record(message_id, "a.pdf")]);
    expect(await house.parcels.papers.paper(paper.id, "coop_x")).toMatchObject({ state: "printed", pages: 2 });
    expect(await house.parcels.papers.paper(paper.id, "coop_other")).toBeUndefined();
    const foreign = await house.parcels.papers.ask({
      cooperative_id: "coop_other",
      person: "m",
      kind: "slips",
      of: { wave_id },
    });
    expect(reasonOf(foreign)).toBe("wave_not_found");
    const manifest = await house.parcels.papers.ask({
      cooperative_id: "coop_x",
      person: "m",
      kind: "manifest",
      of: { wave_id },
    });
    expect(reasonOf(manifest)).toBe("invalid_paper");
  });

  it("are printed anew when asked for again after their printing died or its message is gone, and not before", async () => {
    const [one] = await orders(1);
    const of = { parcel_id: one!.parcels[0]!.id };
    const ask = async () =>
      value(await house.parcels.papers.ask({ cooperative_id: "coop_x", person: "m", kind: "slips", of })).id;
    const paper = await ask();
    const messages = async () => {
      const { rows } = await house.database.pool.query<{ id: string }>(
        `select id from outbox_message where job = 'print-papers' and payload->>'paper_id' = $1 and dead_at is null`,
        [paper],
      );
      return rows.map((message) => message.id);
    };
    expect(await ask()).toBe(paper);
    expect(await messages()).toHaveLength(1);
    await house.database.pool.query(`update outbox_message set dead_at = now() where id = any($1)`, [await messages()]);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([paper, paper, paper]);
    expect(await messages()).toHaveLength(1);
    await house.database.pool.query(`delete from outbox_message where id = any($1)`, [await messages()]);
    expect(await ask()).toBe(paper);
    const [message_id] = await messages();
    const printed = { paper_id: paper, file: "b.pdf", pages: 1, sha256: "0".repeat(64) };
    await house.parcels.papers.recordPrinted({ ...printed, message_id: message_id! });
    expect(await house.parcels.papers.paper(paper, "coop_x")).toMatchObject({ state: "printed" });
    expect(await ask()).not.toBe(paper);
  });

  it("say of a parcel with another grade than was ordered what is in the box: first print, copy and slip alike", async () => {
    const [one] = await orders(1);
    const { order_id } = one!.input;
    const [line] = one!.parcels[0]!.contents.map((content) => content.order_line_id).filter((id) => id.endsWith("_b"));
    const db = house.database.pool;
    // The one pack of this line comes from a pool of the second grade.
    const pool = `pool_instead_${order_id}`;
    await db.query(
      `insert into pool (id, cooperative_id, origin_kind, origin_id, produce, grade, unit, blendable, pack_units, inventory_item_id, location_id)
       select $1, cooperative_id, origin_kind, origin_id, $1, '2', unit, blendable, pack_units, $1, location_id from pool limit 1`,
      [pool],
    );
    await db.query(
      `update allocation set ordered_pool_id = pool_id, pool_id = $3 where order_id = $1 and order_line_id = $2`,
      [order_id, line, pool],
    );
    await db.query(`update parcel_content set pool_id = $2 where order_line_id = $1`, [line, pool]);
    const first = await labelsOf(house.knex, { order_id }, TO_PRINT);
    expect(await labelsOf(house.knex, { parcel_id: one!.parcels[0]!.id }, TO_COPY)).toEqual(first);
    expect(first[0]!.contents).toEqual([
      { title: "核桃 1000 g (二级)", packs: 1 },
      { title: "核桃 500 g", packs: 3 },
    ]);
    const [slip] = await slipsOf(house.knex, { parcel_id: one!.parcels[0]!.id });
    expect(slip?.contents.map(({ title, packs }) => ({ title, packs }))).toEqual(first[0]!.contents);
  });

  it("count the parts of an addressee's goods alike, also when one of them has left", async () => {
    const input = await bulkOrder(house, 1, 20);
    await labelled(house, input);
    const parcels = await house.parcels.parcelsOfOrder(input.order_id);
    expect(parcels.length).toBeGreaterThan(1);
    const before = await labelsOf(house.knex, { order_id: input.order_id }, TO_PRINT);
    expect(before.map((label) => label.part)).toEqual(parcels.map((_, index) => index + 1));
    value(
      await house.parcels.handOver({ ...COOP, parcel_ids: [parcels.find((p) => p.number === before[0]!.number)!.id] }),
    );
    expect(await labelsOf(house.knex, { order_id: input.order_id }, TO_COPY)).toEqual(before.slice(1));
  });

  it("say of a wave exactly what its parcels hold: by product, by lot, by parcel, and leave out what was voided", async () => {
    const [one, two] = await orders(2, 3);
    const wave_id = await waveOf([one!.input.order_id, two!.input.order_id]);
    value(await house.parcels.replans.withdraw({ cause: key(), order_ids: [two!.input.order_id], left: {} }));
    const list = await pickListOf(house.knex, wave_id);
    const sum = (numbers: number[]) => numbers.reduce((all, number) => all + number, 0);
    const units = sum(one!.input.allocations.map((allocation) => Number(allocation.units)));
    expect(list.parcels.map((parcel) => parcel.number).sort()).toEqual(one!.parcels.map((p) => p.number).sort());
    expect(sum(list.products.map((product) => product.units))).toBe(units);
    expect(sum(list.lots.map((lot) => lot.units))).toBe(units);
    expect(list.products.map((product) => product.packs).sort()).toEqual([3, 9]);
    const slips = await slipsOf(house.knex, { wave_id });
    expect(slips).toHaveLength(3);
    expect(sum(slips.flatMap((slip) => slip.contents.flatMap((content) => content.lots.map((lot) => lot.units))))).toBe(
      units,
    );
    expect(JSON.stringify(slips)).not.toContain("1380000");
    const labels = await labelsOf(house.knex, { wave_id }, TO_COPY);
    expect(labels.map((label) => label.number).sort()).toEqual(one!.parcels.map((p) => p.number).sort());
    expect(labels.every((label) => label.part === 1 && label.parts === 1 && label.contents.length === 2)).toBe(true);
    const handed = value(await house.parcels.handOver({ ...COOP, order_id: one!.input.order_id }));
    expect(await manifestOf(house.knex, handed.handover.id)).toHaveLength(3);
  });
});
