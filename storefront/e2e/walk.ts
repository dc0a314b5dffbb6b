import path from "node:path";
import { onTestFinished } from "vitest";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import type { House } from "../../dev/src/testing/house";
import { patient } from "../../dev/up/patience.mjs";

import { expectAccessible, expectFits } from "./accessible";

export { expectAccessible, expectFits };

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A camera with a test picture, for pages that look for one.
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** What the seed writes, as far as these tests read it. */
export interface Seed {
  logins: {
    role: string;
    email: string;
    password: string;
    sign_in: { path: string; body: Record<string, string> };
    cooperative?: string;
    card_number?: string;
  }[];
  products: { handle: string; village: string; pool_id: string; variants: { id: string; units_per_pack: number }[] }[];
}

/** A running house, a browser, and the words of its people. */
export interface World {
  house: House;
  browser: Browser;
  shop: string;
  seed: Seed;
}

export async function launch(): Promise<Browser> {
  const executablePath = process.env.CHROME_PATH;
  if (!executablePath)
    throw new Error("CHROME_PATH is not set. On Debian, as root: apt-get install -y chromium fonts-noto-cjk");
  return chromium.launch({ executablePath, args: FLAGS });
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** What the browser complained about: refused by the content security policy, an exception, a warning of React. */
  complaints: string[];
  close(): Promise<void>;
}

/** A fresh visitor: own cookies, Chinese phone unless told otherwise. Gone when its test is over, if not before. */
export async function visit(
  world: World,
  options: { viewport?: { width: number; height: number }; script?: boolean; locale?: string } = {},
): Promise<Visit> {
  const { viewport = PHONE, script = true, locale = "zh-CN" } = options;
  const context = await world.browser.newContext({ baseURL: world.shop, viewport, javaScriptEnabled: script, locale });
  context.setDefaultTimeout(patient(60_000));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    // The browser notes every 4xx it loads; the tests look at those themselves.
    if (message.type() === "error" && !text.startsWith("Failed to load resource")) complaints.push(text);
  });
  // A page that looks again by itself, or waits for a worker, goes on doing so behind the walks that follow.
  onTestFinished(async ({ task }) => {
    if (task.result?.state === "fail") await tellWhatItShows(page);
    await context.close();
  });
  return { page, context, complaints, close: () => context.close() };
}

async function tellWhatItShows(page: Page): Promise<void> {
  if (page.isClosed()) return;
  const seen = await page
    .locator("body")
    .innerText({ timeout: 5_000 })
    .catch(() => "nothing");
  console.error(`${page.url()} shows:\n${seen.slice(0, 2_000)}`);
}

