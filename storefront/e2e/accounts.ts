import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { sent } from "./claims";
import { signInAtDesk } from "./desk-and-household";
import { expectAccessible, expectFits, picture, problems, type World } from "./walk";

const NARROW = { width: 320, height: 780 };

/** The refund of a year by two people, a household's share capital, and the books: without script where it is typed. */
export function accounts(world: () => World): void {
  test("one person proposes the refund of a year, another confirms it, the household's account tells it; the books are equal", async () => {
    const { db } = world().house;
    const divided = async () => (await db.query("select 1 from sale where posted_at is not null")).rowCount !== 0;
    if (!(await divided())) {
      await sent(world(), "delivered");
      await eventually(divided, { timeout_ms: 90_000, message: "the sale was not divided" });
    }
    // As if it had been sold last year: only a year that is over has a refund.
    const year = new Date().getFullYear() - 1;
    await db.query("update sale_line set posted_at = posted_at - interval '1 year' where posted_at is not null");

    const { page } = await signInAtDesk(world(), "accountant", false, NARROW);
    await page.goto("/zh/desk/patronage");
    await page.locator("#amount").fill("一百");
    await page.getByRole("button", { name: "看每户分多少" }).click();
    expect(await problems(page)).toEqual(["请写金额，例如 12.50。"]);
    await page.locator("#amount").fill("9999999");
    await page.getByRole("button", { name: "看每户分多少" }).click();
    expect(await problems(page)).toEqual(["账上没有这么多可以分。什么也没有改动，请改小金额。"]);
    expect(await page.locator("#amount").inputValue()).toBe("9999999");
    await page.locator("#amount").fill("1.00");
    await page.getByRole("button", { name: "看每户分多少" }).click();
    await page.getByRole("heading", { name: "试算结果" }).waitFor();
    await expectFits(page);
    await picture(page, "patronage-preview");
    await page.locator("#words").fill("1 月 5 日成员大会决议");
    await page.getByRole("button", { name: "提出来，等第二个人确认" }).click();
    await page.getByText("要由另一位经理确认").waitFor();
    expect(await page.getByRole("button", { name: /^确认/ }).count()).toBe(0);
    const here = new URL(page.url()).pathname;

    const seen = await signInAtDesk(world(), "manager", true, NARROW);
    await seen.page.goto(here);
    await expectAccessible(seen.page);
    await picture(seen.page, "patronage-run");
    await seen.page.getByRole("button", { name: /^确认，把 ¥0.60 记给/ }).click();
    await seen.page.getByText("已入账").waitFor();
    await seen.page.goto("/en/desk/patronage");
    await expectAccessible(seen.page);

    // What one household has of it, with its share capital.
    await seen.page.goto(here);
    await seen.page.locator("tbody th a").first().click();
    await seen.page.getByText("记一笔").click();
    await seen.page.getByRole("button", { name: "记下来" }).click();
    expect(await problems(seen.page)).toEqual(["请写金额，例如 12.50。", "请选日期。", "请写几个字说明。"]);
    await seen.page.locator("#amount").fill("500");
    await seen.page.locator("#on_day").fill(`${year}-01-02`);
    await seen.page.locator("#words").fill("出资证明 12 号");
    await seen.page.getByRole("button", { name: "记下来" }).click();
    await seen.page.getByText("¥500.00").first().waitFor();
    await seen.page.getByText("年终返利").first().waitFor();
    await expectAccessible(seen.page);
    await picture(seen.page, "member-account");

    await page.goto("/zh/desk/trial-balance");
    await page.getByText("借贷相等，和总账一分不差。").waitFor();
    await expectFits(page);
    await picture(page, "trial-balance");
    await page.locator("#why").fill("年末入账");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "下载 CSV" }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^ledger-.*\.csv$/);
    await page.goto("/zh/desk/ledger-codes");
    await page.locator("#code-bank").fill("=1");
    await page.getByRole("button", { name: "保存：银行存款", exact: true }).click();
    expect(await problems(page)).toEqual(["编码是 1 到 20 个数字、字母、点或横线，例如 501.01。什么也没有改动。"]);
    await picture(page, "ledger-codes");
    await seen.page.goto("/zh/desk/money-reads");
    await seen.page.getByText("年末入账").waitFor();
    await expectAccessible(seen.page);
    await picture(seen.page, "money-reads");
    await seen.page.goto("/en/desk/trial-balance");
    await expectAccessible(seen.page);
    await picture(seen.page, "trial-balance-en");
  });
}
