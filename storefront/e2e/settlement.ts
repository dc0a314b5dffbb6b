import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { sent } from "./claims";
import { signInAtDesk } from "./desk-and-household";
import { expectAccessible, login, PHONE, problems, visit, type World } from "./walk";

const WAIT = { timeout_ms: 90_000 };

/** A picture of the page at both widths, for whoever wants to look at it. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_PICTURES;
  if (!folder) return;
  const before = page.viewportSize();
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: path.join(folder, `settlement-${name}-${width}.png`), fullPage: true });
  }
  if (before) await page.setViewportSize(before);
}

/** An order that arrived, its hold days over, its money divided. */
async function dividedSale(world: World): Promise<{ order_id: string; parcel: string }> {
  const { db } = world.house;
  const order = await sent(world, "delivered");
  await eventually(
    async () => {
      await db.query(`update outbox_message set due_at = now() where job = 'post' and done_at is null`);
      const { rows } = await db.query("select 1 from sale where order_id = $1 and posted_at is not null", [
        order.order_id,
      ]);
      return rows.length === 1;
    },
    { ...WAIT, message: "the sale was not divided" },
  );
  return order;
}

const accountId = (kind: string, party: string): string =>
  `account_${createHash("sha256")
    .update(JSON.stringify([kind, party, "CNY"]))
    .digest("hex")
    .slice(0, 32)}`;

/** A claim was found to be the goods' fault after a household was paid: it owes 12.00, with the books behind it. */
async function insertClawback(world: World, order: { order_id: string; parcel: string }): Promise<void> {
  const { db } = world.house;
  const { rows } = await db.query<{ household_id: string; lot_id: string; cooperative_id: string }>(
    `select r.household_id, r.lot_id, l.cooperative_id from sale_line l join sale_line_row r on r.sale_line_id = l.id
     join household h on h.id = r.household_id and h.card_number = 'WD0001' where l.order_id = $1 limit 1`,
    [order.order_id],
  );
  const { household_id, lot_id, cooperative_id } = rows[0]!;
  await db.query(
    `insert into parcel_claim (id, cooperative_id, parcel_id, order_id, kind, source, state, drop_reason, words, opened_by, wish_due_at, lots_bp, idempotency_key, input_hash)
     values ('claim_clawback', $1, $2, $3, 'damaged', 'desk', 'dropped', 'error', '发霉', 'm', now(), 5000, 'claim_clawback', 'x')`,
    [cooperative_id, order.parcel, order.order_id],
  );
  await db.query(
    `insert into parcel_claim_inspection (claim_id, finding, words, person) values ('claim_clawback', 'goods', '壳里长霉，照片三张', 'm2')`,
  );
  await db.query(
    `insert into clawback (id, claim_id, attempt, cooperative_id, household_id, lot_id, currency, amount_minor)
     values ('clawback_e2e', 'claim_clawback', 1, $1, $2, $3, 'CNY', 1200)`,
    [cooperative_id, household_id, lot_id],
  );
  const [owed, lent] = [accountId("household_clawback", household_id), accountId("reserve_bridge", cooperative_id)];
  await db.query(
    `insert into account (id, kind, party, currency, balance_minor)
     values ($1, 'household_clawback', $2, 'CNY', 0), ($3, 'reserve_bridge', $4, 'CNY', null) on conflict do nothing`,
    [owed, household_id, lent, cooperative_id],
  );
  await db.query(
    `with written as (insert into journal (id, kind, source_id, memo) values ('journal_clawback', 'claim_share', 'claim_clawback:1', 'by hand') returning id)
     insert into posting (journal_id, seq, account_id, currency, amount_minor)
     select id, seq, account, 'CNY', amount from written, (values (1, $1, 1200::bigint), (2, $2, -1200::bigint)) as t (seq, account, amount)`,
    [owed, lent],
  );
}

