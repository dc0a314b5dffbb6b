import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { AgreementDraft } from "../../src/modules/wholesale/agreements/agreement-types";
import type { JointCallOffForm } from "../../src/modules/wholesale/agreements/joint-agreement-types";
import { keepWaitingCallOffs } from "../../src/workflows/wholesale/call-offs";
import { callOffTogether } from "../../src/workflows/wholesale/joint-call-offs";
import { id, reasonOf } from "../settlement/house";
import { agreementHouse } from "./agreement-house";
import { day, jointAgreementKit } from "./joint-agreement-kit";
import { PACK } from "./joint-kit";
import { value } from "./short-house";

// Agreements of several cooperatives on a bare database, with their pools beside them (docs/adr/0070).

const of_house = agreementHouse();
const { house, wholesale, paperOf, firm, pay, broken } = of_house;
const { kit, draft, propose, whole, sellerOf, partOf, signBoth, active, form, call, callAlone, drawn, count } =
  jointAgreementKit(of_house);

test("one good is proposed to several in one write, once; each sees its own alone, and one that does not sign leaves the others", async () => {
  const own = await firm();
  const [a, b, c] = await kit.sellers(3);
  if (!a || !b || !c) throw new Error("three sellers");
  const key = randomUUID();
  const pressed = await Promise.all([propose(own, [a, b, c], 100, {}, key), propose(own, [a, b, c], 100, {}, key)]);
  const joint_id = value(pressed[0]).id;
  expect(value(pressed[1]).id).toBe(joint_id);
  const { joint, parts, call_offs } = await whole(own, joint_id);
  expect([joint.packs, parts.length, call_offs.length]).toEqual([300, 3, 0]);
  expect(joint.number).toMatch(/^JA-\d+$/);
  const ids = parts.map((part) => part.agreement.id);
  expect(
    await count(
      `outbox_message where job = 'agreement-mail' and payload ->> 'about' = 'proposed' and payload ->> 'agreement_id' = any($1)`,
      ids,
    ),
  ).toBe(3);
  const other = await firm();
  expect(await wholesale.jointAgreements.whole(other.buyer, joint_id)).toBeUndefined();
  const of_a = await partOf(own, joint_id, a);
  expect(await wholesale.agreements.whole(sellerOf(b), of_a.agreement.id)).toBeUndefined();
  expect((await wholesale.agreements.whole(sellerOf(a), of_a.agreement.id))?.versions).toHaveLength(1);

  const first = await signBoth(own, joint_id, a);
  const second = await signBoth(own, joint_id, b);
  const of_c = await partOf(own, joint_id, c);
  value(await wholesale.agreements.end(sellerOf(c), { agreement_id: of_c.agreement.id, words: "hail" }));
  expect((await whole(own, joint_id)).parts.map((part) => part.agreement.state).sort()).toEqual([
    "active",
    "active",
    "dropped",
  ]);
  expect((await wholesale.jointAgreements.partOf(joint_id))?.cooperatives).toBe(2);
  expect(reasonOf(await call(own, joint_id, form([first, of_c.agreement.id], [5, 5])))).toBe("agreement_not_active");
  expect(value(await call(own, joint_id, form([first, second], [5, 5]))).quote_ids).toHaveLength(2);
  for (const sql of [`update joint_agreement set packs = 1 where id = $1`, `delete from joint_agreement where id = $1`])
    await expect(house.db.query(sql, [joint_id])).rejects.toThrow(/append-only/);
  expect(await broken()).toEqual([]);
});

test("a part is written anew at its own packs and price, and never about another good", async () => {
  const own = await firm();
  const [a, b, c] = await kit.sellers(3);
  if (!a || !b || !c) throw new Error("three sellers");
  const { id: joint_id } = value(await propose(own, [a, b]));
  const { agreement } = await partOf(own, joint_id, a);
  const write = async (terms: AgreementDraft, upon_version: number) =>
    wholesale.agreements.write(sellerOf(a), {
      agreement_id: agreement.id,
      upon_version,
      draft: terms,
      paper: await paperOf(terms, upon_version + 1),
    });
  const [line] = draft(a, 80).lines;
  const [other] = draft({ ...a, variant_id: c.variant_id }, 80).lines;
  if (!line || !other) throw new Error("no lines");
  expect(reasonOf(await write({ ...draft(a, 80), lines: [other] }, 1))).toBe("joint_one_good");
  expect(reasonOf(await write({ ...draft(a, 80), lines: [line, other] }, 1))).toBe("joint_one_good");
  expect(value(await write(draft(a, 80), 1)).version).toBe(2);
  const part = await partOf(own, joint_id, a);
  expect([part.version.version, part.version.lines[0]?.packs]).toEqual([2, 80]);
  expect((await partOf(own, joint_id, b)).version.lines[0]?.packs).toBe(100);
});

