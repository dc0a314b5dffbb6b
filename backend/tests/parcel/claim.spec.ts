import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { claimsOfOrder, withoutWords } from "../../src/workflows/parcel/claim/of-order";
import { deductionsOfHousehold } from "../../src/workflows/parcel/claim/of-household";
import { id, reasonOf } from "../settlement/house";
import { shortHouse, value, type ShortHouse } from "../pool/short-house";
import { broken } from "../pool/short-picture";
import { enterShortTakingBack, previewAgain } from "../../src/workflows/parcel/claim/short-taking-back";
import { takeBackTouched } from "../../src/workflows/parcel/claim/take-back-touched";
import { enterShort, trialOf } from "../../src/workflows/pool/short/preview";
import { claimsOf, DAY_MS } from "./claim-house";

const dies = vi.hoisted(() => ({ at: "" }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: (name: string) => {
    if (name !== dies.at) return;
    dies.at = "";
    throw new Error("killed");
  },
}));

let house: ShortHouse;
let claims: ReturnType<typeof claimsOf>;
beforeAll(async () => {
  house = await shortHouse();
  claims = claimsOf(house);
});
afterAll(() => house?.close());

describe("a parcel that is lost", () => {
  it("opens its claim by itself, is refunded when its buyer said nothing in time, and its households are paid", async () => {
    const { order_id, parcel, lots } = await claims.sent();
    await claims.tell(parcel.number, "lost");
    const [claim] = await house.parcels.claims.ofOrder(order_id);
    expect(claim).toMatchObject({ kind: "lost", source: "carrier", state: "opened", wish: null });
    expect(await claims.decide(claim!, "refund")).toMatchObject({ ok: false, refusal: { reason: "ask_first" } });
    const done = await claims.decided(claim!, "refund", "carrier", "", new Date(Date.now() + 4 * DAY_MS));
    expect(done).toMatchObject({
      state: "done",
      cost_minor: parcel.freight_minor + 4000,
      carrier_minor: parcel.freight_minor + 4000,
    });
    expect(await claims.refunds(order_id)).toEqual([parcel.freight_minor + 4000]);
    await claims.post(order_id);
    expect(Object.values(await claims.paid(order_id)).reduce((sum, one) => sum + one, 0)).toBeGreaterThan(3500);
    expect(lots.length).toBe(2);
    expect(await broken(house)).toEqual([]);

    const { claim_id } = claims.of(done);
    const answer = { ...claims.of(done), answer: "paid" as const, paid_minor: "3000", words: "their limit" };
    value(await house.parcels.claims.answer(answer));
    expect(await claims.run(done)).toMatchObject({ state: "closed", answered_minor: 3000 });
    expect(await claims.balance("claim", claim_id)).toBe(0);
    expect(await claims.balance("carrier_claim", house.cooperative_id)).toBe(0);
    expect(await claims.balance("carrier_paid", house.cooperative_id)).toBe(3000);
    expect(await claims.balance("claim_loss", house.cooperative_id)).toBe(parcel.freight_minor + 1000);
    expect(await broken(house)).toEqual([]);
  });

  it("that arrives before somebody decided stays arrived; that is given up stays lost", async () => {
    const first = await claims.sent();
    const early = await claims.opened(first.parcel.id, "lost", { wish: "refund" });
    await claims.tell(first.parcel.number, "delivered");
    expect(await claims.decide(early, "refund")).toMatchObject({ ok: false, refusal: { reason: "parcel_arrived" } });
    value(await house.parcels.claims.drop({ ...claims.of(early), reason: "error", words: "it came" }));

    const second = await claims.sent();
    const claim = await claims.opened(second.parcel.id, "lost", { wish: "refund" });
    const [decided] = await Promise.all([
      claims.decide(claim, "refund"),
      claims.tell(second.parcel.number, "delivered"),
    ]);
    const [now] = await house.parcels.parcelsOfOrder(second.order_id);
    // Whoever came first: never refunded and arrived.
    expect(decided.ok).toBe(now?.state === "lost");
    if (decided.ok) await claims.run(claim);
    expect((await claims.refunds(second.order_id)).length).toBe(decided.ok ? 1 : 0);
    expect(await broken(house)).toEqual([]);
  });

  it("is answered for by a claim or by a short, never by both", async () => {
    const { order_id, parcel } = await claims.sent();
    const short = await house.enter({ kind: "parcel_lost", parcel_id: parcel.id });
    const claim = await claims.opened(parcel.id, "lost", { wish: "refund" });
    const applied = await house.apply(short);
    expect(applied).toMatchObject({ state: "entered", problem: "parcel_claimed" });
    await expect(house.enter({ kind: "parcel_lost", parcel_id: parcel.id })).rejects.toThrow("parcel_claimed");
    await claims.decided(claim, "refund");
    expect(await claims.refunds(order_id)).toHaveLength(1);

    const other = await claims.sent();
    const gone = await house.apply(await house.enter({ kind: "parcel_lost", parcel_id: other.parcel.id }));
    expect(gone.state).toBe("closed");
    expect(await claims.open(other.parcel.id, "lost")).toMatchObject({ refusal: { reason: "parcel_accounted" } });
    expect(await claims.refunds(other.order_id)).toHaveLength(1);
    expect(await broken(house)).toEqual([]);
  });
});

