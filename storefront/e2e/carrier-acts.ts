import path from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { DESKTOP, expectAccessible, expectFits, login, problems, visit, type Visit, type World } from "./walk";

const NARROW = { width: 360, height: 800 };

async function signIn(world: World, viewport = NARROW, script = false): Promise<Visit> {
  const visitor = await visit(world, { viewport, script });
  const { email, password } = login(world, "packer", "longchuan");
  await visitor.page.goto("/zh/desk/sign-in");
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL("**/zh/desk");
  return visitor;
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.E2E_PICTURES;
  if (folder) await page.screenshot({ path: path.join(folder, `carriers-${name}.png`), fullPage: true });
}

/** A handover of two parcels that the demonstration carrier refused, and a wave with one that is still here, written by hand. */
async function insertParcels(world: World): Promise<void> {
  const { db } = world.house;
  const { rows } = await db.query<{ id: string }>(`select id from cooperative where handle = 'longchuan'`);
  const cooperative = rows[0]?.id;
  await db.query(
    `insert into parcel_plan (order_id, version, currency, parcels, freight_minor) values ('order_acts', 1, 'CNY', 3, 0)`,
  );
  await db.query(
    `insert into handover (id, cooperative_id, person, parcels, gross_g) values ('handover_acts', $1, 'm', 2, 2400)`,
    [cooperative],
  );
  await db.query(
    `insert into wave (id, cooperative_id, cut_off_at, made_by, idempotency_key) values ('wave_acts', $1, now() + interval '1 day', 'm', 'wave_acts')`,
    [cooperative],
  );
  await db.query(
    `insert into parcel (id, number, order_id, plan_version, cooperative_id, destination_id, name, phone, province_code, address, zone,
       carton, carton_id, goods_g, gross_g, freight_minor, carton_minor, currency, carrier, service, state, handover_id, wave_id, booking_refusal, booking_reason)
     select 'parcel_a' || n, 'CLACTS000' || n, 'order_acts', 1, $1, 'd' || n, '欧阳明珠' || n, '不知道', '44', '河源市龙川县佗城镇灵江村 12 号', '1', code, id,
       1000, 1200, 0, 0, 'CNY', 'standin', 'standard', case n when 3 then 'labelled' else 'handed_over' end,
       case n when 3 then null else 'handover_acts' end, case n when 3 then 'wave_acts' end,
       case n when 3 then null else 'carrier_refused' end, case n when 3 then null else '收件人电话不是可拨打的号码' end
     from (select code, id from carton limit 1) c, generate_series(1, 3) as n`,
    [cooperative],
  );
}

