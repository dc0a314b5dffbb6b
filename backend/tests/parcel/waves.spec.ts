import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handOver_ } from "../../src/modules/parcel/handover";
import type { ParcelView } from "../../src/modules/parcel/types";
import { Waves } from "../../src/modules/parcel/waves";
import { bulkOrder, labelled, NONE, parcelHouse, violations, type ParcelHouse } from "./house";
import { COOP, HOUR, key, later, NOW, reasonOf, value, shedOf } from "./shed";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

const { orders, pack, tickAll, waveOf } = shedOf(() => house);

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

  it("name the parcels whose carrier needs a phone and that have a text in its place, and no others", async () => {
    const [order] = await orders(1, 5);
    const { wave_id } = value(
      await house.parcels.waves.make({
        ...COOP,
        order_ids: [order!.input.order_id],
        cut_off_at: later(HOUR),
        now: NOW,
        idempotency_key: key(),
      }),
    );
    expect(await house.parcels.waves.withoutPhone(wave_id, "coop_x")).toEqual([]);
    const phones = ["不知道", "n/a", "12345", "0571 8888 7777", "+86 139 1234 5678"];
    await house.database.pool.query(
      `update parcel p set phone = t.phone from (select id, row_number() over (order by number) as n from parcel where wave_id = $1) o
       join unnest($2::text[]) with ordinality as t (phone, n) on t.n = o.n where p.id = o.id`,
      [wave_id, phones],
    );
    const named = await house.parcels.waves.withoutPhone(wave_id, "coop_x");
    const { rows } = await house.database.pool.query<{ number: string; phone: string }>(
      "select number, phone from parcel where wave_id = $1",
      [wave_id],
    );
    const wrong = rows.filter(({ phone }) => phones.indexOf(phone) < 3).map(({ number }) => number);
    expect(named.map((one) => one.number)).toEqual(wrong.sort());
    expect(named[0]).not.toHaveProperty("phone");
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
    expect(await house.parcels.waves.packed(wave_id)).toEqual([{ order_id: one!.input.order_id, parcels: 1 }]);
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
    expect(await sign()).toMatchObject({ refusal: { reason: "parcels_not_ready", details: { why: "none_packed" } } });
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
