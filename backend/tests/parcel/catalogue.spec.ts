import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ratedParcelSchema, type RateCardInput } from "@commonlot/domain";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import { bulkOrder, givenOrder, labelled, NONE, parcelHouse, violations, type ParcelHouse } from "./house";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

const DAY = "2026-11-26";
const cardOf = (change: Partial<RateCardInput> = {}): RateCardInput => ({
  carrier: "sf",
  service: "standard",
  currency: "CNY",
  first_weight_g: 1_000,
  step_g: 1_000,
  max_weight_g: 30_000,
  valid_from: "2020-01-01",
  zones: [
    { zone: "1", provinces: ["44", "11", "65", "51", "23", "54"], first_minor: 700, step_minor: 210 },
    { zone: "far", provinces: [], countries: ["JP"], first_minor: 9_000, step_minor: 4_000 },
  ],
  ...change,
});
const near = (...provinces: string[]) => ({ zone: "near", provinces, first_minor: 700, step_minor: 210 });
const person = "m_1";
const coop = () => `coop_${randomUUID().slice(0, 8)}`;
const enter = (cooperative_id: string, ...cards: RateCardInput[]) =>
  house.parcels.rateCards.enter({ cooperative_id, person, cards: cards.map((card) => ({ card, example: false })) });
const carton = (change: object = {}) => ({
  code: "M",
  title: "中号箱",
  size_mm: [300, 200, 200] as [number, number, number],
  tare_g: 250,
  max_weight_g: 8_000,
  cost_minor: 210,
  currency: "CNY",
  ...change,
});
/** The order of one cooperative, as `bulkOrder` makes it for coop_x. */
async function orderOf(cooperative_id: string, count: number, packs = 1): Promise<PlanOrderInput> {
  const tag = randomUUID().slice(0, 8);
  return givenOrder(house, {
    lines: [
      {
        order_line_id: `line_${tag}`,
        cooperative_id,
        pool_id: `pool_${tag}`,
        pack_g: 2_000,
        pack_units: 2_000,
        blendable: true,
        lots: [{ lot_id: `lot_${tag}`, units: count * packs * 2_000 }],
      },
    ],
    packs: Array.from({ length: count }, () => ({ [`line_${tag}`]: packs })),
    provinces: ["44", "65"],
  });
}
const refused = (result: { ok: boolean }) => (result as { refusal?: { reason: string } }).refusal?.reason;

