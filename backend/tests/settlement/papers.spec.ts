import { createHash } from "node:crypto";
import { slipHash, smsSegments } from "@commonlot/domain";
import { describe, expect, it } from "vitest";
import type { CooperativeRow } from "../../src/modules/cooperative/types";
import { statementText } from "../../src/workflows/settlement/send-statement-notices";
import { account, cashPhoto, givenCooperative, id, reasonOf, settledPeriod, sold, THIS_YEAR, value } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

/**
 * Two villages: three households in the first, one in the second; one line of both. Settled, and approved with cash for all.
 */
async function givenPeriod(approved = true) {
  const cooperative_id = await givenCooperative(house, { holdback_bp: 500 });
  const households = Array.from({ length: 4 }, () => id("household")) as [string, string, string, string];
  const [a, b, c, d] = households;
  const lot_a = id("lot");
  await sold(house, [
    {
      cooperative_id,
      grams: 2500,
      paid_minor: 8600,
      tax_minor: 710,
      freight_minor: 1200,
      lots: [{ lot_id: lot_a, household_id: a, grams: 2500 }],
    },
  ]);
  await sold(house, [
    {
      cooperative_id,
      grams: 3001,
      paid_minor: 10_001,
      freight_minor: 333,
      lots: [
        { household_id: b, grams: 1000 },
        { household_id: c, grams: 1001 },
        { household_id: d, grams: 1000 },
      ],
    },
  ]);
  const period_id = await settledPeriod(house, cooperative_id, [`${THIS_YEAR}-11-01`, `${THIS_YEAR}-12-31`]);
  if (approved) {
    const accounts = households.map((household) => account.cash(household));
    value(await house.settlement.approvePeriod({ period_id, person: "member_checker", accounts }));
  }
  const villages = [id("village"), id("village")] as [string, string];
  const homes = {
    households: [
      ...[a, b, c].map((household_id) => ({ household_id, village_id: villages[0] })),
      { household_id: d, village_id: villages[1] },
    ],
    pools: [],
  };
  const { rows } = await house.db.query<{ id: string; household_id: string; slip_code: string }>(
    `select id, household_id, slip_code from statement where period_id = $1`,
    [period_id],
  );
  const statements = new Map(rows.map((one) => [one.household_id, one]));
  return { cooperative_id, period_id, households, villages, homes, statements, lot_a };
}

const publish = (of: Awaited<ReturnType<typeof givenPeriod>>, message_id = id("out")) =>
  house.settlement.boards.publish({ message_id, period_id: of.period_id, homes: of.homes });

