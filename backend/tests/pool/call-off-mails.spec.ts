import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { QuoteMail } from "@commonlot/domain";
import { tellAgreement } from "../../src/workflows/wholesale/agreement-tell";
import { callOff, keepWaitingCallOffs } from "../../src/workflows/wholesale/call-offs";
import { callOffTogether } from "../../src/workflows/wholesale/joint-call-offs";
import { tellQuote } from "../../src/workflows/wholesale/quote-tell";
import { id } from "../settlement/house";
import { agreementHouse, type Firm } from "./agreement-house";
import { day, jointAgreementKit } from "./joint-agreement-kit";
import { value } from "./short-house";

// Mails about call-offs: by the number of the call-off and of its agreement, and of several together one for the company.

const of_house = agreementHouse();
const { house, wholesale, firm } = of_house;
const { kit, active, form } = jointAgreementKit(of_house);

interface Message {
  id: string;
  job: "quote-mail" | "agreement-mail";
  payload: { quote_id: string; agreement_id: string; about: QuoteMail & "waits"; to: "buyer" | "seller" | "both" };
}

/** Runs every message about these quotes that was not run, or with `again` those that were, as a worker would: all at once. */
async function tellAll(quote_ids: readonly string[], again = false): Promise<void> {
  const { rows } = await house.db.query<Message>(
    `select id, job, payload from outbox_message where job in ('quote-mail', 'agreement-mail') and payload ->> 'quote_id' = any($1)
       and (done_at is null or $2) order by created_at, id`,
    [[...quote_ids], again],
  );
  await Promise.all(
    rows.map(({ id: message_id, job, payload }) =>
      job === "quote-mail"
        ? tellQuote(house.container, { message_id, quote_id: payload.quote_id, about: payload.about })
        : tellAgreement(house.container, { message_id, ...payload }),
    ),
  );
}
/** Mails to the company, the first one first. */
async function mails({ company_id }: Firm): Promise<{ subject: string; text: string }[]> {
  const { rows } = await house.db.query<{ id: string }>(
    `select id from company_mail where company_id = $1 order by created_at, id`,
    [company_id],
  );
  const found = await Promise.all(rows.map((one) => wholesale.mails.message(one.id)));
  return found.flatMap((one) => (one ? [one] : []));
}

test("a call-off of several agreements that is kept is told the company once, by its own number, and never again", async () => {
  const own = await firm();
  const two = await kit.sellers(2);
  const { joint_id, agreement_ids } = await active(own, two);
  const called = await callOffTogether(house.container, own.buyer, joint_id, form(agreement_ids, [10, 20]));
  expect(called.kept).toBe(2);
  const { joint, quotes } = await kit.whole(own.buyer, called.joint_id);
  const ids = quotes.map((one) => one.id);
  await tellAll(ids);
  await tellAll(ids, true);
  const told = await mails(own);
  expect(told.map((one) => one.subject)).toEqual([expect.stringContaining(joint.number)]);
  expect(told[0]?.text).toContain("JA-");
  expect(told[0]?.text).toContain("2 家合作社");
  expect(told[0]?.text).toContain(`/wholesale/joint-quotes/${joint.id}`);
  expect(told[0]?.text).not.toMatch(/报价单|询价/);
});

test("one of which a part waits is told once that it waits, and once that all of it is kept, when it is", async () => {
  const own = await firm();
  const two = await kit.sellers(2, 15_000);
  const [, b] = two;
  if (!b) throw new Error("two sellers");
  const { joint_id, agreement_ids } = await active(own, two);
  const called = await callOffTogether(house.container, own.buyer, joint_id, form(agreement_ids, [10, 20]));
  expect(called.kept).toBe(1);
  const { joint, quotes } = await kit.whole(own.buyer, called.joint_id);
  const ids = quotes.map((one) => one.id);
  await tellAll(ids);
  const [waits, ...others] = await mails(own);
  expect(others).toEqual([]);
  expect(waits?.subject).toContain(joint.number);
  expect(waits?.text).toContain("全部排队等候");
  value(
    await house.pools.receiveLot({
      pool_id: b.pool_id,
      cooperative_id: b.cooperative_id,
      household_id: id("household"),
      gross_g: 30_000,
      tare_g: 0,
      harvested_on: "2026-10-01",
      grade: "1",
      weigher_id: "member_weigher",
      idempotency_key: randomUUID(),
      today: "2026-10-02",
    }),
  );
  await keepWaitingCallOffs(house.container);
  await tellAll(ids);
  await tellAll(ids, true);
  const told = await mails(own);
  expect(told).toHaveLength(2);
  expect(told.some((one) => one.text.includes("已按协议价留到"))).toBe(true);
});

test("when the part that the others wait for ends, the company is told beside it that all that stands is kept, once", async () => {
  const own = await firm();
  const two = await kit.sellers(2, 15_000);
  const { joint_id, agreement_ids } = await active(own, two);
  const called = await callOffTogether(house.container, own.buyer, joint_id, form(agreement_ids, [10, 20]));
  expect(called.kept).toBe(1);
  const { quotes } = await kit.whole(own.buyer, called.joint_id);
  const ids = quotes.map((one) => one.id);
  await tellAll(ids);
  expect(await mails(own)).toHaveLength(1);
  const waits = quotes.find((one) => one.state === "requested");
  if (!waits) throw new Error("no part waits");
  const { id: quote_id, cooperative_id, version: upon_version } = waits;
  value(
    await wholesale.quotes.end(
      { side: "seller", id: "m_manager", cooperative_id },
      { quote_id, as: "rejected", upon_version, words: "" },
    ),
  );
  await tellAll(ids);
  await tellAll(ids, true);
  const told = (await mails(own)).map((one) => one.text);
  expect(told).toHaveLength(3);
  expect(told.filter((text) => text.includes("合作社拒绝了这次提货"))).toHaveLength(1);
  expect(told.filter((text) => text.includes("已按协议价留到"))).toHaveLength(1);
});

test("a call-off of one agreement names it, and one that waits is told by its number", async () => {
  const own = await firm();
  const two = await kit.sellers(2, 15_000);
  const [one] = two;
  if (!one) throw new Error("no seller");
  const { agreement_ids } = await active(own, two);
  const [agreement_id = ""] = agreement_ids;
  const agreement = await wholesale.agreements.one(own.buyer, agreement_id);
  const ask = (packs: number) =>
    callOff(house.container, own.buyer, agreement_id, {
      lines: [{ variant_id: one.variant_id, packs }],
      wanted_on: day(10),
      words: "",
      idempotency_key: randomUUID(),
    });
  const [kept, waits] = [await ask(10), await ask(20)];
  expect([kept.kept, waits.kept]).toEqual([true, false]);
  await tellAll([kept.quote_id, waits.quote_id]);
  const told = await mails(own);
  expect(told).toHaveLength(2);
  for (const each of [kept, waits]) {
    const { number = "" } = (await wholesale.quotes.byId(each.quote_id)) ?? {};
    const mail = told.find((of) => of.subject.includes(number));
    expect(mail?.text).toContain(`协议 ${agreement?.number ?? ""} 的提货 ${number}`);
  }
});
