import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { sent } from "./claims";
import { signInAtDesk } from "./desk-and-household";
import { day, expectAccessible, expectFits, picture, problems, visit, type World } from "./walk";

const NARROW = { width: 320, height: 780 };

/** Other rates: proposed by the accountant without script, tried on what was sold and confirmed by the manager; and the schedule. */
export function feePolicies(world: () => World): void {
  test("one person proposes rates, the same can't confirm them, another tries them on paper and does", async () => {
    // Something to try the rates on: bought, delivered and divided.
    const { order_id } = await sent(world(), "delivered");
    const divided = async () =>
      (await world().house.db.query("select 1 from sale where order_id = $1 and posted_at is not null", [order_id]))
        .rowCount === 1;
    await eventually(divided, { timeout_ms: 90_000, message: "the sale was not divided" });
    const buyer = await visit(world(), { viewport: NARROW });
    await buyer.page.goto(`/zh/orders/${order_id}`);
    await buyer.page.getByText("卖家和开票人：武都山里人家农民专业合作社。").waitFor();

    const { page } = await signInAtDesk(world(), "accountant", false, NARROW);
    await page.goto("/zh/desk/fee-policies");
    await page.locator("#cooperative").fill("120");
    await page.locator("#packing").fill("0.95");
    await page.getByRole("button", { name: "提出这个修改" }).click();
    expect(await problems(page)).toEqual(["写一个 0 到 100 的百分比，最多两位小数。", "用几个字写明理由。"]);
    expect(await page.locator("#packing").inputValue()).toBe("0.95");
    await page.locator("#cooperative").fill("97.5");
    await page.locator("#reason").fill("纸箱涨价了");
    await page.getByRole("button", { name: "提出这个修改" }).click();
    expect(await problems(page)).toEqual(["三项费率加起来超过 100%。什么都没有提出，请改小一项。"]);
    await page.locator("#cooperative").fill("5.25");
    await page.getByRole("button", { name: "提出这个修改" }).click();
    await page.getByText("这是你提出的").waitFor();
    expect(await page.getByRole("button", { name: /^确认/ }).count()).toBe(0);
    await expectFits(page);
    await picture(page, "fee-policies-proposed");

    const seen = await signInAtDesk(world(), "manager", true, NARROW);
    await seen.page.goto("/zh/desk/fee-policies");
    await expectAccessible(seen.page);
    await seen.page.getByRole("link", { name: "试算：上个月按新费率会怎样" }).click();
    await seen.page.locator("#from").fill(day(-300));
    await seen.page.locator("#to").fill(day(30));
    await seen.page.getByRole("button", { name: "试算" }).click();
    await seen.page.getByRole("heading", { name: "每户农户" }).waitFor();
    await expectAccessible(seen.page);
    await picture(seen.page, "fee-policies-tried");
    await seen.page.goto("/zh/desk/fee-policies");
    await seen.page.getByRole("button", { name: "确认，新订单从现在起用新费率" }).click();
    await seen.page.getByText("没有等待确认的修改。").waitFor();
    expect(await seen.page.getByText("5.25%", { exact: true }).first().isVisible()).toBe(true);

    await picture(seen.page, "fee-policies-confirmed");
    await seen.page.goto("/zh/desk/settlement-schedule");
    await seen.page.locator("#rhythm").selectOption("half_monthly");
    await seen.page.locator("#day").fill("20");
    await seen.page.getByRole("button", { name: "用这个日程" }).click();
    expect(await problems(seen.page)).toEqual(["写一个整数：每月 1 到 28，半月 1 到 13，每周 1 到 7。"]);
    await expectAccessible(seen.page);
    await picture(seen.page, "settlement-schedule");
    if (process.env.E2E_PICTURES) {
      await seen.page.goto("/en/desk/fee-policies");
      await picture(seen.page, "fee-policies-en");
    }
    expect(seen.complaints).toEqual([]);
  });
}
