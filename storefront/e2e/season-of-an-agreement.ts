import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { buyerIn, day, GOODS, managerIn, OWNER, weighPepper } from "./season-kit";
import { expectAccessible, expectFits, PHONE, picture, problems, type Visit, type World } from "./walk";

/** After a company's agreements: one with a floor and a share, from its first version to what its season came to. */
export function seasonOfAnAgreement(world: () => World): void {
  /** What the first walk leaves to the second: the agreement's id, the field of its good, the number of the first call-off. */
  const made = { agreement_id: "", of: "", first: "" };
  const agreementOf = (side: "wholesale" | "desk") => `/zh/${side}/agreements/${made.agreement_id}`;
  const checked = async ({ page }: Visit, name: string) => {
    await expectAccessible(page);
    await picture(page, `season-of-agreement-${name}`);
    await page.setViewportSize(PHONE);
    await expectFits(page);
  };
  /** Until the page says it: what jobs and ticks bring, a moment later. */
  const comes = ({ page }: Visit, to: string, count: () => Promise<number>) =>
    expect
      .poll(
        async () => {
          await page.goto(to);
          return count();
        },
        { timeout: 180_000, interval: 2_000 },
      )
      .toBeGreaterThan(0);

  const askedFor = async (world: World) => {
    const { rows } = await world.house.db.query<{ reference: string; state: string; company_id: string }>(
      `select reference, state, company_id from proforma where quote_number = $1 and kind = 'account'`,
      [made.first],
    );
    return rows[0];
  };
  const callOff = async ({ page }: Visit, packs: string, on: string) => {
    await page.locator(`[name="packs:${made.of}"]`).fill(packs);
    await page.locator('[name="wanted_on"]').fill(on);
    await page.getByRole("button", { name: "提货", exact: true }).click();
  };
  const numberOf = async ({ page }: Visit) =>
    (await page.getByRole("heading", { level: 1 }).textContent())?.split(" ")[0] ?? "";

  test("an agreement by floor and share is negotiated, signed by both, and called off at the market's price, to be paid later", async () => {
    const { db } = world().house;
    await weighPepper(world());
    await db.query(
      `insert into company_terms (company_id, kind, net_days, credit_limit_minor, set_by)
       select company_id, 'net', 30, 50000, 'operator' from company_member where email = $1 and state = 'active'
       on conflict (company_id) do update set kind = 'net', deposit_bp = null, net_days = 30, credit_limit_minor = 50000`,
      [OWNER],
    );
    const { rows: found } = await db.query<{ id: string; product_id: string }>(
      `select v.id, v.product_id from product_variant v join product p on p.id = v.product_id
       join product_variant_inventory_item i on i.variant_id = v.id
       where p.handle = $1 and v.deleted_at is null order by i.required_quantity limit 1`,
      [GOODS],
    );
    const of = `${found[0]?.product_id ?? ""}:${found[0]?.id ?? ""}`;
    made.of = of;

    // The company proposes, by a floor and a share of what the market pays above it.
    const buyer = await buyerIn(world());
    const { page } = buyer;
    const field = (name: string) => page.locator(`[name="${name}"]`);
    await page.goto("/zh/wholesale/agreements/new");
    await page.getByLabel("找产品").fill("樊家山花椒");
    await page.getByRole("button", { name: "搜索" }).click();
    await field(`packs:${of}`).fill("20");
    await field(`price:${of}`).fill("14");
    await page
      .locator("details", { has: field(`share:${of}`) })
      .locator("summary")
      .click();
    await field(`share:${of}`).fill("40");
    await field("from_day").fill(day(-10));
    await field("to_day").fill(day(90));
    await field("minimum_packs").fill("2");
    await field("notice_days").fill("0");
    await field("freight").fill("8");
    await field("shortfall").selectOption("first_come");
    await field("compensation").fill("10");
    await page.getByRole("button", { name: "提出", exact: true }).click();
    // A part of the price that is owed has its limit beside it.
    expect(await problems(page)).toEqual([expect.stringContaining("0 到 100")]);
    await checked(buyer, "half-a-compensation");
    await field("compensation_cap").fill("5");
    await page.getByRole("button", { name: "提出", exact: true }).click();
    await page.getByRole("heading", { name: /^A-\d+/ }).waitFor();
    const number = await numberOf(buyer);
    made.agreement_id = new URL(page.url()).pathname.split("/").at(-1) ?? "";

    // The desk wants a higher floor: another version, which both sign.
    const seller = await managerIn(world());
    await seller.page.goto("/zh/desk/agreements");
    await seller.page.getByRole("link", { name: number }).click();
    await seller.page.getByText("保底 ¥14.00，市价高出的部分加 40%").waitFor();
    await seller.page.locator("summary", { hasText: "另写一版" }).click();
    await seller.page.locator(`[name="price:${of}"]`).fill("15");
    await seller.page.getByRole("button", { name: "发出这一版" }).click();
    await seller.page.getByText("保底 ¥15.00，市价高出的部分加 40%").waitFor();
    await seller.page.getByLabel("您的姓名").fill("王秀兰");
    await seller.page.getByRole("button", { name: "签字" }).click();
    await seller.page.getByText("您已签字").waitFor();
    await checked(seller, "signed-by-seller");

    await page.reload();
    await page.getByText("保底 ¥15.00，市价高出的部分加 40%").waitFor();
    await page.getByText("季末合作社按货款的 10% 补偿，最多为约定总价的 5%").waitFor();
    await checked(buyer, "other-version");
    const href = await page.getByRole("link", { name: "第 2 版（PDF）" }).getAttribute("href");
    const paper = await page.request.get(href ?? "");
    expect(paper.headers()["content-type"]).toBe("application/pdf");
    const sha256 = createHash("sha256")
      .update(await paper.body())
      .digest("hex");
    await expect.poll(() => page.locator("code", { hasText: sha256 }).count()).toBe(1);
    await page.getByLabel("您的姓名").fill("林老板");
    await page.getByRole("button", { name: "签字" }).click();
    await page.getByText("生效中").first().waitFor();

    // The price of the day, published at the desk.
    await seller.page.goto("/zh/desk/market-prices");
    await seller.page.getByRole("button", { name: "公布" }).click();
    expect(await problems(seller.page)).toEqual(["请选货物。"]);
    await seller.page.locator('[name="good"]').selectOption(`${found[0]?.id ?? ""}|CNY`);
    await seller.page.locator('[name="price_minor"]').fill("20");
    await seller.page.locator('[name="source"]').fill("陇南批发市场");
    await seller.page.getByRole("button", { name: "公布" }).click();
    await seller.page.getByRole("cell", { name: "陇南批发市场" }).waitFor();
    await checked(seller, "market-price");

    // More than was agreed, a day that is past, and a day after the season are refused, and nothing is called off.
    await callOff(buyer, "21", day(10));
    expect(await problems(page)).toEqual([expect.stringContaining("还剩 20 份")]);
    await checked(buyer, "above");
    await callOff(buyer, "6", day(-1));
    expect(await problems(page)).toEqual([expect.stringContaining("已经过去")]);
    expect(await field(`packs:${of}`).inputValue()).toBe("6");
    await callOff(buyer, "6", day(91));
    expect(await problems(page)).toEqual([expect.stringContaining("之间交货，请写其中一天")]);

    // 15.00 + (20.00 − 15.00) × 40 % = 17.00; six of them and the freight.
    await callOff(buyer, "6", day(10));
    await page.getByText("这是协议下的提货").waitFor();
    made.first = await numberOf(buyer);
    const quote = page.url();
    await page.getByRole("button", { name: "接受，¥110.00" }).waitFor();
    await checked(buyer, "called-off");
    await page.goto(agreementOf("wholesale"));
    await page.getByText(/¥15\.00 \+（.*市价 ¥20\.00 − ¥15\.00）× 40% = ¥17\.00/).waitFor();
    await checked(buyer, "price");

    // Paid as agreed: ordered now, transferred later.
    await page.goto(quote);
    await page.getByRole("button", { name: "接受，¥110.00" }).click();
    await page.getByRole("button", { name: "现在下单，30 天内付款" }).click();
    await expect
      .poll(async () => (await askedFor(world()))?.state, { timeout: 180_000, interval: 2_000 })
      .toBe("ordered");
    const ordered = page.getByRole("row", { name: new RegExp(made.first) }).getByText("已下单");
    await comes(buyer, agreementOf("wholesale"), () => ordered.count());
    await page.getByText("有风险").first().waitFor();
    await checked(buyer, "ordered");
    expect(buyer.complaints).toEqual([]);
    expect(seller.complaints).toEqual([]);
    await seller.close();
    await buyer.close();
  });

  test("what was not there at the end of the season is made good; both sides read the same statements of it and of the account", async () => {
    const { db } = world().house;
    const buyer = await buyerIn(world());
    const seller = await managerIn(world());
    const { page } = buyer;
    // The second call-off finds four tins where it wants eight.
    await page.goto(agreementOf("wholesale"));
    await callOff(buyer, "8", day(12));
    expect(await problems(page)).toEqual([expect.stringContaining("您要提 8 份，现有 4 份")]);
    await page.getByRole("button", { name: "只提现有的 4 份" }).waitFor();
    await checked(buyer, "asked");
    await page.getByRole("button", { name: "提全部 8 份，等货到齐" }).click();
    await page.getByText("货还没到").waitFor();
    const second = await numberOf(buyer);
    await checked(buyer, "waits");
    await seller.page.goto("/zh/desk/agreements");
    await seller.page.getByRole("heading", { name: "协议的保障情况" }).waitFor();
    await checked(seller, "coverage");
    await seller.page.goto(agreementOf("desk"));
    await seller.page.getByRole("link", { name: second }).click();
    await seller.page.getByLabel("理由（对方会看到）").fill("这一季没有更多花椒了。");
    await seller.page.getByRole("button", { name: "拒绝" }).click();
    await seller.page.getByText("已拒绝").first().waitFor();

    // Both end the season; its statement waits until the goods have come, or for sixty days.
    await page.goto(agreementOf("wholesale"));
    await page.locator("summary", { hasText: "提前结束协议" }).click();
    await page.getByRole("button", { name: "提出结束" }).click();
    await page.getByText("您已提出提前结束").waitFor();
    await seller.page.goto(agreementOf("desk"));
    await seller.page.locator("summary", { hasText: "提前结束协议" }).click();
    await seller.page.getByRole("button", { name: "同意，现在结束" }).click();
    await seller.page.getByText("出结单").first().waitFor();
    await checked(seller, "over");
    await db.query(`update agreement set ended_at = now() - interval '61 days' where id = $1`, [made.agreement_id]);

    const owed = "没有货的 ¥136.00 × 10%，最多 ¥15.00：合作社应补偿 ¥13.60。";
    await comes(buyer, agreementOf("wholesale"), () => page.getByText(owed).count());
    await seller.page.goto(agreementOf("desk"));
    for (const side of [buyer, seller]) {
      await side.page.getByText(owed).waitFor();
      const good = side.page.getByRole("region", { name: "季末结单" }).getByRole("row", { name: /樊家山花椒/ });
      // Agreed 20, called off 14: 6 came and 8 did not; 6 were never called off.
      for (const said of ["20 份", "14 份", "6 份", "8 份", "¥102.00"])
        expect(await good.getByText(said, { exact: true }).count(), said).toBeGreaterThan(0);
      expect(
        await side.page
          .getByRole("row", { name: new RegExp(second) })
          .first()
          .textContent(),
      ).toContain("¥136.00");
      await checked(side, side === buyer ? "statement" : "statement-at-desk");
    }
    const statementOf = async (side: Visit) => {
      const file = await side.page.getByRole("link", { name: "结单（PDF）" }).getAttribute("href");
      const answer = await side.page.request.get(file ?? "");
      expect(answer.headers()["content-type"]).toBe("application/pdf");
      return answer.body();
    };
    // Of the same rows the same bytes, whoever asks.
    expect((await statementOf(buyer)).equals(await statementOf(seller))).toBe(true);
    await seller.page.getByRole("button", { name: "记为已付" }).click();
    await problems(seller.page);
    await seller.page.getByLabel("银行付款日").fill(day());
    await seller.page.getByLabel("银行流水号，或其他说明").fill("回单 1360");
    await seller.page.getByRole("button", { name: "记为已付" }).click();
    await seller.page.getByText("回单 1360").first().waitFor();
    await page.reload();
    await page.getByText(/合作社记下：.*已通过银行付出/).waitFor();
    await page.goto(page.url().replace("/zh/", "/en/"));
    await checked(buyer, "statement-en");

    // What was owed is paid by transfer; the statement of account says the same to both.
    await seller.page.goto("/zh/desk/bank-statements");
    const sheet = `交易日期,贷方发生额,对方户名,附言,交易流水号\n${day()},110.00,福州食堂,${(await askedFor(world()))?.reference},SEASON1\n`;
    await seller.page
      .getByLabel("流水文件")
      .setInputFiles({ name: "season.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
    await seller.page.getByRole("button", { name: "读这份流水" }).click();
    await seller.page.getByRole("heading", { name: "season.csv" }).waitFor();
    await seller.page.goto("/zh/desk/receivables");
    await seller.page.getByText("没有企业欠款。").waitFor();
    await checked(seller, "receivables");
    await seller.page.getByRole("link", { name: "福州食堂有限公司" }).click();
    await seller.page.getByRole("heading", { level: 1, name: "福州食堂有限公司的对账单" }).waitFor();
    await checked(seller, "account-at-desk");
    await page.goto("/zh/wholesale/account");
    await page.getByText("没有未付的款。").waitFor();
    await checked(buyer, "account");
    expect(await page.locator("script").count()).toBe(0);
    await page.getByLabel("开始日期").fill(day());
    await page.getByLabel("结束日期").fill(day(-1));
    await page.getByRole("button", { name: "下载对账单（PDF）" }).click();
    expect(await problems(page)).toEqual(["结束日期早于开始日期，请按先后写。"]);
    expect(await page.getByLabel("结束日期").inputValue()).toBe(day(-1));
    await checked(buyer, "account-wrong-days");
    const company_id = (await askedFor(world()))?.company_id ?? "";
    const accountOf = async (side: Visit, at: string, format: "pdf" | "csv") => {
      const answer = await side.page.request.get(`${at}/file?from=${day(-1)}&to=${day()}&format=${format}`);
      expect(answer.headers()["content-type"]).toContain(format === "pdf" ? "application/pdf" : "text/csv");
      return answer.body();
    };
    const here = "/zh/wholesale/account";
    const there = `/zh/desk/receivables/${company_id}`;
    const lines = (await accountOf(buyer, here, "csv")).toString("utf8");
    expect((await accountOf(seller, there, "csv")).toString("utf8")).toBe(lines);
    expect(lines).toContain(`"${made.first}"`);
    expect(lines).toContain('"本期合计","","","","110.00","110.00",""');
    for (const [side, at] of [
      [buyer, here],
      [seller, there],
    ] as const)
      expect((await accountOf(side, at, "pdf")).subarray(0, 5).toString("latin1")).toBe("%PDF-");
    await page.goto("/en/wholesale/account");
    await checked(buyer, "account-en");
    await seller.page.goto(`/en/desk/receivables/${company_id}`);
    await checked(seller, "account-at-desk-en");

    // The walks that follow pay in advance again.
    await db.query(
      `update company_terms set kind = 'prepay', net_days = null, credit_limit_minor = 0 where company_id = $1`,
      [company_id],
    );
    expect(buyer.complaints).toEqual([]);
    expect(seller.complaints).toEqual([]);
    await seller.close();
    await buyer.close();
  });
}