describe("a parcel that came damaged", () => {
  it("is refunded for the packs that are named, once, also when the sale is divided already, with its tax", async () => {
    const { order_id, lines, parcel } = await claims.sent(2, 400);
    await claims.tell(parcel.number, "delivered");
    await claims.post(order_id);
    const before = await claims.paid(order_id);
    const packs = [{ order_line_id: lines[0]!, packs: 1 }];
    const claim = await claims.opened(parcel.id, "damaged", { wish: "refund", lines: packs });
    const done = await claims.decided(claim, "refund", "packing");
    const half = Math.round(parcel.freight_minor / 2);
    const [refunded] = await claims.refunds(order_id);
    expect(refunded).toBe(2000 + half);
    // What was tax in it is no longer owed; the rest is the cooperative's.
    expect(done.cost_minor).toBeLessThan(refunded!);
    expect(done).toMatchObject({ state: "closed", cooperative_minor: done.cost_minor, carrier_minor: 0 });
    expect(await claims.paid(order_id)).toEqual(before);
    expect(await claims.run(done)).toMatchObject({ state: "closed" });
    expect(await claims.refunds(order_id)).toHaveLength(1);
    expect(await broken(house)).toEqual([]);
    // The other pack may still be claimed, and no third one.
    expect(await claims.open(parcel.id, "damaged", { lines: [{ order_line_id: lines[0]!, packs: 2 }] })).toMatchObject({
      refusal: { reason: "packs_not_in_parcel" },
    });
  });

  it("is claimed once for a key, and another claim under it is a conflict", async () => {
    const { lines, parcel } = await claims.sent();
    await claims.tell(parcel.number, "delivered");
    const key = randomUUID();
    const packs = (count: number) => ({ key, lines: [{ order_line_id: lines[0]!, packs: count }] });
    const made = await Promise.all([1, 2, 3].map(() => claims.opened(parcel.id, "missing", packs(1))));
    expect(new Set(made.map((claim) => claim.id)).size).toBe(1);
    expect(await claims.open(parcel.id, "missing", packs(2))).toMatchObject({
      refusal: { reason: "idempotency_conflict" },
    });
  });
});

describe("what was weighed on arrival", () => {
  it("is kept with its claim for good, moves no money, and is part of what a key stands for", async () => {
    const { order_id, lines, parcel } = await claims.sent();
    await claims.tell(parcel.number, "delivered");
    const key = randomUUID();
    const one = { key, wish: "refund" as const, lines: [{ order_line_id: lines[0]!, packs: 1 }] };
    const most = parcel.gross_g * 2;
    expect(await claims.open(parcel.id, "damaged", { ...one, weighed_g: most + 1 })).toMatchObject({
      refusal: { reason: "weight_not_possible", field: "weighed_g" },
    });
    const claim = await claims.opened(parcel.id, "damaged", { ...one, weighed_g: 0 });
    expect(claim.weighed_g).toBe(0);
    expect((await claims.opened(parcel.id, "damaged", { ...one, weighed_g: 0 })).id).toBe(claim.id);
    for (const other of [{ weighed_g: 1 }, {}]) {
      expect(await claims.open(parcel.id, "damaged", { ...one, ...other })).toMatchObject({
        refusal: { reason: "idempotency_conflict" },
      });
    }
    for (const weighed_g of [1, null]) {
      await expect(
        house.db.query("update parcel_claim set weighed_g = $2 where id = $1", [claim.id, weighed_g]),
      ).rejects.toThrow("not changed afterwards");
    }
    // The money counts the pack, whatever it weighed.
    const done = await claims.decided(claim, "refund", "packing");
    expect(done).toMatchObject({ state: "closed", weighed_g: 0 });
    expect(await claims.refunds(order_id)).toEqual([2000 + Math.round(parcel.freight_minor / 2)]);
    const second = await claims.opened(parcel.id, "damaged", { lines: one.lines, weighed_g: most });
    expect(second.weighed_g).toBe(most);
    expect(await broken(house)).toEqual([]);
  });

  it("is not said of what did not come", async () => {
    const { parcel } = await claims.sent();
    expect(await claims.open(parcel.id, "lost", { weighed_g: 0 })).toMatchObject({
      refusal: { reason: "weight_not_possible", field: "weighed_g" },
    });
    expect((await claims.opened(parcel.id, "lost")).weighed_g).toBeNull();
  });
});

