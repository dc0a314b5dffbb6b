import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { parcelsOf } from "./shed";
import { asCompany, atDesk, day, handedOver, noteOn, readStatement, says, walnuts } from "./truck-kit";
import { expectAccessible, picture, problems, type Visit, type World } from "./walk";

const TRUCK = "9.6 米，马师傅";
/** Fifty kilos in bags of 500 g at 30.00, with 1,000.00 of freight; the truck costs its minimum of 1,250.00, however far it is. */
const PACKS = 100;

/** After the company of the walks before: its goods go by truck, and what the truck costs more than was quoted is settled with it. */
export function trucks(world: () => World): void {
  const checked = async ({ page }: Visit, name: string) => {
    await expectAccessible(page);
    await picture(page, `truck-${name}`);
    await page.setViewportSize({ width: 390, height: 844 });
  };
  const inEnglish = async (visitor: Visit, name: string) => {
    const here = visitor.page.url();
    await visitor.page.goto(here.replace("/zh/", "/en/"));
    await checked(visitor, `${name}-en`);
    await visitor.page.goto(here);
  };

  test("a desk writes what its truck costs, offers by truck beside parcels, and the goods that a company transferred for leave with a delivery note", async () => {
    const { db } = world().house;
    const of = await walnuts(world());
    const seller = await atDesk(world());
    const desk = seller.page;
    const field = (name: string) => desk.locator(`[name="${name}"]`);
    await desk.goto("/zh/desk/truck-rates");
    await desk.getByText("还没有专车价格").waitFor();
    await desk.getByRole("button", { name: "录入这份价格" }).click();
    expect(await problems(desk)).toEqual([
      "请给这辆车起个名称。",
      "请填 1 到 100,000 的整数。",
      "请填 1 到 100 的整数。",
    ]);
    for (const [name, value] of [
      ["name", TRUCK],
      ["capacity_kg", "10000"],
      ["capacity_pallets", "16"],
      ["base", "100"],
      ["per_km", "0.10"],
      ["minimum", "1250"],
    ] as const)
      await field(name).fill(value);
    await desk.getByRole("button", { name: "录入这份价格" }).click();
    await desk.getByText("¥100.00 加每公里 ¥0.10，最低 ¥1,250.00").waitFor();
    await checked(seller, "rates");
    await inEnglish(seller, "rates");

    const buyer = await asCompany(world());
    const { page } = buyer;
    await page.goto("/zh/wholesale/quotes/new");
    await page.getByLabel("找产品").fill("麻崖核桃");
    await page.getByRole("button", { name: "搜索" }).click();
    await page.locator(`[name="packs:${of}"]`).fill(String(PACKS));
    await page.getByLabel("需要日期").fill(day(20));
    const where = page.getByLabel("送到哪里");
    const store = await where.locator("option", { hasText: "中心仓库" }).first().getAttribute("value");
    await where.selectOption(store);
    await page.getByRole("button", { name: "发出询价" }).click();
    await page.getByRole("heading", { name: /^Q-\d+/ }).waitFor();
    const quote_id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const number = (await page.getByRole("heading", { level: 1 }).textContent())?.split(" ")[0] ?? "";
    // Side by side on both pages, the same figures.
    const ways = (on: Page) => [
      on.locator("#carriage").getByRole("row", { name: /^快递包裹.*¥.*个包裹/ }),
      on.locator("#carriage").getByRole("row", { name: /^专车：9\.6 米，马师傅.*¥1,250\.00.*1 车，1 个托盘/ }),
    ];
    for (const way of ways(page)) await way.waitFor();
    await checked(buyer, "ways");
    await inEnglish(buyer, "ways");

    await desk.goto(`/zh/desk/quotes/${quote_id}`);
    for (const way of ways(desk)) await way.waitFor();
    await checked(seller, "ways-desk");
    await desk.getByRole("link", { name: `填入报价：${TRUCK}` }).click();
    await desk.waitForURL(/\?by=truckrate_/);
    expect(await field("freight").inputValue()).toMatch(/^1,?250(\.00)?$/);
    expect(await field("truck_rate_id").inputValue()).toMatch(/^truckrate_/);
    await field(`price:${of}`).fill("30.00");
    await field("freight").fill("1000");
    await field("bearer").selectOption("buyer");
    await field("cap").fill("ten");
    await field("until").fill(day(5));
    await desk.getByRole("button", { name: "报价并留货" }).click();
    expect(await problems(desk)).toEqual(["请写 0 到 100 的整数。"]);
    await field("cap").fill("10");
    await desk.getByRole("button", { name: "报价并留货" }).click();
    await desk.getByText(/货为这份报价留到/).waitFor();
    await checked(seller, "offered");

    await page.reload();
    await page.getByText(/专车：9\.6 米，马师傅，1 车，1 个托盘/).waitFor();
    await page.getByText(/亏了最多多付运费的 10%/).waitFor();
    await checked(buyer, "offer");
    await page.getByRole("button", { name: "接受，¥4,000.00" }).click();
    await page.getByRole("button", { name: "转账付款", exact: true }).click();
    await page.getByText(/还没有到账/).waitFor();
    const { rows: proformas } = await db.query<{ id: string; reference: string }>(
      `select id, reference from proforma where quote_id = $1`,
      [quote_id],
    );
    const proforma = proformas[0];
    if (!proforma) throw new Error("no proforma was made");
    await readStatement(desk, "专车.csv", [`${day(0)},"4,000.00",林家食堂,${proforma.reference},TRUCK1`]);
    await says(page, `/zh/wholesale/proformas/${proforma.id}`, "已付清并下单。");

    const { rows: placed } = await db.query<{ order_id: string }>(`select order_id from proforma where id = $1`, [
      proforma.id,
    ]);
    const order_id = placed[0]?.order_id ?? "";
    // Its money is in the books, and all of its cartons have their labels.
    const ready = async () => {
      const { rows } = await db.query<{ cartons: number; labelled: number; trucks: number; freight: number }>(
        `select count(*)::int as cartons, count(*) filter (where p.state = 'labelled')::int as labelled,
           count(*) filter (where p.carrier = 'own_truck')::int as trucks, sum(p.freight_minor)::int as freight
         from parcel p join parcel_plan l on l.order_id = p.order_id and l.withdrawn_for is null
         where p.order_id = $1 and p.state <> 'void' and exists (select 1 from sale s where s.order_id = $1)`,
        [order_id],
      );
      const [found] = rows;
      return found && found.cartons > 0 && found.cartons === found.labelled ? found : undefined;
    };
    const planned = await eventually(ready, { timeout_ms: 180_000, message: "its cartons were not labelled" });
    expect(planned).toMatchObject({ trucks: planned.cartons, freight: 125_000 });
    const cartons = await parcelsOf(world(), order_id);
    expect(cartons).toHaveLength(planned.cartons);
    const before = "运费报价 ¥1,000.00，现在计划 ¥1,250.00。按发货时的计划结算。";
    await says(page, `/zh/wholesale/quotes/${quote_id}`, before);
    expect(await page.locator("#delivery-notes").count()).toBe(0);
    await desk.goto(`/zh/desk/quotes/${quote_id}`);
    await desk.getByText(before).waitFor();

    const packer = await handedOver(world(), order_id, cartons);
    const lots = new Set(cartons.flatMap((one) => one.lots));
    const shed = await noteOn(packer.page);
    expect(shed.cartons).toBe(String(cartons.length));
    for (const said of ["送货单", "马师傅", "甘K67890", "福州食堂有限公司", ...lots]) expect(shed.text).toContain(said);
    await checked(packer, "handover");
    await says(page, `/zh/wholesale/quotes/${quote_id}`, "每发一车一张，随货同行，到货时签字。");
    expect(await noteOn(page)).toEqual(shed);
    await checked(buyer, "left");
    await page.getByRole("link", { name: /^看订单/ }).click();
    await page.getByRole("heading", { level: 1, name: /订单/ }).waitFor();
    await checked(buyer, "order");
    await desk.goto(`/zh/desk/quotes/${quote_id}`);
    expect(await noteOn(desk)).toEqual(shed);
    await desk.getByRole("heading", { name: new RegExp(`^${number}`) }).waitFor();
    expect([...buyer.complaints, ...packer.complaints]).toEqual([]);
    await packer.close();
    await seller.close();
    await buyer.close();
  });

  test("freight that a truck made dearer: the company is asked up to the cap, takes over the rest by the button, and one statement pays both", async () => {
    const { db } = world().house;
    const gap = await eventually(
      async () => {
        const { rows } = await db.query<{ quote_id: string; number: string; ask: number; above: number }>(
          `select t.quote_id, t.quote_number as number, g.ask_minor::int as ask, g.above_minor::int as above
           from freight_gap g join sale_freight_term t on t.order_id = g.order_id and t.cooperative_id = g.cooperative_id
           where g.planned_minor = 125000 order by g.at desc limit 1`,
        );
        return rows[0];
      },
      { timeout_ms: 180_000, message: "the freight of the truck was not settled" },
    );
    expect(gap).toMatchObject({ ask: 10_000, above: 15_000 });
    const [seller, buyer] = [await atDesk(world()), await asCompany(world())];
    const [desk, page] = [seller.page, buyer.page];
    const [theirs, ours] = [`/zh/wholesale/quotes/${gap.quote_id}`, `/zh/desk/quotes/${gap.quote_id}`];

    await page.goto(theirs);
    for (const said of [
      "运费报价 ¥1,000.00，计划 ¥1,250.00。",
      "按约定，差额中的 ¥100.00 由您承担。已另开付款单；不会自动扣款。",
      "合作社承担 ¥150.00。",
      "其中 ¥150.00 超出您约定的上限，您不用付。您也可以自愿承担。",
    ])
      await page.getByText(said).waitFor();
    await checked(buyer, "gap");
    await inEnglish(buyer, "gap");
    await desk.goto(ours);
    await desk.getByText("其中 ¥150.00 超出企业约定的上限。企业可以自愿承担。").waitFor();
    await checked(seller, "gap-desk");
    await desk.goto("/zh/desk/receivables");
    await desk.getByText(gap.number).first().waitFor();

    await page.getByRole("button", { name: "承担 ¥150.00" }).click();
    await page.getByRole("heading", { name: /^付款单/ }).waitFor();
    await page.getByText(/还有 ¥150\.00 未付/).waitFor();
    await checked(buyer, "above");
    const pdf = await page.getByRole("link", { name: "下载付款单（PDF）" }).getAttribute("href");
    expect((await page.request.get(pdf ?? "")).headers()["content-type"]).toBe("application/pdf");
    // Agreed to once: the button is gone, and the way to both requests stands there.
    await page.goto(theirs);
    await page.getByText("超出上限的 ¥150.00 已由企业承担。").waitFor();
    expect(await page.getByRole("button", { name: "承担 ¥150.00" }).count()).toBe(0);
    await page.getByRole("link", { name: "看付款单" }).click();
    await page.getByText(/还有 ¥100\.00 未付/).waitFor();
    await checked(buyer, "asked");

    const { rows: requests } = await db.query<{ id: string; reference: string; amount: number }>(
      `select id, reference, amount_minor::int as amount from proforma where quote_id = $1 and kind = 'freight' order by amount_minor`,
      [gap.quote_id],
    );
    expect(requests.map((one) => one.amount)).toEqual([10_000, 15_000]);
    await readStatement(
      desk,
      "运费.csv",
      requests.map(
        (one, at) => `${day(0)},${(one.amount / 100).toFixed(2)},林家食堂,${one.reference},FREIGHT${at + 1}`,
      ),
    );
    for (const { id } of requests) await says(page, `/zh/wholesale/proformas/${id}`, "已付清。");
    await checked(buyer, "paid");
    await page.goto("/zh/wholesale/account");
    await page.getByText(`运费差额 · ${gap.number}`).first().waitFor();
    await checked(buyer, "account");
    await desk.goto("/zh/desk/receivables");
    await desk.getByRole("heading", { level: 1 }).waitFor();
    expect(await desk.getByText(gap.number).count()).toBe(0);
    await desk.goto(ours);
    await desk.getByText("超出上限的 ¥150.00 已由企业承担。").waitFor();
    expect(await desk.getByText(/^合作社承担/).count()).toBe(0);
    await checked(seller, "settled-desk");
    await inEnglish(seller, "settled-desk");
    expect(buyer.complaints).toEqual([]);
    await seller.close();
    await buyer.close();
  });
}
