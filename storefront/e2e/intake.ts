import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { lots, signInAtDesk } from "./desk-and-household";
import { day, expectAccessible, login, PHONE, visit, type Visit, type World } from "./walk";

/** Who weighs: by the seed. */
const WEIGHER = "李建平";

/** One red point. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** The weighing page's own script, compressed: a phone on a village's network loads it in a moment. */
const SCRIPT_BYTES = 12_000;

async function weigh(page: Page, card: string, gross: string): Promise<void> {
  await page.getByLabel("卡号").fill(card);
  await page.getByLabel("核桃").check();
  await page.getByLabel("毛重（公斤）").fill(gross);
  await page.getByLabel("皮重（公斤）").fill("0.5");
  await page.getByRole("button", { name: "收货，出收货单" }).click();
}

const says = (page: Page) => page.locator("#queue-says");
const stateOf = (page: Page, card: string) => page.locator("#queue-list li", { hasText: card }).first().locator(".tag");

async function lotOf(world: World, card: string): Promise<{ id: string; units: number }[]> {
  const { rows } = await world.house.db.query<{ id: string; units: number }>(
    `select l.id, l.units::int as units from lot l join household h on h.id = l.household_id where h.card_number = $1 order by l.created_at desc`,
    [card],
  );
  return rows;
}

