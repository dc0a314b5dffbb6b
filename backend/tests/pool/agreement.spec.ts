import { createHash, randomUUID } from "node:crypto";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AgreementDraft, CallOffForm } from "../../src/modules/wholesale/agreements/agreement-types";
import { cooperativeCoverage } from "../../src/workflows/wholesale/agreement-coverage";
import { drawUpStatements } from "../../src/workflows/wholesale/agreement-statements";
import { callOff, keepCallOff, keepForCompany, keepWaitingCallOffs } from "../../src/workflows/wholesale/call-offs";
import { todayOf } from "../../src/lib/today";
import { questionsOf } from "../explained";
import { reasonOf } from "../settlement/house";
import { agreementHouse, type Firm } from "./agreement-house";
import { value } from "./short-house";

// Agreements on a bare database, with the pool beside them.

const { house, wholesale, seller, kilos, paperOf, firm, proposed, sign, active, held, accept, pay, broken } =
  agreementHouse();

const DAY_MS = 86_400_000;
const day = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** Packs of a kilo at 20.00, from the hundredth on at 18.00; in the season of now, without notice. */
const draft = (change: Partial<AgreementDraft> & { packs?: number } = {}): AgreementDraft => {
  const { packs = 100, ...rest } = change;
  return {
    lines: [
      {
        ...kilos("variant_kilo", packs),
        steps: [
          { from: 0, price_minor: 2_000n },
          { from: 100, price_minor: 1_800n },
        ],
      },
    ],
    from_day: day(-30),
    to_day: day(100),
    minimum_packs: 1,
    notice_days: 0,
    shortfall: "first_come",
    freight_minor: 5_000n,
    freight_term: { bearer: "cooperative" },
    terms: { kind: "prepay" },
    words: "年年如此。",
    ...rest,
  };
};

const form = (packs: number, change: Partial<CallOffForm> = {}): CallOffForm => ({
  lines: [{ variant_id: "variant_kilo", packs }],
  wanted_on: day(10),
  words: "",
  idempotency_key: randomUUID(),
  ...change,
});
const call = (by: Firm, agreement_id: string, packs: number, change: Partial<CallOffForm> = {}) =>
  wholesale.callOffs.call(by.buyer, agreement_id, form(packs, change), { today: todayOf(), input_hash: "same" });
const kept = async (by: Firm, agreement_id: string, packs: number): Promise<string> => {
  const { quote_id } = value(await call(by, agreement_id, packs));
  value(await keepCallOff(house.container, quote_id, { cooperative: false }));
  return quote_id;
};

const drawn = async (by: Firm, agreement_id: string) => {
  const whole = await wholesale.agreements.whole(by.buyer, agreement_id);
  const { waiting = 0, kept: keeps = 0, accepted = 0, ordered = 0 } = whole?.drawn[0] ?? {};
  return { waiting, kept: keeps, accepted, ordered };
};

test("the paper of a version is always the same bytes, and those of another version are others", async () => {
  const of = draft({ words: "很长的话。".repeat(300) });
  const [first, again, next] = [await paperOf(of), await paperOf(of), await paperOf(of, 2)];
  expect(again.pdf.equals(first.pdf)).toBe(true);
  expect(next.sha256).not.toBe(first.sha256);
  const own = await firm();
  const { agreement_id, sha256 } = await proposed(own, draft());
  const kept_paper = await wholesale.agreements.paper(seller(), agreement_id, 1);
  expect(
    createHash("sha256")
      .update(kept_paper?.pdf ?? "")
      .digest("hex"),
  ).toBe(sha256);
});