describe("a claim that the cooperative does not agree to", () => {
  const told = async (claim_id: string) =>
    (
      await house.db.query<{ text: string }>("select text from buyer_notice where subject_id = $1", [
        `${claim_id}:refused`,
      ])
    ).rows.map((one) => one.text);
  const waiting = async (claim_id: string) =>
    (
      await house.db.query("select 1 from outbox_message where job = 'claim' and dedup_key = $1", [
        `${claim_id}:refused`,
      ])
    ).rowCount;

  it("ends with words that its buyer reads and is told once, and frees its packs; a killed press is told by its job", async () => {
    const { order_id, lines, parcel } = await claims.sent();
    await claims.tell(parcel.number, "delivered");
    const packs = (count: number) => ({ wish: "refund" as const, lines: [{ order_line_id: lines[0]!, packs: count }] });
    const claim = await claims.opened(parcel.id, "damaged", packs(2));
    const no = { ...claims.of(claim), reason: "refused" as const, words: "照片上的袋子是好的" };
    // Pressed twice at once, by one person; then the process is gone: nobody was told yet, and the message waits.
    const [first, twin] = await Promise.all([house.parcels.claims.drop(no), house.parcels.claims.drop(no)]);
    expect([value(first), value(twin)]).toMatchObject([
      { state: "dropped", drop_reason: "refused", refused_words: no.words },
      { state: "dropped", drop_reason: "refused" },
    ]);
    expect([await waiting(claim.id), await told(claim.id)]).toEqual([1, []]);
    await Promise.all([claims.run(claim), claims.run(claim)]);
    await claims.run(claim);
    const [text, ...more] = await told(claim.id);
    expect(more).toEqual([]);
    expect(text).toContain("没有同意");

    const [shown] = await claimsOfOrder(house.container, order_id);
    expect(shown).toMatchObject({ id: claim.id, stage: "refused", remedy: null, refused: { words: no.words } });
    expect(withoutWords(shown!)).toMatchObject({ stage: "refused", refused: null });
    expect(await house.parcels.claims.countOf(order_id)).toEqual({ open: 0, ended: 0 });
    expect(await claims.refunds(order_id)).toEqual([]);
    // For the part that is agreed to there is a claim of its own, and the money of that part only.
    const part = await claims.opened(parcel.id, "damaged", packs(1));
    await claims.decided(part, "refund", "packing");
    expect(await claims.refunds(order_id)).toEqual([2000 + Math.round(parcel.freight_minor / 2)]);
    expect((await house.parcels.claims.ofOrder(order_id)).map((one) => one.id).sort()).toEqual(
      [claim.id, part.id].sort(),
    );
    expect(await broken(house)).toEqual([]);
  });

  it("stays refused in the words that were told; what was opened in error is told to nobody", async () => {
    const { order_id, lines, parcel } = await claims.sent();
    await claims.tell(parcel.number, "delivered");
    const one = { wish: "refund" as const, lines: [{ order_line_id: lines[0]!, packs: 1 }] };
    const claim = await claims.opened(parcel.id, "damaged", one);
    const no = { ...claims.of(claim), reason: "refused" as const, words: "the bag is whole" };
    value(await house.parcels.claims.drop(no));
    for (const other of [{ words: "another word" }, { reason: "error" as const }]) {
      expect(await house.parcels.claims.drop({ ...no, ...other })).toMatchObject({
        refusal: { reason: "claim_state" },
      });
    }
    expect(await claims.decide(claim, "refund")).toMatchObject({ refusal: { reason: "claim_state" } });
    for (const change of ["refused_words = 'kinder words'", "drop_reason = 'error', refused_words = null"]) {
      await expect(
        house.db.query(`update parcel_claim set ${change} where id = $1`, [claim.id]),
        change,
      ).rejects.toThrow("not changed afterwards");
    }
    const slip = await claims.opened(parcel.id, "missing", one);
    value(await house.parcels.claims.drop({ ...claims.of(slip), reason: "error", words: "the wrong parcel" }));
    await claims.run(slip);
    expect([await waiting(slip.id), await told(slip.id)]).toEqual([0, []]);
    expect((await claimsOfOrder(house.container, order_id)).map((shown) => shown.id)).toEqual([claim.id]);
  });

  it("refused on the last day for reporting, may be reported anew on that day and the next, and not after; another parcel has its own days", async () => {
    const [said, quiet] = [await claims.sent(), await claims.sent()];
    const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
    for (const { parcel } of [said, quiet]) {
      await claims.tell(parcel.number, "delivered");
      // With 7 days today is the last.
      await house.db.query("update parcel set delivered_at = now() - interval '7 days' where id = $1", [parcel.id]);
    }
    const report = ({ parcel, lines }: typeof said, today: string, packs = 1) =>
      house.parcels.claims.open({
        cooperative_id: house.cooperative_id,
        parcel_id: parcel.id,
        kind: "damaged",
        source: "buyer",
        lines: [{ order_line_id: lines[0]!, packs }],
        words: "mouldy",
        person: "buyer",
        idempotency_key: id("key"),
        now: new Date(),
        tz: "UTC",
        today,
      });
    const claim = value(await report(said, day(0)));
    // While it waits the rest of the parcel can be reported too.
    const rest = value(await report(said, day(1)));
    for (const one of [claim, rest])
      value(await house.parcels.claims.drop({ ...claims.of(one), reason: "refused", words: "the bags are whole" }));
    expect(reasonOf(await report(said, day(2), 2))).toBe("report_too_late");
    expect(reasonOf(await report(quiet, day(1)))).toBe("report_too_late");
    const anew = value(await report(said, day(1), 2));
    expect(anew).toMatchObject({ state: "opened", source: "buyer" });
    expect(await broken(house)).toEqual([]);
  });

  it("is not refused once it is decided, nor by another cooperative", async () => {
    const { parcel } = await claims.sent();
    const claim = await claims.opened(parcel.id, "lost", { wish: "refund" });
    const no = { ...claims.of(claim), reason: "refused" as const, words: "it is on its way" };
    expect(await house.parcels.claims.drop({ ...no, cooperative_id: "coop_other" })).toMatchObject({
      refusal: { reason: "claim_not_found" },
    });
    await claims.decided(claim, "refund");
    expect(await house.parcels.claims.drop(no)).toMatchObject({ refusal: { reason: "claim_state" } });
    expect(await told(claim.id)).toEqual([]);
  });
});

