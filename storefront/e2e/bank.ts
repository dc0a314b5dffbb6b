import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { signInAtDesk } from "./desk-and-household";
import { expectAccessible, login, problems, visit, type Visit, type World } from "./walk";

const NARROW = { width: 360, height: 780 };

/** A batch by bank file with two payouts, its file written, as an approved settlement leaves it. */
async function insertBatch(world: World): Promise<void> {
  const { db } = world.house;
  const { rows } = await db.query<{ id: string; cooperative_id: string }>(
    `select id, cooperative_id from household where card_number in ('WD0001', 'WD0002') order by card_number`,
  );
  const cooperative = rows[0]?.cooperative_id;
  await db.query(
    `insert into settlement_period (id, cooperative_id, from_date, to_date, state, opened_by, requested_by, requested_at, settled_at, approved_by, approved_at, paid_at)
     values ('period_bank', $1, '2003-01-01', '2003-01-31', 'paid', 'maker', 'maker', now(), now(), 'checker', now(), now())`,
    [cooperative],
  );
  await db.query(
    `insert into payout_batch (id, number, period_id, cooperative_id, rail, currency, payouts, total_minor, state, debtor, execution_date, file_sha256, exported_at, approved_by)
     values ('batch_bank', 'PB-BANK', 'period_bank', $1, 'bank_file', 'CNY', 2, 2000, 'exported', '{"name":"x","account_sealed":null,"last4":null}', '2003-02-01', 'none', now(), 'checker')`,
    [cooperative],
  );
  for (const [index, household] of rows.entries()) {
    await db.query(
      `insert into statement (id, period_id, cooperative_id, household_id, currency, brought_forward_minor, gross_minor, deductions_minor, advances_minor, net_minor, paid_minor)
       values ('statement_bank' || $1, 'period_bank', $2, $3, 'CNY', 0, 1000, 0, 0, 1000, 1000)`,
      [index, cooperative, household.id],
    );
    await db.query(
      `insert into payout (id, batch_id, statement_id, period_id, cooperative_id, household_id, currency, amount_minor, rail, state, account, idempotency_key, provider_ref)
       values ('payout_bank' || $1, 'batch_bank', 'statement_bank' || $1, 'period_bank', $2, $3, 'CNY', 1000, 'bank_file', 'created',
         '{"name":"李秀兰","account_sealed":null,"last4":"7894"}', 'payout_bank' || $1, 'payout_bank' || $1)`,
      [index, cooperative, household.id],
    );
    await bookPayout(world, `payout_bank${index}`, household.id, 1000);
  }
}

/** The journals behind a payout: what the household earned, and its way to the bank, as the house books them. */
async function bookPayout({ house: { db } }: World, payout_id: string, household: string, amount: number) {
  const account = (kind: string, party: string): string =>
    `account_${createHash("sha256")
      .update(JSON.stringify([kind, party, "CNY"]))
      .digest("hex")
      .slice(0, 32)}`;
  const payable = account("household_payable", household);
  for (const [kind, party, cached] of [
    ["household_payable", household, true],
    ["payout_clearing", "bank_file", false],
    ["clearing", "by hand", false],
  ] as const) {
    await db.query(
      `insert into account (id, kind, party, currency, balance_minor) values ($1, $2, $3, 'CNY', case when $4 then 0 end) on conflict do nothing`,
      [account(kind, party), kind, party, cached],
    );
  }
  for (const [kind, debit, credit] of [
    ["capture", account("clearing", "by hand"), payable],
    ["payout", payable, account("payout_clearing", "bank_file")],
  ] as const) {
    // One statement, since a journal is balanced when its transaction ends.
    await db.query(
      `with written as (insert into journal (id, kind, source_id, memo) values ($1, $2, $3, 'Bank answers') returning id)
       insert into posting (journal_id, seq, account_id, currency, amount_minor)
       select id, seq, account_id, 'CNY', amount from written, (values (1, $4, $6::bigint), (2, $5, -$6::bigint)) as t (seq, account_id, amount)`,
      [`journal_${kind}_${payout_id}`, kind, payout_id, debit, credit, amount],
    );
  }
}

