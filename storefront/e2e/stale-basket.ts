import { expect, test } from "vitest";
import { expectAccessible, fillBasket, orders, picture, TEST_CARDS, typeCard, visit, type World } from "./walk";

const payButton = { name: /^支付/ };

/** A basket that lay, or was changed in another window: nothing is changed or charged unseen. */
export function staleBasket(world: () => World): void {
  /** As when others bought meanwhile: the newest basket wants more than there is. */
  const wantsMore = (packs: number) =>
    world().house.db.query(
      `update cart_line_item set quantity = $1 where cart_id = (select id from cart where completed_at is null order by created_at desc limit 1)`,
      [packs],
    );

  test("fifty of a pool that has seven: each line with its new number, one button takes that, and the way goes on, without script too", async () => {
    const { page, close } = await visit(world(), { script: false });
    await fillBasket(page);
    await wantsMore(900);
    await page.goto("/zh/checkout");
    const said = page.getByText(/麻崖核桃 2 公斤袋装：您要 900 份，现在还有 \d+ 份/);
    await said.waitFor();
    const there = Number(/还有 (\d+) 份/.exec((await said.textContent()) ?? "")?.[1]);
    expect(there).toBeGreaterThan(0);
    await picture(page, "short-lines");
    // The freight that was worked out for fewer is said of no parcels.
    const parcels = page.getByText(/运费，\d+ 个包裹/);
    expect(await parcels.count()).toBe(0);
    // Nothing is paid before that is settled: the page and the server say it in the same words.
    const notYet = page.getByText("货不够了，没有扣款。请减少数量再试。");
    await expect.poll(() => notYet.count()).toBe(1);
    expect(await page.getByRole("button", payButton).getAttribute("aria-disabled")).toBe("true");
    await page.getByRole("button", payButton).click({ force: true });
    await expect.poll(() => notYet.count()).toBe(2);
    await page.goto("/en/cart");
    await page.getByText(`you asked for 900, there are ${there} now`).waitFor();
    await picture(page, "short-lines-en");
    await page.goto("/zh/checkout");
    await page.getByRole("button", { name: "按现在有的改" }).click();
    await page.getByText(`× ${there}`).waitFor();
    expect(await page.getByText("有的货现在不够了").count()).toBe(0);
    // The address is still there, the freight is that of the smaller basket, and it can be paid.
    expect(await page.getByLabel("收件人姓名").inputValue()).toBe("王小明");
    await parcels.waitFor();
    expect(await page.getByRole("button", payButton).getAttribute("aria-disabled")).toBe("false");
    await close();
  });

  test("a basket changed in another window is not paid at the old amount nor at the new one unseen", async () => {
    const before = await orders(world());
    const { page, context, close } = await visit(world());
    await fillBasket(page);
    await wantsMore(900);
    await page.reload();
    await page.getByText("有的货现在不够了").waitFor();
    await expectAccessible(page);
    const asked: string[] = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/checkout/start")) asked.push(request.method());
    });
    await typeCard(page, TEST_CARDS.good);
    await page.getByRole("button", payButton).click({ force: true });
    // Whatever the press had asked for would have gone before this.
    expect(await page.evaluate(() => fetch("/robots.txt").then((answer) => answer.ok))).toBe(true);
    expect(asked).toEqual([]);
    await wantsMore(1);
    await page.reload();
    const was = await page.getByRole("button", payButton).textContent();
    const second = await context.newPage();
    await second.goto("/zh/cart");
    await second.getByLabel("麻崖核桃的数量").fill("2");
    await second.getByRole("button", { name: /^改数量/ }).click();
    await second.getByText("¥128.00").first().waitFor();
    await typeCard(page, TEST_CARDS.good);
    await page.getByRole("button", payButton).click();
    await page.getByText(/应付金额变了：刚才是 .* 元，现在是 .* 元。没有扣款/).waitFor();
    expect(asked).toEqual(["POST"]);
    expect(await orders(world())).toBe(before);
    await expect.poll(() => page.getByRole("button", payButton).textContent()).not.toBe(was);
    await picture(page, "amount-changed");
    await page.getByRole("button", payButton).click();
    await page.waitForURL("**/zh/orders/**");
    expect(await orders(world())).toBe(before + 1);
    await close();
  });
}