describe("the freight of a lost parcel", () => {
  it("is what that parcel's carriage cost, the same by a short, by its preview and by a claim; all lost: all that was paid", async () => {
    const sent = async () => {
      await house.lot(50_000);
      const { order_id } = await house.order([{ packs: 45 }]);
      await house.ship(await house.handOver(order_id));
      const all = await house.parcels.parcelsOfOrder(order_id);
      const packs = (one: (typeof all)[number]) => one.contents[0]?.packs ?? 0;
      return { order_id, parcels: all.sort((a, b) => packs(a) - packs(b)), packs };
    };
    const [by_short, by_claim] = [await sent(), await sent()];
    const [small] = by_short.parcels;
    const each = by_short.parcels.map((one) => one.freight_minor / by_short.packs(one));
    expect(new Set(each).size).toBeGreaterThan(1);

    const short = await house.enter({ kind: "parcel_lost", parcel_id: small!.id });
    const worth = by_short.packs(small!) * 2000 + small!.freight_minor;
    expect(short.view?.refund_minor).toBe(worth);
    await house.apply(short);
    expect(await claims.refunds(by_short.order_id)).toEqual([worth]);

    const claim = await claims.opened(by_claim.parcels[0]!.id, "lost", { wish: "refund" });
    await claims.decided(claim, "refund");
    expect(await claims.refunds(by_claim.order_id)).toEqual([worth]);

    // The rest of both goes too, two at once: each from what the other has left.
    const rest = by_claim.parcels.slice(1);
    const more = await Promise.all(rest.map((one) => claims.opened(one.id, "lost", { wish: "refund" })));
    await Promise.all(more.map((one) => claims.decided(one, "refund")));
    const all = by_claim.parcels.reduce((sum, one) => sum + one.freight_minor, 45 * 2000);
    expect((await claims.refunds(by_claim.order_id)).reduce((sum, one) => sum + one, 0)).toBe(all);
    expect(await broken(house)).toEqual([]);
  });

  it("is not given twice when two shorts are decided from the same preview", async () => {
    await house.lot(50_000);
    const { order_id } = await house.order([{ packs: 45 }]);
    await house.ship(await house.handOver(order_id));
    const all = await house.parcels.parcelsOfOrder(order_id);
    const shorts = [];
    for (const one of all) shorts.push(await house.enter({ kind: "parcel_lost", parcel_id: one.id }));
    const first = await house.apply(shorts[0]!);
    expect(first.state).toBe("closed");
    expect(await house.apply(shorts[1]!)).toMatchObject({ state: "entered", problem: "stale" });
    expect(await claims.refunds(order_id)).toHaveLength(1);
    expect(await broken(house)).toEqual([]);
  });
});

