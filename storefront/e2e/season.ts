import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import {
  expectAccessible,
  fillBasket,
  login,
  picture,
  TEST_CARDS,
  typeCard,
  visit,
  type Visit,
  type World,
} from "./walk";

const EMAIL = "season@example.com";
const WORDS = "鸡蛋<b>很香</b>,谢谢大家!明年还买。";

interface Mail {
  id: string;
  to: string;
  subject?: string;
  text: string;
  headers?: Record<string, string>;
}

async function mailsTo({ house }: World, email: string): Promise<Mail[]> {
  const file = await readFile(path.join(house.env.FILES_DIR ?? "", "mail-outbox.jsonl"), "utf8").catch(() => "");
  const mails = file.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Mail]));
  return mails.filter((mail) => mail.to === email && mail.text.includes("/tell-me/"));
}

const linkIn = (mail: Mail, act: string): string =>
  mail.text.split("\n").find((line) => line.includes(`/tell-me/${act}/`)) ?? "";

/** The mailbox's newest mail, once there are so many. */
const mailNumber = (world: World, count: number) =>
  eventually(async () => (await mailsTo(world, EMAIL)).at(count - 1), {
    timeout_ms: 60_000,
    message: `mail ${count} did not come`,
  });

/** A household of the village brings eggs, over the backend's own desk route: the pool has something to sell. */
async function bringEggs(world: World, key: string): Promise<void> {
  const { sign_in } = login(world, "weigher", "longchuan");
  const json = { "content-type": "application/json" };
  const signed = await fetch(new URL(sign_in.path, world.house.backendUrl), {
    method: "POST",
    headers: json,
    body: JSON.stringify(sign_in.body),
  });
  const { token } = (await signed.json()) as { token: string };
  const { rows } = await world.house.db.query<{ card_number: string }>(
    `select h.card_number from household h join village v on v.id = h.village_id where v.handle = 'zhangshi' order by 1 limit 1`,
  );
  const answer = await fetch(new URL("/desk/lots", world.house.backendUrl), {
    method: "POST",
    headers: { ...json, authorization: `Bearer ${token}` },
    body: JSON.stringify({
      card_number: rows[0]?.card_number,
      pool_id: world.seed.products.find((product) => product.handle === "zhangshi-eggs")?.pool_id,
      pieces: 600,
      harvested_on: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
      weighed_at: new Date(Date.now() - 3_600_000).toISOString(),
      idempotency_key: key,
    }),
  });
  if (!answer.ok) throw new Error(`/desk/lots answered ${answer.status}: ${await answer.text()}`);
}

async function paper({ page }: Visit, name: string): Promise<void> {
  const folder = process.env.E2E_PICTURES;
  if (folder) await writeFile(path.join(folder, `${name}.pdf`), await page.pdf({ format: "A4" }));
}

