import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { signature } from "../../dev/src/carrier/sign";
import { eventually } from "../../dev/src/testing/eventually";
import { ShopClient } from "../../dev/src/testing/shop-client";
import { DESKTOP, expectAccessible, login, PHONE, picture, problems, visit, type Visit, type World } from "./walk";

const GOODS = "maya-walnuts";
const WAIT = { timeout_ms: 90_000 };

async function atDesk(world: World, role: string, viewport = DESKTOP): Promise<Visit> {
  const visitor = await visit(world, { viewport });
  const { email, password } = login(world, role, "wudu");
  await visitor.page.goto("/zh/desk/sign-in");
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL("**/zh/desk");
  return visitor;
}

/** Two packs, bought, packed and handed over by the desk's own page; then what its carrier says of it. */
export async function sent(world: World, said: string): Promise<{ order_id: string; parcel: string }> {
  const { house, seed } = world;
  const variant_id =
    seed.products.find((one) => one.handle === GOODS)?.variants.find((one) => one.units_per_pack === 2_000)?.id ?? "";
  const shop = new ShopClient({
    backendUrl: house.backendUrl,
    stripeUrl: house.stripeUrl,
    publishableKey: house.seed.publishable_key,
  });
  const order = await shop.buy({ region_id: String(house.seed.region_id), lines: [{ variant_id, quantity: 2 }] });
  return { order_id: order.id, parcel: await carried(world, order.id, said) };
}

/** An order's one parcel is handed over by the desk's own page once it is labelled; then what its carrier says of it. */
export async function carried(world: World, order_id: string, said: string): Promise<string> {
  const { house } = world;
  const parcel = async (state: string) =>
    (
      await house.db.query<{ id: string; number: string }>(
        "select id, number from parcel where order_id = $1 and state = $2 and exists (select from sale where order_id = $1)",
        [order_id, state],
      )
    ).rows[0];
  await eventually(async () => (await parcel("labelled")) !== undefined, { ...WAIT, message: "it was not labelled" });
  const { sign_in } = login(world, "packer", "wudu");
  const { token } = (await (
    await fetch(new URL(sign_in.path, house.backendUrl), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(sign_in.body),
    })
  ).json()) as { token: string };
  const signed = await fetch(new URL("/desk/handovers", house.backendUrl), {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ order_id }),
  });
  expect(signed.status).toBe(201);
  const { number, id } = (await parcel("handed_over"))!;
  const body = JSON.stringify({
    id: `batch_${randomUUID()}`,
    type: "tracking",
    events: [{ id: randomUUID(), reference: number, state: said, at: new Date().toISOString() }],
  });
  const told = await fetch(new URL("/hooks/carrier", house.backendUrl), {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-carrier-signature": signature(house.env.CARRIER_WEBHOOK_SECRET ?? "", body, Math.floor(Date.now() / 1000)),
    },
    body,
  });
  expect(told.status).toBe(200);
  await eventually(async () => (await parcel(said)) !== undefined, { ...WAIT, message: `it did not become ${said}` });
  return id;
}

/** The address of an order's page as it is sent to its buyer. */
export async function buyersLink({ house }: World, order_id: string): Promise<string> {
  const { rows } = await house.db.query<{ cart_id: string }>("select cart_id from order_cart where order_id = $1", [
    order_id,
  ]);
  const answer = await fetch(new URL(`/store/orders/${order_id}/key`, house.backendUrl), {
    method: "POST",
    headers: { "content-type": "application/json", "x-publishable-api-key": house.seed.publishable_key },
    body: JSON.stringify({ cart_id: rows[0]?.cart_id }),
  });
  const { key } = (await answer.json()) as { key: string };
  return `/zh/orders/${order_id}?key=${key}`;
}

