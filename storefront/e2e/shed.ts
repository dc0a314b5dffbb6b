import path from "node:path";
import { inflateSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { readPages } from "../../backend/src/lib/print/pdf-reader.fixture";
import { eventually } from "../../dev/src/testing/eventually";
import { ShopClient } from "../../dev/src/testing/shop-client";
import { expectAccessible, login, PHONE, visit, type Visit, type World } from "./walk";

// A packer's hands on a phone, and orders that are ready to pack.

export const GOODS = "maya-walnuts";
export const ADDRESSEES = 9;

export interface ShedParcel {
  id: string;
  number: string;
  gross_g: number;
  lots: string[];
}

export async function onPhone(world: World, role: string): Promise<Visit> {
  const visitor = await visit(world, { viewport: PHONE });
  await visitor.page.addInitScript(() => {
    const felt: number[][] = [];
    Object.assign(window, { shakes: felt });
    navigator.vibrate = (pattern) => felt.push([pattern].flat() as number[]) > 0;
  });
  const { email, password } = login(world, role, "wudu");
  await visitor.page.goto("/zh/desk/sign-in");
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL("**/zh/desk");
  return visitor;
}

/** One order for nine addressees and one for a single buyer: ten labelled parcels. */
export async function tenParcels(world: World): Promise<{ bulk: string; single: string }> {
  const { house, seed } = world;
  const variant_id =
    seed.products.find((one) => one.handle === GOODS)?.variants.find((one) => one.units_per_pack === 2_000)?.id ?? "";
  const shop = new ShopClient({
    backendUrl: house.backendUrl,
    stripeUrl: house.stripeUrl,
    publishableKey: house.seed.publishable_key,
  });
  const sent = await fetch(new URL("/store/wholesale/addressee-lists", house.backendUrl), {
    method: "POST",
    headers: { "content-type": "application/json", "x-publishable-api-key": house.seed.publishable_key },
    body: JSON.stringify({
      title: "打包测试",
      product_variant_id: variant_id,
      addressees: Array.from({ length: ADDRESSEES }, (_, n) => ({
        name: `收货${n}`,
        phone: "13800000000",
        province_code: "44",
        city: "广州市",
        address: `体育东路 ${n} 号`,
        packs: 1,
      })),
    }),
  });
  const { addressee_list } = (await sent.json()) as { addressee_list: { id: string } };
  const region_id = String(house.seed.region_id);
  const bulk = await shop.buy({
    region_id,
    lines: [{ variant_id, quantity: ADDRESSEES }],
    metadata: { addressee_list_id: addressee_list.id },
  });
  const single = await shop.buy({ region_id, lines: [{ variant_id, quantity: 2 }] });
  for (const [order_id, parcels] of [
    [bulk.id, ADDRESSEES],
    [single.id, 1],
  ] as const) {
    await eventually(async () => (await parcelsOf(world, order_id)).length === parcels, {
      timeout_ms: 90_000,
      message: `order ${order_id} was not labelled`,
    });
  }
  return { bulk: bulk.id, single: single.id };
}

/** Labelled parcels of an order, with the numbers of their lots. */
export async function parcelsOf(world: World, order_id: string): Promise<ShedParcel[]> {
  const { rows } = await world.house.db.query<ShedParcel>(
    `select p.id, p.number, p.gross_g::float8 as gross_g, array_agg(distinct l.number) as lots
     from parcel p join parcel_content c on c.parcel_id = p.id join lot l on l.id = c.lot_id
     where p.order_id = $1 and p.state = 'labelled' group by p.id order by p.id`,
    [order_id],
  );
  return rows;
}

/** Which lots a parcel holds, with their grams or pieces. */
export async function contentOf(world: World, parcel_id: string): Promise<string> {
  const { rows } = await world.house.db.query<{ content: string | null }>(
    `select string_agg(lot_id || ' ' || units, ', ' order by lot_id, units) as content from parcel_content where parcel_id = $1`,
    [parcel_id],
  );
  return rows[0]?.content ?? "";
}

export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_PICTURES;
  if (folder) await page.screenshot({ path: path.join(folder, `packing-${name}.png`), fullPage: true });
}

/** What a scanner does: the code and its Enter. Done when the answer stands on the page. */
export async function scan(page: Page, label: string, code: string): Promise<void> {
  await page.getByLabel(label).fill(code);
  await answered(page, () => page.getByLabel(label).press("Enter"));
}

/** Scans are sent in place: waits until the shed has answered what `does` sends and no scan waits any more. */
export async function answered(page: Page, does: () => Promise<void>): Promise<void> {
  const answer = page.waitForResponse((one) => one.request().method() === "POST" && one.url().includes("/desk/pack"));
  await does();
  await answer;
  await page.waitForFunction(() => !document.querySelector("#scan-says")?.textContent);
}

/** What the phone did to be felt since it was last asked, one list of milliseconds a scan. */
export function shakes(page: Page): Promise<number[][]> {
  return page.evaluate(() => {
    const known = (window as unknown as { shakes?: number[][] }).shakes;
    return known?.splice(0) ?? [];
  });
}

export async function open(page: Page, parcel: ShedParcel): Promise<void> {
  await page.goto("/zh/desk/pack");
  await scan(page, "包裹面单", parcel.number);
  await page.waitForURL(`**/zh/desk/pack/${parcel.id}`);
}

export async function tickAll(page: Page, parcel: ShedParcel): Promise<void> {
  for (const lot of parcel.lots) {
    await scan(page, "扫货", lot);
    await page
      .getByRole("status")
      .getByText(/还差|货齐了/)
      .waitFor();
  }
}

export async function weigh(page: Page, kilograms: number): Promise<void> {
  await page.getByLabel("称得（公斤）").fill(String(kilograms));
  await page.getByRole("button", { name: "打包完成" }).click();
}

/** Asks for a paper on this page, waits until it is printed, and reads it. */
export async function print(page: Page, button: string) {
  await page.getByRole("button", { name: button }).click();
  await page.waitForURL("**/zh/desk/papers/**");
  const link = page.getByRole("link", { name: "下载 PDF" });
  await eventually(
    async () => {
      await page.reload();
      return (await link.count()) === 1;
    },
    { timeout_ms: 60_000, message: `${button}: was not printed` },
  );
  await expectAccessible(page);
  const file = await page.context().request.get((await link.getAttribute("href")) ?? "");
  expect(file.status()).toBe(200);
  return readPages(await file.body(), inflateSync);
}