/** Part of a divided order: refunded at the desk, by hand at the processor, and taken by the buyer's bank. */
async function goesBack(world: World, order_id: string, page: Page): Promise<void> {
  const { db, stripeUrl } = world.house;
  const { rows } = await db.query<{ payment: string }>("select provider_ref as payment from sale where order_id = $1", [
    order_id,
  ]);
  const payment = rows[0]?.payment ?? "";
  const ask = async (way: string, body?: URLSearchParams | object) => {
    const form = body instanceof URLSearchParams;
    const answer = await fetch(new URL(way, stripeUrl), {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: "Bearer sk_test_standin",
        ...(body === undefined || form ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    expect(answer.status, way).toBe(200);
    return (await answer.json()) as { latest_charge?: string };
  };
  await page.goto(`/zh/desk/orders/${order_id}/refund`);
  await page.getByRole("button", { name: "退给买家" }).click();
  expect(await problems(page)).toEqual(["请填金额，如 12.50", "请写几个字说明原因"]);
  await page.locator("input[name^='amount:']").first().fill("1.00");
  await page.getByLabel("为什么退").fill("标价错了");
  await expectAccessible(page);
  await picture(page, "order-refund");
  await page.getByRole("button", { name: "退给买家" }).click();
  await page.getByText("正在退 1.00 元。").waitFor();
  const until = (sql: string, message: string) =>
    eventually(async () => (await db.query(sql)).rows.length > 0, { ...WAIT, message });
  await until("select 1 from refund_intent where reason_code = 'late' and state = 'created'", "it was not refunded");
  await ask("/v1/refunds", new URLSearchParams({ payment_intent: payment, amount: "200" }));
  await until("select 1 from processor_refund where amount_minor = 200", "the refund by hand was not seen");
  await db.query("update processor_refund set at = now() - interval '1 hour'");
  await ask("/_standin/dispute", {
    charge: (await ask(`/v1/payment_intents/${payment}`)).latest_charge,
    amount: 500,
  });
  await until("select 1 from dispute where booked_withdrawn", "the dispute is not in the books");
  await page.goto("/zh/desk/disputes");
  await expect.poll(() => page.locator(".tag", { hasText: "要交证据" }).count()).toBe(1);
  await page.locator("summary", { hasText: "记一笔" }).click();
  await page.getByLabel("查到什么，交了什么证据").fill("签收单已交");
  await page.getByRole("button", { name: "记一笔" }).click();
  await page.getByText(/签收单已交/).waitFor();
  await expectAccessible(page);
  await picture(page, "disputes");
  await page.getByRole("button", { name: "记为已退 2.00 元，由合作社承担" }).click();
  await page.getByText("没有。", { exact: true }).waitFor();
}

/** From the dry run to the money: two people, a file, and what households read of what was taken back. */
export function settlement(world: () => World): void {
  test("an accountant looks before settling, can't approve it alone, a manager does, and the file's sum is the ledger's", async () => {
    const { db } = world().house;
    await dividedSale(world());
    const desk = await signInAtDesk(world(), "accountant", false, PHONE);
    const { page } = desk;
    await page.goto("/zh/desk/settlement");
    // Open already where there is no period yet.
    if (!(await page.getByLabel("第一天").isVisible()))
      await page.locator("summary", { hasText: "开一个结算期" }).click();
    // The villages' days: a period that goes on is not settled.
    const day = (shift: number) => new Date(Date.now() + (8 + shift * 24) * 3_600_000).toISOString().slice(0, 10);
    await page.getByLabel("第一天").fill(day(-200));
    await page.getByLabel("最后一天").fill(day(0));
    await page.getByRole("button", { name: "开一个结算期" }).click();
    await page.waitForURL(/\/settlement\/period_/);
    const period = page.url().split("/").at(-1) ?? "";
    const count = async (table: string) => Number((await db.query(`select count(*) as n from ${table}`)).rows[0].n);
    const before = await count("statement");
    await page.getByRole("link", { name: "先试算，看看要留意什么" }).click();
    await expect.poll(() => page.getByText("这只是试算，什么都没有写下。").count()).toBe(1);
    // Whether there is enough depends on what the tests before have sold and given back; the sentence follows from its own sums.
    const said = (await page.getByText(/够付/).textContent()) ?? "";
    const [pay = 0, way = 0, held = 0, gap = 0] = [...said.matchAll(/¥?(-?[\d,]+\.\d{2})/g)].map(([, text = ""]) =>
      Math.round(Number(text.replaceAll(",", "")) * 100),
    );
    expect(pay).toBeGreaterThan(0);
    expect([said.startsWith("不够付"), gap], said).toEqual([pay + way > held, Math.max(0, pay + way - held)]);
    expect(await count("statement")).toBe(before);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "下载表格（CSV）" }).click(),
    ]);
    const sheet = await readFile(await download.path(), "utf8");
    expect(download.suggestedFilename()).toMatch(/^draft-/);
    const seen = await signInAtDesk(world(), "accountant", true, { width: 320, height: 780 });
    await seen.page.goto(`/zh/desk/settlement/${period}/dry-run`);
    await expectAccessible(seen.page);
    await picture(seen.page, "dry-run");
    await seen.page.goto(`/en/desk/settlement/${period}/dry-run`);
    await picture(seen.page, "dry-run-en");
    await seen.page.getByRole("table", { name: "" }).last().waitFor();
    await seen.page.locator("th a").first().click();
    await seen.page.waitForURL(/dry-run\/household_/);
    await expectAccessible(seen.page);
    await picture(seen.page, "dry-run-household");

    await page.goto(`/zh/desk/settlement/${period}`);
    // Its last day is today: settled up to now only when the accountant says so.
    await page.getByRole("button", { name: "结算这一期" }).click();
    expect(await page.getByRole("alert").textContent()).toContain("最后一天");
    await page.getByLabel(/结到此刻/).check();
    await page.getByRole("button", { name: "结算这一期" }).click();
    await eventually(
      async () =>
        (await db.query("select state from settlement_period where id = $1", [period])).rows[0].state === "settled",
      { ...WAIT, message: "it was not settled" },
    );
    await page.goto(`/zh/desk/settlement/${period}`);
    // Whoever asked for it has no such button, and reads who has.
    expect(await page.getByRole("button", { name: /批准付给/ }).count()).toBe(0);
    expect(await page.getByText("要由另一个人批准").textContent()).toContain("经理");
    const checker = await signInAtDesk(world(), "manager", false);
    await checker.page.goto(`/zh/desk/settlement/${period}`);
    await checker.page.getByRole("button", { name: /批准付给/ }).click();
    await checker.page
      .getByText(/已批准|已付清/)
      .first()
      .waitFor();

    // What the dry run said, the statements, the ledger and the bank's file: one sum.
    const { rows } = await db.query<{ stated: string; sold: string; booked: string; batch: string; file: string }>(
      `select (select sum(net_minor) from statement where period_id = $1) as stated,
              (select sum(case t.kind when 'sale' then t.amount_minor else -t.amount_minor end) from statement s join statement_line t on t.statement_id = s.id
               where s.period_id = $1 and t.sale_line_id is not null and (t.kind = 'sale' or t.rule = 'holdback_bp')) as sold,
              (select -sum(p.amount_minor) from sale_line l join journal j on j.kind = 'sale' and j.source_id = l.order_line_id join posting p on p.journal_id = j.id
               join account a on a.id = p.account_id and a.kind = 'household_payable' where l.period_id = $1) as booked,
              (select id from payout_batch where period_id = $1 and rail = 'bank_file') as batch,
              (select total_minor from payout_batch where period_id = $1 and rail = 'bank_file') as file`,
      [period],
    );
    const [sums] = rows;
    // Beside its sales a statement may hold what an earlier one left over.
    expect(sums?.sold).toBe(sums?.booked);
    const column = sheet.split("\r\n")[0]!.split(",").indexOf('"net"');
    const net = sheet
      .split("\r\n")
      .slice(1)
      .filter((line) => line !== "")
      .reduce((sum, line) => sum + Math.round(Number(line.split(",")[column]!.replaceAll('"', "")) * 100), 0);
    expect(String(net)).toBe(sums?.stated);
    if (sums?.batch) {
      await page.goto(`/zh/desk/batches/${sums.batch}`);
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "下载银行文件" }).click(),
      ]);
      const xml = await readFile(await file.path(), "utf8");
      expect(xml).toContain(`<CtrlSum>${(Number(sums.file) / 100).toFixed(2)}</CtrlSum>`);
    }
    for (const one of [desk, seen, checker]) {
      expect(one.complaints).toEqual([]);
      await one.close();
    }
  });

  test("what is taken back is read in words at the household's home and at the desk; the cap changes by two people", async () => {
    const order = await dividedSale(world());
    await insertClawback(world(), order);
    const home = await visit(world(), { viewport: { width: 320, height: 640 } });
    await home.page.goto("/zh/home");
    await home.page.getByLabel("卡号").fill("WD0001");
    await home.page.getByLabel("密码").fill(login(world(), "household", "wudu").password);
    await home.page.getByRole("button", { name: "登录" }).click();
    await home.page.waitForURL("**/zh/home");
    await home.page.getByRole("link", { name: "货物问题扣款" }).click();
    await expect.poll(() => home.page.getByRole("heading", { name: "以后分期扣回 12.00 元" }).count()).toBe(1);
    await expect.poll(() => home.page.getByText("壳里长霉，照片三张").count()).toBe(1);
    await expect
      .poll(() => home.page.getByText("您已经拿到的钱不用退。以后每次付款里最多扣 30%，扣完为止。").count())
      .toBe(1);
    await expectAccessible(home.page);
    await picture(home.page, "home");
    await home.page
      .getByLabel("不同意的话，请写下原因")
      .or(home.page.getByLabel("不同意的话,请写下原因"))
      .fill("那一批不是我家的");
    await home.page.getByRole("button", { name: "我不同意" }).click();
    await home.page.getByText("您已表示不同意").waitFor();
    expect(await home.page.locator("script").count()).toBe(0);
    await home.page.goto("/zh/home");
    const statement = home.page.locator("a[href*='/home/statements/']").first();
    if ((await statement.count()) > 0) {
      await statement.click();
      await expectAccessible(home.page);
      await picture(home.page, "statement");
    }

    const desk = await signInAtDesk(world(), "accountant", false, { width: 320, height: 780 });
    const { page } = desk;
    await page.goto("/zh/desk/clawbacks");
    await expect.poll(() => page.getByText("那一批不是我家的").count()).toBe(1);
    await page.locator("summary", { hasText: "改这个比例" }).click();
    await page.getByLabel("百分之几").fill("70");
    await page.getByLabel("为什么改").fill("社员大会决定");
    await page.getByRole("button", { name: "提出" }).click();
    expect(await problems(page)).toEqual(["请填 0 到 50 之间的整数"]);
    expect(await page.getByLabel("为什么改").inputValue()).toBe("社员大会决定");
    await page.getByLabel("百分之几").fill("20");
    await page.getByRole("button", { name: "提出" }).click();
    await page.getByText("要由另一个人来批准。").waitFor();
    const manager = await signInAtDesk(world(), "manager", true, { width: 320, height: 780 });
    await manager.page.goto("/zh/desk/clawbacks");
    await expectAccessible(manager.page);
    await picture(manager.page, "clawbacks");
    await manager.page.getByRole("button", { name: "批准", exact: true }).click();
    await manager.page.getByText("现在每次付款最多扣 20%。").waitFor();
    await manager.page.locator("summary", { hasText: "不再扣，退还已扣的" }).click();
    await manager.page.getByLabel("为什么", { exact: true }).fill("照片是别家的");
    await manager.page.getByRole("button", { name: "不再扣", exact: true }).click();
    await manager.page.getByText("说明：照片是别家的").waitFor();
    await goesBack(world(), order.order_id, manager.page);
    for (const one of [home, desk, manager]) {
      expect(one.complaints).toEqual([]);
      await one.close();
    }
  });
}