describe("sent again", () => {
  it("an order of its own at no price: both households are paid, the buyer nothing more, the claim all of it", async () => {
    const { order_id, parcel } = await claims.sent();
    await house.lot(2000);
    await claims.tell(parcel.number, "lost");
    const [claim] = await house.parcels.claims.ofOrder(order_id);
    value(await house.parcels.claims.wish({ ...claims.of(claim!), wish: "reship" }));
    const done = await claims.decided(claim!, "reship");
    const again = done.replacement_order_id ?? "";
    expect(done).toMatchObject({ state: "done", problem: null });
    expect(house.orders.get(again)).toMatchObject({
      metadata: { replaces_order_id: order_id },
      items: [{ unit_price: 0, quantity: 2 }],
    });
    expect(house.reservations.filter((one) => one.quantity === 2000).length).toBeGreaterThan(0);
    expect(await claims.refunds(order_id)).toEqual([]);
    const [second] = await house.parcels.parcelsOfOrder(again);
    expect(second).toMatchObject({ state: "planned", name: parcel.name, address: parcel.address });
    expect(await broken(house)).toEqual([]);

    await house.label(again);
    await house.ship(await house.handOver(again));
    value(await house.parcels.claims.answer({ ...claims.of(done), answer: "refused", paid_minor: "0", words: "no" }));
    await claims.run(done);
    expect(await house.parcels.claims.byId(done.id)).toMatchObject({ state: "closed" });
    await claims.tell(second!.number, "delivered");
    await claims.post(order_id);
    await claims.post(again);
    const [first_paid, again_paid] = [await claims.paid(order_id), await claims.paid(again)];
    const sum = (paid: Record<string, number>) => Object.values(paid).reduce((total, one) => total + one, 0);
    expect(sum(again_paid)).toBe(sum(first_paid));
    // Whichever lots of the pool gave the second goods: they are who is paid for them.
    const gave = await house.db.query<{ lot_id: string }>("select lot_id from allocation where order_id = $1", [again]);
    expect(Object.keys(again_paid).sort()).toEqual([...new Set(gave.rows.map((one) => one.lot_id))].sort());
    expect(await claims.balance("claim", done.id)).toBe(0);
    expect(await broken(house)).toEqual([]);
  });

  it("is refused in a sentence when there is not enough, and the claim can be refunded instead", async () => {
    const { order_id, parcel } = await claims.sent();
    const { rows } = await house.db.query<{ free: string }>("select on_hand - held as free from pool where id = $1", [
      house.pool_id,
    ]);
    const free = Math.floor(Number(rows[0]?.free) / 1000);
    if (free > 0) await house.order([{ packs: free }]);
    const claim = await claims.opened(parcel.id, "lost", { wish: "reship" });
    const back = await claims.decided(claim, "reship");
    expect(back).toMatchObject({ state: "opened", remedy: "reship" });
    expect(back.problem).toContain("not enough free goods");
    expect(await claims.decide(back, "refund")).toMatchObject({ refusal: { reason: "invalid_words" } });
    expect(await claims.decided(back, "refund", "carrier", "nothing left of this harvest")).toMatchObject({
      state: "done",
    });
    expect(await claims.refunds(order_id)).toHaveLength(1);
    expect(await broken(house)).toEqual([]);
  });

  it("is taken back as long as it is here: goods free, books reversed, and the money goes back instead", async () => {
    const { order_id, parcel } = await claims.sent();
    await house.lot(2000);
    const claim = await claims.opened(parcel.id, "lost", { wish: "reship" });
    const done = await claims.decided(claim, "reship");
    const again = done.replacement_order_id ?? "";
    // A lot of it spoils: the short says where to go.
    const [given] = await house.pools.allocationsOfOrder(again);
    await expect(house.enter({ lot_id: given!.lot_id, units: 1000, order_id: again })).rejects.toThrow(
      "sent again for a claim",
    );
    value(await house.parcels.claims.withdraw({ ...claims.of(done), words: "it spoilt" }));
    // Medusa's own cancellation is asked of a real house.
    house.orders.set(again, { ...house.orders.get(again), status: "canceled" });
    for (const point of ["replacement_withdrawn", "replacement_reversed", "replacement_released"]) {
      dies.at = point;
      await expect(claims.run(done)).rejects.toThrow("killed");
    }
    const open = await claims.run(done);
    expect(open).toMatchObject({ state: "opened", replacement_order_id: null, cost_minor: null });
    expect(await house.pools.allocationsOfOrder(again)).toEqual([]);
    expect(await claims.balance("claim", done.id)).toBe(0);
    expect(await claims.decided(open, "refund", "carrier", "spoilt")).toMatchObject({ state: "done", attempt: 2 });
    expect(await claims.refunds(order_id)).toHaveLength(1);
    expect(await broken(house)).toEqual([]);
  });
});

describe("a short that touches what is sent again", () => {
  it.each(["replacement_withdrawn", "replacement_reversed", "replacement_released", "short_taken_back"])(
    "takes the replacement back at one press and goes on; killed at %s, the same form again is one short, and so it stays",
    async (point) => {
      const { order_id, parcel } = await claims.sent();
      await house.lot(2000);
      const claim = await claims.opened(parcel.id, "lost", { wish: "reship" });
      const done = await claims.decided(claim, "reship");
      const again = done.replacement_order_id ?? "";
      const [given] = await house.pools.allocationsOfOrder(again);
      const entry = {
        cooperative_id: house.cooperative_id,
        kind: "lot_spoiled" as const,
        lot_id: given!.lot_id,
        units: 1000,
        order_id: again,
        restock: false,
        reason: "mould",
        person: "member_manager",
        idempotency_key: randomUUID(),
      };
      const press = () => enterShortTakingBack(house.container, entry);
      expect(await enterShort(house.container, entry)).toMatchObject({ refusal: { reason: "replacement_affected" } });
      // Medusa's own cancellation is asked of a real house.
      house.orders.set(again, { ...house.orders.get(again), status: "canceled" });
      dies.at = point;
      await expect(press()).rejects.toThrow("killed");
      const [short, twin] = (await Promise.all([press(), press()])).map((one) => value(one));
      expect(short).toMatchObject({ state: "previewed", order_id: null });
      expect([twin!.id, value(await press()).id]).toEqual([short!.id, short!.id]);
      expect(await house.apply(short!)).toMatchObject({ state: "applied" });
      expect(value(await press())).toMatchObject({ id: short!.id, state: "applied" });
      const other = { ...entry, units: 2000 };
      expect(await enterShortTakingBack(house.container, other)).toMatchObject({
        refusal: { reason: "idempotency_conflict" },
      });
      expect(await house.parcels.claims.byId(claim.id)).toMatchObject({ state: "opened", replacement_order_id: null });
      expect(await claims.balance("claim", claim.id)).toBe(0);
      expect(await claims.refunds(order_id)).toEqual([]);
      expect(await broken(house)).toEqual([]);
    },
  );

  it("whose parcel is still here and was entered as lost says what to do; nothing is taken back", async () => {
    const { parcel } = await claims.sent();
    await house.lot(2000);
    const claim = await claims.opened(parcel.id, "lost", { wish: "reship" });
    const done = await claims.decided(claim, "reship");
    const again = done.replacement_order_id ?? "";
    const [here] = await house.parcels.parcelsOfOrder(again, { limit: 1 });
    const entry = {
      cooperative_id: house.cooperative_id,
      kind: "parcel_lost" as const,
      parcel_id: here!.id,
      restock: false,
      reason: "gone from the shelf",
      person: "member_manager",
      idempotency_key: randomUUID(),
    };
    for (const press of [enterShort, enterShortTakingBack]) {
      expect(await press(house.container, entry)).toMatchObject({
        refusal: { reason: "replacement_parcel", field: "parcel_id" },
      });
    }
    expect(await house.parcels.claims.byId(claim.id)).toMatchObject({ state: "done", replacement_order_id: again });
  });

  it("and is decided already takes nothing back when its old page is pressed", async () => {
    const { parcel } = await claims.sent();
    const lot_id = await house.lot(2000);
    const short = await house.enter({ lot_id, units: 1000 });
    value(await house.pools.shorts.drop({ short_id: short.id, person: "member_manager" }));
    const claim = await claims.opened(parcel.id, "lost", { wish: "reship" });
    const done = await claims.decided(claim, "reship");
    const stale = { take_back: true, person: "member_manager" };
    const dropped = await house.pools.shorts.byId(short.id);
    expect(value(await previewAgain(house.container, dropped!, stale))).toMatchObject({ state: "dropped" });
    expect(await house.parcels.claims.byId(claim.id)).toMatchObject({
      state: "done",
      replacement_order_id: done.replacement_order_id,
    });
  });

  it("is refused when the replacement has left", async () => {
    const { parcel } = await claims.sent();
    await house.lot(3000);
    const claim = await claims.opened(parcel.id, "lost", { wish: "reship" });
    const done = await claims.decided(claim, "reship");
    const again = done.replacement_order_id ?? "";
    await house.label(again);
    const [second] = await house.parcels.parcelsOfOrder(again);
    await house.ship(await house.handOver(again));
    const entry = { kind: "parcel_lost" as const, parcel_id: second!.id };
    await expect(house.enter(entry)).rejects.toThrow("sent again for a claim");
    const trial = trialOf({
      ...entry,
      cooperative_id: house.cooperative_id,
      restock: false,
      reason: "lost",
      person: "member_manager",
      idempotency_key: randomUUID(),
    });
    expect(await takeBackTouched(house.container, trial, { person: "member_manager", words: "lost" })).toMatchObject({
      refusal: { reason: "goods_left" },
    });
  });
});