test("both sides sign one paper by two people; what was changed is signed anew, and before that nothing is called off", async () => {
  const own = await firm();
  const made = await proposed(own, draft());
  const { agreement_id } = made;
  expect(reasonOf(await call(own, agreement_id, 5))).toBe("agreement_not_active");
  expect(value(await sign(own.buyer, made)).state).toBe("proposed");
  // Pressed twice.
  expect(value(await sign(own.buyer, made)).state).toBe("proposed");
  expect(reasonOf(await sign({ ...own.buyer, id: "another" }, made))).toBe("signed_already");
  expect(reasonOf(await sign(seller(), made, `${own.buyer.id}@sign.example`))).toBe("same_person");
  const paper = await paperOf(draft({ packs: 90 }), 2);
  const change = { agreement_id, upon_version: 1, draft: draft({ packs: 90 }), paper };
  const twice = await Promise.all([
    wholesale.agreements.write(seller(), change),
    wholesale.agreements.write(own.buyer, change),
  ]);
  expect(twice.map(reasonOf).sort()).toEqual(["agreement_stale", null]);
  expect(reasonOf(await sign(seller(), made))).toBe("paper_changed");
  expect(reasonOf(await sign(seller(), { agreement_id, sha256: paper.sha256 }))).toBe("paper_changed");
  const second = { agreement_id, sha256: paper.sha256, version: 2 };
  expect(value(await sign(seller(), second)).state).toBe("proposed");
  expect(reasonOf(await call(own, agreement_id, 5))).toBe("agreement_not_active");
  expect(value(await sign(own.buyer, second)).state).toBe("active");
  expect(reasonOf(await wholesale.agreements.write(seller(), { ...change, upon_version: 2 }))).toBe("agreement_signed");
  const other = await firm();
  expect(await wholesale.agreements.whole(other.buyer, agreement_id)).toBeUndefined();
  expect(reasonOf(await call(other, agreement_id, 5))).toBe("agreement_not_found");
  expect(reasonOf(await sign({ ...seller(), cooperative_id: "elsewhere" }, second))).toBe("agreement_not_found");
  for (const table of ["agreement_version", "agreement_line", "agreement_step", "agreement_signature"])
    await expect(house.db.query(`delete from ${table} where agreement_id = $1`, [agreement_id])).rejects.toThrow(
      /append-only/,
    );
  await expect(
    house.db.query(
      `insert into agreement_signature (agreement_id, version, side, person, person_key, name, sha256, signed_at)
       values ($1, 1, 'seller', 'x', 'x', 'x', $2, now())`,
      [agreement_id, paper.sha256],
    ),
  ).rejects.toThrow(/foreign key/);
});

test("two call-offs at once never go above the agreement, and one form pressed twice is one call-off", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft());
  const raced = await Promise.all([call(own, agreement_id, 60), call(own, agreement_id, 60)]);
  expect(raced.map(reasonOf).sort()).toEqual([null, "over_agreement"]);
  const idempotency_key = randomUUID();
  const pressed = await Promise.all([
    call(own, agreement_id, 40, { idempotency_key }),
    call(own, agreement_id, 40, { idempotency_key }),
  ]);
  expect(value(pressed[0])).toEqual(value(pressed[1]));
  expect(reasonOf(await call(own, agreement_id, 1))).toBe("over_agreement");
  expect(await drawn(own, agreement_id)).toMatchObject({ waiting: 100 });
  expect(reasonOf(await call(own, agreement_id, 1, { wanted_on: day(200) }))).toBe("outside_season");
  expect(await broken()).toEqual([]);
});

test("a call-off is kept and offered at the agreed price, nobody writes another version of it, and accepting draws it down", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft());
  const { quote_id, kept: is_kept } = await callOff(house.container, own.buyer, agreement_id, form(50));
  expect(is_kept).toBe(true);
  expect((await held(quote_id))?.units.get(house.pool_id)).toBe(50_000);
  const version = await wholesale.quotes.version(quote_id, 2);
  expect(version?.lines.map((line) => [line.packs, line.price_minor])).toEqual([[50, 2_000n]]);
  expect(version?.freight_minor).toBe(5_000n);
  const counter = {
    quote_id,
    upon_version: 2,
    expires_at: new Date(Date.now() + DAY_MS),
    draft: version ?? draftless(),
  };
  expect(reasonOf(await wholesale.quotes.write(own.buyer, counter))).toBe("call_off_fixed");
  expect(reasonOf(await wholesale.quotes.write(seller(), counter))).toBe("call_off_fixed");
  const cart_id = await accept(own, quote_id);
  expect(await drawn(own, agreement_id)).toEqual({ waiting: 0, kept: 0, accepted: 50, ordered: 0 });
  await pay(cart_id);
  expect(await drawn(own, agreement_id)).toEqual({ waiting: 0, kept: 0, accepted: 0, ordered: 50 });
  // Cancelled by whomever: its packs can be called off again.
  await wholesale.orders.cancelled(cart_id);
  expect(await drawn(own, agreement_id)).toEqual({ waiting: 0, kept: 0, accepted: 0, ordered: 0 });
  expect(value(await call(own, agreement_id, 100)).quote_id).not.toBe(quote_id);
  expect(await broken()).toEqual([]);
});

test("a step of the ladder is reached by what was paid, and a call-off across it has one pack at two prices", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft({ packs: 300 }));
  const first = await kept(own, agreement_id, 80);
  expect(reasonOf(await call(own, agreement_id, 50))).toBe("ladder_waits");
  await pay(await accept(own, first));
  await house.lot(100_000);
  const second = await kept(own, agreement_id, 50);
  const lines = (await wholesale.quotes.version(second, 2))?.lines.map((line) => [line.packs, line.price_minor]);
  expect(lines).toEqual([
    [20, 2_000n],
    [30, 1_800n],
  ]);
  expect((await held(second))?.units.get(house.pool_id)).toBe(50_000);
});