/** Claims: reported by a buyer, looked at by two people, sent again or refunded; the carrier's answer; the rules. */
export function claims(world: () => World): void {
  test("a buyer reports damage with a photo on a phone, wants it again, and gets it", async () => {
    const { order_id } = await sent(world(), "delivered");
    // Without script: forms are plain forms first.
    const buyer = await visit(world(), { viewport: PHONE, script: false });
    // Whoever knows the id may look, and is told who may do more.
    await buyer.page.goto(`/zh/orders/${order_id}`);
    await buyer.page.getByText("只有下单的人").waitFor();
    expect(await buyer.page.getByText("破损或少件").count()).toBe(0);
    await buyer.page.goto(`/zh/orders/${order_id}?key=20000.nothing`);
    await buyer.page.getByText("链接已过期").waitFor();
    await buyer.page.goto(await buyersLink(world(), order_id));
    // The key is in this browser's cookie now, and not in an address that is passed on.
    expect(new URL(buyer.page.url()).search).toBe("");
    await buyer.page.getByText("破损或少件").click();
    await buyer.page.getByRole("button", { name: "告诉合作社" }).click();
    expect(await problems(buyer.page)).toEqual(["请选择一项。", "请写两个字以上的说明。"]);
    // Each parcel's form has ids of its own, and the list above leads into the one that was sent.
    const ids = await buyer.page.locator("[id]").evaluateAll((all) => all.map((one) => one.id));
    expect(ids).toEqual([...new Set(ids)]);
    for (const to of await buyer.page.locator(".problems a").all())
      expect(ids).toContain((await to.getAttribute("href"))?.slice(1));
    await buyer.page.getByLabel("什么问题").selectOption("damaged");
    await buyer.page.getByRole("textbox", { name: /核桃/ }).fill("1");
    await buyer.page.getByLabel("到货称重").fill("一点五");
    await buyer.page.getByLabel("请说说情况").fill("箱子湿了,一袋发霉");
    await buyer.page.getByRole("button", { name: "告诉合作社" }).click();
    expect(await problems(buyer.page)).toEqual(["请填公斤数，最多三位小数，例如 12.5；也可以不填。"]);
    await buyer.page.getByLabel("到货称重").fill("1.95");
    await buyer.page.getByLabel("希望怎么办").selectOption("reship");
    await buyer.page.getByRole("button", { name: "告诉合作社" }).click();
    await buyer.page.getByText("您选择了补发").waitFor();
    await buyer.page.getByText("到货称重：1.95 公斤").waitFor();
    await buyer.page
      .getByLabel("照片")
      .setInputFiles({ name: "x.txt", mimeType: "text/plain", buffer: Buffer.from("no") });
    await buyer.page.getByRole("button", { name: "发送照片" }).click();
    expect(await problems(buyer.page)).toEqual([
      "照片没有发出：这个文件不是能读的照片。您说的情况合作社已经收到；请换一张 JPEG、PNG 或 WebP 照片。",
    ]);
    await buyer.page.getByText("您说的情况：箱子湿了,一袋发霉").waitFor();
    // axe needs script; so does whoever looks with it.
    const reader = await visit(world(), { viewport: PHONE });
    await reader.page.goto(`/zh/orders/${order_id}`);
    await expectAccessible(reader.page);
    await picture(reader.page, "claims-order");

    const packer = await atDesk(world(), "packer");
    await packer.page.goto("/zh/desk/claims");
    await expectAccessible(packer.page);
    await picture(packer.page, "claims-list");
    await packer.page.getByRole("link", { name: /^CM/ }).first().click();
    await packer.page.getByText("箱子湿了").first().waitFor();
    await packer.page.getByText("这几件发货时共重").waitFor();
    await expectAccessible(packer.page);
    await picture(packer.page, "claims-open");

    const manager = await atDesk(world(), "manager");
    await manager.page.goto(packer.page.url());
    await manager.page.getByRole("button", { name: "决定并办理" }).click();
    expect(await problems(manager.page)).toEqual(["请选择一项。"]);
    await manager.page.getByRole("table", { name: "退款由谁承担" }).waitFor();
    await picture(manager.page, "claims-preview");
    await manager.page.getByLabel("给买家").selectOption("reship");
    await manager.page.locator("#cause").selectOption("goods");
    await manager.page.getByRole("button", { name: "决定并办理" }).click();
    expect((await problems(manager.page))[0]).toContain("先由另一个人带照片查验");
    await manager.page.locator("#cause").selectOption("carrier");
    await manager.page.getByRole("button", { name: "决定并办理" }).click();
    await manager.page.getByRole("heading", { name: "费用和承担" }).waitFor();
    await expectAccessible(manager.page);
    await picture(manager.page, "claims-done");
    await manager.page.getByLabel("快递的受理编号").fill("SF-1");
    await manager.page.getByRole("button", { name: "已向快递提出" }).click();
    await manager.page.getByText("编号 SF-1").or(manager.page.getByText("SF-1").first()).first().waitFor();
    await manager.page.getByRole("combobox", { name: "快递的答复" }).selectOption("paid");
    await manager.page.getByRole("button", { name: "记入快递的答复" }).click();
    expect(await problems(manager.page)).toEqual(["请填赔付金额，例如 12.50。"]);
    await manager.page.getByLabel(/赔付金额/).fill("99999");
    await manager.page.getByRole("button", { name: "记入快递的答复" }).click();
    expect((await problems(manager.page))[0]).toContain("比向快递要的还多");
    await manager.page.getByLabel(/赔付金额/).fill("2.00");
    await manager.page.getByRole("button", { name: "记入快递的答复" }).click();
    await manager.page.getByText("2.00 元").first().waitFor();
    // A nought was missing: one proposes, another confirms.
    await manager.page.getByText("快递的答复记错了").click();
    await manager.page.getByLabel("快递的答复", { exact: true }).selectOption("paid");
    await manager.page.getByLabel(/赔付金额/).fill("20.00");
    await manager.page.getByLabel("错在哪里").fill("少写了一个零");
    await manager.page.getByRole("button", { name: "提出更正" }).click();
    await manager.page.getByText("要由另一个人确认").waitFor();
    await expectAccessible(manager.page);
    await picture(manager.page, "claims-correction");
    const accountant = await atDesk(world(), "accountant", { width: 320, height: 640 });
    await accountant.page.goto(manager.page.url());
    await accountant.page.getByRole("button", { name: "确认更正" }).click();
    await accountant.page.getByText("20.00 元").first().waitFor();
    await expectAccessible(accountant.page);
    await accountant.close();

    await buyer.page.goto(`/zh/orders/${order_id}`);
    await buyer.page.getByText("已补发，无需付款").waitFor();
    await buyer.page.getByRole("link", { name: /查看补发订单/ }).click();
    await buyer.page.getByText("这是补发的订单").waitFor();
    await reader.page.goto(buyer.page.url());
    await expectAccessible(reader.page);
    for (const one of [buyer, reader, packer, manager]) {
      expect(one.complaints).toEqual([]);
      await one.close();
    }
  });

  test("a manager says no in words: the buyer reads why, and may report it again; a part gets a claim of its own", async () => {
    const { order_id } = await sent(world(), "delivered");
    const buyer = await visit(world(), { viewport: PHONE, script: false });
    await buyer.page.goto(await buyersLink(world(), order_id));
    await buyer.page.getByText("破损或少件").click();
    await buyer.page.getByLabel("什么问题").selectOption("damaged");
    await buyer.page.getByRole("textbox", { name: /核桃/ }).fill("2");
    await buyer.page.getByLabel("请说说情况").fill("两袋都发霉");
    await buyer.page.getByRole("button", { name: "告诉合作社" }).click();
    await buyer.page.getByText("您说的情况：两袋都发霉").waitFor();
    expect(await buyer.page.getByText(/包裹 .* 破损或少件/).count()).toBe(0);

    const manager = await atDesk(world(), "manager", { width: 320, height: 640 });
    await manager.page.goto("/zh/desk/claims");
    await manager.page.getByRole("link", { name: /^CM/ }).first().click();
    await manager.page.getByText("两袋都发霉").first().waitFor();
    await manager.page.getByText("看过了，不同意").click();
    await manager.page.getByRole("button", { name: "不同意并告知买家" }).click();
    expect(await problems(manager.page)).toEqual(["请写两个字以上的说明。"]);
    await manager.page.getByLabel("为什么不同意").fill("照片上只有一袋发霉");
    await manager.page.getByRole("button", { name: "不同意并告知买家" }).click();
    await manager.page.getByText("已告知买家。如果只同意一部分").waitFor();
    await expectAccessible(manager.page);
    await picture(manager.page, "claims-refused");

    await buyer.page.goto(`/zh/orders/${order_id}`);
    await buyer.page.getByText("没有同意：照片上只有一袋发霉").waitFor();
    await buyer.page.getByText(/包裹 .* 破损或少件/).waitFor();
    // Whoever knows the id reads that there was a no, and not why.
    const reader = await visit(world(), { viewport: PHONE });
    await reader.page.goto(`/zh/orders/${order_id}`);
    await reader.page.getByText("合作社看过，没有同意。").waitFor();
    expect(await reader.page.getByText("只有一袋发霉").count()).toBe(0);
    await expectAccessible(reader.page);

    await manager.page.getByRole("link", { name: "登记理赔" }).click();
    await manager.page.getByRole("textbox", { name: /核桃/ }).waitFor();
    for (const one of [buyer, manager, reader]) {
      expect(one.complaints).toEqual([]);
      await one.close();
    }
  });

  test("a lost parcel opens its claim by itself; the desk enters the buyer's wish and refunds", async () => {
    const { parcel } = await sent(world(), "lost");
    const { page, complaints, close } = await atDesk(world(), "manager", { width: 360, height: 800 });
    await page.goto(`/zh/desk/parcels/${parcel}`);
    await page.getByRole("link", { name: /丢失/ }).click();
    await page.getByText("快递 ·").first().waitFor();
    await page.getByLabel("给买家").selectOption("refund");
    await page.locator("#cause").selectOption("carrier");
    await page.getByRole("button", { name: "决定并办理" }).click();
    expect((await problems(page))[0]).toContain("买家还没说");
    await page.getByLabel("买家说要").selectOption("refund");
    await page.getByRole("button", { name: "记下买家的意思" }).click();
    await page.getByText("买家要退款").first().waitFor();
    await page.getByLabel("给买家").selectOption("refund");
    await page.locator("#cause").selectOption("carrier");
    await page.getByRole("button", { name: "决定并办理" }).click();
    await page.getByRole("link", { name: "看退款怎么算的" }).waitFor();
    await expectAccessible(page);
    expect(complaints).toEqual([]);
    await close();
  });

  test("the rules of claims: mistakes keep what was typed, a second person puts them in force", async () => {
    const manager = await atDesk(world(), "manager");
    await manager.page.goto("/zh/desk/claim-policy");
    await expectAccessible(manager.page);
    await manager.page.getByLabel("等买家答复几天").fill("99");
    await manager.page.getByRole("button", { name: "提出修改" }).click();
    expect(await problems(manager.page)).toEqual(["请填 0 至 14 的天数。", "请写两个字以上的说明。"]);
    expect(await manager.page.getByLabel("等买家答复几天").inputValue()).toBe("99");
    await manager.page.getByLabel("等买家答复几天").fill("5");
    await manager.page.getByLabel("为什么改").fill("社员大会");
    await manager.page.getByRole("button", { name: "提出修改" }).click();
    await manager.page.getByText("要由另一个人确认").waitFor();
    await expectAccessible(manager.page);
    await picture(manager.page, "claims-policy");
    const accountant = await atDesk(world(), "accountant", { width: 320, height: 640 });
    await accountant.page.goto("/zh/desk/claim-policy");
    await accountant.page.getByRole("button", { name: "确认生效" }).click();
    await accountant.page.getByText("买家 5 天内不答复就退款。").waitFor();
    await expectAccessible(accountant.page);
    for (const one of [manager, accountant]) {
      expect(one.complaints).toEqual([]);
      await one.close();
    }
  });
}
