import { expect, test } from "vitest";
import { checkedAs, COMPANY_PASSWORD, day, enterCompany, enterDesk, OWNER, problems, visit, type World } from "./walk";

/** After a company was let in and its quotes were paid: it orders by a table and by a pasted sheet. */
export function quick(world: () => World): void {
  const checked = checkedAs("quick");

  test("a manager sets a ladder; a buyer types packs, pastes a sheet with three bad lines, puts them right, keeps the list and asks for a quote", async () => {
    const { rows: packs } = await world().house.db.query<{ id: string; title: string; product_id: string }>(
      `select v.id, v.title, v.product_id from product_variant v join product p on p.id = v.product_id
       join product_variant_inventory_item i on i.variant_id = v.id
       where p.handle = 'maya-walnuts' and v.deleted_at is null order by i.required_quantity`,
    );
    const [small, large] = packs;
    if (!small || !large) throw new Error("the seed has two packs of walnuts");

    const seller = await enterDesk(world(), "manager", "wudu");
    await seller.page.goto(`/zh/desk/shop/products/${small.product_id}`);
    await seller.page.getByRole("link", { name: "企业价格" }).click();
    const field = (name: string) => seller.page.locator(`[name="${name}"]`);
    await field("minimum_0").fill("4");
    await field("price_0_0").fill("17.50");
    await field("from_0_1").fill("3");
    await field("price_0_1").fill("16");
    await seller.page.getByRole("button", { name: "设定价格" }).click();
    expect(await problems(seller.page)).toEqual([expect.stringContaining("上一档永远用不到")]);
    await field("from_0_1").fill("10");
    await seller.page.getByRole("button", { name: "设定价格" }).click();
    await seller.page.getByText("价格已设好").waitFor();
    await checked(seller, "prices");
    await seller.close();

    const buyer = await enterCompany(world());
    const { page } = buyer;
    await page.getByRole("link", { name: "快速下单" }).click();
    await page.getByLabel("找产品").fill("麻崖核桃");
    await page.getByRole("button", { name: "搜索" }).click();
    const typedIn = (pack: { id: string }) => page.locator(`[name="packs:${pack.id}"]`);
    await typedIn(small).waitFor();
    await page.getByText("满 10 份").first().waitFor();
    await page.getByText("4 份起订").waitFor();
    await page.waitForLoadState();
    await typedIn(small).fill("2.5");
    // Typed and not sent: loaded anew the page has it still.
    await page.reload();
    await expect.poll(() => typedIn(small).inputValue()).toBe("2.5");
    await page.getByRole("button", { name: "放进清单" }).click();
    expect(await problems(page)).toEqual([expect.stringContaining("“2.5”不是份数")]);
    await typedIn(small).fill("12");
    await typedIn(small).press("Enter");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe(`packs:${large.id}`);
    await page.getByRole("button", { name: "放进清单" }).click();
    await page.getByText("清单里有 1 行。").waitFor();
    expect(await typedIn(small).inputValue()).toBe("12");
    await checked(buyer, "table");
    await page.goto(page.url().replace("/zh/", "/en/"));
    await checked(buyer, "table-en");
    await page.goto(page.url().replace("/en/", "/zh/"));
    await page.getByRole("button", { name: "看清单" }).click();
    await page.getByText("12 份，每份 ¥16.00，共 ¥192.00").waitFor();

    await page.getByText("粘贴或上传清单", { exact: true }).click();
    await page.getByRole("button", { name: "加进清单" }).click();
    expect(await problems(page)).toEqual([expect.stringContaining("里面没有内容")]);
    const pasted = [
      "商品\t规格\t份数",
      `麻崖核桃\t${large.title}\t3`,
      "胡桃\t\t5",
      "麻崖核桃\t\t5",
      `麻崖核桃\t${large.title}\t=2*3`,
    ];
    await page.getByLabel("表格里的行").fill(pasted.join("\n"));
    await page.getByRole("button", { name: "加进清单" }).click();
    await page.getByText("有 3 行要改。").waitFor();
    await checked(buyer, "faults");
    await page.getByLabel("需要日期").fill(day(20));
    await page.getByRole("button", { name: "发出询价" }).click();
    expect(await problems(page)).toEqual([expect.stringContaining("有几行要先改好或去掉")]);
    // What is typed in the lines is put right by asking, and stays; with a day that is past nothing typed is lost.
    await page.locator(`[name="amount:5"]`).fill("-6");
    await page.getByLabel("需要日期").fill(day(-3));
    await page.getByRole("button", { name: "发出询价" }).click();
    expect(await problems(page)).toEqual([expect.stringContaining("已经过去")]);
    expect(await page.locator(`[name="amount:5"]`).inputValue()).toBe("-6");
    await page.getByText("数量要大于零").first().waitFor();
    await page.locator(`[name="off:3"]`).check();
    await page.locator(`[name="variant:4"]`).selectOption(small.id);
    await page.locator(`[name="amount:5"]`).fill("6");
    await page.getByRole("button", { name: "改好" }).click();
    await page.getByText("连同清单里别的行共 17 份").first().waitFor();
    expect(await page.getByText("行要改。").count()).toBe(0);
    await checked(buyer, "right");

    await page.getByLabel("名称").fill("每周食堂");
    await page.getByRole("button", { name: "为企业保存" }).click();
    await page.getByText("清单已保存。").waitFor();
    await page.getByText("每周食堂").first().waitFor();
    await checked(buyer, "kept");
    await page.getByRole("link", { name: "看清单" }).click();
    // Asked for as it stands in the line, without "put right".
    await page.locator(`[name="amount:5"]`).fill("5");
    await page.getByLabel("需要日期").fill(day(20));
    await page.getByRole("button", { name: "发出询价" }).click();
    await page.getByRole("heading", { name: /^Q-\d+/ }).waitFor();
    await page.getByText("17 份").first().waitFor();
    await page.getByText("8 份").first().waitFor();
    await page.getByRole("link", { name: "快速下单" }).click();
    await page.getByText("清单里还没有东西。").waitFor();
    await page.goBack();
    await page.getByRole("button", { name: "把这些货再放进我的清单" }).click();
    await page.getByText("17 份，每份 ¥16.00").waitFor();
    expect(buyer.complaints).toEqual([]);
    await buyer.close();
  });

  test("a page of a long list is turned, loaded anew, left and come back to with what was typed on it, and with what is asked", async () => {
    const buyer = await enterCompany(world());
    const { page } = buyer;
    await page.goto("/zh/wholesale/quick/list");
    await page.getByRole("button", { name: "清空清单" }).click();
    await page.getByText("清单里还没有东西。").first().waitFor();
    await page.getByLabel("表格里的行").fill("麻崖核桃\t\t5\n".repeat(52));
    await page.getByRole("button", { name: "加进清单" }).click();
    const onPage = async (number: number) => {
      await page.getByText(`第 ${number} 页，共 2 页`).waitFor();
      await page.waitForLoadState();
    };
    await onPage(1);
    const amount = (line: number) => page.locator(`[name="amount:${line}"]`);
    const words = page.locator('[name="words"]');
    await amount(3).fill("七份");
    await words.fill("每周二送到后门");
    await page.getByRole("button", { name: "下一页" }).click();
    await onPage(2);
    expect(new URL(page.url()).searchParams.get("page")).toBe("2");
    expect([await amount(3).count(), await amount(52).inputValue()]).toEqual([0, "5"]);
    expect(await words.inputValue()).toBe("每周二送到后门");
    await amount(52).fill("8");
    await page.reload();
    await expect.poll(() => amount(52).inputValue()).toBe("8");
    await expect.poll(() => words.inputValue()).toBe("每周二送到后门");
    await checked(buyer, "second-page");

    // The browser's own way back: what was sent from here is shown, and what waits on the other page waits.
    await page.goBack();
    await onPage(1);
    expect(new URL(page.url()).searchParams.get("page")).toBeNull();
    await expect.poll(() => amount(3).inputValue()).toBe("七份");
    await expect.poll(() => words.inputValue()).toBe("每周二送到后门");
    await page.goForward();
    await onPage(2);
    await expect.poll(() => amount(52).inputValue()).toBe("8");

    // Kept for the company as it stands here, and here it stands when one comes back.
    await amount(51).fill("9");
    await page.locator('[name="list_name"]').fill("整月");
    await page.getByRole("button", { name: "为企业保存" }).click();
    await page.getByText("清单已保存。").waitFor();
    const { rows } = await world().house.db.query<{ amount: string }>(
      `select l.amount from order_list o join order_list_line l on l.list_id = o.id
       where o.kind = 'saved' and o.name = '整月' and l.line in (3, 51, 52) order by l.line`,
    );
    expect(rows).toEqual([{ amount: "七份" }, { amount: "9" }, { amount: "8" }]);
    await page.goBack();
    await onPage(2);
    await expect.poll(() => amount(51).inputValue()).toBe("9");
    await expect.poll(() => amount(52).inputValue()).toBe("8");
    await expect.poll(() => words.inputValue()).toBe("每周二送到后门");

    // Taken out again, nothing of it comes along; and a page has its address, which can be opened anew.
    await words.fill("");
    await page.getByRole("button", { name: "上一页" }).click();
    await onPage(1);
    expect(await words.inputValue()).toBe("");
    await amount(4).fill("6");
    await page.getByRole("button", { name: "下一页" }).click();
    await onPage(2);
    await page.goto("/zh/wholesale/quick/list");
    await expect.poll(() => amount(4).inputValue()).toBe("6");
    expect(buyer.complaints).toEqual([]);
    await buyer.close();
  });

  test("the same without script, for what was sent with a button", async () => {
    const { page, close } = await visit(world(), { script: false });
    await page.goto("/zh/wholesale/sign-in");
    await page.getByLabel("邮箱").fill(OWNER);
    await page.getByLabel("密码").fill(COMPANY_PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("link", { name: "快速下单" }).waitFor();
    await page.goto("/zh/wholesale/quick/list");
    await page.getByText("第 1 页，共 2 页").waitFor();
    const amount = page.locator('[name="amount:5"]');
    const words = page.locator('[name="words"]');
    const wanted = page.locator('[name="wanted_on"]');
    // Beside the lines nothing is left of another browser's.
    expect(await words.inputValue()).toBe("");
    await amount.fill("7");
    await words.fill("到货前打电话");
    await wanted.fill(day(20));
    await page.getByRole("button", { name: "下一页" }).click();
    await page.waitForURL(/[?]page=2/);
    await page.reload();
    await page.getByText("第 2 页，共 2 页").waitFor();
    expect([await words.inputValue(), await wanted.inputValue()]).toEqual(["到货前打电话", day(20)]);
    await page.goBack();
    await page.getByText("第 1 页，共 2 页").waitFor();
    expect([await amount.inputValue(), await words.inputValue()]).toEqual(["7", "到货前打电话"]);
    // In the other language it is the same list, with the same beside it.
    await page.goto("/en/wholesale/quick/list");
    expect([await amount.inputValue(), await words.inputValue()]).toEqual(["7", "到货前打电话"]);
    await page.goto("/zh/wholesale/quick/list");
    // Emptied, it is forgotten too.
    await page.getByRole("button", { name: "清空清单" }).click();
    await page.getByText("清单里还没有东西。").first().waitFor();
    await page.getByLabel("表格里的行").fill("麻崖核桃\t\t5");
    await page.getByRole("button", { name: "加进清单" }).click();
    await words.waitFor();
    expect([await words.inputValue(), await wanted.inputValue()]).toEqual(["", ""]);
    await page.getByRole("button", { name: "清空清单" }).click();
    await page.getByText("清单里还没有东西。").first().waitFor();
    await close();
  });
}
