import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { signature } from "../../dev/src/carrier/sign";
import { eventually } from "../../dev/src/testing/eventually";
import { deskOf, expectPdf, JOINT_AGENT, postAs, SELLERS } from "./joint-transfer";
import { mailTo } from "./mails";
import { expectAccessible, picture, problems, visit, type Visit, type World } from "./walk";

const PASSWORD = "nine walnuts rolled";
const WAIT = { timeout_ms: 180_000 };
const ACCOUNT = "6222021234567894";
const BANK = "102100099996";
/** As the shop writes sums under a thousand. */
const yuan = (minor: number) => (minor / 100).toFixed(2);

/** All parcels of an order: each cooperative hands its own over, and the carrier says that they came. */
async function delivered(world: World, order_id: string): Promise<void> {
  const { db, env, backendUrl } = world.house;
  for (const seller of SELLERS) {
    const parcels = async () =>
      (
        await db.query<{ number: string; state: string }>(
          `select p.number, p.state from parcel p join cooperative c on c.id = p.cooperative_id
           where p.order_id = $1 and c.handle = $2 and p.state <> 'void' order by p.number`,
          [order_id, seller],
        )
      ).rows;
    const all = async (state: string): Promise<boolean> => {
      const found = await parcels();
      return found.length > 0 && found.every((one) => one.state === state);
    };
    await eventually(() => all("labelled"), { ...WAIT, message: `${seller}'s parcels were not labelled` });
    await postAs(world, "packer", seller, "/desk/handovers", { order_id });
    const events = (await parcels()).map(({ number }) => ({
      id: randomUUID(),
      reference: number,
      state: "delivered",
      at: new Date().toISOString(),
    }));
    const body = JSON.stringify({ id: `batch_${randomUUID()}`, type: "tracking", events });
    const told = await fetch(new URL("/hooks/carrier", backendUrl), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-carrier-signature": signature(env.CARRIER_WEBHOOK_SECRET ?? "", body, Math.floor(Date.now() / 1000)),
      },
      body,
    });
    expect(told.status).toBe(200);
    await eventually(() => all("delivered"), { ...WAIT, message: `${seller}'s parcels did not come` });
  }
}

/** Its hold days over and its money divided: the commission of each cooperative's lines. */
async function divided(world: World, order_id: string): Promise<Record<string, number>> {
  const { db } = world.house;
  await eventually(
    async () => {
      await db.query(`update outbox_message set due_at = now() where job = 'post' and done_at is null`);
      const { rows } = await db.query("select 1 from sale where order_id = $1 and posted_at is not null", [order_id]);
      return rows.length === 1;
    },
    { ...WAIT, message: "the sale was not divided" },
  );
  const { rows } = await db.query<{ seller: string; earned: number }>(
    `select c.handle as seller, sum(r.amount_minor)::int as earned from sale_line l join sale_line_row r on r.sale_line_id = l.id
     join cooperative c on c.id = l.cooperative_id where l.order_id = $1 and r.account = 'agent_commission' and r.party = $2 group by 1`,
    [order_id, JOINT_AGENT.id],
  );
  return Object.fromEntries(rows.map((one) => [one.seller, one.earned]));
}