describe("rate cards", () => {
  it("are a cooperative's own: it plans at them, another at the house's examples, and a parcel names its card", async () => {
    const own = coop();
    const entered = await enter(own, cardOf());
    expect(entered.ok).toBe(true);
    const mine = await orderOf(own, 2);
    const theirs = await orderOf(coop(), 2);
    for (const input of [mine, theirs]) expect(await house.parcels.plans.planOrder(input)).toMatchObject({ ok: true });
    const carriers = async (input: PlanOrderInput) =>
      new Set((await house.parcels.parcelsOfOrder(input.order_id)).map((parcel) => parcel.carrier));
    expect(await carriers(mine)).toEqual(new Set(["sf"]));
    expect(await carriers(theirs)).toEqual(new Set(["standin"]));
    const { rows } = await house.database.pool.query(`select distinct rate_card_id from parcel where order_id = $1`, [
      mine.order_id,
    ]);
    expect(rows).toEqual([{ rate_card_id: entered.ok && entered.value.ids[0] }]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("price the checkout and the parcels by one formula, so that what is asked is what it costs", async () => {
    const own = coop();
    await enter(
      own,
      cardOf({ minimum_minor: 900, surcharges: [{ code: "fuel", bp: 750 }], volumetric_divisor: 6_000 }),
    );
    await house.parcels.cartons.set({ cooperative_id: own, person, cartons: [carton()] });
    const input = await orderOf(own, 5, 3);
    const quoted = await house.parcels.quoteFreight({
      currency: "cny",
      baskets: input.destinations.map((one) => ({
        cooperative_id: own,
        province_code: one.province_code,
        count: 1,
        items: one.items.map((item) => ({ kind: item.order_line_id, weight_g: item.pack_g, packs: item.packs })),
      })),
    });
    await house.parcels.plans.planOrder(input);
    const parcels = await house.parcels.parcelsOfOrder(input.order_id);
    expect(quoted.ok && Number(quoted.value.freight_minor)).toBe(
      parcels.reduce((sum, parcel) => sum + parcel.freight_minor, 0),
    );
    // 6,250 g in a box of 12 l: 7.00 + 6 x 2.10 = 19.60, and 7.5 % of it.
    expect(parcels[0]?.freight_minor).toBe(1_960 + 147);
  });

  it("say where a basket can be sent at all: by any card of a cooperative, for all of them, with the heaviest pack of each", async () => {
    const [own, other] = [coop(), coop()];
    await enter(own, cardOf(), cardOf({ service: "road", max_weight_g: 50_000, zones: [near("44", "31")] }));
    await enter(other, cardOf({ zones: [near("11", "44")] }));
    const basket = (cooperative_id: string, weight_g: number) => ({
      cooperative_id,
      province_code: null,
      count: 1,
      items: [
        { kind: "light", weight_g: 500, packs: 40 },
        { kind: "heavy", weight_g, packs: 1 },
      ],
    });
    const places = ["11", "31", "44", "46"];
    const reach = (...baskets: ReturnType<typeof basket>[]) =>
      house.parcels.reach({ currency: "cny", baskets }, places);
    expect(await reach(basket(own, 30_000))).toEqual(["11", "31", "44"]);
    expect(await reach(basket(own, 30_001))).toEqual(["31", "44"]);
    expect(await reach(basket(own, 30_000), basket(other, 1_000))).toEqual(["11", "44"]);
    expect(await reach(basket(own, 50_001))).toEqual([]);
    // Where it says no, there is no freight either.
    const quoted = await house.parcels.quoteFreight({
      currency: "cny",
      baskets: [{ ...basket(other, 1_000), province_code: "31" }],
    });
    expect(quoted).toMatchObject({ ok: false, refusal: { reason: "no_freight_to" } });
  });

  it("charge for fragile and cold goods at the checkout and when they are packed, by one formula", async () => {
    const own = coop();
    const surcharges = [
      { code: "fragile" as const, amount_minor: 300 },
      { code: "cold" as const, bp: 5_000 },
    ];
    await enter(own, cardOf({ surcharges }));
    await house.parcels.cartons.set({ cooperative_id: own, person, cartons: [carton()] });
    // 2,250 g: 7.00 + 2 x 2.10 = 11.20 without, and half of it for the cold.
    for (const { nature, extra } of [
      { nature: { cold: false, not_with: [], fragile: true }, extra: 300n },
      { nature: { cold: true, not_with: [] }, extra: 560n },
      { nature: undefined, extra: 0n },
    ]) {
      const plain = await orderOf(own, 1);
      const input = {
        ...plain,
        destinations: plain.destinations.map((one) => ({
          ...one,
          items: one.items.map((item) => ({ ...item, nature })),
        })),
      };
      const quoted = await house.parcels.quoteFreight({
        currency: "cny",
        baskets: input.destinations.map((one) => ({
          cooperative_id: own,
          province_code: one.province_code,
          count: 1,
          items: one.items.map((item) => ({
            kind: item.order_line_id,
            weight_g: item.pack_g,
            packs: item.packs,
            nature,
          })),
        })),
      });
      await house.parcels.plans.planOrder(input);
      const [parcel] = await house.parcels.parcelsOfOrder(input.order_id);
      expect(quoted.ok && quoted.value.freight_minor).toBe(1_120n + extra);
      expect(BigInt(parcel!.freight_minor)).toBe(1_120n + extra);
    }
  });

  it("come in by sheet in a few statements, however many there are, as do cartons", async () => {
    const statements = async (work: () => Promise<unknown>): Promise<number> => {
      let count = 0;
      const counted = () => void (count += 1);
      house.knex.on("query", counted);
      await work();
      house.knex.off("query", counted);
      return count;
    };
    const cards = (count: number) =>
      Array.from({ length: count }, (_, index) => cardOf({ service: `s${index}`, carrier: index % 2 ? "sf" : "zto" }));
    const boxes = (count: number) => Array.from({ length: count }, (_, index) => carton({ code: `B${index}` }));
    const [one, many] = [coop(), coop()];
    const few = await statements(() => enter(one, ...cards(1)));
    expect(await statements(() => enter(many, ...cards(200)))).toBe(few);
    const set = (cooperative_id: string, count: number) =>
      house.parcels.cartons.set({ cooperative_id, person, cartons: boxes(count) });
    const first = await statements(() => set(one, 1));
    expect(await statements(() => set(many, 200))).toBe(first);
    expect((await house.parcels.cartons.list(many)).filter((box) => box.cooperative_id === many)).toHaveLength(200);
  });

  it("never change: a newer one supersedes from its first day, one that priced parcels can only end", async () => {
    const own = coop();
    const first = await enter(own, cardOf());
    expect(refused(await enter(own, cardOf()))).toBe("rate_card_exists");
    const dear = await enter(own, cardOf({ valid_from: "2021-06-01", first_weight_g: 2_000 }));
    const input = await orderOf(own, 1);
    await house.parcels.plans.planOrder(input);
    const [old, now] = [first, dear].map((one) => (one.ok && one.value.ids[0]) || "");
    const cards = new Map(
      (await house.parcels.rateCards.list({ cooperative_id: own, limit: 10 })).map((card) => [card.id, card]),
    );
    expect(cards.get(old!)).toMatchObject({ superseded_on: "2021-06-01", used: false });
    expect(cards.get(now!)).toMatchObject({ superseded_on: null, used: true });
    expect(refused(await house.parcels.rateCards.withdraw({ id: now!, cooperative_id: own }))).toBe("rate_card_used");
    await expect(
      house.database.pool.query(`update rate_card set withdrawn_at = now() where id = $1`, [now]),
    ).rejects.toThrow(/has priced parcels/);
    await expect(
      house.database.pool.query(`update rate_card set card = card || '{"step_g": 1}' where id = $1`, [old]),
    ).rejects.toThrow(/never changes/);
    await expect(house.database.pool.query(`delete from rate_card where id = $1`, [old])).rejects.toThrow(
      /never changes/,
    );
    expect((await house.parcels.rateCards.withdraw({ id: old!, cooperative_id: own })).ok).toBe(true);
    const end = { id: now!, cooperative_id: own, today: "2000-01-01" };
    expect(refused(await house.parcels.rateCards.end({ ...end, cooperative_id: coop(), last_day: DAY }))).toBe(
      "rate_card_not_found",
    );
    expect(refused(await house.parcels.rateCards.end({ ...end, last_day: "1999-12-31" }))).toBe("invalid_last_day");
    // Ended yesterday: the invented prices of the examples do not step in.
    expect((await house.parcels.rateCards.end({ ...end, last_day: "2021-06-02" })).ok).toBe(true);
    const quoted = await house.parcels.plans.planOrder(await orderOf(own, 1));
    expect(quoted.ok ? "planned" : quoted.refusal.message).toContain("No carrier has a rate");
  });

  it("that would leave none in force today are refused until that is said to be wanted, and how long the cards last is told", async () => {
    const own = coop();
    const today = "2026-11-26";
    const keep = (...cards: RateCardInput[]) =>
      house.parcels.rateCards.enter({
        cooperative_id: own,
        person,
        cards: cards.map((card) => ({ card, example: false })),
        keep_cover: { today },
      });
    const cover = () => house.parcels.rateCards.cover(own, today);
    // The house's examples price for it until it has a card of its own.
    expect(await cover()).toMatchObject({ ends_on: null });
    const old = cardOf({ valid_from: "2025-01-01", valid_to: "2025-12-31" });
    expect(refused(await keep(old))).toBe("none_in_force");
    expect(refused(await keep(cardOf({ valid_from: "2026-12-24" })))).toBe("none_in_force");
    expect((await cover()).in_force).toBeGreaterThan(0);
    expect(await orderOf(own, 1).then((input) => house.parcels.plans.planOrder(input))).toMatchObject({ ok: true });
    // With one that is good today the old one does no harm.
    expect(await keep(old, cardOf({ valid_from: "2026-01-01", valid_to: "2026-11-30" }))).toMatchObject({ ok: true });
    expect(await cover()).toEqual({ in_force: 1, ends_on: "2026-11-30", next_from: null });
    // A card that is over but began later supersedes the one in force: refused by name, or wanted.
    const over = cardOf({ valid_from: "2026-11-01", valid_to: "2026-11-10" });
    expect(refused(await keep(over))).toBe("none_in_force");
    expect(await enter(own, over)).toMatchObject({ ok: true });
    expect(await cover()).toEqual({ in_force: 0, ends_on: null, next_from: null });
    // Nothing is in force already: what comes can't make that worse.
    expect(await keep(cardOf({ valid_from: "2026-12-24" }))).toMatchObject({ ok: true });
    expect((await cover()).next_from).toBe("2026-12-24");
  });

  it("are refused whole when one of them names a carrier nobody knows", async () => {
    const own = coop();
    expect(refused(await enter(own, cardOf(), cardOf({ carrier: "pigeon" })))).toBe("unknown_carrier");
    expect(await house.parcels.rateCards.list({ cooperative_id: own, limit: 10 })).toEqual([]);
    const set = { cooperative_id: own, person, code: "pigeon", needs_phone: false, active: true, cutoff: "08:00" };
    const shape = { tracking_lengths: [6], tracking_prefixes: ["PG"], label_by: "ours" as const };
    const lists = { ...shape, pickup_days: [1], services: [] };
    expect(refused(await house.parcels.carriers.set({ ...set, ...lists }))).toBe("unknown_carrier");
    expect((await house.parcels.carriers.set({ ...set, ...lists, name: "信鸽" })).ok).toBe(true);
    expect((await enter(own, cardOf({ carrier: "pigeon" }))).ok).toBe(true);
  });

  it("entered twice at once become one", async () => {
    const own = coop();
    const answers = await Promise.all(Array.from({ length: 4 }, () => enter(own, cardOf())));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(new Set(answers.map(refused))).toEqual(new Set([undefined, "rate_card_exists"]));
  });

  it("marked as examples price nothing and switch no carrier on, also when they are brought as one's own", async () => {
    const own = coop();
    const cards = [{ card: cardOf(), example: true }];
    expect((await house.parcels.rateCards.enter({ cooperative_id: own, person, cards })).ok).toBe(true);
    const input = await orderOf(own, 1);
    await house.parcels.plans.planOrder(input);
    expect((await house.parcels.parcelsOfOrder(input.order_id))[0]?.carrier).toBe("standin");
    const sf = (await house.parcels.carriers.list(own)).find((carrier) => carrier.code === "sf");
    expect(sf?.active).toBe(false);
  });

  it("of a carrier that is switched off price nothing", async () => {
    const own = coop();
    await enter(own, cardOf());
    const [sf] = await house.parcels.carriers.list(own);
    await house.parcels.carriers.set({ ...sf!, cooperative_id: own, person, active: false });
    expect(await house.parcels.plans.planOrder(await orderOf(own, 1))).toMatchObject({ ok: false });
  });

  it("are tried on a parcel: every card in force says its price or why not", async () => {
    const own = coop();
    await enter(own, cardOf(), cardOf({ service: "light", max_weight_g: 3_000 }));
    const parcel = ratedParcelSchema.parse({ place: "440000", gross_g: 11_200 });
    const tried = await house.parcels.rateCards.tryParcel({ cooperative_id: own, parcel, day: DAY });
    expect(
      tried.map(({ card, quote }) => [card.service, quote.ok ? quote.value.explained_zh : quote.refusal.reason]),
    ).toEqual([
      ["light", "too_heavy"],
      ["standard", "11.2 公斤按 12 公斤计，1 区：首重 1 公斤 7.00 + 续重 11 × 2.10 = 30.10"],
    ]);
  });
});

describe("cartons", () => {
  it("go down when parcels are packed, come back when a packed one is voided, and other measures are another box", async () => {
    const own = coop();
    await enter(own, cardOf());
    const [id] = await house.parcels.cartons.set({ cooperative_id: own, person, cartons: [carton()] });
    const stock = { id: id!, cooperative_id: own, person };
    const received = { ...stock, kind: "received" as const, count: 100, idempotency_key: "delivery-1" };
    await house.parcels.cartons.stock(received);
    expect(await house.parcels.cartons.stock(received)).toMatchObject({ ok: true, value: { on_shelf: 100 } });
    const input = await orderOf(own, 7);
    await labelled(house, input);
    const own_boxes = async () => (await house.parcels.cartons.list(own)).filter((box) => box.cooperative_id === own);
    expect(await own_boxes()).toMatchObject([{ on_shelf: 100, promised: 7 }]);
    const { rows } = await house.database.pool.query<{ id: string }>(
      `select id from parcel where order_id = $1 order by id limit 2`,
      [input.order_id],
    );
    for (const state of ["packed", "void"]) {
      await house.database.pool.query(`update parcel set state = $2 where id = $1`, [rows[0]!.id, state]);
    }
    await house.database.pool.query(`update parcel set state = 'void' where id = $1`, [rows[1]!.id]);
    expect(await own_boxes()).toMatchObject([{ on_shelf: 100, promised: 5 }]);
    const left = await house.parcels.handOver({ cooperative_id: own, person, order_id: input.order_id });
    expect(left.ok).toBe(true);
    expect(await own_boxes()).toMatchObject([{ on_shelf: 95, promised: 0 }]);
    await house.parcels.cartons.stock({ ...stock, kind: "counted", count: 90, idempotency_key: "count-1" });
    const moves = await house.parcels.cartons.movements({ id: id!, cooperative_id: own, limit: 10 });
    expect(moves?.map((move) => [move.reason, move.delta])).toEqual([
      ["counted", -5],
      ["used", -5],
      ["voided", 1],
      ["used", -1],
      ["received", 100],
    ]);
    expect(await house.parcels.cartons.movements({ id: id!, cooperative_id: coop(), limit: 10 })).toBeUndefined();
    await expect(house.database.pool.query(`update carton_movement set delta = 1`)).rejects.toThrow(/append-only/);
    await expect(house.database.pool.query(`update carton set tare_g = 1 where id = $1`, [id])).rejects.toThrow(
      /in use/,
    );

    const [same] = await house.parcels.cartons.set({
      cooperative_id: own,
      person,
      cartons: [carton({ cost_minor: 220 })],
    });
    expect(same).toBe(id);
    const [other] = await house.parcels.cartons.set({
      cooperative_id: own,
      person,
      cartons: [carton({ tare_g: 260 })],
    });
    expect(other).not.toBe(id);
    expect(await own_boxes()).toMatchObject([{ id: other, on_shelf: null, promised: 0 }]);
  });
});

describe("a count of the shelf", () => {
  it("keeps its key, also when it finds what is written, and refuses it with another number", async () => {
    const own = coop();
    const [id] = await house.parcels.cartons.set({ cooperative_id: own, person, cartons: [carton()] });
    const stock = (kind: "received" | "counted", count: number, idempotency_key: string) =>
      house.parcels.cartons.stock({ id: id!, cooperative_id: own, person, kind, count, idempotency_key });
    await stock("received", 50, "came");
    expect(await stock("counted", 50, "same")).toMatchObject({ ok: true, value: { on_shelf: 50 } });
    await stock("received", 10, "more");
    // The first count comes again, late: it must not count the ten away.
    expect(await stock("counted", 50, "same")).toMatchObject({ ok: true, value: { on_shelf: 60 } });
    expect(await stock("counted", 49, "same")).toMatchObject({
      ok: false,
      refusal: { reason: "idempotency_conflict" },
    });
    expect(await stock("counted", 50, "came")).toMatchObject({ ok: false });
    expect(await stock("received", 0, "none")).toMatchObject({ ok: true, value: { on_shelf: 60 } });
  });
});

describe("why a parcel is as it is", () => {
  it("says its freight by its card, and names what keeps other parcels to the place apart", async () => {
    const own = coop();
    await enter(own, cardOf({ max_weight_g: 5_000 }));
    const input = await orderOf(own, 1, 4);
    expect(await house.parcels.plans.planOrder(input)).toMatchObject({ ok: true });
    const parcels = await house.parcels.parcelsOfOrder(input.order_id);
    expect(parcels.length).toBeGreaterThan(1);
    const why = await house.parcels.whys.of(parcels[0]!.id, own, async () => new Map());
    expect(why?.freight_words?.en).toMatch(/kg.* zone 1: .* = \d+\.\d\d$/);
    expect(why?.freight_words?.en).toContain(`= ${(why!.freight_minor / 100).toFixed(2)}`);
    expect(why?.apart).toHaveLength(parcels.length - 1);
    expect(why?.apart[0]?.reason).toMatchObject({ why: "weight" });
    expect(await house.parcels.whys.of(parcels[0]!.id, coop(), async () => new Map())).toBeUndefined();
  });
});

describe("what a pack is", () => {
  it("keeps cold goods out of the boxes of others, and fills boxes by volume", async () => {
    const own = coop();
    await enter(own, cardOf());
    await house.parcels.cartons.set({ cooperative_id: own, person, cartons: [carton()] });
    const line = (name: string) => ({
      order_line_id: `line_${name}_${own}`,
      cooperative_id: own,
      pool_id: `pool_${name}_${own}`,
      pack_g: 500,
      pack_units: 500,
      blendable: true,
      lots: [{ lot_id: `lot_${name}_${own}`, units: 2_000 }],
    });
    const lines = [line("cold"), line("dry")];
    const input = await givenOrder(house, {
      lines,
      packs: [Object.fromEntries(lines.map((one) => [one.order_line_id, 4]))],
    });
    const destinations = input.destinations.map((one) => ({
      ...one,
      items: one.items.map((item) =>
        item.order_line_id.includes("cold")
          ? { ...item, nature: { cold: true, not_with: [] } }
          : // Two of them fill the box of 12 l.
            { ...item, volume_ml: 6_000 },
      ),
    }));
    expect(await house.parcels.plans.planOrder({ ...input, destinations })).toMatchObject({
      ok: true,
      value: { parcels: 3 },
    });
    const parcels = await house.parcels.parcelsOfOrder(input.order_id);
    for (const parcel of parcels) expect(new Set(parcel.contents.map((one) => one.order_line_id)).size).toBe(1);
  });

  it("is said of a variant once, by its cooperative, and read back", async () => {
    const own = coop();
    const variant_id = `variant_${own}`;
    const pack = { variant_id, gross_g: 2_100, size_mm: [200, 150, 100] as [number, number, number], fragile: true };
    const rest = { cold: false, keep_upright: true, goods_class: "oil", not_with: ["soap"] };
    await house.parcels.packs.describe({ cooperative_id: own, person, packs: [{ ...pack, ...rest }] });
    await house.parcels.packs.describe({ cooperative_id: coop(), person, packs: [{ ...pack, ...rest, gross_g: 1 }] });
    const { variant_id: _, ...kept } = pack;
    expect((await house.parcels.packs.natures([variant_id])).get(variant_id)).toEqual({ ...kept, ...rest });
  });
});

describe("numbers typed at the desk", () => {
  it("are stored where right, and refused by line where not: check digit, length, used before, another's parcel", async () => {
    const own = coop();
    await enter(own, cardOf({ carrier: "ems" }));
    const input = await orderOf(own, 6);
    await labelled(house, input);
    const theirs = await bulkOrder(house, 1);
    await labelled(house, theirs);
    const [stranger] = await house.parcels.parcelsOfOrder(theirs.order_id);
    const wanted = await house.parcels.wantedNumbers.list({ cooperative_id: own }, { limit: 100 });
    expect(wanted).toHaveLength(6);
    const [a, b, c, d, e, f] = wanted.map((parcel) => parcel.number) as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const lines = [
      [a, "ee 876543216 cn"],
      [b, "EE876543215CN"],
      [c, "EE87654321CN"],
      [d, "EE876543216CN"],
      [e, "1234567890123"],
      [e, "1234567890124"],
      [stranger!.number, "1234567890125"],
      ["CL0000000000", "1234567890126"],
    ].map(([parcel_number, tracking_number], index) => ({
      line: index + 2,
      parcel_number: parcel_number!,
      tracking_number: tracking_number!,
    }));
    const first = await house.parcels.trackingNumbers.enter({ cooperative_id: own, lines });
    expect(first.stored).toBe(2);
    expect(first.problems.map(({ line, problem }) => [line, problem])).toEqual([
      [3, "tracking_check_digit"],
      [4, "tracking_length"],
      [5, "number_twice"],
      [7, "parcel_twice"],
      [8, "parcel_unknown"],
      [9, "parcel_unknown"],
    ]);
    const again = await house.parcels.trackingNumbers.enter({ cooperative_id: own, lines: lines.slice(0, 1) });
    expect(again).toEqual({ stored: 0, unchanged: 1, problems: [] });
    const used = await house.parcels.trackingNumbers.enter({
      cooperative_id: own,
      lines: [
        { line: 1, parcel_number: f, tracking_number: "1234567890123" },
        { line: 2, parcel_number: a, tracking_number: "9234567890123" },
      ],
    });
    expect(used.problems.map((one) => one.problem)).toEqual(["number_used", "has_another_number"]);
    expect((await house.parcels.parcelByNumber(a))?.tracking_number).toBe("EE876543216CN");
  });

  it("brought twice at once for two parcels go to one of them", async () => {
    const own = coop();
    await enter(own, cardOf());
    await labelled(house, await orderOf(own, 4));
    const wanted = await house.parcels.wantedNumbers.list({ cooperative_id: own }, { limit: 10 });
    const answers = await Promise.all(
      wanted.map((parcel) =>
        house.parcels.trackingNumbers.enter({
          cooperative_id: own,
          lines: [{ line: 1, parcel_number: parcel.number, tracking_number: "SF1012345678901" }],
        }),
      ),
    );
    expect(answers.reduce((sum, answer) => sum + answer.stored, 0)).toBe(1);
    expect(answers.flatMap((answer) => answer.problems).map((one) => one.problem)).toEqual(
      Array.from({ length: 3 }, () => "number_used"),
    );
  });
});

describe("a parcel without a phone, or with a text in its place", () => {
  it("is refused by name at booking, the rest goes on, and with a phone it is asked for on its own", async () => {
    const input = await bulkOrder(house, 4);
    const phones = ["13800000000", "不知道", "13800000002", " "];
    const destinations = input.destinations.map((one, index) => ({ ...one, phone: phones[index]! }));
    await labelled(house, { ...input, destinations });
    const handed = await house.parcels.handOver({ cooperative_id: "coop_x", person, order_id: input.order_id });
    const handover_id = handed.ok ? handed.value.handover.id : "";
    const [booking] = await house.parcels.bookings.open(handover_id);
    expect(await house.parcels.bookings.parcels(booking!.id)).toHaveLength(2);
    const found = await house.parcels.refusedBookings.list({ cooperative_id: "coop_x", limit: 10 });
    expect(found.map((one) => [one.fault, one.name]).sort()).toEqual([
      ["no_phone", "张收货1"],
      ["no_phone", "张收货3"],
    ]);
    expect(await house.parcels.refusedBookings.askable(handover_id, "coop_x")).toBe(0);
    const waiting = found.find((one) => one.name === "张收货1");
    const give = { parcel_id: waiting!.id, cooperative_id: "coop_x", person, phone: "13900000000" };
    expect(refused(await house.parcels.refusedBookings.askAgain({ ...give, phone: undefined }))).toBe("phone_needed");
    expect(refused(await house.parcels.refusedBookings.askAgain({ ...give, cooperative_id: coop() }))).toBe(
      "parcel_not_found",
    );
    expect(await Promise.all([1, 2].map(() => house.parcels.refusedBookings.askAgain(give)))).toMatchObject([
      { ok: true },
      { ok: true },
    ]);
    const open = await house.parcels.bookings.open(handover_id);
    expect(open.map((one) => one.part)).toEqual([0, 1]);
    expect(await house.parcels.bookings.parcels(open[1]!.id)).toMatchObject([{ phone: "13900000000" }]);
    const { rows } = await house.database.pool.query(
      `select count(*)::int as jobs from outbox_message where job = 'book-batch' and payload->>'booking_id' = $1`,
      [open[1]!.id],
    );
    expect(rows).toEqual([{ jobs: 1 }]);
  });
});

describe("parcels that a carrier refused", () => {
  it("are all asked for once, when two press at once and a third mends one of them", async () => {
    const input = await bulkOrder(house, 4);
    await labelled(house, input);
    const handed = await house.parcels.handOver({ cooperative_id: "coop_x", person, order_id: input.order_id });
    const handover_id = handed.ok ? handed.value.handover.id : "";
    const [booking] = await house.parcels.bookings.open(handover_id);
    const faults = (await house.parcels.bookings.parcels(booking!.id)).map((one) => ({
      reference: one.number,
      reason: "the counter is closed",
    }));
    await house.parcels.bookings.refuse(booking!.id, "closed", faults);
    const of = { handover_id, cooperative_id: "coop_x", person };
    expect(await house.parcels.refusedBookings.askable(handover_id, "coop_x")).toBe(4);
    expect(refused(await house.parcels.refusedBookings.askAllAgain({ ...of, cooperative_id: coop() }))).toBe(
      "handover_not_found",
    );
    const [one] = await house.parcels.refusedBookings.list({ cooperative_id: "coop_x", handover_id, limit: 10 });
    const give = { parcel_id: one!.id, cooperative_id: "coop_x", person, phone: "13900000001" };
    const [mend, ...all] = await Promise.all([
      house.parcels.refusedBookings.askAgain(give),
      house.parcels.refusedBookings.askAllAgain(of),
      house.parcels.refusedBookings.askAllAgain(of),
    ]);
    const asked = all.reduce((sum, answer) => sum + (answer.ok ? answer.value.asked : 0), 0);
    // Whoever came first: mended and asked for with its new phone, or told that it was asked for meanwhile.
    expect(mend.ok ? [true, asked] : [refused(mend), asked]).toEqual(mend.ok ? [true, 3] : ["not_refused", 4]);
    const { rows } = await house.database.pool.query(
      `select count(*)::int as parcels, count(distinct p.parcel_id)::int as each from booking_parcel p join booking b on b.id = p.booking_id
       where b.handover_id = $1 and b.state = 'pending' and p.left_at is null`,
      [handover_id],
    );
    expect(rows).toEqual([{ parcels: 4, each: 4 }]);
    const mends = await house.database.pool.query(
      `select count(*)::int as mends from parcel_mend m join parcel p on p.id = m.parcel_id where p.handover_id = $1`,
      [handover_id],
    );
    expect(mends.rows).toEqual([{ mends: 4 }]);
    expect(await house.parcels.refusedBookings.askable(handover_id, "coop_x")).toBe(0);
    expect(await house.parcels.refusedBookings.askAllAgain(of)).toMatchObject({ value: { asked: 0 } });
  });
});