describe("a statement on paper", () => {
  it("says what the buyers paid, each deduction with its rate, and what is left, and adds up to the cent", async () => {
    const given = await givenPeriod();
    const mine = given.statements.get(given.households[0])!;
    const [facts] = await house.settlement.statements.facts({
      statement_ids: [mine.id],
      household_id: given.households[0],
    });
    expect(facts).toMatchObject({
      gross_minor: 6064,
      deductions_minor: 303,
      net_minor: 5761,
      slip_code: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{12}$/),
      lots: [{ lot_id: given.lot_a, grams: 2500, bought_minor: 8600, share_minor: 6064, per_kg_minor: 2426 }],
      others: [{ rule: "holdback_bp", amount_minor: -303, words: { zh: "暂扣：您所得的 5%" }, lot_ids: [given.lot_a] }],
    });
    const [lot] = facts!.lots;
    expect(lot!.bought_minor - lot!.deductions.reduce((sum, one) => sum + one.amount_minor, 0)).toBe(lot!.share_minor);
    expect(lot!.deductions.map((one) => one.words.zh)).toEqual([
      "税",
      "运费",
      "包装：每公斤 0.40 元",
      "平台费：扣掉税、退款、运费和包装以后的 3%",
      "合作社费：扣掉税、退款、运费和包装以后的 5%",
    ]);
    expect(lot!.why.zh).toContain("余下的归您：60.64 元，合每公斤 24.26 元。");
    expect(facts!.hash).toMatch(/^[0-9a-f]{64}$/);
    // Another household's, another cooperative's: not there.
    expect(
      await house.settlement.statements.facts({ statement_ids: [mine.id], household_id: given.households[1] }),
    ).toEqual([]);
    expect(await house.settlement.statements.facts({ statement_ids: [mine.id], cooperative_id: "coop_other" })).toEqual(
      [],
    );
  });

  it("is asked for once however often it is pressed, is printed anew after a change, and is nobody else's", async () => {
    const given = await givenPeriod();
    const mine = given.statements.get(given.households[0])!;
    const within = { household_id: given.households[0] };
    const ask = (
      kind: "statement" | "cash_sheet" = "statement",
      whose: Parameters<typeof house.settlement.papers.ask>[0]["within"] = within,
    ) =>
      house.settlement.papers.ask({
        kind,
        of: { statement_id: mine.id },
        language: "zh",
        person: "p",
        within: whose,
      });
    const asked = (await Promise.all([ask(), ask(), ask()])).map((one) => value(one).id);
    expect(new Set(asked).size).toBe(1);
    const paper_id = asked[0]!;
    const sent = await house.db.query<{ id: string }>(
      `select id from outbox_message where job = 'print-money' and payload->>'paper_id' = $1`,
      [paper_id],
    );
    expect(sent.rowCount).toBe(1);
    const printed = {
      message_id: sent.rows[0]!.id,
      paper_id,
      file: "a.pdf",
      pages: 1,
      sha256: "00",
      as_of: new Date(),
    };
    await house.settlement.papers.recordPrinted(printed);
    await house.settlement.papers.recordPrinted({ ...printed, pages: 9 });
    expect(await house.settlement.papers.paper(paper_id, within)).toMatchObject({ state: "printed", pages: 1 });
    expect(value(await ask()).id).toBe(paper_id);
    await house.db.query(`update statement set updated_at = now() + interval '1 second' where id = $1`, [mine.id]);
    expect(value(await ask()).id).not.toBe(paper_id);

    expect(reasonOf(await ask("statement", { household_id: given.households[1] }))).toBe("paper_subject_not_found");
    expect(reasonOf(await ask("statement", { cooperative_id: "coop_other" }))).toBe("paper_subject_not_found");
    expect(reasonOf(await ask("cash_sheet"))).toBe("invalid_paper");
    expect(await house.settlement.papers.paper(paper_id, { household_id: given.households[1] })).toBeUndefined();
    expect(await house.settlement.papers.paper(paper_id, { cooperative_id: "coop_other" })).toBeUndefined();
  });

  it("that leaves somebody out is not asked for: a cash sheet above 10,000 households is refused, and says what to do", async () => {
    const given = await givenPeriod();
    const [batch] = await house.settlement.batches(given.cooperative_id);
    const sheet = () =>
      house.settlement.papers.ask({
        kind: "cash_sheet",
        of: { batch_id: batch!.id },
        language: "zh",
        person: "p",
        within: { cooperative_id: given.cooperative_id },
      });
    await house.db.query(`update payout_batch set payouts = 10001 where id = $1`, [batch!.id]);
    expect(reasonOf(await sheet())).toBe("too_many_for_a_paper");
    const asked = await house.db.query(`select 1 from money_paper where batch_id = $1`, [batch!.id]);
    expect(asked.rowCount).toBe(0);
    await house.db.query(`update payout_batch set payouts = 10000 where id = $1`, [batch!.id]);
    expect(value(await sheet()).state).toBe("asked");
  });

  it("of more households than one paper takes comes in parts, each household on one of them", async () => {
    const given = await givenPeriod();
    const within = { cooperative_id: given.cooperative_id };
    const ask = (part?: number) =>
      house.settlement.papers.ask({
        kind: "statements",
        of: { period_id: given.period_id },
        language: "zh",
        part,
        person: "p",
        within,
      });
    expect(value(await ask())).toMatchObject({ part: 1, parts: 1 });
    expect(reasonOf(await ask(2))).toBe("invalid_paper");
    const { rows } = await house.db.query<{ columns: string }>(
      `select string_agg(column_name, ', ') as columns from information_schema.columns where table_name = 'statement' and is_generated = 'NEVER'`,
    );
    const columns = rows[0]!.columns;
    await house.db.query(
      `insert into statement (${columns}) select ${columns.replaceAll(/\w+/g, "made.$&")}
       from (select * from statement where period_id = $1 order by id limit 1) s cross join generate_series(1, 4001) n
       cross join lateral jsonb_populate_record(null::statement, to_jsonb(s) || jsonb_build_object('id', s.id || n,
         'number', s.number || '-' || n, 'household_id', s.household_id || n, 'slip_code', statement_slip_code())) made`,
      [given.period_id],
    );
    const papers = [];
    for (const part of [1, 2, 3]) papers.push(value(await ask(part)));
    expect(papers.map(({ part, parts }) => [part, parts])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(value(await ask(2)).id).toBe(papers[1]?.id);
    expect(reasonOf(await ask(4))).toBe("invalid_paper");
    const shown = [];
    for (const paper of papers) shown.push((await house.settlement.papers.subjects(paper)).statement_ids);
    expect(shown.map((ids) => ids.length)).toEqual([2_000, 2_000, 5]);
    expect(new Set(shown.flat()).size).toBe(4_005);
  });

  it("is told by two texts at most, once the period is approved", async () => {
    const given = await givenPeriod();
    const jobs = await house.db.query(
      `select job from outbox_message where payload->>'period_id' = $1 and job <> 'settle' order by job`,
      [given.period_id],
    );
    expect(jobs.rows).toEqual([{ job: "money-board" }, { job: "statement-notices" }]);
    const cooperative = { name_zh: "武都山里人家农民专业合作社", phone: "0939-8888888" } as CooperativeRow;
    const page = await house.settlement.statements.noticesOfPeriod(given.period_id, "", 10);
    expect(page).toHaveLength(4);
    for (const one of page) {
      const text = value(statementText(cooperative, one));
      expect(smsSegments(text)).toBeLessThanOrEqual(2);
      expect(text).toMatch(/^【武都山里人家合作社】11月1日至12月31日结算单ST\d{7}：货款/);
      expect(text).toContain("请带卡来合作社领现金");
    }
    const waiting = await givenPeriod(false);
    expect(await house.settlement.statements.approvedPeriod(waiting.period_id)).toBeUndefined();
  });
});

