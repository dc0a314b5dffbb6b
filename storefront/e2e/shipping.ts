import { expect, test } from "vitest";
import { DESKTOP, expectAccessible, expectFits, login, problems, visit, type Visit, type World } from "./walk";

const PAGES = [
  "carriers",
  "rate-cards",
  "rate-cards/new",
  "try-rate",
  "cartons",
  "packs",
  "tracking-numbers",
  "carrier-acts",
  "shipping-sheets",
];

/** Longchuan's desk: nothing of it is sold in this house, so its prices may change. */
async function signIn(world: World, role: string, script = false): Promise<Visit> {
  const visitor = await visit(world, { viewport: DESKTOP, script });
  const { email, password } = login(world, role, "longchuan");
  await visitor.page.goto("/zh/desk/sign-in");
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL("**/zh/desk");
  return visitor;
}

/** Parcels of a carrier without an interface, one handed over without a phone, written by hand. */
async function insertParcels(world: World): Promise<void> {
  const { db } = world.house;
  const { rows } = await db.query<{ id: string }>(`select id from cooperative where handle = 'longchuan'`);
  const cooperative = rows[0]?.id;
  await db.query(
    `insert into parcel_plan (order_id, version, currency, parcels, freight_minor) values ('order_numbers', 1, 'CNY', 3, 0)`,
  );
  await db.query(
    `insert into handover (id, cooperative_id, person, parcels, gross_g) values ('handover_numbers', $1, 'm', 1, 1200)`,
    [cooperative],
  );
  await db.query(
    `insert into parcel (id, number, order_id, plan_version, cooperative_id, destination_id, name, phone, province_code, address, zone,
       carton, carton_id, goods_g, gross_g, freight_minor, carton_minor, currency, carrier, service, state, handover_id, booking_refusal)
     select 'parcel_n' || n, 'CLNUMBER000' || n, 'order_numbers', 1, $1, 'd' || n, '收件人' || n, '', '44', '广州市', '1', code, id, 1000, 1200, 0, 0,
       'CNY', 'ems', 'standard', case n when 3 then 'handed_over' else 'labelled' end, case n when 3 then 'handover_numbers' end,
       case n when 3 then 'no_phone' end
     from (select code, id from carton limit 1) c, generate_series(1, 3) as n`,
    [cooperative],
  );
}