test("a call-off of all together is one joint quote at each one's prices, accepted at once, and drawn of each", async () => {
  const own = await firm();
  const two = await kit.sellers(2, 200_000);
  const [a, b] = two;
  if (!a || !b) throw new Error("two sellers");
  const { joint_id, agreement_ids } = await active(own, two, 150);
  const [of_a = "", of_b = ""] = agreement_ids;
  // A step is crossed by the second part.
  const asked = form(agreement_ids, [30, 120]);
  const called = await callOffTogether(house.container, own.buyer, joint_id, asked);
  expect(called).toMatchObject({ parts: 2, kept: 2 });
  // Pressed twice it is the same.
  expect(await callOffTogether(house.container, own.buyer, joint_id, asked)).toEqual(called);
  const joint = await kit.whole(own.buyer, called.joint_id);
  expect(joint.joint).toMatchObject({ packs: 150, joint_agreement_id: joint_id });
  const lines = new Map(
    joint.quotes.map((quote) => [
      quote.agreement_id,
      joint.versions.get(quote.id)?.lines.map((line) => [line.packs, line.price_minor]),
    ]),
  );
  expect(lines.get(of_a)).toEqual([[30, 2_000n]]);
  expect(lines.get(of_b)).toEqual([
    [100, 2_000n],
    [20, 1_800n],
  ]);
  expect(await drawn(own, joint_id, two)).toMatchObject([{ kept: 30 }, { kept: 120 }]);
  // Neither is taken alone, and nobody else is asked at prices that they did not agree to.
  const [first] = joint.quotes;
  const hold = (await house.pools.quoteHolds.of([first?.id ?? ""])).get(first?.id ?? "") ?? null;
  const alone = await wholesale.acceptance.begin(own.buyer, { quote_id: first?.id ?? "", upon_version: 2, hold });
  expect(reasonOf(alone)).toBe("joint_part");
  const more = { parts: kit.drafts([a], 1), words: "", idempotency_key: randomUUID(), input_hash: "more" };
  expect(reasonOf(await wholesale.joints.more(own.buyer, called.joint_id, more))).toBe("joint_called_off");
  // A call-off of one agreement alone counts what all of them drew.
  expect(reasonOf(await callAlone(own, of_b, b, 31))).toBe("over_agreement");

  const quote_ids = joint.quotes.map((quote) => quote.id);
  expect(value(await kit.begin(own.buyer, called.joint_id, quote_ids)).state).toBe("handing");
  const { cart_id } = value(
    await house.pools.quoteHolds.allToCart({
      quotes: joint.quotes.map((quote) => ({
        quote_id: quote.id,
        lines: [
          quote.agreement_id === of_a
            ? { pool_id: a.pool_id, units: 30 * PACK }
            : { pool_id: b.pool_id, units: 120 * PACK },
        ],
      })),
      cart_id: id("cart"),
      person: "x",
    }),
  );
  await wholesale.jointAcceptance.finish(called.joint_id, cart_id);
  expect(await drawn(own, joint_id, two)).toMatchObject([{ accepted: 30 }, { accepted: 120 }]);
  // 30 x 20.00, and 100 x 20.00 + 20 x 18.00, each with 50.00 freight.
  expect(await kit.placed(quote_ids)).toEqual({ n: 2, total: "306000" });
  const facts = () => wholesale.joints.facts([called.joint_id]);
  for (const fact of await facts()) expect(fact).toMatchObject({ order_id: null, over_words: null });
  await pay(cart_id);
  expect((await facts()).some((one) => one.order_id !== null)).toBe(true);
  await wholesale.orders.cancelled(cart_id);
  for (const fact of await facts())
    expect(fact).toMatchObject({ order_id: null, over_words: expect.any(String) as unknown });
  expect(await drawn(own, joint_id, two)).toMatchObject([
    { accepted: 0, ordered: 0 },
    { accepted: 0, ordered: 0 },
  ]);
  expect(await broken()).toEqual([]);
});