test("killed before its goods were kept, or after they were held and before they were offered, it is kept once", async () => {
  const own = await firm();
  const agreement_id = await active(own, draft());
  const [early, late] = [
    value(await call(own, agreement_id, 10)).quote_id,
    value(await call(own, agreement_id, 10)).quote_id,
  ];
  value(
    await house.pools.quoteHolds.set({
      quote_id: late,
      lines: [{ pool_id: house.pool_id, units: 10_000 }],
      expires_at: new Date(Date.now() + DAY_MS),
      priority: 8,
      note: late,
      person: "system",
      how: "at_least",
    }),
  );
  await Promise.all([keepWaitingCallOffs(house.container), keepWaitingCallOffs(house.container)]);
  for (const quote_id of [early, late]) {
    expect((await wholesale.quotes.byId(quote_id))?.state).toBe("offered");
    expect((await wholesale.quotes.byId(quote_id))?.version).toBe(2);
    expect((await held(quote_id))?.units.get(house.pool_id)).toBe(10_000);
  }
  expect(await drawn(own, agreement_id)).toMatchObject({ waiting: 0, kept: 20 });
});

test("its season over it ends; ended early it takes both sides; what was called off goes on", async () => {
  const own = await firm();
  const [over, early] = [await active(own, draft()), await active(own, draft())];
  const quote_id = await kept(own, early, 5);
  value(await wholesale.agreements.end(own.buyer, { agreement_id: early, words: "" }));
  expect(value(await wholesale.agreements.end(own.buyer, { agreement_id: early, words: "" })).state).toBe("active");
  expect(value(await wholesale.agreements.end(seller(), { agreement_id: early, words: "" })).state).toBe("ended_early");
  expect(reasonOf(await call(own, early, 5))).toBe("agreement_not_active");
  await accept(own, quote_id);
  expect(await drawn(own, early)).toMatchObject({ accepted: 5 });
  await wholesale.agreements.endDue(day(101));
  expect((await wholesale.agreements.one(own.buyer, over))?.state).toBe("ended");
});

test("seasons that end on one day end in a handful of writes, whatever their number; what nobody signed is dropped", async () => {
  const own = await firm();
  const over: string[] = [];
  const unsigned: string[] = [];
  for (let at = 0; at < 3; at++) {
    over.push(await active(own, draft()));
    unsigned.push((await proposed(own, draft())).agreement_id);
  }
  const knex = house.container.resolve<Knex>(ContainerRegistrationKeys.PG_CONNECTION);
  const asked = await questionsOf(knex, () => wholesale.agreements.endDue(day(101)));
  expect(asked.length).toBe(5);
  for (const [ids, state] of [
    [over, "ended"],
    [unsigned, "dropped"],
  ] as const)
    // prettier-ignore
    for (const id of ids) {
      const whole = await wholesale.agreements.whole(own.buyer, id);
      expect(whole?.agreement).toMatchObject({ state, ended_at: expect.any(Date) as Date });
      expect(whole?.events.filter((one) => one.act === state)).toMatchObject([{ by: "system", version: 1 }]);
    }
  expect(await wholesale.agreements.endDue(day(101))).toBe(0);
});

