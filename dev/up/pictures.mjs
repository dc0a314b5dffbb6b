import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { at, dataDir } from "./paths.mjs";
import { chromium } from "./tools.mjs";

const require = createRequire(import.meta.url);
/** One height, so that phone and desktop stand side by side. */
const HEIGHT = 844;
const DESKTOP = { width: 1_120, height: HEIGHT };
const PHONE = { width: 390, height: HEIGHT };
const GAP = 24;
/** What a page of the README may weigh. */
const MOST_BYTES = 300_000;
/** On a busy machine a page takes its time. */
const PATIENCE_MS = 120_000;
/** The seed's own walnuts, which the demo leaves plenty of. */
const GOODS = "maya-walnuts";

const PAGES = {
  home: (page) => page.goto("/zh"),
  village: (page) => page.goto("/zh/villages/maya"),
  product: (page) => page.goto(`/zh/products/${GOODS}`),
  checkout: toCheckout,
  desk: toDesk,
};

/** Takes the pictures of docs/pictures from a house that runs: `pictures http://localhost:3000`. */
export async function pictures({ args, progress }) {
  const [address = "http://localhost:3000"] = args;
  const { chromium: browsers } = require("playwright-core");
  const executablePath = await chromium(progress.say);
  const browser = await browsers.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
  try {
    for (const [name, go] of Object.entries(PAGES)) {
      const shots = [];
      for (const viewport of [DESKTOP, PHONE]) {
        const context = await browser.newContext({ baseURL: address, viewport, locale: "zh-CN" });
        context.setDefaultTimeout(PATIENCE_MS);
        const page = await context.newPage();
        await go(page);
        await page.waitForLoadState("networkidle");
        await page.evaluate(drawn);
        shots.push(await page.screenshot());
        await context.close();
      }
      const file = at("docs", "pictures", `${name}.png`);
      const png = await sideBySide(shots);
      if (png.length > MOST_BYTES) throw new Error(`${file} would have ${png.length} bytes, more than ${MOST_BYTES}`);
      await writeFile(file, png);
      progress.say(`  ${path.relative(at(), file)}: ${Math.round(png.length / 1024)} KB`);
    }
    return 0;
  } finally {
    await browser.close();
  }
}

/** Runs in the page: resolves when the pictures in sight are drawn, not only loaded. */
async function drawn() {
  const seen = [...document.images].filter((image) => image.getBoundingClientRect().top < innerHeight);
  await Promise.all(seen.map((image) => image.decode()));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

function sideBySide([desktop, phone]) {
  const sharp = require("sharp");
  return sharp({
    create: { width: DESKTOP.width + GAP + PHONE.width, height: HEIGHT, channels: 3, background: "#ffffff" },
  })
    .composite([
      { input: desktop, left: 0, top: 0 },
      { input: phone, left: DESKTOP.width + GAP, top: 0 },
    ])
    .png({ palette: true, colours: 128, effort: 10 })
    .toBuffer();
}

async function toCheckout(page) {
  await page.goto(`/zh/products/${GOODS}`);
  await page.getByText("2 公斤袋装").first().click();
  await page.getByRole("button", { name: "放进购物篮" }).click();
  await page.waitForURL("**/zh/cart");
  await page.getByRole("link", { name: "去结算" }).click();
  await page.waitForURL("**/zh/checkout");
}

async function toDesk(page) {
  const { logins } = JSON.parse(await readFile(path.join(dataDir, "seed.json"), "utf8"));
  const { email, password } = logins.find(({ role, cooperative }) => role === "manager" && cooperative === "wudu");
  await page.goto("/zh/desk/sign-in");
  await page.getByLabel("电子邮箱或手机号").fill(email);
  await page.getByLabel("密码").fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await page.waitForURL("**/zh/desk");
}