async function home(world: World): Promise<Visit> {
  const visitor = await visit(world, { viewport: { width: 320, height: 640 } });
  await visitor.page.goto("/zh/home");
  await visitor.page.getByLabel("卡号").fill("WD0001");
  await visitor.page.getByLabel("密码").fill(login(world, "household", "wudu").password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL("**/zh/home");
  return visitor;
}

/** Taking goods in on a phone, through a lost network, and what a household says to it. */
export function intake(world: () => World): void {
  test("a weigher takes in five lots on a phone, two of them without a network: all arrive, in order, once", async () => {
    const { house } = world();
    const desk = await signInAtDesk(world(), "weigher", true, PHONE);
    const { page } = desk;
    const before = await lots(world());
    await page.goto("/zh/desk/weigh-in");
    await page.waitForFunction(async () => {
      const kept = await caches.match("/zh/desk/weigh-in");
      return kept !== undefined && (await navigator.serviceWorker.getRegistration())?.active !== null;
    });
    await expectAccessible(page);
    await weigh(page, "wd 0011", "20");
    await page.locator("#receipt-here h2").waitFor();
    expect(await page.locator("#receipt-here .big").textContent()).toBe("19.5 公斤（39 斤）");
    await weigh(page, "WD0012", "21");
    await page.locator("#receipt-here", { hasText: "WD0012" }).waitFor();

    // The network goes: nobody answers any more. What is entered waits, and the page says so.
    await house.kill("storefront");
    await weigh(page, "WD0013", "22");
    await says(page).getByText("有 1 笔在这台设备上等着").waitFor();
    await says(page).getByText("现在没有网络").waitFor();
    // The page itself opens without a network, and still knows what waits.
    await page.reload();
    expect(await page.getByLabel("卡号").isVisible()).toBe(true);
    await says(page).getByText("有 1 笔在这台设备上等着").waitFor();
    // What is kept on the device is nobody's: after signing out it tells no name.
    const kept = await page.evaluate(async () => (await caches.match("/zh/desk/weigh-in"))?.text());
    for (const text of [kept ?? "", (await page.locator("header").textContent()) ?? ""]) {
      expect(text).toContain("没有网络时的页面");
      expect(text).not.toContain(WEIGHER);
    }
    // A photo that was taken without a network waits with its lot.
    await page.locator("summary").click();
    await page.getByLabel("照片").setInputFiles({ name: "sack.png", mimeType: "image/png", buffer: PICTURE });
    await weigh(page, "WD0014", "23");
    await page.locator("#queue-list").getByText("照片").first().waitFor();
    await says(page).getByText("有 2 笔在这台设备上等着").waitFor();
    await expectAccessible(page);
    // The same card again at once is asked about, also here.
    await weigh(page, "WD0014", "23");
    await page.locator("#problems-here").getByText("两分钟内已经收过").waitFor();
    expect(await lots(world())).toBe(before + 2);

    await house.restart("storefront");
    await page.reload();
    await says(page).getByText("全部发出了").waitFor();
    await weigh(page, "WD0015", "24");
    await page.locator("#receipt-here", { hasText: "WD0015" }).waitFor();
    // Sent again by a second window, or after a reload, nothing is there twice.
    await page.reload();
    await says(page).getByText("全部发出了").waitFor();
    expect(await lots(world())).toBe(before + 5);
    const order = await house.db.query<{ card_number: string; late: boolean }>(
      `select h.card_number, l.weighed_at < l.created_at - interval '1 second' as late
       from lot l join household h on h.id = l.household_id where h.card_number between 'WD0011' and 'WD0015' order by l.created_at`,
    );
    expect(order.rows.map((row) => row.card_number)).toEqual(["WD0011", "WD0012", "WD0013", "WD0014", "WD0015"]);
    // Those that waited are dated when the scale was read.
    expect(order.rows.map((row) => row.late)).toEqual([false, false, true, true, false]);
    await eventually(
      async () =>
        (
          await house.db.query(
            `select 1 from lot_photo p join lot l on l.id = p.lot_id join household h on h.id = l.household_id where h.card_number = 'WD0014'`,
          )
        ).rowCount === 1,
      { message: "the photo did not arrive" },
    );
    expect(desk.complaints.filter((text) => !/ERR_CONNECTION|Failed to fetch/.test(text))).toEqual([]);
    await desk.close();
  });

  test("the camera types the card's number; where the browser can't read codes, or no camera is let, the page says so", async () => {
    const desk = await signInAtDesk(world(), "weigher", true, PHONE);
    const { page } = desk;
    await page.goto("/zh/desk/weigh-in");
    // Chromium on Linux has no reader of codes of its own.
    await page.getByText("这个浏览器不能扫码，请输入卡号。").waitFor();
    // With one, over the browser's own camera (a test picture): what the reader says of the picture is all that is ours here.
    await page.addInitScript(() => {
      class Reader {
        detect = (video: HTMLVideoElement) =>
          Promise.resolve(video.videoWidth > 0 ? [{ rawValue: "http://localhost:3000/home/card/WD0012" }] : []);
      }
      Object.assign(window, { BarcodeDetector: Reader });
    });
    await desk.context.grantPermissions(["camera"]);
    await page.reload();
    await page.getByRole("button", { name: "扫卡" }).click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#card_number")?.value === "WD0012");
    expect(await page.locator("#camera").isVisible()).toBe(false);
    await desk.close();
  });

  test("a lot that is refused stays on the device with its reason, to be mended or dropped; signing out asks", async () => {
    const desk = await signInAtDesk(world(), "weigher", true, PHONE);
    const { page } = desk;
    await page.goto("/zh/desk/weigh-in");
    await weigh(page, "LC0001", "20");
    await page.locator("#queue-list").getByText("没有这个卡号").waitFor();
    expect(await stateOf(page, "LC0001").textContent()).toContain("没有收");
    await page.getByRole("button", { name: "退出" }).click();
    await page.getByText("还有 1 笔收货在这台设备上").waitFor();
    await expectAccessible(page);
    await page.getByRole("link", { name: "回去发出" }).click();
    await page.getByRole("button", { name: "改一改" }).click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#gross")?.value === "20");
    await page.getByLabel("卡号").fill("WD0016");
    await page.getByRole("button", { name: "收货，出收货单" }).click();
    await page.locator("#receipt-here", { hasText: "WD0016" }).waitFor();
    expect(await page.locator("#queue-list").getByText("没有这个卡号").count()).toBe(0);
    // The same household once more within two minutes: the backend's ticket is shown, and it can be confirmed.
    const again = await signInAtDesk(world(), "weigher", true, PHONE);
    await again.page.goto("/zh/desk/weigh-in");
    await weigh(again.page, "WD0016", "31");
    await again.page
      .locator("#queue-list")
      .getByText(/W\d{7} 在 .* 已收过这一户/)
      .waitFor();
    await again.page.locator("#queue-list").getByRole("button", { name: "是另一批，照收" }).click();
    await says(again.page).getByText("全部发出了").waitFor();
    expect((await lotOf(world(), "WD0016")).map((lot) => lot.units)).toEqual([30_500, 19_500]);
    await again.close();
    await desk.close();
  });

  test("net weight and deductions are counted along while they are typed, by the cooperative's own table", async () => {
    const manager = await signInAtDesk(world(), "manager");
    await manager.page.goto("/zh/desk/tables");
    const rule = manager.page.locator("#rule-table form");
    await rule.getByLabel("品种").selectOption({ label: "核桃 · 一级" });
    await rule.getByLabel("基准（%）").fill("8");
    await rule.getByLabel("超过多少不收").fill("15");
    await rule.getByRole("button", { name: "定扣量" }).click();
    const price = manager.page.locator("#price-table form");
    await price.getByLabel("品种").selectOption({ label: "核桃 · 一级" });
    await price.getByLabel("当日价（元）").fill("28");
    await price.getByRole("button", { name: "定价" }).click();
    const container = manager.page.locator("#container-table form");
    await container.getByLabel("名称").fill("麻袋");
    await container.getByLabel("皮重（公斤）").fill("0.5");
    await container.getByRole("button", { name: "记下皮重" }).click();
    await expectAccessible(manager.page);
    await manager.close();

    const desk = await signInAtDesk(world(), "weigher", true, PHONE);
    const { page } = desk;
    await page.goto("/zh/desk/weigh-in");
    await page.getByLabel("卡号").fill("WD0017");
    await page.getByLabel("核桃").check();
    await page.getByLabel("毛重（公斤）").fill("101");
    await page.getByLabel("筐或袋").selectOption({ label: "麻袋（0.5 公斤）" });
    await page.getByLabel("几个").fill("2");
    await page.getByLabel("水分（%）").fill("12.6");
    expect(await page.locator("#live").textContent()).toBe(
      "净重 100 公斤（200 斤）。 扣 5 公斤。 入库 95 公斤（190 斤）。 当日价 28.00 元/公斤。",
    );
    await expectAccessible(page);
    await page.getByRole("button", { name: "收货，出收货单" }).click();
    await page.locator("#receipt-here", { hasText: "WD0017" }).waitFor();
    expect(await page.locator("#receipt-here").textContent()).toContain("扣水分 5 公斤（测得 12.6%，基准 8%）");
    const [lot] = await lotOf(world(), "WD0017");
    expect(lot?.units).toBe(95_000);
    const [print] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#receipt-here").getByRole("link", { name: "打印（80 毫米）" }).click(),
    ]);
    expect(print.suggestedFilename()).toMatch(/^ticket-W\d{7}-roll\.pdf$/);
    const script = await page.locator("script[src]").getAttribute("src");
    const bytes = gzipSync(Buffer.from(await (await fetch(world().shop + (script ?? ""))).arrayBuffer())).length;
    expect(bytes).toBeLessThanOrEqual(SCRIPT_BYTES);
    await page.goto("/zh/desk/weigh-in");
    const too_wet = page.getByLabel("水分（%）");
    await weigh(page, "WD0018", "50");
    await page.locator("#receipt-here", { hasText: "WD0018" }).waitFor();
    await too_wet.fill("16");
    await weigh(page, "WD0019", "50");
    await page.locator("#queue-list").getByText("水分或杂质太高，不能收").waitFor();
    await page.locator("#queue-list").getByRole("button", { name: "不要了" }).click();
    await desk.close();
  });

  test("a household objects with one tap; two people correct; everybody can read what was said and done", async () => {
    const visitor = await home(world());
    await visitor.page.getByRole("link", { name: "看收货单" }).first().click();
    await visitor.page.waitForURL("**/home/receipts/**");
    await expectAccessible(visitor.page);
    await visitor.page.getByLabel("哪里不对").fill("少了一斤");
    await visitor.page.getByRole("button", { name: "这张单不对" }).click();
    await visitor.page.getByText("您的异议已收到").waitFor();

    const weigher = await signInAtDesk(world(), "weigher");
    await weigher.page.goto("/zh/desk/corrections");
    await weigher.page.getByText("农户说：少了一斤").waitFor();
    await weigher.page.locator("main ul a").first().click();
    await weigher.page.getByLabel("应该是（公斤）").fill("12.5");
    await weigher.page.getByLabel("说明，农户看得到").fill("重新称了");
    await weigher.page.getByRole("button", { name: "写更正，等人签字" }).click();
    await weigher.page.getByText("写的更正在等第二个人签字").waitFor();
    await expectAccessible(weigher.page);
    await weigher.page.goto("/zh/desk/corrections");
    await weigher.page.getByText("您写的，要另一个人签字。").waitFor();
    await weigher.close();

    const manager = await signInAtDesk(world(), "manager");
    await manager.page.goto("/zh/desk/corrections");
    await expectAccessible(manager.page);
    await manager.page.getByRole("button", { name: "签字，更正生效" }).click();
    await manager.page.getByText("没有等签字的更正。").waitFor();
    await manager.close();

    await visitor.page.reload();
    const text = (await visitor.page.locator("main").textContent()) ?? "";
    expect(text).toContain("已更正");
    expect(text).toContain("答复：重新称了");
    expect(text).toContain("12.5 公斤（25 斤）");
    await expectAccessible(visitor.page);
    await visitor.close();
  });

  test("a scale's file is looked at first, its faults have line and column, and it is taken in once", async () => {
    const desk = await signInAtDesk(world(), "weigher");
    const { page } = desk;
    const head = "卡号,品种,等级,毛重公斤,皮重公斤,采收日期,单号";
    const send = async (lines: string[]) => {
      await page.goto("/zh/desk/scale-file");
      const buffer = Buffer.from([head, ...lines].join("\n"));
      await page.getByLabel("CSV 文件").setInputFiles({ name: "scale.csv", mimeType: "text/csv", buffer });
      await page.getByRole("button", { name: "先看一遍" }).click();
    };
    const before = await lots(world());
    const picked = day(-27);
    const good = [`WD0021,核桃,一级,20,0.5,${picked},1`, `WD0022,核桃,一级,21,0.5,${picked},2`];
    await send([...good, `WD0023,核桃,一级,20,30,${picked},3`]);
    await page.getByText("1 处要改").waitFor();
    expect(await page.locator("tbody tr").first().textContent()).toContain("4皮重公斤");
    await expectAccessible(page);
    await send(good);
    await page.getByRole("button", { name: "全部入库（2 批）" }).click();
    await page.getByText("已入库 2 批").waitFor();
    await send(good);
    await page.getByText("2 行以前已经入库").waitFor();
    expect(await lots(world())).toBe(before + 2);
    await desk.close();
  });
}