/** A picture of the page at both widths, for whoever wants to look at it. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_PICTURES;
  if (!folder) return;
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), fullPage: true });
  }
}

export function login(world: World, role: string, cooperative: string): Seed["logins"][number] {
  const found = world.seed.logins.find((one) => one.role === role && one.cooperative === cooperative);
  if (!found) throw new Error(`the seed has no ${role} of ${cooperative}`);
  return found;
}

/** What the backend answers to a person's own client; throws when it refuses. */
export async function post<T>(world: Pick<World, "house">, path: string, body: unknown, token?: string): Promise<T> {
  const answer = await fetch(new URL(path, world.house.backendUrl), {
    method: "POST",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** What somebody of a cooperative shows at the backend's desk routes. */
export async function tokenOf(world: World, role: string, cooperative: string): Promise<string> {
  const { sign_in } = login(world, role, cooperative);
  return (await post<{ token: string }>(world, sign_in.path, sign_in.body)).token;
}

/** The company of the walks that buy in bulk: it is let in by `companies.ts`. */
export const OWNER = "lin@company.example";
export const COMPANY_PASSWORD = "three walnuts fall";

/** A day from today on, as a form takes it. */
export const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Somebody of the company, on a phone, who has just pressed the button that signs them in. */
export async function enterCompany(world: World, email = OWNER): Promise<Visit> {
  const visitor = await visit(world);
  await visitor.page.goto("/zh/wholesale/sign-in");
  await visitor.page.getByLabel("邮箱").fill(email);
  await visitor.page.getByLabel("密码").fill(COMPANY_PASSWORD);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  return visitor;
}

/** Somebody of a cooperative, at a desk, who has just pressed the button that signs them in. */
export async function enterDesk(world: World, role: string, cooperative: string): Promise<Visit> {
  const visitor = await visit(world, { viewport: DESKTOP });
  const { email, password } = login(world, role, cooperative);
  await visitor.page.goto("/zh/desk/sign-in");
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  return visitor;
}

/** How a walk looks at a page as it stands: everybody can use it, it fits (part of the first), and its picture is kept by the walk's name. */
export function checkedAs(walk: string): (visitor: Visit, name: string) => Promise<void> {
  return async ({ page }, name) => {
    await expectAccessible(page);
    await picture(page, `${walk}-${name}`);
    await page.setViewportSize(PHONE);
  };
}

/** Goods to sell: three households of the village bring walnuts, over the backend's own desk route. */
export async function weighInStock(world: World): Promise<void> {
  const token = await tokenOf(world, "weigher", "wudu");
  const pool = world.seed.products.find((product) => product.handle === "maya-walnuts")?.pool_id;
  for (const [index, card_number] of ["WD0001", "WD0002", "WD0003"].entries()) {
    const body = {
      card_number,
      pool_id: pool,
      gross_g: 40_000,
      tare_g: 500,
      harvested_on: day(index - 58),
      // Long enough ago that the tests' own lots of these households look like no repeat.
      weighed_at: new Date(Date.now() - 3_600_000).toISOString(),
      idempotency_key: `stock-of-e2e-${index}`,
    };
    await post(world, "/desk/lots", body, token);
  }
}

export const TEST_CARDS = { good: "4242424242424242", declined: "4000000000000002", secure: "4000002500003155" };

export async function orders(world: World): Promise<number> {
  const { rows } = await world.house.db.query<{ orders: string }>(
    `select count(*) as orders from "order" where status <> 'canceled'`,
  );
  return Number(rows[0]?.orders);
}

/** What the platform's operator shows at Medusa's own admin routes. */
export async function operatorToken(house: House): Promise<string> {
  const operator = (house.seed as unknown as Seed).logins.find((one) => one.role === "operator");
  if (!operator) throw new Error("the seed has no operator");
  const { path, body } = operator.sign_in;
  return (await post<{ token: string }>({ house }, path, body)).token;
}

/** From the product page to the card field. */
export async function fillBasket(page: Page): Promise<void> {
  await page.goto("/zh/products/maya-walnuts");
  await page.getByText("2 公斤袋装").first().click();
  await page.getByRole("button", { name: "放进购物篮" }).click();
  await page.waitForURL("**/zh/cart");
  await page.getByRole("link", { name: "去结算" }).click();
  await page.waitForURL("**/zh/checkout");
  await page.getByLabel("电子邮箱").fill("wang@example.com");
  await page.getByLabel("收件人姓名").fill("王小明");
  await page.getByLabel("手机号").fill("13800000000");
  await choosePlace(page, "广东省", "广州市", "天河区");
  await page.getByLabel("详细地址").fill("体育东路 1 号");
  await page.getByRole("button", { name: "保存地址" }).click();
  await page.waitForURL(/#pay$/);
}

/** Province, city, county, as each follows from the one before: by itself, or without script by the button that asks for it. */
export async function choosePlace(page: Page, province: string, city: string, county: string): Promise<void> {
  await page.getByLabel("省、市、自治区").selectOption(province);
  for (const [label, name] of [
    ["城市", city],
    ["区、县", county],
  ] as const) {
    const field = page.getByLabel(label);
    const next = page.getByRole("button", { name: "显示下一级" });
    if ((await field.isDisabled()) && (await next.count()) > 0) await next.click();
    await field.selectOption(name);
  }
}

export async function typeCard(page: Page, number: string): Promise<void> {
  await page.getByLabel("卡号").fill(number);
  await page.getByLabel("有效期").fill("12/30");
  await page.getByLabel(/安全码/).fill("123");
}

/** The problems a form names, in the order of its fields; waits for the page that says them. */
export async function problems(page: Page): Promise<string[]> {
  const links = page.getByRole("alert").getByRole("link");
  await links.first().waitFor();
  // All of it: on a busy machine the first words of a sentence come before the others.
  await page.waitForLoadState("domcontentloaded");
  return links.allTextContents();
}