test("two at once never go above what any of them agreed to, in whatever order they name them", async () => {
  const own = await firm();
  const two = await kit.sellers(2);
  const [a, b] = two;
  if (!a || !b) throw new Error("two sellers");
  const { joint_id, agreement_ids } = await active(own, two);
  const turned = [...agreement_ids].reverse();
  const raced = await Promise.all([
    call(own, joint_id, form(agreement_ids, [60, 10])),
    call(own, joint_id, form(turned, [10, 60])),
  ]);
  expect(raced.map(reasonOf).sort()).toEqual([null, "over_agreement"]);
  const refused = raced.find((one) => !one.ok);
  const { agreement } = await partOf(own, joint_id, a);
  expect(refused && !refused.ok && refused.refusal.details).toMatchObject({
    left_packs: 40,
    agreement: agreement.number,
  });
  const mixed = await Promise.all([
    call(own, joint_id, form(agreement_ids, [40, 10])),
    callAlone(own, agreement_ids[0] ?? "", a, 40),
  ]);
  expect(mixed.map(reasonOf).sort()).toEqual([null, "over_agreement"]);
  expect((await drawn(own, joint_id, two))[0]).toMatchObject({ waiting: 100 });
  // All of these fit: neither waits for the other for ever.
  const again = await active(own, two);
  const there_and_back = [again.agreement_ids, [...again.agreement_ids].reverse()];
  const fit = await Promise.all(
    [0, 1, 0, 1, 0, 1].map((at) => call(own, again.joint_id, form(there_and_back[at] ?? [], [7, 7]))),
  );
  expect(fit.map(reasonOf)).toEqual([null, null, null, null, null, null]);
  expect(await drawn(own, again.joint_id, two)).toMatchObject([{ waiting: 42 }, { waiting: 42 }]);
  expect(await broken()).toEqual([]);
});

test("what one of them refuses refuses all, and nothing is written", async () => {
  const own = await firm();
  const two = await kit.sellers(2);
  const { joint_id, agreement_ids } = await active(own, two, 100, { minimum_packs: 20, notice_days: 5 });
  const written = () => count(`joint_quote where company_id = $1`, own.company_id);
  const refused = async (of: JointCallOffForm) => reasonOf(await call(own, joint_id, of));
  expect(await refused(form(agreement_ids, [30, 19]))).toBe("call_off_too_small");
  expect(await refused(form(agreement_ids, [30, 101]))).toBe("over_agreement");
  expect(await refused(form(agreement_ids, [30, 30], { wanted_on: day(1) }))).toBe("too_short_notice");
  expect(await refused(form(agreement_ids, [30, 30], { wanted_on: day(200) }))).toBe("outside_season");
  // Each with its number, at the part that it is about; a day with those that suit all.
  const said = async (of: JointCallOffForm) => {
    const found = await call(own, joint_id, of);
    return found.ok ? null : { field: found.refusal.field, details: found.refusal.details };
  };
  expect(await said(form(agreement_ids, [30, 19]))).toMatchObject({
    field: "parts.1.packs",
    details: { minimum_packs: 20, agreement: expect.stringMatching(/^A-\d+$/) as unknown },
  });
  expect(await said(form(agreement_ids, [30, 30], { wanted_on: day(200) }))).toMatchObject({
    field: "wanted_on",
    details: { last_day: day(100) },
  });
  expect(await refused(form(agreement_ids, [30, 30], { wanted_on: day(-40) }))).toBe("outside_season");
  expect(await refused(form(agreement_ids, [30, 0]))).toBe("joint_call_off_of_one");
  expect(await refused(form([agreement_ids[0] ?? "", agreement_ids[0] ?? ""], [30, 30]))).toBe("duplicate_line");
  expect(await refused(form(agreement_ids, [30, 30], { address_id: "caddr_elsewhere" }))).toBe("address_not_found");
  const [, b] = two;
  if (!b) throw new Error("two sellers");
  for (const side of [own.buyer, sellerOf(b)])
    value(await wholesale.agreements.end(side, { agreement_id: agreement_ids[1] ?? "", words: "" }));
  expect(await refused(form(agreement_ids, [30, 30]))).toBe("agreement_not_active");
  expect(await written()).toBe(0);
  expect(await count(`quote where company_id = $1`, own.company_id)).toBe(0);
  expect(await drawn(own, joint_id, two)).toMatchObject([{ waiting: 0 }, { waiting: 0 }]);
});