describe("the totals of a period", () => {
  it("are the villages' together, to the cent, also of a line that two villages filled", async () => {
    const given = await givenPeriod();
    const [whole] = await house.settlement.totals.ofCooperative(given.period_id);
    const parts = await house.settlement.totals.byVillage(given.period_id, given.homes);
    expect(whole).toMatchObject({ sales_minor: 18_601, income_minor: 18_601, difference_minor: 0, grams: 5501 });
    expect(parts.map((one) => one.village_id).sort()).toEqual([...given.villages].sort());
    expect(parts.every((one) => one.difference_minor === 0)).toBe(true);
    for (const field of ["sales_minor", "income_minor", "grams"] as const)
      expect(
        parts.reduce((sum, one) => sum + one[field], 0),
        field,
      ).toBe(whole![field]);
    for (const { use, amount_minor } of whole!.uses) {
      const sum = parts.reduce(
        (total, one) => total + (one.uses.find((other) => other.use === use)?.amount_minor ?? 0),
        0,
      );
      expect(sum, use).toBe(amount_minor);
    }
    expect(whole!.statements).toMatchObject({ households: 4, paid_minor: 0 });
    expect(whole!.uses.find((one) => one.use === "households")?.amount_minor).toBe(whole!.statements.net_minor);
  });
});