/** What a desk does with carriers, as plain documents with scripts off. */
export function carrierActs(world: () => World): void {
  test("a parcel that its carrier refused is named in its words, put right, and booked; the list is closed after", async () => {
    await insertParcels(world());
    const { page, complaints, close } = await signIn(world());
    await page.goto("/zh/desk/board?list=refused");
    await expect.poll(() => page.getByRole("link", { name: "CLACTS0001" }).count()).toBe(1);
    await expectFits(page);
    await page.goto("/zh/desk/handovers/handover_acts");
    const first = page.getByRole("article", { name: "CLACTS0001" });
    await expect.poll(() => first.getByText("收件人电话不是可拨打的号码").count()).toBe(1);
    await first.getByText("改正，再问一次").click();
    await first.getByLabel("电话", { exact: true }).fill("还是不知道");
    await first.getByRole("button", { name: "再问一次承运商" }).click();
    expect(await problems(page)).toHaveLength(1);
    expect(await first.getByLabel("电话", { exact: true }).inputValue()).toBe("还是不知道");
    await picture(page, "handover-narrow");
    await expectFits(page);
    await first.getByLabel("电话", { exact: true }).fill("138 0013 8000");
    await first.getByRole("button", { name: "再问一次承运商" }).click();
    await page.waitForURL("**/handovers/handover_acts");
    const second = page.getByRole("article", { name: "CLACTS0002" });
    await second.getByText("改正，再问一次").click();
    await second.getByLabel("承运商电话里给的运单号").fill("ST123");
    await second.getByRole("button", { name: "记下运单号" }).click();
    expect(await problems(page)).toHaveLength(1);
    await second.getByLabel("承运商电话里给的运单号").fill("ST1234567890123456");
    await second.getByRole("button", { name: "记下运单号" }).click();
    await page.waitForURL("**/handovers/handover_acts");
    await eventually(
      async () => {
        await page.reload();
        return (await page.getByText("承运商没收").count()) === 0 && (await page.getByText(/ST\d{16}/).count()) === 2;
      },
      { timeout_ms: 60_000, message: "the mended parcel was not booked" },
    );
    await page.getByRole("button", { name: "向承运商提交清单" }).click();
    await eventually(
      async () => {
        await page.reload();
        return (await page.getByText("已提交").count()) === 1;
      },
      { timeout_ms: 60_000, message: "the list was not closed" },
    );
    await picture(page, "handover-closed-narrow");
    expect(complaints).toEqual([]);
    await close();
  });

  test("a courier is ordered and called off, of a day that goes; one by hand is told what to do", async () => {
    const { page, complaints, close } = await signIn(world(), DESKTOP);
    await page.goto("/zh/desk/carrier-acts");
    await page.getByLabel("哪一天").fill("2020-01-01");
    await page.getByRole("button", { name: "叫车" }).click();
    expect(await problems(page)).toEqual(["这一天已经过了，请另选一天。"]);
    await page.goto("/zh/desk/carrier-acts");
    await page.getByRole("button", { name: "叫车" }).click();
    await eventually(
      async () => {
        await page.reload();
        return (await page.getByText("已叫好").count()) === 1;
      },
      { timeout_ms: 60_000, message: "no courier was ordered" },
    );
    await picture(page, "acts-wide");
    await page.getByRole("button", { name: /取消 .* 的车/ }).click();
    await eventually(
      async () => {
        await page.reload();
        return (await page.getByText("已取消").count()) === 1;
      },
      { timeout_ms: 60_000, message: "the courier was not called off" },
    );
    expect(complaints).toEqual([]);
    await close();
  });

  test("a wave is booked before it leaves, and one of its bookings taken back", async () => {
    const { db } = world().house;
    await db.query(`update parcel set phone = '13800138000' where id = 'parcel_a3'`);
    const { page, complaints, close } = await signIn(world());
    await page.goto("/zh/desk/waves/wave_acts");
    await page.getByRole("button", { name: "给 1 个包裹下单" }).click();
    await eventually(
      async () => {
        await page.goto("/zh/desk/parcels/parcel_a3");
        return (await page.getByRole("button", { name: "取消下单" }).count()) === 1;
      },
      { timeout_ms: 60_000, message: "the wave was not booked" },
    );
    await page.goto("/zh/desk/waves/wave_acts");
    await expect.poll(() => page.getByText("已下单").count()).toBe(1);
    await expectFits(page);
    await picture(page, "wave-narrow");
    await page.goto("/zh/desk/parcels/parcel_a3");
    await page.getByRole("button", { name: "取消下单" }).click();
    expect(await problems(page)).toHaveLength(1);
    await page.getByLabel("为什么").fill("客户改自提");
    await picture(page, "parcel-narrow");
    await page.getByRole("button", { name: "取消下单" }).click();
    await page.waitForURL("**/parcels/parcel_a3");
    // The demonstration carrier is quick: it may have fetched it already, and says so then.
    await eventually(
      async () => {
        await page.goto("/zh/desk/carrier-acts");
        return (
          (await page
            .getByRole("row", { name: /CLACTS0003/ })
            .getByText(/已取消|取消不了/)
            .count()) === 1
        );
      },
      { timeout_ms: 60_000, message: "the booking was not taken back" },
    );
    await expectFits(page);
    await picture(page, "acts-narrow");
    await page.goto("/zh/desk/orders/order_acts/print");
    await expect.poll(() => page.getByText(/已印 0 张，共 1 张/).count()).toBe(1);
    await expectFits(page);
    await picture(page, "labels-narrow");
    expect(complaints).toEqual([]);
    await close();
  });

  test("these pages are accessible, in both languages", async () => {
    await world().house.db.query(
      `update parcel set tracking_number = null, booking_refusal = 'carrier_refused', booking_reason = '地址不详' where id = 'parcel_a2'`,
    );
    const { page, complaints, close } = await signIn(world(), DESKTOP, true);
    for (const language of ["zh", "en"]) {
      for (const at of [
        "handovers/handover_acts",
        "waves/wave_acts",
        "carrier-acts",
        "board?list=refused",
        "parcels/parcel_a3",
      ]) {
        await page.setViewportSize(DESKTOP);
        await page.goto(`/${language}/desk/${at}`, { waitUntil: "networkidle" });
        if (language === "zh") await expectAccessible(page);
        await page.setViewportSize({ width: 320, height: 640 });
        await expectFits(page);
      }
    }
    await page.setViewportSize(DESKTOP);
    await page.goto("/en/desk/handovers/handover_acts");
    await picture(page, "handover-wide");
    expect(complaints).toEqual([]);
    await close();
  });
}