test("whatever companies and time do, what stands is never above what was agreed, and all that is left can be called off", async () => {
  const own = await firm();
  const act = fc.oneof(
    fc.record({ do: fc.constant("call" as const), packs: fc.integer({ min: 1, max: 60 }) }),
    fc.record({
      do: fc.constantFrom("keep" as const, "accept" as const, "withdraw" as const, "cancel" as const, "pay" as const),
      packs: fc.constant(0),
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
      await house.lot(100_000);
      // One price: a ladder would make some of them wait for others.
      const [line] = draft().lines;
      if (!line) throw new Error("no line");
      const agreement_id = await active(
        own,
        draft({ lines: [{ ...line, steps: [{ from: 0, price_minor: 2_000n }] }] }),
      );
      const stands: { quote_id: string; packs: number; stage: string; cart_id?: string }[] = [];
      const at = (stage: string) => stands.find((one) => one.stage === stage);
      for (const one of acts) {
        const live = stands.filter((each) => each.stage !== "gone").reduce((sum, each) => sum + each.packs, 0);
        if (one.do === "call") {
          const called = await call(own, agreement_id, one.packs);
          expect(called.ok).toBe(live + one.packs <= 100);
          if (called.ok) stands.push({ quote_id: called.value.quote_id, packs: one.packs, stage: "waiting" });
        } else if (one.do === "keep") {
          const found = at("waiting");
          if (found && (await keepCallOff(house.container, found.quote_id, { cooperative: false })).ok)
            found.stage = "kept";
        } else if (one.do === "accept") {
          const found = at("kept");
          if (!found) continue;
          found.cart_id = await accept(own, found.quote_id);
          found.stage = "accepted";
        } else if (one.do === "withdraw") {
          const found = at("kept") ?? at("waiting");
          if (!found) continue;
          const upon_version = (await wholesale.quotes.byId(found.quote_id))?.version ?? 0;
          value(
            await wholesale.quotes.end(own.buyer, {
              quote_id: found.quote_id,
              as: "withdrawn",
              upon_version,
              words: "",
            }),
          );
          await house.pools.quoteHolds.release({ quote_id: found.quote_id, reason: "withdrawn", person: "x" });
          found.stage = "gone";
        } else {
          const found = at("accepted");
          if (!found?.cart_id) continue;
          if (one.do === "pay") await pay(found.cart_id);
          else await wholesale.orders.cancelled(found.cart_id);
          found.stage = one.do === "pay" ? "ordered" : "gone";
        }
        const sums = Object.fromEntries(
          ["waiting", "kept", "accepted", "ordered"].map((stage) => [
            stage,
            stands.filter((each) => each.stage === stage).reduce((sum, each) => sum + each.packs, 0),
          ]),
        );
        expect(await drawn(own, agreement_id)).toEqual(sums);
      }
      expect(await broken()).toEqual([]);
      for (const side of [own.buyer, seller()])
        value(await wholesale.agreements.end(side, { agreement_id, words: "" }));
      // Its statement says the same: what was paid came, and what waited to its end was not there.
      for (const each of stands)
        if (each.stage === "accepted" && each.cart_id) {
          await pay(each.cart_id);
          each.stage = "ordered";
        }
      await house.db.query(
        `update quote set expires_at = now() - interval '1 minute' where agreement_id = $1 and ended_at is null`,
        [agreement_id],
      );
      await wholesale.quotes.expireDue();
      await house.db.query(`update agreement set ended_at = now() - interval '61 days' where id = $1`, [agreement_id]);
      await drawUpStatements(house.container);
      const packsAt = (stage: string) =>
        stands.filter((each) => each.stage === stage).reduce((sum, each) => sum + each.packs, 0);
      const [delivered_packs, short_packs] = [packsAt("ordered"), packsAt("waiting")];
      expect((await wholesale.statements.of(agreement_id))?.lines).toMatchObject([
        { delivered_packs, short_packs, not_called_packs: 100 - delivered_packs - short_packs },
      ]);
      expect(await broken()).toEqual([]);
    }),
    { numRuns: 8 },
  );
});

test("where the harvest falls short the rule decides: the cooperative where it asks, and a part where it is shared", async () => {
  const [one, two] = [await firm(), await firm()];
  // Far more than there is.
  const asks = await active(one, draft({ packs: 100_000, shortfall: "ask" }));
  const shares = await active(two, draft({ packs: 100_000, shortfall: "in_proportion" }));
  const waits = await callOff(house.container, one.buyer, asks, form(5));
  expect(waits).toMatchObject({ kept: false, why: "cooperative_decides" });
  expect(await callOff(house.container, two.buyer, shares, form(50_000))).toMatchObject({ why: "over_share" });
  await keepWaitingCallOffs(house.container);
  expect(await drawn(one, asks)).toMatchObject({ waiting: 5 });
  const elsewhere = { ...seller(), cooperative_id: "elsewhere" };
  const of = { agreement_id: asks, quote_id: waits.quote_id };
  await expect(keepForCompany(house.container, elsewhere, of)).rejects.toThrow(/no such agreement/);
  await expect(keepForCompany(house.container, seller(), { ...of, agreement_id: shares })).rejects.toThrow(
    /no such call-off/,
  );
  await keepForCompany(house.container, seller(), of);
  expect(await drawn(one, asks)).toMatchObject({ waiting: 0, kept: 5 });
  const [pool] = await cooperativeCoverage(house.container, house.cooperative_id);
  expect(pool?.pool_id).toBe(house.pool_id);
  const { committed_units = 0, drawn_units = 0, on_hand_units = 0, expected_units = 0, at_risk_units = 0 } = pool ?? {};
  // What lies in the pool is said beside what of it the agreements need.
  expect(pool?.free_units).toBeGreaterThanOrEqual(on_hand_units);
  expect(drawn_units + on_hand_units + expected_units + at_risk_units).toBe(committed_units);
  expect(at_risk_units).toBeGreaterThan(0);
  expect(pool?.agreements.find((each) => each.id === asks)).toMatchObject({ drawn_units: 5_000 });
});

function draftless(): never {
  throw new Error("the call-off was not offered");
}
