import { describe, expect, it, vi } from "vitest";
import { bankReference } from "../../src/modules/settlement/bank-file";
import { camt053, nextMessage, pain002 } from "./bank-messages";
import {
  account,
  givenCooperative,
  id,
  NONE,
  reasonOf,
  settledPeriod,
  sold,
  statementsOf,
  value,
  violations,
  yearIn,
} from "./house";
import { specHouse } from "./spec-house";

const killed = vi.hoisted(() => ({ at: "" }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: (name: string) => {
    if (name === killed.at) throw new Error(`killed at ${name}`);
  },
}));

const house = specHouse();

interface Given {
  cooperative_id: string;
  period_id: string;
  batch_id: string;
  /** The batch as the bank knows it. */
  batch: string;
  payouts: { id: string; reference: string; household_id: string }[];
}

/** A batch of 91.64 each, its file written. */
async function exported(count: number, cooperative_id?: string): Promise<Given> {
  const coop = cooperative_id ?? (await givenCooperative(house));
  const households = Array.from({ length: count }, () => id("household"));
  for (const household_id of households)
    await sold(house, [
      { cooperative_id: coop, grams: 1000, paid_minor: 10_000, lots: [{ household_id, grams: 1000 }] },
    ]);
  const period_id = await settledPeriod(house, coop);
  value(
    await house.settlement.approvePeriod({
      period_id,
      person: "member_checker",
      accounts: households.map((household_id) => account.bank(household_id)),
    }),
  );
  const [batch] = await house.settlement.batches(coop);
  const batch_id = batch!.id;
  const file = value(await house.settlement.bankFile(batch_id));
  value(await house.settlement.markBatchExported({ batch_id, sha256: file.sha256 }));
  const { rows } = await house.db.query<{ id: string; household_id: string }>(
    "select id, household_id from payout where batch_id = $1 order by id",
    [batch_id],
  );
  const payouts = rows.map((row) => ({ ...row, reference: bankReference(row.id) }));
  return { cooperative_id: coop, period_id, batch_id, batch: bankReference(batch_id), payouts };
}

const read = (given: { cooperative_id: string }, text: string | Buffer, name = "answer.xml") =>
  house.settlement.bankAnswers.take({
    cooperative_id: given.cooperative_id,
    person: "member_accountant",
    name,
    bytes: Buffer.from(text as string),
  });

interface Figures {
  net_minor: number | bigint;
  paid_minor: number | bigint;
  on_its_way_minor: number | bigint;
  remaining_minor: number | bigint;
}
const add = (all: readonly Figures[], of: (one: Figures) => number | bigint): number =>
  all.reduce((total, one) => total + Number(of(one)), 0);

const stateOf = async (payout_id: string) =>
  (
    await house.db.query<{ state: string; bank_state: string | null; bank_debited: boolean }>(
      "select state, bank_state, bank_debited from payout where id = $1",
      [payout_id],
    )
  ).rows[0];

const owed = async (household_id: string) => (await house.settlement.moneyOfHousehold(household_id))[0];
const itemsOf = async (given: Given) =>
  (await house.settlement.openItems.list({ cooperative_id: given.cooperative_id, limit: 100 }))
    .map((item) => item.kind)
    .sort();
const journals = async (payout_id: string) =>
  (
    await house.db.query<{ kind: string }>("select kind from journal where source_id = $1 order by kind", [payout_id])
  ).rows.map((row) => row.kind);
/** Rows of everything that a file may write. */
const footprint = async () =>
  (
    await house.db.query(
      `select (select count(*) from journal) as journals, (select count(*) from posting) as postings, (select count(*) from bank_answer_file) as files,
              (select count(*) from bank_answer) as answers, (select count(*) from bank_open_item) as items, (select count(*) from outbox_message) as messages,
              (select sum(paid_minor) from statement) as paid, (select count(*) from payout where bank_state is not null) as moved`,
    )
  ).rows[0];