describe("killed anywhere", () => {
  it.each(["claim_short_entered", "short_applied", "short_refund_promised", "claim_short_done", "claim_borne"])(
    "a refund killed at %s is one refund",
    async (point) => {
      const { order_id, parcel } = await claims.sent();
      const claim = await claims.opened(parcel.id, "lost", { wish: "refund" });
      value(await claims.decide(claim, "refund"));
      dies.at = point;
      await expect(claims.run(claim)).rejects.toThrow("killed");
      expect(await claims.run(claim)).toMatchObject({ state: "done" });
      await claims.run(claim);
      expect(await claims.refunds(order_id)).toEqual([parcel.freight_minor + 4000]);
      expect(await broken(house)).toEqual([]);
    },
  );

  it.each([
    "replacement_taken",
    "replacement_placed",
    "replacement_reserved",
    "replacement_planned",
    "replacement_funded",
    "claim_borne",
  ])("a reshipment killed at %s is one reshipment", async (point) => {
    const { order_id, parcel } = await claims.sent();
    await house.lot(2000);
    const claim = await claims.opened(parcel.id, "lost", { wish: "reship" });
    value(await claims.decide(claim, "reship"));
    dies.at = point;
    await expect(claims.run(claim)).rejects.toThrow("killed");
    const [done] = await Promise.all([claims.run(claim), claims.run(claim)]);
    expect(done).toMatchObject({ state: "done" });
    const again = done.replacement_order_id ?? "";
    expect(await house.parcels.parcelsOfOrder(again)).toHaveLength(1);
    expect(
      house.reservations.filter((one) =>
        (house.orders.get(again) as { items: { id: string }[] }).items.some((item) => item.id === one.line_item_id),
      ),
    ).toHaveLength(1);
    const { rowCount } = await house.db.query("select 1 from sale where claim_id = $1", [claim.id]);
    expect(rowCount).toBe(1);
    expect(await claims.refunds(order_id)).toEqual([]);
    expect(await broken(house)).toEqual([]);
  });

  it("the carrier's answer killed before it is closed is booked once", async () => {
    const { parcel } = await claims.sent();
    const claim = await claims.opened(parcel.id, "lost", { wish: "refund" });
    const done = await claims.decided(claim, "refund");
    const before = await claims.balance("carrier_paid", house.cooperative_id);
    value(await house.parcels.claims.answer({ ...claims.of(done), answer: "paid", paid_minor: "500", words: "" }));
    dies.at = "claim_answer_booked";
    await expect(claims.run(claim)).rejects.toThrow("killed");
    expect(await claims.run(claim)).toMatchObject({ state: "closed" });
    expect(await claims.balance("carrier_paid", house.cooperative_id)).toBe(before + 500);
    const other = { ...claims.of(done), answer: "refused" as const, paid_minor: "0", words: "" };
    expect(await house.parcels.claims.answer(other)).toMatchObject({ refusal: { reason: "claim_state" } });
  });
});