/** Carriers, rate cards, cartons and numbers as the desk uses them: plain documents, tried with scripts off. */
export function shipping(world: () => World): void {
  test("a manager enters a rate card by form: what is wrong stays typed and named, then a parcel explains its price", async () => {
    const { page, complaints, close } = await signIn(world(), "manager");
    await page.goto("/zh/desk/rate-cards");
    await expect.poll(() => page.getByText("示例价不是真实报价").count()).toBe(1);
    await page.getByRole("link", { name: /顺丰速运/ }).click();
    await page.getByRole("link", { name: "照这张表录入新表" }).click();
    await page.getByLabel("首重价（元）").first().fill("八块");
    await page.getByRole("button", { name: "录入运价表" }).click();
    expect(await problems(page)).toEqual(["生效日：没有填", "首重价（元）：“八块”不是金额，例如 8.00"]);
    expect(await page.getByLabel("首重价（元）").first().inputValue()).toBe("八块");
    await page.getByLabel("首重价（元）").first().fill("12.00");
    await page.getByLabel("生效日").fill("2020-01-01");
    await page.getByRole("button", { name: "录入运价表" }).click();
    await page.waitForURL("**/zh/desk/rate-cards");
    await expect.poll(() => page.getByText("生效中").count()).toBe(1);

    await page.getByRole("link", { name: "试算运费" }).click();
    await page.getByLabel("寄到").selectOption("广东省");
    await page.getByRole("button", { name: "试算" }).click();
    expect(await problems(page)).toEqual(["请写毛重，例如 11.2，最多三位小数。"]);
    await page.getByLabel("毛重（公斤）").fill("11.2");
    await page.getByRole("button", { name: "试算" }).click();
    await page.getByText("11.2 公斤按 12 公斤计，1 区：首重 1 公斤 12.00 + 续重 11 × 3.00 = 45.00").waitFor();
    await expectFits(page);

    await page.goto("/zh/desk/rate-cards");
    await page
      .getByRole("link", { name: /顺丰速运/ })
      .first()
      .click();
    await page.getByRole("button", { name: "撤回" }).click();
    await page.getByText("已撤回").waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test("sheets go out as CSV and Excel, come back the same, and a wrong line writes nothing", async () => {
    const { page, context, close } = await signIn(world(), "manager");
    await page.goto("/zh/desk/shipping-sheets");
    const xlsx = await context.request.get("/zh/desk/shipping-sheets/rate-cards.xlsx");
    expect(xlsx.headers()["content-type"]).toContain("spreadsheetml");
    const bytes = await xlsx.body();
    await page.getByLabel("内容").selectOption("rate-cards");
    const sheet = { name: "cards.xlsx", mimeType: "application/octet-stream", buffer: bytes };
    await page.getByLabel("表格文件（CSV 或 Excel）").setInputFiles(sheet);
    await page.getByRole("button", { name: "导入", exact: true }).click();
    await page.getByText(/写入 \d+ 条/).waitFor();
    // They were the house's examples: they stay marked as such, and switch no carrier on.
    await page.goto("/zh/desk/rate-cards");
    await expect.poll(() => page.getByRole("table").first().getByText("示例").count()).toBeGreaterThan(5);
    await page.goto("/zh/desk/carriers");
    await expect
      .poll(() =>
        page
          .getByRole("row", { name: /中通快递/ })
          .getByText("停用")
          .count(),
      )
      .toBe(1);

    const csv = await (await context.request.get("/zh/desk/shipping-sheets/rate-cards.csv")).text();
    expect(csv).toContain("承运商");
    await page.goto("/zh/desk/shipping-sheets");
    await page.getByLabel("内容").selectOption("cartons");
    const boxes = "编号,名称,自重(g),限重(kg),单价(元)\nM,中号,250,8,2.10\nL,大号,很重,12,3\n";
    const upload = (text: string) =>
      page
        .getByLabel("表格文件（CSV 或 Excel）")
        .setInputFiles({ name: "boxes.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
    await upload(boxes);
    await page.getByRole("button", { name: "导入", exact: true }).click();
    expect(await problems(page)).toEqual(["第 3 行，自重（克）：“很重”不是数字，只写数，例如 250 或 2.5"]);
    await page.goto("/zh/desk/cartons");
    await expect.poll(() => page.getByText("你们还没有自己的纸箱").count()).toBe(1);
    await page.goto("/zh/desk/shipping-sheets");
    await page.getByLabel("内容").selectOption("cartons");
    await upload(boxes.replace("很重", "380"));
    await page.getByRole("button", { name: "导入", exact: true }).click();
    await page.getByText("写入 2 条").waitFor();

    await page.goto("/zh/desk/cartons");
    await page.getByLabel("数量（个）").fill("500");
    await page.getByRole("button", { name: "记下" }).click();
    await page.getByRole("link", { name: "500 个" }).click();
    await page.getByText("+500").waitFor();

    // One box by the form: what was typed stays, the code too.
    await page.goto("/zh/desk/cartons");
    await page.getByLabel("编号").fill("B5");
    await page.getByLabel("名称").fill("五号箱");
    await page.getByLabel("自重（克）").fill("很重");
    await page.getByLabel("限重（公斤）").fill("5");
    await page.getByLabel("单价（元）").fill("99.00");
    await page.getByRole("button", { name: "保存" }).click();
    expect(await problems(page)).toEqual(["自重（克）：“很重”不是数字，只写数，例如 250 或 2.5"]);
    expect(await page.getByLabel("编号").inputValue()).toBe("B5");
    await page.getByLabel("自重（克）").fill("150");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByRole("rowheader", { name: /^B5/ }).waitFor();
    await close();
  });

  test("numbers are typed and brought by sheet: right ones stay, wrong ones are named, a missing phone is asked for", async () => {
    await insertParcels(world());
    const { page, context, complaints, close } = await signIn(world(), "packer");
    await page.goto("/zh/desk/tracking-numbers");
    await page.getByLabel("CLNUMBER0001 的运单号（中国邮政 EMS）").fill("EE876543216CN");
    await page.getByLabel("CLNUMBER0002 的运单号（中国邮政 EMS）").fill("EE876543215CN");
    await page.getByRole("button", { name: "保存填好的" }).click();
    expect(await problems(page)).toEqual(["包裹 CLNUMBER0002：校验位不对，有一位写错了"]);
    await expect.poll(() => page.getByText("保存 1 个运单号").count()).toBe(1);
    expect(await page.getByLabel("CLNUMBER0002 的运单号（中国邮政 EMS）").inputValue()).toBe("EE876543215CN");
    const wanted = await context.request.get("/zh/desk/shipping-sheets/tracking-numbers.csv");
    expect(await wanted.text()).toContain(`"CLNUMBER0002","","ems"`);
    const sheet = "包裹号,运单号\nCLNUMBER0002,EE 876543216 CN\nCLNUMBER0003,1234567890123\n";
    await page
      .getByLabel("表格文件（CSV 或 Excel）")
      .setInputFiles({ name: "numbers.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
    await page.getByRole("button", { name: "导入", exact: true }).click();
    expect(await problems(page)).toEqual(["第 2 行，包裹 CLNUMBER0002：这个单号已被别的包裹使用"]);

    await world().house.db.query(
      `update parcel set tracking_number = null, booking_refusal = 'no_phone' where id = 'parcel_n3'`,
    );
    await page.goto("/zh/desk/tracking-numbers");
    const waiting = page.getByRole("article", { name: "CLNUMBER0003" });
    await waiting.getByText("缺电话").waitFor();
    await waiting.getByText("改正，再问一次").click();
    await waiting.getByLabel("电话", { exact: true }).fill("不知道");
    await waiting.getByRole("button", { name: "再问一次承运商" }).click();
    expect(await problems(page)).toEqual(["这不是电话号码，没有改动。"]);
    await waiting.getByLabel("电话", { exact: true }).fill("139 0000 0000");
    await waiting.getByRole("button", { name: "再问一次承运商" }).click();
    await page.waitForURL("**/zh/desk/tracking-numbers");
    expect(await page.getByText("缺电话").count()).toBe(0);
    expect(complaints).toEqual([]);
    await close();
  });

  test("every page of shipping is accessible and fits 320 px, in both languages", async () => {
    const { page, complaints, close } = await signIn(world(), "manager", true);
    for (const language of ["zh", "en"]) {
      for (const path of [...PAGES, "carriers?code=sf", "rate-cards/rate_example_sf_standard"]) {
        await page.setViewportSize(DESKTOP);
        await page.goto(`/${language}/desk/${path}`, { waitUntil: "networkidle" });
        if (language === "zh") await expectAccessible(page);
        await page.setViewportSize({ width: 320, height: 640 });
        await expectFits(page);
      }
    }
    expect(complaints).toEqual([]);
    await close();
  });
}