describe("a bank's answer", () => {
  it("is what makes it paid: until then the household reads that it is on its way, on every page", async () => {
    const given = await exported(2);
    const [one, other] = given.payouts as [Given["payouts"][0], Given["payouts"][0]];
    const reads = async (household_id: string) => {
      const [money] = await house.settlement.moneyOfHousehold(household_id);
      const [facts] = await statementsOf(house, household_id);
      const [year] = await house.settlement.statements.years(household_id);
      expect([facts?.paid_minor, year?.paid_minor]).toEqual([money?.paid_minor, money?.paid_minor]);
      expect(facts?.on_its_way_minor).toBe(money?.on_its_way_minor);
      return { paid: money?.paid_minor, way: money?.on_its_way_minor, owed: money?.owed_minor };
    };
    const on_its_way = { paid: 0, way: 9_164, owed: 0 };
    expect(await reads(one.household_id)).toEqual(on_its_way);
    value(await read(given, pain002(given.batch, [{ reference: one.reference, status: "ACSP" }])));
    expect(await reads(one.household_id)).toEqual(on_its_way);
    const settled = { reference: one.reference, status: "ACSC", amount: "91.64" } as const;
    const refused = { reference: other.reference, status: "RJCT", code: "AC04" } as const;
    value(await read(given, pain002(given.batch, [settled, refused])));
    expect(await reads(one.household_id)).toEqual({ paid: 9_164, way: 0, owed: 0 });
    expect(await reads(other.household_id)).toEqual({ paid: 0, way: 0, owed: 9_164 });
    expect(await violations(house)).toEqual(NONE);
  });

  it("is what the desk waits for too: period list, period, totals, villages, dry run and sheet say paid, on its way and left alike", async () => {
    const given = await exported(3);
    const { settlement } = house;
    const { cooperative_id, period_id } = given;
    const homes = {
      households: given.payouts.map(({ household_id }, at) => ({ household_id, village_id: `village_${at % 2}` })),
      pools: [],
    };
    const says = async () => {
      const list = (await settlement.periods(cooperative_id)).find((one) => one.id === period_id)?.totals;
      const period = value(await settlement.period(period_id, cooperative_id));
      const whole = await settlement.totals.ofCooperative(period_id);
      const villages = await settlement.totals.byVillage(period_id, homes);
      const run = value(await settlement.dryRuns.rowsOf(period_id, cooperative_id));
      const sum = (all: readonly Figures[]) => ({
        net: add(all, (one) => one.net_minor),
        paid: add(all, (one) => one.paid_minor),
        way: add(all, (one) => one.on_its_way_minor),
        left: add(all, (one) => one.remaining_minor),
      });
      const papers = await Promise.all(given.payouts.map(({ household_id }) => statementsOf(house, household_id)));
      const said = [
        sum(list ?? []),
        sum(period.totals),
        sum(period.households),
        sum(whole.map((one) => one.statements)),
        sum(villages.map((one) => one.statements)),
        sum(run.rows),
        sum(papers.flat()),
      ];
      for (const one of said) {
        expect(one).toEqual(said[0]);
        expect(one.paid + one.way + one.left).toBe(one.net);
      }
      return said[0];
    };
    expect(await says()).toEqual({ net: 27_492, paid: 0, way: 27_492, left: 0 });
    const totals = {
      kind: "totals",
      language: "zh",
      person: "m",
      of: { period_id },
      within: { cooperative_id },
    } as const;
    const printed = value(await settlement.papers.ask(totals));
    const file = { file: "totals.pdf", pages: 1, sha256: "0".repeat(64), as_of: new Date(Date.now() + 5) };
    await settlement.papers.recordPrinted({ ...file, message_id: id("out"), paper_id: printed.id });
    expect(value(await settlement.papers.ask(totals)).id).toBe(printed.id);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const [one, other] = given.payouts as [Given["payouts"][0], Given["payouts"][0]];
    const settled = { reference: one.reference, status: "ACSC", amount: "91.64" } as const;
    const refused = { reference: other.reference, status: "RJCT", code: "AC04" } as const;
    value(await read(given, pain002(given.batch, [settled, refused])));
    expect(await says()).toEqual({ net: 27_492, paid: 9_164, way: 9_164, left: 9_164 });
    // The paper of before the answer is not handed out as today's.
    expect(value(await settlement.papers.ask(totals)).id).not.toBe(printed.id);
    expect(await violations(house)).toEqual(NONE);
  });

  it("accepts, pays, rejects with its reason and returns: the household is owed again, told why, and paid by the next settlement", async () => {
    const given = await exported(4);
    const [paid, rejected, returned, silent] = given.payouts as [
      Given["payouts"][0],
      Given["payouts"][0],
      Given["payouts"][0],
      Given["payouts"][0],
    ];
    const report = value(
      await read(
        given,
        pain002(given.batch, [
          { reference: paid.reference, status: "ACSC", amount: "91.64" },
          { reference: rejected.reference, status: "RJCT", code: "AC04", words: "账户已销户" },
          { reference: returned.reference, status: "ACSP" },
        ]),
      ),
    );
    expect(report).toMatchObject({ kind: "pain.002", lines: 3, moved: 3, noted: 0, asked: 1 });
    expect(report.refused).toMatchObject([
      {
        payout_id: rejected.id,
        bank_state: "rejected",
        reason_code: "AC04",
        reason: "账户已销户",
        words: { en: "The account is closed." },
      },
    ]);
    expect(await owed(rejected.household_id)).toMatchObject({ owed_minor: 9164, paid_minor: 0 });
    expect((await statementsOf(house, rejected.household_id))[0]).toMatchObject({
      remaining_minor: 9164,
      not_paid_because: "payout_rejected",
      payouts: [{ state: "failed", reason_code: "AC04" }],
    });

    const statement = value(
      await read(
        given,
        camt053([
          { reference: paid.reference, way: "DBIT", amount: "91.64" },
          { reference: returned.reference, way: "DBIT", amount: "91.64" },
          { reference: returned.reference, way: "CRDT", amount: "91.64", code: "MS03" },
          { reference: silent.reference, way: "DBIT", amount: "91.64", status: "PDNG" },
        ]),
      ),
    );
    expect(statement).toMatchObject({ kind: "camt.053", lines: 3, asked: 0, items: [] });
    expect(await stateOf(paid.id)).toEqual({ state: "created", bank_state: "paid", bank_debited: true });
    expect(await stateOf(returned.id)).toEqual({ state: "failed", bank_state: "returned", bank_debited: true });
    expect(await stateOf(silent.id)).toEqual({ state: "created", bank_state: null, bank_debited: false });
    expect(await journals(paid.id)).toEqual(["bank_debit", "payout"]);
    expect(await journals(returned.id)).toEqual(["bank_debit", "payout", "reverse_bank_debit", "reverse_payout"]);
    expect(
      (
        await house.db.query(
          "select dedup_key from outbox_message where job = 'payout-notice' and dedup_key = any($1) order by 1",
          [given.payouts.map((payout) => payout.id)],
        )
      ).rows.map((row) => row.dedup_key as string),
    ).toEqual([rejected.id, returned.id].sort());
    const balances = await house.db.query<{ kind: string; sum: string }>(
      `select a.kind, sum(p.amount_minor) as sum from posting p join account a on a.id = p.account_id where a.kind = 'bank' and a.party = $1 group by 1`,
      [given.cooperative_id],
    );
    // Of three debits and one return, two have left.
    expect(balances.rows).toEqual([{ kind: "bank", sum: "-9164" }]);

    // The closed account is not paid to again; the other household is; the first one is when it names another account.
    const next = async (years: number, rejectedsAccount: string) => {
      const period_id = await settledPeriod(house, given.cooperative_id, yearIn(years));
      value(
        await house.settlement.approvePeriod({
          period_id,
          person: "member_checker",
          accounts: [account.bank(rejected.household_id, rejectedsAccount), account.bank(returned.household_id)],
        }),
      );
      return Object.fromEntries(
        value(await house.settlement.period(period_id, given.cooperative_id)).households.map((one) => [
          one.household_id,
          one.not_paid_because,
        ]),
      );
    };
    expect(await next(1, "6222021234567894")).toEqual({
      [rejected.household_id]: "account_refused",
      [returned.household_id]: null,
    });
    expect(await next(2, "9999")).toEqual({ [rejected.household_id]: null });
    expect(await violations(house)).toEqual(NONE);
  });

  it("of a refused account can be paid to again when a person has looked, and said why", async () => {
    const given = await exported(1);
    const [payout] = given.payouts as [Given["payouts"][0]];
    value(await read(given, pain002(given.batch, [{ reference: payout.reference, status: "RJCT", code: "BE01" }])));
    const { settlement } = house;
    const [item] = await settlement.openItems.list({ cooperative_id: given.cooperative_id, limit: 10 });
    expect(item).toMatchObject({
      kind: "account_refused",
      owner: "member_accountant",
      age_days: 0,
      household_id: payout.household_id,
    });
    const close = (cooperative_id: string) =>
      settlement.openItems.close({ id: item!.id, cooperative_id, person: "m2", reason: "户名已核对" });
    expect(reasonOf(await close("coop_other"))).toBe("not_found");
    value(await settlement.openItems.take({ id: item!.id, cooperative_id: given.cooperative_id, person: "m2" }));
    value(await close(given.cooperative_id));
    expect(reasonOf(await close(given.cooperative_id))).toBe("item_closed");
    const period_id = await settledPeriod(house, given.cooperative_id, yearIn(1));
    value(
      await settlement.approvePeriod({
        period_id,
        person: "member_checker",
        accounts: [account.bank(payout.household_id)],
      }),
    );
    expect((await settlement.moneyOfHousehold(payout.household_id))[0]).toMatchObject({
      owed_minor: 0,
      on_its_way_minor: 9164,
    });
  });

  it("of a batch says the same of all of it: rejected whole, or booked in one sum less what was rejected", async () => {
    const whole = await exported(3);
    value(await read(whole, pain002(whole.batch, [], { group: "RJCT", version: "03" })));
    for (const payout of whole.payouts)
      expect(await stateOf(payout.id)).toMatchObject({ state: "failed", bank_state: "rejected" });

    const some = await exported(3);
    const [first, ...others] = some.payouts;
    value(
      await read(
        some,
        pain002(some.batch, [{ reference: first!.reference, status: "RJCT", code: "AM04" }], { block: "ACCP" }),
      ),
    );
    expect(await stateOf(others[0]!.id)).toMatchObject({ bank_state: "accepted" });
    value(
      await read(
        some,
        camt053([{ reference: "", batch: some.batch, way: "DBIT", amount: "183.28" }], { version: "02" }),
      ),
    );
    for (const payout of others)
      expect(await stateOf(payout.id)).toMatchObject({ bank_state: "paid", bank_debited: true });
    expect(await stateOf(first!.id)).toMatchObject({ bank_state: "rejected", bank_debited: false });
    expect((await house.settlement.batches(some.cooperative_id))[0]?.state).toBe("done");
    expect(await itemsOf(some)).toEqual([]);
    const wrong = await exported(2);
    value(await read(wrong, camt053([{ reference: "", batch: wrong.batch, way: "DBIT", amount: "100.00" }])));
    expect(await itemsOf(wrong)).toEqual(["wrong_amount"]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("comes as a sheet too, in the bank's words, its letters GB18030 or UTF-8", async () => {
    const given = await exported(3);
    const [a, b, c] = given.payouts.map((payout) => payout.reference);
    const sheet = [
      "客户流水号,处理结果,金额,币种,失败原因",
      `${a},交易成功,91.64,CNY,`,
      `'${b},失败,"91.64",CNY,"户名不符,请核对"`,
      `${c},处理中,,,`,
      "合计 3,,274.92,CNY,",
    ];
    const found = value(await read(given, `\uFEFF${sheet.join("\r\n")}\r\n`, "回盘.csv"));
    expect(found).toMatchObject({
      kind: "csv",
      name: "回盘.csv",
      lines: 3,
      moved: 3,
      refused: [{ reason: "户名不符,请核对" }],
    });
    const gb = await exported(1);
    // 流水号,状态 / reference,成功 as a bank writes it.
    const bytes = Buffer.concat([
      Buffer.from("c1f7cbaebac52cd7b4ccac0a", "hex"),
      Buffer.from(`${gb.payouts[0]!.reference},`),
      Buffer.from("b3c9b9a60a", "hex"),
    ]);
    expect(value(await read(gb, bytes))).toMatchObject({ lines: 1, moved: 1 });
    expect(await stateOf(gb.payouts[0]!.id)).toMatchObject({ bank_state: "paid", bank_debited: false });
  });
});

describe("what does not match is named and moves nothing", () => {
  it("an unknown payout, another cooperative's, a wrong amount, a wrong currency, money that came in", async () => {
    const given = await exported(3);
    const theirs = await exported(1);
    const [a, b, c] = given.payouts.map((payout) => payout.reference);
    const file = value(
      await read(
        given,
        camt053([
          { reference: "nobody", way: "DBIT", amount: "1.00" },
          { reference: theirs.payouts[0]!.reference, way: "DBIT", amount: "91.64" },
          { reference: a!, way: "DBIT", amount: "91.65" },
          { reference: b!, way: "DBIT", amount: "91.64", currency: "USD" },
          { reference: "NOTPROVIDED", way: "CRDT", amount: "5000.00" },
          { reference: c!, way: "DBIT", amount: "91.64" },
        ]),
      ),
    );
    expect(file).toMatchObject({ moved: 1, asked: 5 });
    expect(
      file.items.map((item) => [item.kind, item.line, item.amount_minor]).sort((x, y) => Number(x[1]) - Number(y[1])),
    ).toMatchObject([
      ["unknown_payout", expect.any(Number), 100],
      ["unknown_payout", expect.any(Number), 9164],
      ["wrong_amount", expect.any(Number), 9165],
      ["wrong_currency", expect.any(Number), 9164],
      ["unknown_credit", expect.any(Number), 500_000],
    ]);
    expect(await stateOf(theirs.payouts[0]!.id)).toMatchObject({ bank_state: null });
    expect(
      file.items.every(
        (item) => item.household_id === null || given.payouts.some((one) => one.household_id === item.household_id),
      ),
    ).toBe(true);
    expect(reasonOf(await house.settlement.bankAnswers.file(file.id, theirs.cooperative_id))).toBe("not_found");
    expect(await violations(house)).toEqual(NONE);
  });

  it("a bank that says rejected and paid: asked, booked as the statement shows it, and the household is not paid twice", async () => {
    const given = await exported(2);
    const [late, back] = given.payouts as [Given["payouts"][0], Given["payouts"][0]];
    const report = pain002(
      given.batch,
      [late, back].map(({ reference }) => ({ reference, status: "RJCT", code: "MS03" })),
    );
    value(await read(given, report));
    value(
      await read(
        given,
        camt053([late, back].map(({ reference }) => ({ reference, way: "DBIT" as const, amount: "91.64" }))),
      ),
    );
    expect(await itemsOf(given)).toEqual(["paid_after_rejected", "paid_after_rejected"]);
    expect(await stateOf(late.id)).toEqual({ state: "failed", bank_state: "rejected", bank_debited: true });
    expect(await violations(house)).toEqual(NONE);
    const period_id = await settledPeriod(house, given.cooperative_id, yearIn(1));
    value(
      await house.settlement.approvePeriod({
        period_id,
        person: "member_checker",
        accounts: [late, back].map(({ household_id }) => account.bank(household_id, "9998")),
      }),
    );
    const detail = value(await house.settlement.period(period_id, given.cooperative_id));
    expect(detail.households.map((one) => one.not_paid_because)).toEqual(["bank_asks", "bank_asks"]);
    // The money comes back after all: nothing is open any more.
    value(await read(given, camt053([{ reference: back.reference, way: "CRDT", amount: "91.64" }])));
    expect(await itemsOf(given)).toEqual(["paid_after_rejected"]);
    expect(await stateOf(back.id)).toEqual({ state: "failed", bank_state: "returned", bank_debited: true });
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("a statement of what came in", () => {
  const incoming = { reference: "NOTPROVIDED", way: "CRDT", amount: "5000.00" } as const;
  const asStatement = (given: Given, text: string) =>
    house.settlement.transfers.take({
      cooperative_id: given.cooperative_id,
      person: "member_accountant",
      name: "statement.xml",
      bytes: Buffer.from(text),
      now: new Date("2026-12-31T00:00:00Z"),
    });

  it("alone is refused here, and an answer alone is refused there, each with the place where it belongs", async () => {
    const given = await exported(1);
    const [{ reference }] = given.payouts as [Given["payouts"][0]];
    const [came, left] = [camt053([incoming]), camt053([{ reference, way: "DBIT", amount: "91.64" }])];
    const before = await footprint();
    const here = await read(given, came);
    expect(here.ok ? "" : `${here.refusal.reason}: ${here.refusal.message}`).toMatch(/elsewhere: .*Buyers' transfers/);
    for (const answer of [left, `参考号,状态,日期,金额\n${reference},成功,2026-12-03,91.64\n`]) {
      const there = await asStatement(given, answer);
      expect(there.ok ? "" : `${there.refusal.reason}: ${there.refusal.message}`).toMatch(/elsewhere: .*Answers/);
    }
    expect(await footprint()).toEqual(before);
    expect(value(await asStatement(given, came))).toMatchObject({ booked: 1 });
    expect(value(await read(given, left))).toMatchObject({ moved: 1, asked: 0 });
  });

  it("with payouts in it is of use in both places, whichever is first, and nobody is asked twice", async () => {
    const [one, other] = [await exported(1), await exported(1)];
    const both = (given: Given) =>
      camt053([incoming, { reference: given.payouts[0]!.reference, way: "DBIT", amount: "91.64" }]);
    const [first, second] = [both(one), both(other)];
    expect(value(await read(one, first))).toMatchObject({ moved: 1, asked: 1 });
    expect(await itemsOf(one)).toEqual(["unknown_credit"]);
    expect(value(await asStatement(one, first))).toMatchObject({ booked: 1 });
    expect(await itemsOf(one)).toEqual([]);
    expect(value(await asStatement(other, second))).toMatchObject({ booked: 1 });
    expect(value(await read(other, second))).toMatchObject({ moved: 1, asked: 0 });
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("a file is read whole and once", () => {
  it("the same bytes, and the same message in other bytes, are named; five at once are one", async () => {
    const given = await exported(1);
    const [payout] = given.payouts as [Given["payouts"][0]];
    const message_id = nextMessage();
    const file = pain002(given.batch, [{ reference: payout.reference, status: "ACSC" }], { message_id });
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => read(given, file)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.map(reasonOf).filter(Boolean)).toEqual(Array(4).fill("answer_file_known"));
    const other = pain002(given.batch, [{ reference: payout.reference, status: "RJCT" }], { message_id });
    const again = await read(given, other);
    expect(reasonOf(again)).toBe("answer_message_known");
    expect(again.ok ? "" : again.refusal.message).toContain(message_id);
    expect(await stateOf(payout.id)).toMatchObject({ bank_state: "paid" });
    // Another cooperative may get the same message: nothing of it is known there.
    const theirs = await exported(1);
    expect(value(await read(theirs, file))).toMatchObject({ moved: 0, asked: 1 });
  });

  it("what can't be read is refused with the line and the reason, and leaves nothing", async () => {
    const given = await exported(1);
    const [{ reference }] = given.payouts as [Given["payouts"][0]];
    const good = camt053([{ reference, way: "DBIT", amount: "91.64" }]);
    const cut = good.slice(0, good.indexOf("<BookgDt>"));
    const bomb = good.replace(
      "<Document",
      `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Document`,
    );
    const before = await footprint();
    for (const [file, reason, said] of [
      [cut, "answer_file_unreadable", /Line 12: The file ends inside <Ntry>/],
      [bomb, "answer_file_unreadable", /Line 2: The file has a document type/],
      [
        good.replace("91.64</Amt><CdtDbt", "91.64&pwn;</Amt><CdtDbt"),
        "answer_file_unreadable",
        /Line 11: .*not well-formed/,
      ],
      [good.replace("</Stmt>", "</Stmtt>"), "answer_file_unreadable", /Line 1[0-9]: /],
      [good.replaceAll(">91.64<", ">91.645<"), "answer_file_unreadable", /Line 1[0-9]: "91.645" is not an amount/],
      [good.replace("<NbOfNtries>1<", "<NbOfNtries>2<"), "answer_file_unreadable", /counts 2, the file has 1/],
      [good.replaceAll("camt.053.001", "camt.052.001"), "answer_file_unknown", /This is a camt.052.001.08/],
      [good.replace("6222020000000007", "6222020000000114"), "statement_of_other_account", /ending in 0114/],
      [good.replace("<Bal>", `${"<x/>".repeat(60_000)}<Bal>`), "answer_file_unreadable", /nested deeper/],
      [good.replace("<Bal>", `${"<x>".repeat(100)}<Bal>`), "answer_file_unreadable", /nested deeper/],
      ["<html><body>Sorry</body></html>", "answer_file_unknown", /no ISO 20022/],
      ["", "answer_file_unreadable", /empty/],
      [Buffer.from("504b03040000", "hex"), "answer_file_unknown", /not text/],
      ["a,b\n1,2\n", "answer_file_unreadable", /Line 1: The file has no reference/],
      [`参考号,状态\n${reference},也许\n`, "answer_file_unreadable", /Line 2: "也许" is not a status/],
      [`参考号,状态\n"${reference},成功\n`, "answer_file_unreadable", /Line 2: A quotation mark/],
      [pain002(given.batch, [{ reference, status: "XXXX" }]), "answer_file_unreadable", /"XXXX" is not a status/],
    ] as [string | Buffer, string, RegExp][]) {
      const answer = await read(given, file);
      expect(answer.ok ? "taken" : `${answer.refusal.reason} ${answer.refusal.message}`).toMatch(said);
      expect(reasonOf(answer)).toBe(reason);
    }
    expect(await footprint()).toEqual(before);
    value(await read(given, good));
  });

  it.each([
    "after_answer_file",
    "after_answer_lines",
    "after_answer_journals",
    "after_answer_payouts",
    "before_answer_commit",
  ])("killed %s it has done nothing, and read again it does all of it once", async (point) => {
    const given = await exported(2);
    const [a, b] = given.payouts as [Given["payouts"][0], Given["payouts"][0]];
    const file = camt053([
      { reference: a.reference, way: "DBIT", amount: "91.64" },
      { reference: b.reference, way: "CRDT", amount: "91.64", code: "AC04" },
      { reference: "nobody", way: "DBIT", amount: "1.00" },
    ]);
    const before = await footprint();
    killed.at = point;
    await expect(read(given, file)).rejects.toThrow(`killed at ${point}`);
    killed.at = "";
    expect(await footprint()).toEqual(before);
    expect(value(await read(given, file))).toMatchObject({ moved: 2, asked: 2 });
    expect(await journals(b.id)).toEqual(["bank_debit", "payout", "reverse_bank_debit", "reverse_payout"]);
    expect(await violations(house)).toEqual(NONE);
  });
});