const REPORT = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>E2EBANK1</MsgId><CreDtTm>2026-12-03T09:00:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>bank</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>bank</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>bank0</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>bank1</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
<TxInfAndSts><OrgnlEndToEndId>somebody-else</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>
`;

async function upload({ page }: Visit, name: string, text: string): Promise<void> {
  await page.getByLabel("银行的文件").setInputFiles({ name, mimeType: "application/xml", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "读入这个文件" }).click();
}

/** What the bank answers, at the desk on a phone and without script, and at the household's home. */
export function bank(world: () => World): void {
  test("a bank's answer is read: cut off it is refused with its line, whole it says per household what came of it", async () => {
    await insertBatch(world());
    const desk = await signInAtDesk(world(), "accountant", false, NARROW);
    const { page } = desk;
    await page.goto("/zh/desk/batches/batch_bank");
    await expect.poll(() => page.getByText("还没有回复").count()).toBe(3);
    await upload(desk, "cut.xml", REPORT.slice(0, REPORT.indexOf("<TxSts>ACSC")));
    expect(await problems(page)).toEqual([
      "第 7 行：文件在 <TxInfAndSts> 里断了，不完整，请重新下载。什么也没有改动。",
    ]);
    await upload(desk, "回执.xml", REPORT);
    await page.getByRole("heading", { name: "回执.xml" }).waitFor();
    await expect.poll(() => page.getByText("共 3 行：处理 2 行，已知 0 行。").count()).toBe(1);
    await expect.poll(() => page.getByText("付款账户余额不足。").count()).toBe(1);
    await expect.poll(() => page.getByRole("heading", { name: /付出去的钱，不是我们的付款/ }).count()).toBe(1);

    await page.goto("/zh/desk/batches/batch_bank");
    expect(await page.getByRole("row", { name: /被拒绝/ }).textContent()).toContain("付款账户余额不足。");
    await expect.poll(() => page.getByRole("row", { name: /已付/ }).count()).toBe(1);
    await upload(desk, "again.xml", REPORT);
    expect(await problems(page)).toEqual(["这个文件已经读入过，没有重复处理，请看下面的列表。"]);

    await page.goto("/zh/desk/bank-open-items");
    await page.getByText("关闭", { exact: true }).click();
    await page.getByLabel("查到了什么？").fill("?");
    await page.getByRole("button", { name: "关闭这一项" }).click();
    expect(await problems(page)).toEqual(["请写明查到了什么，至少三个字。"]);
    expect(await page.getByLabel("查到了什么？").inputValue()).toBe("?");
    await page.getByLabel("查到了什么？").fill("是买包装箱的货款");
    await page.getByRole("button", { name: "关闭这一项" }).click();
    await page.getByText("没有未处理的。").waitFor();
    expect(desk.complaints).toEqual([]);
    await desk.close();

    const home = await visit(world(), { viewport: NARROW, script: false });
    await home.page.goto("/zh/home");
    await home.page.getByLabel("卡号").fill("WD0001");
    await home.page.getByLabel("密码").fill(login(world(), "household", "wudu").password);
    await home.page.getByRole("button", { name: "登录" }).click();
    await home.page.waitForURL("**/zh/home");
    await home.page.goto("/zh/home/statements/statement_bank0");
    await expect.poll(() => home.page.locator(".note").getByText("银行说：付款账户余额不足。").count()).toBe(1);
    await expect
      .poll(() =>
        home.page
          .locator(".note")
          .getByText(/钱还在您名下，下次结算再付/)
          .count(),
      )
      .toBe(1);
    await home.close();
  });

  test("the bank's own sheet is put together, what can't pay is refused and stays typed", async () => {
    const desk = await signInAtDesk(world(), "accountant", false, NARROW);
    const { page } = desk;
    await page.goto("/zh/desk/bank-sheet");
    await page.getByRole("button", { name: "最少的列" }).click();
    await page.getByLabel("第 1 列").selectOption("");
    await page.getByRole("button", { name: "保存这些列" }).click();
    expect(await problems(page)).toEqual(["户名、账号、金额都要有，每列只出现一次。"]);
    expect(await page.getByLabel("第 1 列").inputValue()).toBe("account");
    await page.getByRole("button", { name: "国内银行常用" }).click();
    await page.getByRole("button", { name: "保存这些列" }).click();
    await page.getByText("已保存，从下一次批准起用。").waitFor();
    expect(await page.getByLabel("第 2 列").inputValue()).toBe("account");
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });

  test("every page of it is accessible on a phone, in both languages, and has no script", async () => {
    const desk = await signInAtDesk(world(), "accountant", true, NARROW);
    const { page } = desk;
    const { rows } = await world().house.db.query<{ id: string }>("select id from bank_answer_file");
    const pages = [
      "bank-answers",
      `bank-answers/${rows[0]?.id}`,
      "bank-open-items",
      "bank-sheet",
      "transfers",
      "bank-statements",
      "proformas?all=1",
      "receivables",
      "batches/batch_bank",
    ];
    for (const to of pages) {
      for (const language of ["zh", "en"]) {
        await page.goto(`/${language}/desk/${to}`);
        await expectAccessible(page);
        expect(await page.locator("script").count(), to).toBe(0);
      }
    }
    expect(desk.complaints).toEqual([]);
    await desk.close();
  });
}
