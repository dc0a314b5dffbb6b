import { randomUUID } from "node:crypto";
import { inflateSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { readPages } from "../../backend/src/lib/print/pdf-reader.fixture";
import { onPhone, open, weigh, type ShedParcel } from "./shed";
import { DESKTOP, login, visit, type Visit, type World } from "./walk";

// What walks of trucks share: goods of their own, who signs in, and what papers and statements say.

const OWNER = "lin@company.example";
const PASSWORD = "three walnuts fall";
/** The bags that are asked for. */
const PACK_G = 500;
export const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Whoever has this role at the cooperative, over the backend's own routes. */
async function asked<T>(world: World, role: string, to: string, what: object): Promise<T> {
  const post = async (path: string, body: object, token?: string): Promise<unknown> => {
    const answer = await fetch(new URL(path, world.house.backendUrl), {
      method: "POST",
      headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const { sign_in } = login(world, role, "wudu");
  const { token } = (await post(sign_in.path, sign_in.body)) as { token: string };
  return (await post(to, what, token)) as T;
}

/** Walnuts enough for this quote, whatever was bought before; the names of their fields in a form. */
export async function walnuts(world: World): Promise<string> {
  const product = world.seed.products.find((one) => one.handle === "maya-walnuts");
  const variant_id = product?.variants.find((one) => one.units_per_pack === PACK_G)?.id ?? "";
  await asked(world, "weigher", "/desk/lots", {
    card_number: "WD0003",
    pool_id: product?.pool_id,
    gross_g: 80_700,
    tare_g: 500,
    harvested_on: day(-50),
    weighed_at: new Date(Date.now() - 1_800_000).toISOString(),
    idempotency_key: "walnuts-of-a-truck",
  });
  const { rows } = await world.house.db.query<{ product_id: string }>(
    `select product_id from product_variant where id = $1`,
    [variant_id],
  );
  return `${rows[0]?.product_id}:${variant_id}`;
}

export async function asCompany(world: World): Promise<Visit> {
  const visitor = await visit(world);
  await visitor.page.goto("/zh/wholesale/sign-in");
  await visitor.page.getByLabel("邮箱").fill(OWNER);
  await visitor.page.getByLabel("密码").fill(PASSWORD);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.getByText("已通过").first().waitFor();
  return visitor;
}

export async function atDesk(world: World): Promise<Visit> {
  const visitor = await visit(world, { viewport: DESKTOP });
  const { email, password } = login(world, "manager", "wudu");
  await visitor.page.goto("/zh/desk/sign-in");
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL("**/zh/desk");
  return visitor;
}

/** The page of a quote once it says this; what is told by a job comes a moment later. */
export function says(page: Page, at: string, words: string): Promise<void> {
  return expect
    .poll(
      async () => {
        await page.goto(at);
        return page.getByText(words).count();
      },
      { timeout: 180_000, interval: 2_000 },
    )
    .toBe(1);
}

/** The one paper that a list of delivery notes leads to, and how many cartons the list says. */
export async function noteOn(page: Page): Promise<{ cartons: string; text: string }> {
  const notes = page.locator("#delivery-notes");
  const link = notes.getByRole("link", { name: /PDF$/ });
  await expect.poll(() => link.count()).toBe(1);
  const file = await page.request.get((await link.getAttribute("href")) ?? "");
  expect(file.headers()["content-type"]).toBe("application/pdf");
  const cartons = (await notes.locator('[data-head="箱"]').textContent()) ?? "";
  const pages = readPages(await file.body(), inflateSync);
  // A long line is written as several.
  return { cartons, text: pages.flatMap((one) => one.lines).join("") };
}

export async function readStatement(page: Page, name: string, lines: readonly string[]): Promise<void> {
  const sheet = ["交易日期,贷方发生额,对方户名,附言,交易流水号", ...lines, ""].join("\n");
  await page.goto("/zh/desk/bank-statements");
  await page.getByLabel("流水文件").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(sheet) });
  await page.getByRole("button", { name: "读这份流水" }).click();
  await page.getByRole("heading", { name }).waitFor();
  await page.getByText(`其中 ${lines.length} 笔是新到的款`).waitFor();
}

/** A labelled order is packed on a phone and given to the driver of its truck. The wave is made by the shed's own route. */
export async function handedOver(world: World, order_id: string, cartons: readonly ShedParcel[]): Promise<Visit> {
  const { wave } = await asked<{ wave: { id: string } }>(world, "packer", "/desk/waves", {
    order_ids: [order_id],
    cut_off_at: new Date(Date.now() + 86_400_000).toISOString(),
    idempotency_key: randomUUID(),
  });
  const packer = await onPhone(world, "packer");
  const { page } = packer;
  for (const carton of cartons) {
    await open(page, carton);
    await page.getByRole("button", { name: /^手工核对/ }).click();
    await page.getByRole("button", { name: /^取消核对/ }).waitFor();
    await weigh(page, carton.gross_g / 1_000);
    await page.getByText(`${carton.number} 已打包`).waitFor();
  }
  await page.goto(`/zh/desk/waves/${wave.id}`);
  await page.getByRole("link", { name: `交运 ${cartons.length} 个包裹` }).click();
  await page.getByLabel("司机", { exact: true }).fill("马师傅");
  await page.getByLabel("车牌（可不填）").fill("甘K67890");
  await page.getByRole("button", { name: `交给司机 ${cartons.length} 个包裹` }).click();
  await page.waitForURL("**/zh/desk/handovers/handover_*");
  return packer;
}
