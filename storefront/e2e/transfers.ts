import { expect, test } from "vitest";
import { checkedAs, choosePlace, day, enterCompany, enterDesk, problems, type World } from "./walk";

/** After the company of the walks before: a quote is paid by bank transfer, with a slip in its reference. */
export function transfers(world: () => World): void {
  const checked = checkedAs("transfer");

  test("a company transfers what it accepted; the desk reads the statement, confirms what had a slip in it, and the order stands", async () => {
    const { db } = world().house;
    const product = world().seed.products.find((one) => one.handle === "maya-walnuts");
    const variant_id = product?.variants[0]?.id ?? "";
    const { rows: found } = await db.query<{ product_id: string }>(
      `select product_id from product_variant where id = $1`,
      [variant_id],
    );
    const of = `${found[0]?.product_id}:${variant_id}`;

    const buyer = await enterCompany(world());
    await buyer.page.getByRole("link", { name: "转账", exact: true }).click();
    await buyer.page.getByText("现在没有要转的款").waitFor();
    await checked(buyer, "none");
    await buyer.page.goto("/zh/wholesale/quotes/new");
    await buyer.page.getByLabel("找产品").fill("麻崖核桃");
    await buyer.page.getByRole("button", { name: "搜索" }).click();
    await buyer.page.locator(`[name="packs:${of}"]`).fill("2");
    await buyer.page.getByLabel("需要日期").fill(day(20));
    // Where the goods go is said as they are paid.
    await buyer.page.getByLabel("送到哪里").selectOption("");
    await buyer.page.getByRole("button", { name: "发出询价" }).click();
    await buyer.page.getByRole("heading", { name: /^Q-\d+/ }).waitFor();
    const number = (await buyer.page.getByRole("heading", { level: 1 }).textContent())?.split(" ")[0] ?? "";

    const seller = await enterDesk(world(), "manager", "wudu");
    await seller.page.getByRole("link", { name: "报价", exact: true }).click();
    await seller.page.getByRole("link", { name: number }).click();
    await seller.page.locator(`[name="price:${of}"]`).fill("30.00");
    await seller.page.getByLabel("运费（元）").fill("8");
    await seller.page.getByLabel("货留到").fill(day(5));
    await seller.page.getByRole("button", { name: "报价并留货" }).click();
    await seller.page.getByText(/货为这份报价留到/).waitFor();

    await buyer.page.reload();
    await buyer.page.getByRole("button", { name: "接受，¥68.00" }).click();
    await buyer.page.getByRole("button", { name: "转账付款" }).waitFor();
    await checked(buyer, "choice");
    await buyer.page.getByRole("link", { name: "送到别的地址" }).click();
    await buyer.page.getByRole("heading", { name: "货送到哪里" }).waitFor();
    await checked(buyer, "where");
    await buyer.page.getByLabel("收件人姓名").fill("林小满");
    await buyer.page.getByLabel("手机号").fill("＋86 138－0013－8000");
    await choosePlace(buyer.page, "广东省", "广州市", "天河区");
    await buyer.page.getByLabel("详细地址").fill("体育东路 1 号");
    await buyer.page.getByRole("button", { name: "转账付款" }).click();
    await buyer.page.getByText(/还没有到账/).waitFor();
    await checked(buyer, "proforma");
    const pdf = await buyer.page.getByRole("link", { name: "下载形式发票（PDF）" }).getAttribute("href");
    expect((await buyer.page.request.get(pdf ?? "")).headers()["content-type"]).toBe("application/pdf");
    await buyer.page.goto(buyer.page.url().replace("/zh/", "/en/"));
    await checked(buyer, "proforma-en");
    const { rows } = await db.query<{ id: string; reference: string; cart_id: string }>(
      `select id, reference, cart_id from proforma where quote_number = $1`,
      [number],
    );
    const asked = rows[0];
    if (!asked) throw new Error("no proforma was made");
    const { rows: none } = await db.query(`select 1 from order_cart where cart_id = $1`, [asked.cart_id]);
    expect(none).toEqual([]);

    await seller.page.goto("/zh/desk/bank-statements");
    await checked(seller, "statements");
    await seller.page.getByRole("button", { name: "读这份流水" }).click();
    expect(await problems(seller.page)).toEqual(["请选择银行给的文件。"]);
    const slip = `${asked.reference.slice(0, -2)}${asked.reference.at(-1)}${asked.reference.at(-2)}`;
    const same = slip === asked.reference;
    const text = same ? `X${asked.reference}` : slip;
    const sheet = `交易日期,贷方发生额,对方户名,附言,交易流水号\n${day(0)},68.00,林家食堂,${text},E2E1\n${day(0)},,自己,手续费,E2E2\n`;
    await seller.page
      .getByLabel("流水文件")
      .setInputFiles({ name: "流水.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
    await seller.page.getByRole("button", { name: "读这份流水" }).click();
    await seller.page.getByRole("heading", { name: "流水.csv" }).waitFor();
    await seller.page.getByText("其中 1 笔是新到的款").waitFor();
    await checked(seller, "statement");
    await seller.page.getByRole("link", { name: /等您说明去处/ }).click();
    await seller.page.locator("summary", { hasText: "说明去处" }).first().click();
    await seller.page.getByRole("radio", { name: new RegExp(number) }).check();
    await seller.page.getByRole("button", { name: "付的是这一张" }).click();
    expect(await problems(seller.page)).toEqual(["请简单写下查明的情况。"]);
    await checked(seller, "decide");
    await seller.page.getByRole("radio", { name: new RegExp(number) }).check();
    await seller.page.getByLabel("查明的情况").fill("电话问过，写错了末位。");
    await seller.page.getByRole("button", { name: "付的是这一张" }).click();
    await seller.page.getByText("没有要处理的。").waitFor();
    await checked(seller, "decided");

    await expect
      .poll(
        async () => {
          await buyer.page.goto(`/zh/wholesale/proformas/${asked.id}`);
          return buyer.page.getByText("已付清并下单。").count();
        },
        { timeout: 180_000, interval: 2_000 },
      )
      .toBe(1);
    await checked(buyer, "ordered");
    // The quote is found among those that were accepted, with what it led to.
    await buyer.page.goto("/zh/wholesale/quotes");
    await buyer.page.getByRole("link", { name: /^已成交（\d+）$/ }).click();
    await checked(buyer, "accepted");
    const toOrder = buyer.page.getByRole("row", { name: new RegExp(number) }).getByRole("link", { name: "已下单" });
    // The company's own list hears of the order when its quotes are followed up.
    await expect
      .poll(
        async () => {
          await buyer.page.reload();
          return toOrder.count();
        },
        { timeout: 120_000, interval: 2_000 },
      )
      .toBe(1);
    await toOrder.click();
    await buyer.page.getByRole("link", { name: /^看订单/ }).click();
    await buyer.page.getByRole("heading", { level: 1, name: /订单/ }).waitFor();
    await buyer.page.getByText("收件信息").waitFor();
    const { rows: paid } = await db.query<{ total: number; processor: string }>(
      `select s.captured_minor::int as total, s.processor from sale s join proforma p on p.order_id = s.order_id where p.id = $1`,
      [asked.id],
    );
    // Captured by its own job, a moment after the order.
    if (paid[0])
      expect(paid[0]).toMatchObject({ total: 6_800, processor: expect.stringMatching(/^transfer:/) as string });

    // The bank takes it back, in red ink: the desk sees of which order, and says what it did.
    await seller.page.goto("/zh/desk/bank-statements");
    const red = `交易日期,贷方发生额,对方户名,附言,交易流水号\n${day(0)},-68.00,林家食堂,冲正,E2E1\n`;
    await seller.page
      .getByLabel("流水文件")
      .setInputFiles({ name: "冲正.csv", mimeType: "text/csv", buffer: Buffer.from(red) });
    await seller.page.getByRole("button", { name: "读这份流水" }).click();
    await seller.page.getByRole("link", { name: /银行收回了 1 笔款/ }).click();
    await seller.page.getByRole("link", { name: new RegExp(number) }).waitFor();
    await checked(seller, "taken-back");
    await seller.page.getByRole("button", { name: "处理好了" }).click();
    expect(await problems(seller.page)).toEqual(["请简单写下查明的情况。"]);
    await seller.page.getByLabel("您做了什么").fill("企业答应明天重新付。");
    await seller.page.getByRole("button", { name: "处理好了" }).click();
    await seller.page.getByText("没有要处理的。").waitFor();
    // The quote's page says how far its order is, and leads to the order's own page.
    const { rows: quoted } = await db.query<{ quote_id: string }>(`select quote_id from proforma where id = $1`, [
      asked.id,
    ]);
    await expect
      .poll(
        async () => {
          await buyer.page.goto(`/zh/wholesale/quotes/${quoted[0]?.quote_id}`);
          return buyer.page.getByText(/的货备齐/).count();
        },
        { timeout: 180_000, interval: 2_000 },
      )
      .toBe(1);
    await buyer.page.getByText("货还没有全部送到。送到后 3 天内可以验货。").waitFor();
    await buyer.page.getByText(/还没有收款，没有可证明的|送到、过了投诉期/).waitFor();
    await checked(buyer, "delivery");
    await buyer.page.getByRole("button", { name: "收下这批货" }).waitFor({ state: "detached" });
    await buyer.page.getByRole("button", { name: /看包裹/ }).click();
    await buyer.page.waitForURL(/\/zh\/orders\//);
    await checked(buyer, "order");
    expect(buyer.complaints).toEqual([]);
    await seller.close();
    await buyer.close();
  });
}
