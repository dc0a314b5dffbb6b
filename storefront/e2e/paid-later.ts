import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { checkedAs, day, enterCompany, enterDesk, OWNER, visit, type World } from "./walk";

/** The word of an agent's link, as the operator hands it over. */
const TOKEN = "walkers-word-of-twenty-four";

/** After the company's transfer: it is let pay later, and orders on account. */
export function paidLater(world: () => World): void {
  const checked = checkedAs("paid-later");

  test("a company orders on account, reads what it owes, pays by transfer, and the desk sees what is open until then", async () => {
    const { db } = world().house;
    await db.query(
      `insert into company_terms (company_id, kind, net_days, credit_limit_minor, set_by)
       select company_id, 'net', 30, 10000, 'operator' from company_member where email = $1 and state = 'active'
       on conflict (company_id) do update set kind = 'net', deposit_bp = null, net_days = 30, credit_limit_minor = 10000`,
      [OWNER],
    );
    await db.query(
      `insert into agent (id, code, name, email, rate_bp, token_hash, token_until)
       values ('agent_walk', 'WALK26', '赵联系', 'agent@agent.example', 200, $1, now() + interval '1 day')`,
      [createHash("sha256").update(TOKEN).digest("base64url")],
    );
    const product = world().seed.products.find((one) => one.handle === "maya-walnuts");
    const variant_id = product?.variants[0]?.id ?? "";
    const { rows: found } = await db.query<{ product_id: string }>(
      `select product_id from product_variant where id = $1`,
      [variant_id],
    );
    const of = `${found[0]?.product_id}:${variant_id}`;

    const buyer = await enterCompany(world());
    await buyer.page.getByRole("link", { name: "对账单", exact: true }).click();
    await buyer.page.getByText("没有未付的款。").waitFor();
    await checked(buyer, "nothing");
    await buyer.page.goto("/zh/wholesale/quotes/new?agent=WALK26");
    await buyer.page.getByLabel("找产品").fill("麻崖核桃");
    await buyer.page.getByRole("button", { name: "搜索" }).click();
    await buyer.page.locator(`[name="packs:${of}"]`).fill("2");
    expect(await buyer.page.getByLabel("代理人代码").inputValue()).toBe("WALK26");
    await buyer.page.getByLabel("需要日期").fill(day(20));
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
    await buyer.page.getByText("付款方式：").waitFor();
    await buyer.page.getByRole("button", { name: "接受，¥68.00" }).click();
    await buyer.page.getByText(/还可以欠 ¥100\.00/).waitFor();
    await checked(buyer, "choice");
    await buyer.page.getByRole("button", { name: "现在下单，30 天内付款" }).click();
    const asked = async () => {
      const { rows } = await db.query<{ id: string; reference: string; state: string }>(
        `select id, reference, state from proforma where quote_number = $1 and kind = 'account'`,
        [number],
      );
      return rows[0];
    };
    await expect.poll(async () => (await asked())?.state, { timeout: 180_000, interval: 2_000 }).toBe("ordered");
    await buyer.page.reload();
    await buyer.page.getByText(/还有 ¥68\.00 未付/).waitFor();
    await checked(buyer, "owed");
    await buyer.page.goto("/en/wholesale/account");
    await buyer.page.getByText(/68\.00 is open/).waitFor();
    await buyer.page.getByText(/by the company’s clock \([A-Z]\w+\/\w+\)/).waitFor();
    await checked(buyer, "account-en");
    const sheet = await buyer.page.request.get("/en/wholesale/account/csv");
    expect(sheet.headers()["content-type"]).toContain("text/csv");
    expect(await sheet.text()).toContain("68.00");

    await seller.page.goto("/zh/desk/receivables");
    await seller.page.getByText(number).first().waitFor();
    await checked(seller, "receivables");
    await seller.page.goto("/zh/desk/bank-statements");
    const text = (await asked())?.reference ?? "";
    const statement = `交易日期,贷方发生额,对方户名,附言,交易流水号\n${day(0)},68.00,林家食堂,${text},LATER1\n`;
    await seller.page
      .getByLabel("流水文件")
      .setInputFiles({ name: "later.csv", mimeType: "text/csv", buffer: Buffer.from(statement) });
    await seller.page.getByRole("button", { name: "读这份流水" }).click();
    await seller.page.getByRole("heading", { name: "later.csv" }).waitFor();
    await seller.page.goto("/zh/desk/receivables");
    await seller.page.getByText("没有企业欠款。").waitFor();
    await buyer.page.goto("/zh/wholesale/account");
    await buyer.page.getByText("没有未付的款。").waitFor();

    const agent = await visit(world());
    await agent.page.goto(`/zh/agent/join/${TOKEN}`);
    await checked(agent, "agent-join");
    await agent.page.getByLabel("密码").fill("seven walnuts rolled");
    await agent.page.getByRole("button", { name: "保存并登录" }).click();
    await agent.page.getByText("WALK26", { exact: true }).waitFor();
    // Its order is in the books by its own job, a moment after it was placed.
    await expect
      .poll(
        async () => {
          await agent.page.goto("/zh/agent");
          return agent.page.getByText("在途").count();
        },
        { timeout: 180_000, interval: 2_000 },
      )
      .toBeGreaterThan(0);
    expect(await agent.page.getByText("林家食堂").count()).toBe(0);
    await checked(agent, "agent");
    await agent.page.goto("/en/agent");
    await checked(agent, "agent-en");
    await agent.page.getByRole("button", { name: "Sign out" }).click();
    await agent.page.waitForURL("**/en/agent/sign-in");
    await checked(agent, "agent-sign-in");
    await agent.close();
    expect(buyer.complaints).toEqual([]);
    await seller.close();
    await buyer.close();
  });
}