/** What a buyer is told before, and says after. */
export function season(world: () => World): void {
  test("a buyer leaves an address where eggs are sold out, says yes by mail, is told once when they come, and stops", async () => {
    const { page, close } = await visit(world());
    await page.goto("/zh/products/zhangshi-eggs");
    await page.getByLabel("电子邮箱").fill("not an address");
    await expectAccessible(page);
    await picture(page, "season-product");
    await page.getByRole("button", { name: "开卖通知我" }).click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("电子邮箱").fill(EMAIL);
    await expectAccessible(page);
    await page.getByRole("button", { name: "开卖通知我" }).click();
    await page.getByText("请查看您的邮箱").waitFor();
    // Plain documents: what works here works without script.
    expect(await page.locator("script").count()).toBe(0);
    await expectAccessible(page);
    await picture(page, "season-asked");

    const question = await mailNumber(world(), 1);
    expect(question.subject).toContain("确认");
    await page.goto(linkIn(question, "confirm"));
    // Opening it says nothing yet.
    const confirmed = async () =>
      (await world().house.db.query(`select 1 from season_subscription where confirmed_at is not null`)).rows.length;
    expect(await confirmed()).toBe(0);
    await expectAccessible(page);
    await picture(page, "season-confirm");
    await page.getByRole("button", { name: "好，通知我" }).click();
    await page.getByText("我们每季写一封信给您").waitFor();
    expect(await confirmed()).toBe(1);

    await bringEggs(world(), "eggs-of-season-1");
    const told = await mailNumber(world(), 2);
    expect(told.subject).toContain("开卖了");
    const goods = told.text.split("\n").find((line) => line.startsWith("http")) ?? "";
    // The mail may be a moment earlier than the page that is kept for everybody.
    await expect
      .poll(
        async () => {
          await page.goto(goods);
          return page.getByRole("button", { name: "放进购物篮" }).count();
        },
        { timeout: 60_000, interval: 1_000 },
      )
      .toBe(1);
    await page.goto("/zh/villages/zhangshi");
    await expectAccessible(page);
    await picture(page, "season-village");

    // As a mail program does it: from nowhere, without cookies.
    const oneClick = (link: string) =>
      fetch(link, {
        method: "POST",
        body: "List-Unsubscribe=One-Click",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
    const stop = told.headers?.["List-Unsubscribe"]?.slice(1, -1) ?? "";
    expect(stop).toBe(linkIn(told, "stop"));
    expect((await oneClick(linkIn(question, "confirm"))).status).toBe(403);
    expect((await oneClick(stop.replace(/key=.{4}/, "key=AAAA"))).status).toBe(404);
    expect((await world().house.db.query(`select 1 from season_subscription`)).rows).toHaveLength(1);
    expect((await oneClick(stop)).status).toBe(200);
    expect((await world().house.db.query(`select 1 from season_subscription`)).rows).toHaveLength(0);
    await page.goto(stop);
    await page.getByText("您的地址不在这份名单上").waitFor();
    await expectAccessible(page);
    expect(await mailsTo(world(), EMAIL)).toHaveLength(2);
    await page.goto("/en/tell-me/zhangshi/egg");
    await page.getByText("On sale now:").waitFor();
    await expectAccessible(page);
    expect((await page.goto("/zh/tell-me/zhangshi/unicorn"))?.status()).toBe(404);
    await close();
  });

  test("an order's buyer thanks on its trace page; the cooperative reads it, and village, trace and households have it without a name", async () => {
    const buyer = await visit(world());
    await fillBasket(buyer.page);
    await typeCard(buyer.page, TEST_CARDS.good);
    await buyer.page.getByRole("button", { name: /^支付/ }).click();
    await buyer.page.waitForURL("**/zh/orders/**");
    const order_id = new URL(buyer.page.url()).pathname.split("/").at(-1) ?? "";
    const { db } = world().house;
    const number = await eventually(
      async () =>
        (
          await db.query<{ number: string }>(
            `select p.number from parcel p where p.order_id = $1 and exists (select from parcel_content c where c.parcel_id = p.id)`,
            [order_id],
          )
        ).rows[0]?.number,
      { timeout_ms: 60_000, message: "no parcel was planned" },
    );
    await buyer.page.goto(`/zh/trace/${number}`);
    expect(await buyer.page.getByLabel("您的感谢").count()).toBe(0);
    // As the desk's hand-over leaves it.
    await db.query(
      `insert into handover (id, cooperative_id, person, parcels, gross_g)
       select 'handover_thanks', cooperative_id, 'm', 1, gross_g from parcel where number = $1`,
      [number],
    );
    await db.query(
      `update parcel set state = 'handed_over', handover_id = 'handover_thanks', handed_over_at = now() where number = $1`,
      [number],
    );

    await buyer.page.goto(`/zh/trace/${number}`);
    await buyer.page.getByLabel("您的感谢").fill("看 http://shop.example");
    await buyer.page.getByRole("button", { name: "送出感谢" }).click();
    await buyer.page.getByText("请不要写链接").first().waitFor();
    await expectAccessible(buyer.page);
    await buyer.page.getByLabel("您的感谢").fill(WORDS);
    await buyer.page.getByRole("button", { name: "送出感谢" }).click();
    await buyer.page.getByText("合作社看过后才会登出").waitFor();
    await picture(buyer.page, "thanks-own");

    // Anybody else with the same code has nothing to write, and reads nothing yet.
    const reader = await visit(world());
    await reader.page.goto(`/zh/trace/${number}`);
    expect(await reader.page.getByRole("button", { name: "送出感谢" }).count()).toBe(0);
    expect(await reader.page.content()).not.toContain("很香");

    const { page, close } = await visit(world());
    const { email, password } = login(world(), "manager", "wudu");
    await page.goto("/zh/desk/sign-in");
    await page.getByLabel("电子邮箱或手机号").fill(email);
    await page.getByLabel("密码").fill(password);
    await page.getByRole("button", { name: "登录" }).click();
    await page.waitForURL("**/zh/desk");
    await page.goto("/zh/desk/shop");
    await page.getByRole("link", { name: "买家的感谢" }).click();
    await page.getByRole("button", { name: "不发布" }).click();
    await page.getByRole("alert").waitFor();
    await expectAccessible(page);
    await picture(page, "thanks-desk");
    // Enter in the field of the reason publishes nothing: it refuses, and says that the reason is missing.
    await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === "POST"),
      page.getByLabel("为什么不").press("Enter"),
    ]);
    await page.getByRole("alert").waitFor();
    expect((await db.query(`select state from village_thanks`)).rows).toEqual([{ state: "waiting" }]);
    await page.getByRole("button", { name: "发布", exact: true }).click();
    await page.getByText("没有待看的").waitFor();
    await page.goto("/zh/desk/activity");
    await page.getByText("发布了买家的感谢").waitFor();
    await close();

    await eventually(async () => {
      await reader.page.goto("/zh/villages/maya");
      return (await reader.page.getByText(WORDS).count()) > 0;
    });
    await reader.page.getByText("——广东的买家").waitFor();
    await expectAccessible(reader.page);
    await picture(reader.page, "thanks-village");
    await reader.page.goto(`/en/trace/${number}`);
    await reader.page.getByText("— a buyer from Guangdong").waitFor();
    await expectAccessible(reader.page);
    const told = await eventually(
      async () => {
        const { rows } = await db.query<{ text: string }>(`select text from notice where kind = 'thanks'`);
        return rows.length > 0 ? rows : undefined;
      },
      { timeout_ms: 60_000, message: "no household was told" },
    );
    expect(told.every(({ text }) => text.includes("广东的买家谢谢您") && !text.includes("王小明"))).toBe(true);

    // On paper: the parcel and where its page is, nothing to press.
    for (const [at, name] of [
      [`/zh/orders/${order_id}`, "paper-order"],
      [`/zh/trace/${number}`, "paper-trace"],
    ] as const) {
      await buyer.page.goto(at);
      await paper(buyer, name);
      await buyer.page.emulateMedia({ media: "print" });
      expect(await buyer.page.getByText(`${world().shop}/trace/${number}`).isVisible()).toBe(true);
      for (const gone of await buyer.page.locator(".top, .foot, form, button, nav").all())
        expect(await gone.isVisible()).toBe(false);
      await buyer.page.emulateMedia({ media: null });
      expect(await buyer.page.getByText(`${world().shop}/trace/${number}`).isVisible()).toBe(false);
    }
    await reader.close();
    await buyer.close();
  });
}