describe("who bears it", () => {
  beforeAll(async () => {
    const policy = value(
      await house.parcels.claims.policies.propose({
        cooperative_id: house.cooperative_id,
        policy: {
          report_days: 7,
          wish_days: 3,
          lots_bp: 2000,
          carriers: [{ carrier: "standin", claim_days: 30, limit_minor: 1500 }],
        },
        from_day: "2026-01-01",
        today: "2026-01-01",
        reason: "the general meeting said so",
        person: "member_manager",
      }),
    );
    const decision = { policy_id: policy.id, cooperative_id: house.cooperative_id, decision: "approve" as const };
    expect(await house.parcels.claims.policies.decide({ ...decision, person: "member_manager" })).toMatchObject({
      refusal: { reason: "same_person" },
    });
    value(await house.parcels.claims.policies.decide({ ...decision, person: "member_second" }));
  });

  it("a lot only after an inspection with a photo by a second person, by the policy, and never more than its household is owed", async () => {
    const { order_id, lines, parcel } = await claims.sent();
    await claims.tell(parcel.number, "delivered");
    await claims.post(order_id);
    const claim = await claims.opened(parcel.id, "damaged", {
      wish: "refund",
      lines: [{ order_line_id: lines[0]!, packs: 1 }],
    });
    expect(claim).toMatchObject({ lots_bp: 2000, limit_minor: "1500" });
    expect(await claims.decide(claim, "refund", "goods")).toMatchObject({ refusal: { reason: "inspect_first" } });
    const look = {
      claim_id: claim.id,
      cooperative_id: house.cooperative_id,
      finding: "goods" as const,
      words: "mould in the shell",
    };
    expect(await house.parcels.claims.inspect({ ...look, person: "member_second" })).toMatchObject({
      refusal: { reason: "photo_needed" },
    });
    for (const person of ["member_packer", "member_second"]) {
      value(
        await house.parcels.claims.photos.record({
          claim_id: claim.id,
          file: "x.jpg",
          source_sha256: randomUUID(),
          width: 9,
          height: 9,
          bytes: 9,
          person,
        }),
      );
    }
    value(await house.parcels.claims.inspect({ ...look, person: "member_second" }));
    expect(await claims.decide(claim, "refund", "goods", "", new Date(), "member_second")).toMatchObject({
      refusal: { reason: "same_person" },
    });
    const done = await claims.decided(claim, "refund", "goods");
    expect(done).toMatchObject({
      state: "closed",
      carrier_minor: 0,
      lots_minor: Math.floor((done.cost_minor ?? 0) / 5),
    });
    const { rows } = await house.db.query<{ household_id: string; sum: string }>(
      "select household_id, sum(amount_minor) as sum from claim_deduction where claim_id = $1 group by 1",
      [claim.id],
    );
    expect(rows.reduce((sum, row) => sum + Number(row.sum), 0)).toBe(done.lots_minor);
    const household = rows[0]?.household_id ?? "";
    expect(await house.settlement.claims.ofHousehold(household)).toMatchObject([{ claim_id: claim.id }]);
    expect(await broken(house)).toEqual([]);

    // The household objects; who inspected can't answer, a second person gives it back, once.
    const objections = house.parcels.claims.objections;
    const words = "it was dry when I brought it";
    value(await objections.object({ claim_id: claim.id, household_id: household, words, person: household }));
    const said = { household_id: household, outcome: "given_back" as const, words: "the bag was torn on the way" };
    expect(await objections.answer({ ...claims.of(claim, "member_second"), ...said })).toMatchObject({
      refusal: { reason: "same_person" },
    });
    value(await objections.answer({ ...claims.of(claim), ...said }));
    value(await objections.answer({ ...claims.of(claim), ...said }));
    expect(await objections.answer({ ...claims.of(claim), ...said, outcome: "stands" })).toMatchObject({
      refusal: { reason: "answered_already" },
    });
    const mine = Number(rows[0]?.sum);
    const owed_before = await claims.balance("household_payable", household);
    dies.at = "claim_given_back";
    await expect(claims.run(claim)).rejects.toThrow("killed");
    expect(await claims.run(claim)).toMatchObject({ lots_minor: (done.lots_minor ?? 0) - mine });
    await claims.run(claim);
    expect(await claims.balance("household_payable", household)).toBe(owed_before - mine);
    expect(await house.parcels.claims.forHousehold(household, [claim.id])).toMatchObject([
      { objected: true, outcome: "given_back", answer: "the bag was torn on the way" },
    ]);
    expect(await broken(house)).toEqual([]);

    // Its household was owed just what it was sold for: a second one, after it was paid, comes out of its later payouts.
    const paid = await claims.sent();
    await claims.tell(paid.parcel.number, "delivered");
    await claims.post(paid.order_id);
    await house.db.query("update account set reserved_minor = -balance_minor where kind = 'household_payable'");
    const late = await claims.opened(paid.parcel.id, "damaged", {
      wish: "refund",
      lines: [{ order_line_id: paid.lines[0]!, packs: 2 }],
    });
    for (const person of ["member_packer", "member_second"]) {
      value(
        await house.parcels.claims.photos.record({
          claim_id: late.id,
          file: "x.jpg",
          source_sha256: randomUUID(),
          width: 9,
          height: 9,
          bytes: 9,
          person,
        }),
      );
    }
    value(await house.parcels.claims.inspect({ ...look, claim_id: late.id, person: "member_second" }));
    const taken = await claims.decided(late, "refund", "goods");
    expect(taken.lots_minor).toBe(Math.floor((taken.cost_minor ?? 0) / 5));
    const later = await house.settlement.clawbacks.list({ cooperative_id: house.cooperative_id, limit: 5 });
    expect(later.reduce((sum, one) => sum + one.amount_minor, 0)).toBe(taken.lots_minor);
    const [clawback] = later;
    const read = await deductionsOfHousehold(house.container, clawback!.household_id);
    expect(read.clawbacks).toMatchObject([
      {
        number: late.number,
        order_number: expect.any(Number),
        found: "mould in the shell",
        left_minor: clawback!.amount_minor,
        state: "open",
        takes: [],
      },
    ]);
    await house.db.query("update account set reserved_minor = 0 where kind = 'household_payable'");
    // An objection that is heard ends it: the household owes nothing more, and the claim's page says who bears it now.
    value(await objections.object({ claim_id: late.id, household_id: clawback!.household_id, words, person: "x" }));
    value(await objections.answer({ ...claims.of(late), ...said, household_id: clawback!.household_id }));
    await claims.run(late);
    expect(await claims.run(late)).toMatchObject({ lots_minor: (taken.lots_minor ?? 0) - clawback!.amount_minor });
    expect(await house.settlement.clawbacks.ofHousehold(clawback!.household_id)).toMatchObject([
      { state: "waived", left_minor: 0 },
    ]);
    expect(await broken(house)).toEqual([]);

    // Never decided without the second person; and a parcel of the carrier stops at its limit.
    const other = await claims.sent();
    const lost = await claims.opened(other.parcel.id, "lost", { wish: "refund" });
    expect(await claims.decided(lost, "refund")).toMatchObject({ carrier_minor: 1500 });
    expect(await broken(house)).toEqual([]);
  });

  it.each([
    ["in the books", true],
    ["said only", false],
  ])("what was given back (%s) is nobody's to pay when the claim is taken back and decided anew", async (_, booked) => {
    const { order_id, lines, parcel } = await claims.sent();
    await house.lot(2000);
    await claims.tell(parcel.number, "delivered");
    await claims.post(order_id);
    const claim = await claims.opened(parcel.id, "damaged", {
      wish: "reship",
      lines: [{ order_line_id: lines[0]!, packs: 1 }],
    });
    const picture = { claim_id: claim.id, file: "x.jpg", width: 9, height: 9, bytes: 9, person: "member_second" };
    value(await house.parcels.claims.photos.record({ ...picture, source_sha256: randomUUID() }));
    const found = { finding: "goods" as const, words: "mould in the shell" };
    value(await house.parcels.claims.inspect({ ...claims.of(claim, "member_second"), ...found }));
    const contents = await house.parcels.claims.lotsOf(claim.id);
    const household_id = contents[0]!.household_id;
    const owed = await claims.balance("household_payable", household_id);
    const taken = async () => {
      const done = await claims.decided(claim, "reship", "goods");
      house.orders.set(done.replacement_order_id ?? "", {
        ...house.orders.get(done.replacement_order_id ?? ""),
        status: "canceled",
      });
      return done;
    };
    const first = await taken();
    expect(first.lots_minor).toBeGreaterThan(0);
    expect(await claims.balance("household_payable", household_id)).toBeGreaterThan(owed);
    const { objections } = house.parcels.claims;
    // Whichever lots of the pool filled the order: all of theirs is given back.
    for (const one of new Set(contents.map((content) => content.household_id))) {
      value(await objections.object({ claim_id: claim.id, household_id: one, words: "it was dry", person: one }));
      value(
        await objections.answer({
          ...claims.of(claim),
          household_id: one,
          outcome: "given_back",
          words: "it was",
        }),
      );
    }
    if (booked) expect(await claims.run(claim)).toMatchObject({ state: "done", lots_minor: 0 });
    value(await house.parcels.claims.withdraw({ ...claims.of(claim), words: "the lot is wanted" }));
    const open = await claims.run(claim);
    // Nobody bears anything of an open claim.
    expect(open).toMatchObject({ state: "opened", cost_minor: null, cooperative_minor: null, lots_minor: null });
    expect(await claims.balance("household_payable", household_id)).toBe(owed);
    expect(await broken(house)).toEqual([]);

    expect(await taken()).toMatchObject({ state: "done", attempt: 2, lots_minor: 0 });
    await claims.run(claim);
    expect(await claims.balance("household_payable", household_id)).toBe(owed);
    expect(await broken(house)).toEqual([]);
  });
});

it("a parcel that came back is put down to be looked at by its claim, once", async () => {
  const { order_id, parcel } = await claims.sent();
  await claims.tell(parcel.number, "returned");
  const [claim] = await house.parcels.claims.ofOrder(order_id);
  await claims.run(claim!);
  await claims.run(claim!);
  const back = (
    await house.pools.returnedGoods.list({ cooperative_id: house.cooperative_id, waiting: true, limit: 50 })
  ).filter((one) => one.order_id === order_id);
  expect(back).toMatchObject([{ units: 2000, state: "waiting" }]);
  value(
    await house.pools.returnedGoods.decide({
      id: back[0]!.id,
      cooperative_id: house.cooperative_id,
      sellable: true,
      words: "unopened",
      person: "member_packer",
    }),
  );
  expect(await broken(house)).toEqual([]);
});