test("ids of another company, or of another agreement of several, are not there; one form with other words is refused", async () => {
  const [own, other] = [await firm(), await firm()];
  const two = await kit.sellers(2);
  const mine = await active(own, two);
  const again = await active(own, two);
  const theirs = await active(other, two);
  const [first = ""] = mine.agreement_ids;
  expect(reasonOf(await call(other, mine.joint_id, form(mine.agreement_ids, [5, 5])))).toBe(
    "joint_agreement_not_found",
  );
  for (const strange of [theirs.agreement_ids[1], again.agreement_ids[1], "agreement_none"])
    expect(reasonOf(await call(own, mine.joint_id, form([first, strange ?? ""], [5, 5])))).toBe("agreement_not_found");
  const asked = form(mine.agreement_ids, [5, 5]);
  const made = value(await call(own, mine.joint_id, asked));
  expect(value(await call(own, mine.joint_id, asked))).toEqual(made);
  expect(reasonOf(await call(own, mine.joint_id, asked, "other"))).toBe("idempotency_conflict");
  // The same key for another agreement of several.
  const { idempotency_key } = asked;
  expect(reasonOf(await call(own, again.joint_id, form(again.agreement_ids, [5, 5], { idempotency_key }), "x"))).toBe(
    "idempotency_conflict",
  );
  expect(await count(`joint_quote where company_id = $1`, own.company_id)).toBe(1);
  // Nor for two agreements at once, each called off alone.
  const [a, b] = two;
  if (!a || !b) throw new Error("two sellers");
  const key = randomUUID();
  const alone = await Promise.all([
    callAlone(own, mine.agreement_ids[0] ?? "", a, 5, key),
    callAlone(own, mine.agreement_ids[1] ?? "", b, 5, key),
  ]);
  expect(alone.map(reasonOf).sort()).toEqual(["idempotency_conflict", null]);
});

test("killed before its goods were kept it goes on with all; a part without goods waits, is taken back, and the rest is accepted", async () => {
  const own = await firm();
  const [a] = await kit.sellers(1);
  const [b] = await kit.sellers(1, 4 * PACK);
  if (!a || !b) throw new Error("two sellers");
  const { joint_id, agreement_ids } = await active(own, [a, b]);
  const made = value(await call(own, joint_id, form(agreement_ids, [10, 10])));
  expect(await drawn(own, joint_id, [a, b])).toMatchObject([{ waiting: 10 }, { waiting: 10 }]);
  await Promise.all([keepWaitingCallOffs(house.container), keepWaitingCallOffs(house.container)]);
  expect(await drawn(own, joint_id, [a, b])).toMatchObject([
    { waiting: 0, kept: 10 },
    { waiting: 10, kept: 0 },
  ]);
  const joint = await kit.whole(own.buyer, made.joint_id);
  const kept = joint.quotes.find((quote) => quote.agreement_id === agreement_ids[0])?.id ?? "";
  const waits = joint.quotes.find((quote) => quote.agreement_id === agreement_ids[1])?.id ?? "";
  expect(reasonOf(await kit.begin(own.buyer, made.joint_id, [kept]))).toBe("joint_parts_open");
  const taken_back = { quote_id: waits, as: "withdrawn" as const, upon_version: 1, words: "" };
  value(await wholesale.quotes.end(own.buyer, taken_back));
  expect(await drawn(own, joint_id, [a, b])).toMatchObject([{ kept: 10 }, { waiting: 0, kept: 0 }]);
  expect(value(await kit.begin(own.buyer, made.joint_id, [kept])).state).toBe("handing");
  // The packs that were taken back can be called off again.
  expect((await callAlone(own, agreement_ids[1] ?? "", b, 100)).ok).toBe(true);
  expect(await broken()).toEqual([]);
});