const report = (batch: string, payout: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>E2ECOMMISSION1</MsgId><CreDtTm>2026-12-03T09:00:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${batch}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>${batch}</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>${payout}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>
`;

/** After the joint quote by transfer: its order comes, its money is divided, and who brought it is paid by one of its cooperatives. */
export function commissions(world: () => World): void {
  const checked = async ({ page }: Visit, name: string) => {
    await expectAccessible(page);
    await picture(page, `commissions-${name}`);
    await page.setViewportSize({ width: 390, height: 844 });
  };

  test("an agent reads and hears what was earned, names an account, and is paid by two people and a bank's answer", async () => {
    const { db } = world().house;
    const { rows: brought } = await db.query<{ order_id: string }>(`select order_id from sale where agent_id = $1`, [
      JOINT_AGENT.id,
    ]);
    const order_id = brought[0]?.order_id;
    if (!order_id) throw new Error("nothing was ordered with the agent's code");
    await delivered(world(), order_id);
    const { wudu = 0, longchuan = 0 } = await divided(world(), order_id);
    // 3 % of what fees are reckoned of: some less than what each was paid.
    expect(wudu).toBeGreaterThan(1_000);
    expect(wudu).toBeLessThan(2_964);
    expect(longchuan).toBeGreaterThan(1_000);
    const told = await mailTo(world(), JOINT_AGENT.email, /您的佣金是 [\d.,]+ CNY/);
    expect(told).toBe(`您的佣金是 ${yuan(wudu + longchuan)} CNY`);

    const agent = await visit(world());
    await agent.page.goto(`/zh/agent/join/${JOINT_AGENT.token}`);
    await agent.page.getByLabel("密码").fill(PASSWORD);
    await agent.page.getByRole("button", { name: "保存并登录" }).click();
    await agent.page.getByText(JOINT_AGENT.code, { exact: true }).waitFor();
    await agent.page.getByText("已分钱").first().waitFor();
    await agent.page
      .getByText(`¥${yuan(wudu + longchuan)}`)
      .first()
      .waitFor();
    expect(await agent.page.getByText("林家食堂").count()).toBe(0);
    const { rows: numbers } = await db.query<{ display_id: number }>(`select display_id from "order" where id = $1`, [
      order_id,
    ]);
    await agent.page.getByText(`订单 ${numbers[0]?.display_id}`).first().waitFor();
    await checked(agent, "earned");
    await agent.page.getByRole("link", { name: "填写账户" }).click();
    await checked(agent, "account");
    await agent.page.getByLabel("银行账号").fill(ACCOUNT);
    await agent.page.getByLabel("联行号").fill(BANK);
    await agent.page.getByLabel("请再输一次密码").fill("not the password");
    await agent.page.getByRole("button", { name: "保存账户" }).click();
    expect(await problems(agent.page)).toEqual(["密码不对。没有改动。"]);
    expect(await agent.page.getByLabel("银行账号").inputValue()).toBe(ACCOUNT);
    await agent.page.getByLabel("请再输一次密码").fill(PASSWORD);
    await agent.page.getByRole("button", { name: "保存账户" }).click();
    await agent.page.getByText(`${JOINT_AGENT.name}，账户尾号 7894`).waitFor();
    await mailTo(world(), JOINT_AGENT.email, /付到尾号 7894 的账户/);

    const accountant = await deskOf(world(), "accountant", "wudu");
    await accountant.page.goto("/zh/desk/commissions");
    await accountant.page.getByRole("row", { name: new RegExp(JOINT_AGENT.code) }).waitFor();
    await checked(accountant, "owed");
    await accountant.page.getByRole("button", { name: /^申请付/ }).click();
    await accountant.page.getByRole("heading", { name: /^佣金付款 CR\d+/ }).waitFor();
    // Whoever asked has no such button, and reads who has.
    expect(await accountant.page.getByRole("button", { name: /^批准付给/ }).count()).toBe(0);
    await accountant.page.getByText(/请另一个人批准：/).waitFor();
    await checked(accountant, "asked");
    const run_id = accountant.page.url().split("/").at(-1) ?? "";

    const manager = await deskOf(world(), "manager", "wudu");
    await manager.page.goto(`/zh/desk/commissions/${run_id}`);
    // Where it goes is read before it is approved.
    await manager.page.getByText(`${JOINT_AGENT.name}，账户尾号 7894`).first().waitFor();
    await checked(manager, "to-approve");
    await manager.page.getByRole("button", { name: /^批准付给/ }).click();
    await manager.page.getByText("已批准").first().waitFor();
    await manager.page.goto(`/en/desk/commissions/${run_id}`);
    await checked(manager, "approved-en");

    // The file is written by its own job; no bank answers what it was not sent.
    const batch = await eventually(
      async () =>
        (
          await db.query<{ id: string; payout: string; total: number }>(
            `select b.id, p.id as payout, b.total_minor::int as total from payout_batch b join payout p on p.batch_id = b.id and p.agent_id = $2
             where b.commission_run_id = $1 and b.state = 'exported'`,
            [run_id, JOINT_AGENT.id],
          )
        ).rows[0],
      { ...WAIT, message: "the bank's file was not written" },
    );
    await accountant.page.goto(`/zh/desk/batches/${batch.id}`);
    await checked(accountant, "batch");
    const [file] = await Promise.all([
      accountant.page.waitForEvent("download"),
      accountant.page.getByRole("button", { name: "下载银行文件" }).click(),
    ]);
    const xml = await readFile(await file.path(), "utf8");
    expect(xml).toContain(`<CtrlSum>${yuan(batch.total)}</CtrlSum>`);
    expect(xml).toContain(ACCOUNT);
    await agent.page.goto("/zh/agent");
    await agent.page.getByText("已交银行").waitFor();
    await checked(agent, "sent");

    const bare = (id: string) => id.slice(id.indexOf("_") + 1);
    await accountant.page.getByLabel("银行的文件").setInputFiles({
      name: "佣金回执.xml",
      mimeType: "application/xml",
      buffer: Buffer.from(report(bare(batch.id), bare(batch.payout))),
    });
    await accountant.page.getByRole("button", { name: "读入这个文件" }).click();
    await accountant.page.getByRole("heading", { name: "佣金回执.xml" }).waitFor();
    await accountant.page.getByText("共 1 行：处理 1 行，已知 0 行。").waitFor();
    await accountant.page.goto(`/zh/desk/commissions/${run_id}`);
    await accountant.page.getByRole("row", { name: new RegExp(JOINT_AGENT.code) }).waitFor();
    await checked(accountant, "paid-desk");

    const mail = await mailTo(world(), JOINT_AGENT.email, /已把佣金 [\d.,]+ CNY 付到您尾号 7894 的账户，附言是 CS\d+/);
    const number = /CS\d+/.exec(mail)?.[0] ?? "no number";
    expect(mail).toContain(`${yuan(wudu)} CNY`);
    expect(xml).toContain(number);
    await agent.page.goto("/zh/agent");
    const paid = agent.page.getByRole("row", { name: new RegExp(number) });
    await paid.getByText("已付").waitFor();
    // The other cooperative still owes its own part.
    await agent.page
      .getByText(`¥${yuan(longchuan)}`)
      .first()
      .waitFor();
    await checked(agent, "paid");
    await paid.getByRole("link", { name: number }).click();
    await agent.page.getByRole("heading", { name: `佣金单 ${number}` }).waitFor();
    await agent.page
      .getByText(`¥${yuan(wudu)}`)
      .first()
      .waitFor();
    await checked(agent, "statement");
    await expectPdf(agent, (await agent.page.getByRole("link", { name: "下载 PDF" }).getAttribute("href")) ?? "");
    await agent.page.goto(agent.page.url().replace("/zh/", "/en/"));
    await checked(agent, "statement-en");
    for (const one of [agent, accountant, manager]) {
      expect(one.complaints).toEqual([]);
      await one.close();
    }
  });
}
