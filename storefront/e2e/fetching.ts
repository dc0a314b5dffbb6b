import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { signInAtDesk } from "./desk-and-household";
import {
  choosePlace,
  expectAccessible,
  PHONE,
  picture,
  problems,
  TEST_CARDS,
  typeCard,
  visit,
  type World,
} from "./walk";

/** Goods that their buyer fetches: the manager's point, the buyer's choice, the packer's code. */
export function fetching(world: () => World): void {
  test("a manager opens a pick-up point; a buyer chooses it on a phone, pays no freight, and gets the goods by the code", async () => {
    const desk = await signInAtDesk(world(), "manager", true, PHONE);
    await desk.page.goto("/zh/desk/pickup-points");
    await expectAccessible(desk.page);
    await desk.page.getByRole("link", { name: "新建自提点" }).click();
    await desk.page.locator("#name_zh").fill("马街自提点");
    await desk.page.getByRole("button", { name: "保存自提点" }).click();
    expect(await problems(desk.page)).toContain("请选择省、市、区县。");
    expect(await desk.page.locator("#name_zh").inputValue()).toBe("马街自提点");
    await choosePlace(desk.page, "甘肃省", "陇南市", "武都区");
    for (const [field, words] of [
      ["name_en", "Majie point"],
      ["street", "马街 12 号"],
      ["hours_zh", "每天 9-18 点"],
      ["hours_en", "Daily 9-18"],
      ["phone", "0939-8210001"],
    ] as const)
      await desk.page.locator(`#${field}`).fill(words);
    await expectAccessible(desk.page);
    await picture(desk.page, "pickup-point");
    await desk.page.setViewportSize(PHONE);
    await desk.page.getByRole("button", { name: "保存自提点" }).click();
    await desk.page.getByText("已保存。").waitFor();
    await picture(desk.page, "pickup-points");
    await desk.page.setViewportSize(PHONE);

    const { page, complaints, close } = await visit(world());
    await page.goto("/zh/products/maya-walnuts");
    await page.getByText("2 公斤袋装").first().click();
    await page.getByRole("button", { name: "放进购物篮" }).click();
    await page.waitForURL("**/zh/cart");
    await page.getByRole("link", { name: "去结算" }).click();
    await page.waitForURL("**/zh/checkout");
    await page.getByLabel("到马街自提点自提").check();
    await page.getByRole("button", { name: "就这样收货" }).click();
    await page.getByRole("heading", { name: "谁来取货" }).waitFor();
    expect(await page.getByLabel("详细地址").count()).toBe(0);
    await page.getByLabel("电子邮箱").fill("fetch@example.com");
    await page.getByLabel("取货人姓名").fill("王小明");
    await page.getByRole("button", { name: "保存并去支付" }).click();
    expect(await problems(page)).toEqual(["请只填写电话号码，不要写姓名或别的文字；固话请加区号"]);
    await page.getByLabel("手机号").fill("13800000000");
    await page.getByRole("button", { name: "保存并去支付" }).click();
    await page.getByText("王小明到马街自提点自提").waitFor();
    expect(await page.locator("dl.totals dd").nth(1).textContent()).toMatch(/0\.00/);
    await expectAccessible(page);
    await picture(page, "pickup-checkout");
    await page.setViewportSize(PHONE);
    await typeCard(page, TEST_CARDS.good);
    await page.getByRole("button", { name: /^支付/ }).click();
    await page.waitForURL("**/zh/orders/**");
    await page.getByRole("heading", { name: "到马街自提点自提" }).waitFor();
    const order_id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    let code = "";
    await eventually(
      async () => {
        const { rows } = await world().house.db.query<{ code: string }>(
          `select o.code from point_order o join parcel p on p.order_id = o.order_id and p.state = 'labelled' where o.order_id = $1`,
          [order_id],
        );
        code = rows[0]?.code ?? "";
        return code !== "";
      },
      { timeout_ms: 180_000, message: "it was not planned" },
    );
    await page.reload();
    await page.getByText(`${code.slice(0, 3)} ${code.slice(3)}`).waitFor();
    await expectAccessible(page);

    await desk.page.goto("/zh/desk/point-orders");
    await expectAccessible(desk.page);
    await desk.page.getByRole("button", { name: "已到自提点" }).click();
    await desk.page.getByText("已标记到点，并通知买家。").waitFor();
    // Somebody at the counter says the end of a phone.
    await desk.page.getByLabel("订单号、手机号或姓名").fill("9876");
    await desk.page.getByRole("button", { name: "查找" }).click();
    await desk.page.getByText("没有符合的订单").waitFor();
    await desk.page.getByLabel("订单号、手机号或姓名").fill("0000");
    await desk.page.getByRole("button", { name: "查找" }).click();
    await desk.page.getByText("王小明").waitFor();
    await desk.page.getByLabel("取货码").fill(code === "000000" ? "000001" : "000000");
    await desk.page.getByRole("button", { name: "交给买家" }).click();
    expect((await problems(desk.page))[0]).toContain("取货码不对");
    await expectAccessible(desk.page);
    await picture(desk.page, "point-orders");
    await desk.page.setViewportSize(PHONE);
    await page.reload();
    await page.locator(".tag", { hasText: "可以取货" }).first().waitFor();
    await page.getByRole("img", { name: "取货码二维码" }).waitFor();
    await picture(page, "pickup-order");
    await page.setViewportSize(PHONE);
    await page.goto(`/en/orders/${order_id}`);
    await page.locator(".tag", { hasText: "Ready to be fetched" }).waitFor();
    await expectAccessible(page);
    // Of what is given out by a code nobody says "delivered" by hand.
    const parcel = await world().house.db.query<{ id: string }>("select id from parcel where order_id = $1", [
      order_id,
    ]);
    await desk.page.goto(`/zh/desk/parcels/${parcel.rows[0]?.id}`);
    await desk.page.getByText("这个包裹由买家自提").waitFor();
    await expect
      .poll(() => desk.page.locator("#said option").allTextContents())
      .toEqual(["请选择结果", "已退回", "丢失"]);
    await expectAccessible(desk.page);
    await desk.page.getByRole("main").getByRole("link", { name: "自提订单" }).click();
    await desk.page.getByLabel("取货码").fill(code);
    await desk.page.getByRole("button", { name: "交给买家" }).click();
    await desk.page.getByText("已交给买家。").waitFor();
    await page.reload();
    await page.locator(".tag", { hasText: "Fetched" }).first().waitFor();

    await desk.page.goto("/zh/desk/pickup-points");
    await desk.page.getByRole("link", { name: "马街自提点" }).click();
    // Somebody else has changed it meanwhile: said, and the form stands as it is now.
    await world().house.db.query("update pickup_point set version = version + 1, street = '马街 14 号'");
    await desk.page.getByRole("button", { name: "停用这个自提点" }).click();
    expect((await problems(desk.page))[0]).toContain("别人改过这个自提点");
    expect(await desk.page.locator("#name_zh").inputValue()).toBe("马街自提点");
    expect(await desk.page.locator("#street").inputValue()).toBe("马街 14 号");
    await desk.page.getByRole("button", { name: "停用这个自提点" }).click();
    await desk.page.getByText("已停用。").waitFor();
    expect(complaints).toEqual([]);
    await close();
    await desk.close();
  }, 600_000);
}
