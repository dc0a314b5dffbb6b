import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { readCode128, readPages } from "../../backend/src/lib/print/pdf-reader.fixture";
import { eventually } from "../../dev/src/testing/eventually";
import {
  ADDRESSEES,
  answered,
  onPhone,
  open,
  contentOf,
  parcelsOf,
  picture,
  print,
  scan,
  shakes,
  tenParcels,
  tickAll,
  weigh,
  type ShedParcel,
} from "./shed";
import { expectAccessible, expectFits, problems, type World } from "./walk";

/** A packing shed on a phone: a wave of ten parcels from the pick list to the driver's signature. */
export function packing(world: () => World): void {
  test("a packer packs a wave of ten on a phone: a wrong scan, a weight that is off, a short, a torn label, and the driver signs", async () => {
    const { bulk, single } = await tenParcels(world());
    const { page, context, complaints, close } = await onPhone(world(), "packer");

    await page.goto("/zh/desk/waves");
    await expectAccessible(page);
    for (const box of await page.locator("input[name=order_id]").all()) {
      const mine = [bulk, single].includes((await box.getAttribute("value")) ?? "");
      await box.setChecked(mine);
    }
    await picture(page, "waves");
    await page.getByRole("button", { name: "建立波次" }).click();
    await page.waitForURL("**/zh/desk/waves/wave_*");
    const wave = page.url();
    await page.getByText("已打包 0，已交运 0，共 10").waitFor();
    await expectAccessible(page);
    await picture(page, "wave");

    await page.getByRole("link", { name: "拣货单" }).click();
    await expectAccessible(page);
    await picture(page, "pick-list");
    const sheet = await context.request.get(`${wave}/pick-list.csv`);
    expect(await sheet.text()).toContain("W0");

    const all = [...(await parcelsOf(world(), bulk)), ...(await parcelsOf(world(), single))];
    expect(all).toHaveLength(10);
    await page.goto(wave);
    const labels = await print(page, "打印面单（100×150）");
    expect(labels.map((one) => readCode128(one.bars)).sort()).toEqual(all.map((one) => one.number).sort());
    await page.goto(wave);
    const slips = await print(page, "打印装箱单");
    expect(slips).toHaveLength(10);
    expect(slips.map((one) => one.text).join()).not.toMatch(/13800000000|¥/);
    await page.goto(wave);
    expect((await print(page, "打印拣货单"))[0]?.text).toContain("拣货单");

    // The first: everything that can be scanned wrong, then right.
    const [first, second, third, ...rest] = all.slice(0, ADDRESSEES) as [ShedParcel, ShedParcel, ShedParcel];
    const last = all.at(-1)!;
    await page.goto("/zh/desk/pack");
    await expectAccessible(page);
    await scan(page, "包裹面单", "CLNOSUCHONE");
    expect(await problems(page)).toEqual(["这里没有号码是“CLNOSUCHONE”的包裹。请核对号码。"]);
    expect(await page.getByLabel("包裹面单").inputValue()).toBe("CLNOSUCHONE");
    await picture(page, "unknown-label");
    await open(page, first);
    await expectAccessible(page);
    await scan(page, "扫货", "W9999999");
    expect(await problems(page)).toEqual(["“W9999999”不是您这里的批次、货池或包裹。请再扫一次，或手工核对。"]);
    await scan(page, "扫货", second.number);
    expect(await problems(page)).toEqual([`“${second.number}”是另一个包裹的面单。要打那个包裹，请先回去打开它。`]);
    const { rows } = await world().house.db.query<{ number: string }>(
      `select l.number from lot l join pool p on p.id = l.pool_id where l.blocked_at is null and l.cooperative_id = (select cooperative_id from parcel where id = $1)
         and l.number <> all($2) limit 1`,
      [first.id, first.lots],
    );
    const stray = rows[0]?.number ?? "";
    await scan(page, "扫货", stray);
    expect(await problems(page)).toEqual([`“${stray}”不是这个包裹里的货。请放回去，按下面的清单拿。`]);
    await expectAccessible(page);
    await picture(page, "wrong-scan");
    // A scanner is a keyboard: the next scan goes where the refused one stands, with no touch between.
    expect((await shakes(page)).at(-1)).toEqual([200, 80, 300]);
    await page.locator("h1").click();
    await page.keyboard.type(first.lots[0]!);
    await answered(page, () => page.keyboard.press("Enter"));
    expect((await shakes(page)).at(-1)?.[0]).toBe(50);
    await page
      .getByRole("status")
      .getByText(/还差|货齐了/)
      .waitFor();
    await tickAll(page, { ...first, lots: first.lots.slice(1) });
    await picture(page, "all-ticked");
    await expectAccessible(page);

    // Its weight is off: refused with both figures, then let through with a reason.
    await weigh(page, first.gross_g / 1000 + 0.5);
    const [said] = await problems(page);
    expect(said).toContain("重 0.5 公斤");
    expect(await page.getByLabel("称得（公斤）").inputValue()).toBe(String(first.gross_g / 1000 + 0.5));
    await expectAccessible(page);
    await picture(page, "weight-off");
    await page.getByLabel("为什么不一样").fill("加了冰袋");
    await page.getByRole("button", { name: "打包完成" }).click();
    await page.getByText(`${first.number} 已打包。请扫下一张面单。`).waitFor();

    // By hand, and from the address on the label instead of its number.
    await page.goto("/zh/desk/pack");
    await scan(page, "包裹面单", `${world().shop}/zh/trace/${second.number}`);
    await page.waitForURL(`**/zh/desk/pack/${second.id}`);
    // The answer of a scan is lost on its way: it is sent again by itself, and counts once. Then the scan is taken back.
    const here = `**/zh/desk/pack/${second.id}`;
    let lost = 1;
    await page.route(here, async (route) => {
      if (route.request().method() !== "POST" || lost-- <= 0) return route.continue();
      await route.fetch({ maxRedirects: 0 });
      return route.abort();
    });
    await scan(page, "扫货", second.lots[0]!);
    await page.getByText("这一项已经核对过了，没有重复计算。").waitFor();
    await page.unroute(here);
    await picture(page, "ticked-before");
    await page.getByRole("button", { name: /^撤回上一扫/ }).click();
    await page.getByText("已撤回，还差").waitFor();
    await page.getByRole("button", { name: /^手工核对/ }).click();
    await weigh(page, second.gross_g / 1000);
    await page.getByText(`${second.number} 已打包`).waitFor();
    for (const parcel of [third, ...(rest as ShedParcel[])]) {
      await open(page, parcel);
      await tickAll(page, parcel);
      await weigh(page, parcel.gross_g / 1000);
      await page.getByText(`${parcel.number} 已打包`).waitFor();
    }
    await page.goto(wave);
    await page.getByText("已打包 9，已交运 0，共 10").waitFor();
    await open(page, third);
    await page.getByText(`${third.number} 已经打包，请放到待交运处。`).waitFor();

    // The tenth: its goods are short. Looked at by the packer, decided by the manager; other lots fill in, number and label stay.
    const before = await contentOf(world(), last.id);
    await open(page, last);
    await page
      .getByRole("link", { name: /缺货或有坏的$/ })
      .first()
      .click();
    await page.waitForURL("**/zh/desk/shorts/new?*");
    await page.getByLabel(/^损失/).fill("0.5");
    await page.getByLabel("原因").fill("壳碎了");
    await page.getByRole("button", { name: "看看有什么影响" }).click();
    await page.waitForURL(/\/zh\/desk\/shorts\/short_/);
    const short = page.url();
    const manager = await onPhone(world(), "manager");
    await manager.page.goto(short);
    await manager.page.getByRole("button", { name: "执行" }).click();
    await manager.page.getByText("已执行。").waitFor();
    await manager.close();
    let fresh: ShedParcel | undefined;
    await eventually(
      async () => {
        [fresh] = await parcelsOf(world(), single);
        return fresh !== undefined && (await contentOf(world(), fresh.id)) !== before;
      },
      { timeout_ms: 90_000, message: "no other lot fills in" },
    );
    expect(fresh!.number).toBe(last.number);
    await page.goto(wave);
    await expectAccessible(page);
    await page.getByText("已打包 9，已交运 0，共 10").waitFor();
    await picture(page, "filled-in");
    await open(page, fresh!);
    await tickAll(page, fresh!);
    await weigh(page, fresh!.gross_g / 1000);
    await page.getByText(`${fresh!.number} 已打包`).waitFor();

    // A torn label: a new number, the old one says so, and the new label is read back.
    await page.goto(`/zh/desk/parcels/${third.id}/change`);
    await expectAccessible(page);
    await page.getByLabel("原因").fill("撕破了");
    await page.getByRole("button", { name: "作废并换新号码" }).click();
    const replaced = await page.getByText(/新号码是 CL/).textContent();
    const number = /新号码是 (CL[0-9A-Z]+)/.exec(replaced ?? "")?.[1] ?? "none";
    await expectAccessible(page);
    await picture(page, "relabelled");
    const fresh_label = page.getByRole("link", { name: "下载新面单" });
    await eventually(
      async () => {
        await page.reload();
        return (await fresh_label.count()) === 1;
      },
      { timeout_ms: 60_000, message: "the new label was not printed" },
    );
    const address = (await fresh_label.getAttribute("href")) ?? "";
    const [label] = readPages(await (await context.request.get(address)).body(), inflateSync);
    expect(readCode128(label!.bars)).toBe(number);
    await page.goto("/zh/desk/pack");
    await scan(page, "包裹面单", third.number);
    expect(await problems(page)).toEqual([`“${third.number}”这张面单已经作废，换了新号码。请撕掉它，用新面单。`]);

    // The driver signs with a finger.
    await page.goto(wave);
    await page.getByRole("link", { name: "交运 10 个包裹" }).click();
    await expectAccessible(page);
    await page.getByRole("button", { name: "交给司机 10 个包裹" }).click();
    expect(await problems(page)).toEqual(["请写司机的名字"]);
    await page.getByLabel("司机", { exact: true }).fill("老赵");
    await page.getByLabel("车牌（可不填）").fill("甘K12345");
    const box = (await page.locator("#sign").boundingBox())!;
    await page.mouse.move(box.x + 20, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 90, box.y + 70, { steps: 8 });
    await page.mouse.move(box.x + 180, box.y + 30, { steps: 8 });
    await page.mouse.up();
    await picture(page, "signing");
    await page.getByRole("button", { name: "交给司机 10 个包裹" }).click();
    await page.waitForURL("**/zh/desk/handovers/handover_*");
    await page.getByText("10 个包裹已交给司机").waitFor();
    expect(await page.locator("svg.sign path").getAttribute("d")).toMatch(/^M\d+ \d+L/);
    await expectAccessible(page);
    await picture(page, "handover");
    const handover = page.url();
    const manifest = await print(page, "打印交运清单");
    expect(manifest[0]?.text).toContain(number);
    expect(manifest[0]?.text).toContain("老赵");
    await page.goto(wave);
    await page.getByText("已完成").waitFor();

    await page.setViewportSize({ width: 320, height: 640 });
    const places = ["/waves", "/pack", "/handovers", "/board", "/board?list=handed_over", "/parcels"];
    for (const place of places.flatMap((one) => [`/zh/desk${one}`, `/en/desk${one}`])) {
      await page.goto(place);
      await expectAccessible(page);
    }
    for (const place of [wave, `${wave}/pick-list`, handover, `/en/desk/pack/${third.id}`]) {
      await page.goto(place);
      await expectFits(page);
    }
    await page.goto("/zh/desk/parcels");
    await picture(page, "parcels");
    expect(complaints).toEqual([]);
    await close();
  });
}