describe("the money board of a village", () => {
  it("is published once however often, shows no sums of fewer than three households, and names nobody", async () => {
    const given = await givenPeriod();
    const message_id = id("out");
    const tries = await Promise.all([
      publish(given, message_id),
      publish(given, message_id),
      publish(given),
      publish(given),
    ]);
    expect(tries.reduce((sum, one) => sum + value(one).published, 0)).toBe(2);
    const { boards } = await house.settlement.boards.ofVillage({ village_id: given.villages[0] });
    expect(boards).toHaveLength(1);
    expect(boards[0]).toMatchObject({ households: 3, revision: 1, replaced: false });
    const { figures } = boards[0]!;
    expect(figures!.uses.reduce((sum, one) => sum + one.amount_minor, 0)).toBe(figures!.income_minor);
    const [small] = (await house.settlement.boards.ofVillage({ village_id: given.villages[1] })).boards;
    expect(small).toMatchObject({ households: null, figures: null });
    expect(JSON.stringify(boards)).not.toMatch(/household_|lot_|statement_/);
    expect(small).toMatchObject({ about: null, root: null, before_root: null });
    const found = await house.settlement.boards.board({ id: boards[0]!.id, village_id: given.villages[0] });
    expect(found!.hashes).toHaveLength(3);
    expect(await house.settlement.boards.board({ id: boards[0]!.id, village_id: given.villages[1] })).toBeUndefined();
  });

  it("says what is paid and what is left only when all of its period is paid: in between no step tells a household's amount", async () => {
    const given = await givenPeriod();
    value(await publish(given));
    const figures = async () =>
      (await house.settlement.boards.ofVillage({ village_id: given.villages[0] })).boards[0]!.figures!;
    const hidden = { paid_minor: null, carried_minor: null, balance_minor: null };
    expect(await figures()).toMatchObject(hidden);
    const [batch] = (
      await house.db.query<{ id: string }>("select id from payout_batch where period_id = $1", [given.period_id])
    ).rows;
    const { rows } = await house.db.query<{ id: string }>("select id from payout where batch_id = $1 order by id", [
      batch!.id,
    ]);
    const of = { batch_id: batch!.id, cooperative_id: given.cooperative_id };
    const photo_id = await cashPhoto(house, of, "sheet");
    for (const { id: payout } of rows) {
      expect(await figures()).toMatchObject(hidden);
      value(await house.settlement.cash.handOut({ ...of, payout_ids: [payout], person: "payer", photo_id }));
      value(await house.settlement.cash.confirm({ ...of, payout_ids: [payout], person: "witness" }));
    }
    const { net_minor, ...paid } = await figures();
    expect(paid).toMatchObject({ paid_minor: net_minor, carried_minor: 0, balance_minor: 0 });
  });

  it("is checked by anybody: its root is worked out from what is published, and names the row before it", async () => {
    const given = await givenPeriod();
    value(await publish(given));
    const mine = given.statements.get(given.households[0])!;
    await house.db.query(
      `update statement set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where id = $1`,
      [mine.id],
    );
    const { cooperative_id, period_id, homes } = given;
    value(await house.settlement.boards.correct({ period_id, cooperative_id, homes, person: "m", because: "算错了" }));
    const village_id = given.villages[0];
    const { boards } = await house.settlement.boards.ofVillage({ village_id });
    expect(boards).toHaveLength(2);
    for (const [index, { id: board }] of boards.entries()) {
      const said = JSON.parse(JSON.stringify(await house.settlement.boards.board({ id: board, village_id })));
      const { about, before_root, households, figures } = said.board;
      expect(before_root).toBe(boards[index + 1]?.root ?? null);
      const sums = ["brought_forward", "gross", "deductions", "advances", "net"];
      const lines = [
        "commonlot money board 1",
        ...about,
        before_root ?? "first",
        households,
        ...sums.map((name) => figures[`${name}_minor`]),
        ...said.hashes,
      ];
      expect(createHash("sha256").update(lines.join("\n")).digest("hex")).toBe(said.board.root);
    }
  });

  it("lets a household find its row by its slip code, and finds a row that was changed since", async () => {
    const given = await givenPeriod();
    value(await publish(given));
    const [village_id] = given.villages;
    const mine = given.statements.get(given.households[0])!;
    const check = () => house.settlement.boards.check({ village_id, slip_code: mine.slip_code });
    const found = await check();
    expect(found).toMatchObject({ place: expect.any(Number), faults: [], slip: { net_minor: 5761n } });
    expect(found!.hash).toBe(slipHash(found!.slip));
    expect(await house.settlement.boards.check({ village_id, slip_code: "000000000000" })).toBeUndefined();
    expect(
      await house.settlement.boards.check({ village_id: given.villages[1], slip_code: mine.slip_code }),
    ).toBeUndefined();

    // One cent, in a neighbour's row: the neighbour's slip is missing from the list, and everybody's check says so.
    const neighbour = given.statements.get(given.households[1])!;
    await house.db.query(
      `update statement set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where id = $1`,
      [neighbour.id],
    );
    expect(await check()).toMatchObject({ place: expect.any(Number) });
    expect((await check())!.faults.map((one) => one.kind)).toEqual([
      "slip_not_listed",
      "hash_without_slip",
      "sum_differs",
      "sum_differs",
    ]);
    const theirs = await house.settlement.boards.check({ village_id, slip_code: neighbour.slip_code });
    expect(theirs).toMatchObject({ place: null });
  });

  it("is corrected beside what it corrects, with a reason, and never changed or deleted", async () => {
    const given = await givenPeriod();
    value(await publish(given));
    const [village_id] = given.villages;
    const { cooperative_id, period_id, homes } = given;
    const correct = { period_id, cooperative_id, homes, person: "member_maker", because: "算错了一分" };
    expect(reasonOf(await house.settlement.boards.correct(correct))).toBe("no_change");
    const mine = given.statements.get(given.households[0])!;
    await house.db.query(
      `update statement set gross_minor = gross_minor + 1, net_minor = net_minor + 1 where id = $1`,
      [mine.id],
    );
    expect(value(await house.settlement.boards.correct(correct))).toEqual({ published: 1 });
    expect(reasonOf(await house.settlement.boards.correct(correct))).toBe("no_change");
    const { boards } = await house.settlement.boards.ofVillage({ village_id });
    expect(boards.map(({ revision, replaced, because }) => [revision, replaced, because])).toEqual([
      [2, false, "算错了一分"],
      [1, true, null],
    ]);
    expect(boards[0]!.before_root).toBe(boards[1]!.root);
    expect(await house.settlement.boards.check({ village_id, slip_code: mine.slip_code })).toMatchObject({
      faults: [],
      board: { revision: 2 },
    });
    for (const statement of [
      `delete from money_board where village_id = $1`,
      `update money_board set because = 'x' where village_id = $1`,
      `delete from money_board_slip where board_id in (select id from money_board where village_id = $1)`,
      `delete from money_board_use where board_id in (select id from money_board where village_id = $1)`,
    ])
      await expect(house.db.query(statement, [village_id]), statement).rejects.toThrow(/append-only/);
    expect(reasonOf(await house.settlement.boards.correct({ ...correct, cooperative_id: "coop_other" }))).toBe(
      "not_found",
    );
  });

  it("is read by index, page by page", async () => {
    const given = await givenPeriod();
    value(await publish(given));
    const [village_id] = given.villages;
    const first = await house.settlement.boards.ofVillage({ village_id, limit: 1 });
    expect(first.next).not.toBeNull();
    expect((await house.settlement.boards.ofVillage({ village_id, limit: 1, cursor: first.next! })).boards).toEqual([]);
    const client = await house.db.connect();
    try {
      await client.query(`set enable_seqscan = off`);
      const { rows } = await client.query<{ "QUERY PLAN": string }>(
        `explain select id from money_board where village_id = $1 and (at, id) < ('infinity'::timestamptz, '') order by at desc, id desc limit 24`,
        [village_id],
      );
      const plan = rows.map((one) => one["QUERY PLAN"]).join("\n");
      expect(plan).toContain("money_board_of_village");
      expect(plan).not.toContain("Sort");
    } finally {
      await client.query(`reset enable_seqscan`);
      client.release();
    }
  });
});
