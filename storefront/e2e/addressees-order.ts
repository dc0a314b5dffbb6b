import { expect, test } from "vitest";
import { checkedAs, day, enterCompany, enterDesk, OWNER, picture, visit, type Visit, type World } from "./walk";

const PEOPLE = 999;

/** What the thousand addressees led to: offered, countered, above the limit of who buys, approved by another, transferred, followed. */
export function addresseesOrder(world: () => World): void {
  const checked = checkedAs("addressees-order");
  const enter = async (email: string): Promise<Visit> => {
    const visitor = await enterCompany(world(), email);
    await visitor.page.getByText("已通过").first().waitFor();
    return visitor;
  };

  test("the order of a thousand addressees: negotiated, approved by another than who buys, paid by transfer, and followed parcel by parcel", async () => {
    const { db } = world().house;
    const { rows: asked } = await db.query<{ id: string; number: string; variant_id: string; product_id: string }>(
      `select q.id, q.number, l.variant_id, l.product_id from quote q join quote_line l on l.quote_id = q.id
       where l.packs = $1 order by q.created_at desc limit 1`,
      [PEOPLE],
    );
    const quote = asked[0];
    if (!quote) throw new Error("nobody asked for a thousand packs");
    const price = `[name="price:${quote.product_id}:${quote.variant_id}"]`;

    const seller = await enterDesk(world(), "manager", "wudu");
    await seller.page.getByRole("link", { name: "报价", exact: true }).click();
    await seller.page.getByRole("link", { name: quote.number }).click();
    await seller.page.getByText(`寄给 ${PEOPLE} 个收件人`).first().waitFor();
    await seller.page.locator(price).fill("30.00");
    await seller.page.getByLabel("运费（元）").fill("9000");
    await seller.page.getByLabel("货留到").fill(day(5));
    await seller.page.getByRole("button", { name: "报价并留货" }).click();
    await seller.page.getByText(/货为这份报价留到/).waitFor();

    const buyer = await enter("chen@company.example");
    await buyer.page.goto(`/zh/wholesale/quotes/${quote.id}`);
    await buyer.page.getByRole("button", { name: "接受，¥38,970.00" }).waitFor();
    await buyer.page.getByText("还价", { exact: true }).click();
    await buyer.page.locator(price).fill("28");
    await buyer.page.getByRole("button", { name: "发出还价" }).click();
    await buyer.page.getByText("等对方答复。").waitFor();

    await seller.page.reload();
    await seller.page.getByRole("button", { name: "接受，¥36,972.00" }).waitFor();
    await seller.page.locator(price).fill("29");
    await seller.page.getByLabel("货留到").fill(day(5));
    await seller.page.getByRole("button", { name: "报价并留货" }).click();
    await seller.page.getByText("等对方答复。").waitFor();

    await buyer.page.reload();
    await buyer.page.getByRole("button", { name: "接受，¥37,971.00" }).click();
    await buyer.page.getByText(/超过了他的额度，等审批人决定/).waitFor();
    await checked(buyer, "to-approve");
    // Approver as well, but not of their own; an owner without the role is told so.
    await buyer.page.getByText("公司里现在没有人能批准").waitFor();
    expect(await buyer.page.getByRole("button", { name: "同意", exact: true }).count()).toBe(0);

    // Nobody else approves yet: the owner takes it on.
    const owner = await enter(OWNER);
    await owner.page.getByRole("link", { name: "成员", exact: true }).click();
    await owner.page.getByRole("link", { name: "修改 林老板" }).click();
    await owner.page.getByLabel(/^审批/).check();
    await owner.page.getByRole("button", { name: "保存" }).click();
    await owner.page.getByRole("link", { name: "修改 林老板" }).waitFor();
    await owner.page.goto(`/zh/wholesale/quotes/${quote.id}`);
    await owner.page.getByRole("button", { name: "同意", exact: true }).click();
    await owner.page.getByText("已成交").first().waitFor();
    await owner.close();

    await buyer.page.goto(`/zh/wholesale/quotes/${quote.id}`);
    await checked(buyer, "to-pay");
    await buyer.page.getByRole("button", { name: "转账付款" }).click();
    await buyer.page.getByText(/还没有到账/).waitFor();
    const { rows: proformas } = await db.query<{ id: string; reference: string }>(
      `select id, reference from proforma where quote_number = $1`,
      [quote.number],
    );
    const proforma = proformas[0];
    if (!proforma) throw new Error("no proforma was made");
    const statement = `交易日期,贷方发生额,对方户名,附言,交易流水号\n${day(0)},"37,971.00",林家食堂,${proforma.reference},THOUSAND1\n`;
    await seller.page.goto("/zh/desk/bank-statements");
    await seller.page
      .getByLabel("流水文件")
      .setInputFiles({ name: "年货.csv", mimeType: "text/csv", buffer: Buffer.from(statement) });
    await seller.page.getByRole("button", { name: "读这份流水" }).click();
    await seller.page.getByRole("heading", { name: "年货.csv" }).waitFor();

    await expect
      .poll(
        async () => {
          await buyer.page.goto(`/zh/wholesale/proformas/${proforma.id}`);
          return buyer.page.getByText("已付清并下单。").count();
        },
        { timeout: 300_000, interval: 3_000 },
      )
      .toBe(1);
    const { rows: sheets } = await db.query<{ id: string }>(`select id from addressee_sheet where quote_id = $1`, [
      quote.id,
    ]);
    // One parcel for each, once the run has planned them all.
    await expect
      .poll(
        async () => {
          await buyer.page.goto(`/zh/wholesale/addressees/${sheets[0]?.id}`);
          const link = buyer.page.getByRole("link", { name: "下载跟踪表" }).first();
          if ((await link.count()) === 0) return 0;
          const sheet = await buyer.page.request.get((await link.getAttribute("href")) ?? "");
          const lines = (await sheet.text()).trim().split("\r\n");
          return lines.filter((line) => /已排好|已贴面单/.test(line)).length;
        },
        { timeout: 300_000, interval: 5_000 },
      )
      .toBe(PEOPLE);
    await checked(buyer, "followed");
    const { rows: own } = await db.query<{ parcels: number }>(
      `select count(*)::int as parcels from parcel p join addressee a on a.id = p.addressee_id
       join quote q on q.addressee_list_id = a.list_id where q.id = $1 and p.state <> 'void'`,
      [quote.id],
    );
    expect(own[0]?.parcels).toBe(PEOPLE);

    const link = buyer.page.getByRole("link", { name: "下载跟踪表" }).first();
    const sheet = await (await buyer.page.request.get((await link.getAttribute("href")) ?? "")).text();
    // In the language of who reads it.
    const [mine] = sheet.match(/\/for-you\/[^",\s]+/) ?? [];
    const addressee = await visit(world(), { script: false });
    await addressee.page.goto(mine ?? "");
    await addressee.page.getByRole("heading", { level: 1 }).waitFor();
    expect(await addressee.page.getByText("人民路").count()).toBeLessThan(2);
    await addressee.page.getByRole("heading", { name: "里面是什么" }).waitFor();
    await addressee.page.getByText("货物共重：").waitFor();
    await addressee.page.getByText("待装箱").waitFor();
    // The other language keeps the key.
    await addressee.page.getByRole("link", { name: "English" }).click();
    await addressee.page.getByRole("heading", { name: "What is inside" }).waitFor();
    await picture(addressee.page, "addressees-order-own");
    await addressee.close();
    expect(buyer.complaints).toEqual([]);
    await seller.close();
    await buyer.close();
  });
}
