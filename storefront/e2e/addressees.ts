import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { expectAccessible, login, picture, problems, visit, type Visit, type World } from "./walk";

const OWNER = "lin@company.example";
const PASSWORD = "three walnuts fall";
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const ADDRESSEES = 1_000;
const LOT_G = 90_000;

/** Walnuts enough for a pack each, whatever was bought before. */
async function stocked(world: World): Promise<{ product_id: string; variant_id: string }> {
  const product = world.seed.products.find((one) => one.handle === "maya-walnuts");
  const variant = product?.variants[0];
  if (!product || !variant) throw new Error("the seed has no walnuts");
  const { sign_in } = login(world, "weigher", "wudu");
  const post = async (to: string, what: object, token?: string) => {
    const answer = await fetch(new URL(to, world.house.backendUrl), {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(what),
    });
    if (!answer.ok) throw new Error(`${to} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { token?: string };
  };
  const { token } = await post(sign_in.path, sign_in.body);
  for (let at = 0; at * LOT_G < ADDRESSEES * variant.units_per_pack; at++)
    await post(
      "/desk/lots",
      {
        card_number: `WD000${1 + (at % 4)}`,
        pool_id: product.pool_id,
        gross_g: LOT_G + 500 + at * 100,
        tare_g: 500,
        harvested_on: day(-50),
        // Far enough from each other to look like no repeat.
        weighed_at: new Date(Date.now() - (2 + at) * 3_600_000).toISOString(),
        idempotency_key: `walnuts-of-addressees-${at}`,
      },
      token,
    );
  const { rows } = await world.house.db.query<{ product_id: string }>(
    `select product_id from product_variant where id = $1`,
    [variant.id],
  );
  return { product_id: rows[0]?.product_id ?? "", variant_id: variant.id };
}

/** The sheet of a company: 1,000 people, seven lines of it wrong. */
function sheet(): string {
  const lines = Array.from(
    { length: ADDRESSEES },
    (_, at) => `王小明${at},1380013${String(1_000 + at)},广东省,广州市,人民路 ${at} 号,新年快乐`,
  );
  lines[9] = "李雷,不知道,广东省,广州市,一号,";
  lines[19] = "韩梅梅,13800138000,火星,,二号,";
  lines[29] = ",13800138000,广东省,广州市,三号,";
  lines[39] = "李雷,13800138000,广东省,广州市,,";
  lines[49] = "=A1,13800138000,广东省,广州市,五号,";
  lines[59] = "李雷,,广东省,广州市,六号,";
  lines[69] = "李雷,12,广东省,广州市,七号,";
  return `\uFEFF收件人,手机,省,市,详细地址,寄语\r\n${lines.join("\r\n")}\r\n`;
}

/** After the company of the walks before: it sends a pack to a thousand people. Forms alone; the pages have no script, what judges them does. */
export function addressees(world: () => World): void {
  const checked = async ({ page }: Visit, name: string) => {
    await expectAccessible(page);
    await picture(page, `addressees-${name}`);
    await page.setViewportSize({ width: 390, height: 844 });
  };

  test("a buyer brings a thousand addressees with seven wrong lines, puts them right in place and by a file, sees the freight and asks for a quote", async () => {
    const { product_id, variant_id } = await stocked(world());
    const buyer = await visit(world());
    const { page } = buyer;
    await page.goto("/zh/wholesale/sign-in");
    await page.getByLabel("邮箱").fill(OWNER);
    await page.getByLabel("密码").fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("link", { name: "收件人", exact: true }).click();
    await page.getByText("还没有上传过表格。").waitFor();
    await checked(buyer, "none");
    await page.getByRole("button", { name: "上传表格" }).click();
    expect(await problems(page)).toEqual(["请先选择文件。"]);
    await page.getByLabel("表格名称").fill("年货");
    await page
      .getByLabel("表格文件")
      .setInputFiles({ name: "年货.csv", mimeType: "text/csv", buffer: Buffer.from(sheet()) });
    await page.getByRole("button", { name: "上传表格" }).click();

    await page.getByRole("heading", { name: "各列是什么" }).waitFor();
    const columns = page.locator(`select[name="column"]`);
    await columns.first().waitFor();
    expect(await columns.evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))).toEqual([
      "name",
      "phone",
      "province",
      "city",
      "address",
      "message",
    ]);
    await checked(buyer, "columns");
    await columns.nth(1).selectOption("");
    await page.getByLabel("每人份数").fill("1");
    await page.getByRole("button", { name: "检查各行" }).click();
    expect(await problems(page)).toEqual([expect.stringContaining("没有一列选成“电话”")]);
    expect(await page.getByLabel("每人份数").inputValue()).toBe("1");
    await columns.nth(1).selectOption("phone");
    await page.getByRole("button", { name: "检查各行" }).click();

    await page.getByText("7 行有误").waitFor();
    await checked(buyer, "wrong");
    await page.goto(page.url().replace("/zh/", "/en/"));
    await checked(buyer, "wrong-en");
    await page.goto(page.url().replace("/en/", "/zh/"));
    await page.locator(`[name="phone:11"]`).fill("138 0013 8001");
    await page.locator(`[name="off:21"]`).check();
    await page.locator(`[name="name:31"]`).fill("");
    await page.getByRole("button", { name: "改好", exact: true }).click();
    await page.getByText("5 行有误").waitFor();

    const downloading = page.waitForEvent("download");
    await page.getByRole("link", { name: "下载有误的行" }).click();
    const file = await (await downloading).path();
    const written = await readFile(file, "utf8");
    expect(written.trim().split("\r\n")).toHaveLength(6);
    const mended = written
      .replace(`"31",""`, `"31","韩梅梅"`)
      .replace(
        `"41","李雷","13800138000","广东省","广州市","","",""`,
        `"41","李雷","13800138000","广东省","广州市","","","四号"`,
      )
      .replace(`"'=A1"`, `"李雷"`)
      .replace(`"61","李雷",""`, `"61","李雷","13800138006"`)
      .replace(`"71","李雷","12"`, `"71","李雷","13800138007"`);
    await page
      .getByLabel("改好的行")
      .setInputFiles({ name: "改好.csv", mimeType: "text/csv", buffer: Buffer.from(mended) });
    await page.getByRole("button", { name: "合并" }).click();
    await page.getByText("已合并 5 行。").waitFor();
    expect(await page.getByText("行有误").count()).toBe(0);

    await page.getByLabel("找产品").fill("麻崖核桃");
    await page.getByRole("button", { name: "搜索" }).click();
    await page.getByLabel("规格").selectOption(`${product_id}:${variant_id}`);
    await page.getByRole("button", { name: "算运费" }).click();
    await page.getByText(/共 [\d,]+ 个包裹，寄给 999 人/).waitFor();
    await checked(buyer, "freight");
    await page.getByRole("button", { name: "发出询价" }).click();
    expect(await problems(page)).toEqual(["请选日期。"]);
    await page.getByLabel("需要日期").fill(day(20));
    await page.getByRole("button", { name: "发出询价" }).click();
    await page.getByRole("heading", { name: /^Q-\d+/ }).waitFor();
    await page.getByText("999 份").first().waitFor();

    await page.getByRole("link", { name: "收件人", exact: true }).click();
    await page.getByText("已询价").waitFor();
    await checked(buyer, "sheets");
    await page.getByRole("link", { name: "年货" }).click();
    await page.getByText("用这份表格询的价").waitFor();
    await checked(buyer, "asked");
    await page.getByText("删除这份表格里的人").click();
    await page.getByRole("button", { name: "永久删除" }).click();
    await page.getByRole("alert").getByText("请先撤回报价").waitFor();
    expect(buyer.complaints).toEqual([]);
    await buyer.close();
  });

  test("a buyer brings a sheet whose lines name their packs, says once what a name means, and asks for all of them", async () => {
    // Weighed in by the walk before.
    const variant_id = world().seed.products.find((one) => one.handle === "maya-walnuts")?.variants[0]?.id ?? "";
    const { rows } = await world().house.db.query<{ title: string; pack: string }>(
      `select p.title, v.title as pack from product_variant v join product p on p.id = v.product_id where v.id = $1`,
      [variant_id],
    );
    const called = `${rows[0]?.title ?? ""} ${rows[0]?.pack ?? ""}`;
    const goods = [`${called}: 2`, "年货礼包: 1", `年货礼包: 2；${called}: 1`, ""];
    const lines = goods.map((one, at) => `王小红${at},1380013${2_000 + at},广东省,广州市人民路 ${at} 号,${one}`);
    const buyer = await visit(world());
    const { page } = buyer;
    await page.goto("/zh/wholesale/sign-in");
    await page.getByLabel("邮箱").fill(OWNER);
    await page.getByLabel("密码").fill(PASSWORD);
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByRole("link", { name: "收件人", exact: true }).click();
    await page.getByLabel("表格名称").fill("各有不同");
    await page.getByLabel("表格文件").setInputFiles({
      name: "各有不同.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(`\uFEFF收件人,手机,省,详细地址,货品\r\n${lines.join("\r\n")}\r\n`),
    });
    await page.getByRole("button", { name: "上传表格" }).click();
    await page.getByRole("heading", { name: "各列是什么" }).waitFor();
    const columns = page.locator(`select[name="column"]`);
    await columns.first().waitFor();
    expect(await columns.evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))).toEqual([
      "name",
      "phone",
      "province",
      "address",
      "goods",
    ]);
    await page.getByRole("button", { name: "检查各行" }).click();
    await page.getByText("3 行有误").waitFor();
    await page.getByRole("heading", { name: "这些名称是哪种规格" }).waitFor();
    await checked(buyer, "names");
    await page.goto(page.url().replace("/zh/", "/en/"));
    await checked(buyer, "names-en");
    await page.goto(page.url().replace("/en/", "/zh/"));
    await page.getByRole("button", { name: "就是这些规格" }).click();
    expect(await problems(page)).toEqual(["请先给一个名称选好规格。"]);
    await page.getByLabel("“年货礼包”是").selectOption(variant_id);
    await page.getByRole("button", { name: "就是这些规格" }).click();
    await page.getByText("1 行有误").waitFor();
    expect(await page.getByRole("heading", { name: "这些名称是哪种规格" }).count()).toBe(0);
    await page.locator(`[name="goods:5"]`).fill("年货礼包");
    await page.locator(`[name="packs:5"]`).fill("1");
    await page.getByRole("button", { name: "改好", exact: true }).click();
    await page.getByRole("heading", { name: "运费与询价" }).waitFor();
    expect(await page.getByText("行有误").count()).toBe(0);
    await page.getByRole("row", { name: `${called} 7` }).waitFor();
    await page.getByText(/共 [\d,]+ 个包裹，寄给 4 人/).waitFor();
    await checked(buyer, "goods");
    await page.getByLabel("需要日期").fill(day(20));
    await page.getByRole("button", { name: "发出询价" }).click();
    await page.getByRole("heading", { name: /^Q-\d+/ }).waitFor();
    await page.getByText("7 份").first().waitFor();
    expect(buyer.complaints).toEqual([]);
    await buyer.close();
  });
}
