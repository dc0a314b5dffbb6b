import path from "node:path";
import sharp from "sharp";
import { expect, test } from "vitest";
import { cashBatch } from "../../backend/tests/settlement/cash-batch";
import { signInAtDesk } from "./desk-and-household";
import { DESKTOP, expectAccessible, expectFits, login, problems, visit, type Visit, type World } from "./walk";

const NARROW = { width: 320, height: 780 };
const CARDS = ["WD0001", "WD0002", "WD0003"];

async function atHome(world: World, script: boolean, viewport = NARROW): Promise<Visit> {
  const home = await visit(world, { viewport, script });
  await home.page.goto("/zh/home");
  await home.page.getByLabel("卡号").fill("WD0001");
  await home.page.getByLabel("密码").fill(login(world, "household", "wudu").password);
  await home.page.getByRole("button", { name: "登录" }).click();
  await home.page.waitForURL("**/zh/home");
  return home;
}

/** A picture of the page, for somebody who wants to look: SHOTS names the folder. */
async function shot({ page }: Visit, name: string): Promise<void> {
  if (process.env.SHOTS) await page.screenshot({ path: path.join(process.env.SHOTS, `${name}.png`), fullPage: true });
}

/** Waits, as a person does, for the page that waits for its print. */
async function printed({ page }: Visit): Promise<void> {
  await page.getByRole("link", { name: "打开 PDF" }).waitFor();
}

/** Cash by two people, a household's statement and its papers, and the board of its village: without script, on a narrow phone. */
export function papers(world: () => World): void {
  let made: Awaited<ReturnType<typeof cashBatch>>;

  test("cash is handed out with a photo, confirmed by somebody else, and who did not come is taken to the next statement", async () => {
    made = await cashBatch(world().house, CARDS);
    const payer = await signInAtDesk(world(), "accountant", false, NARROW);
    const at = `/zh/desk/batches/${made.batch}`;
    await payer.page.goto(at);
    await payer.page.getByRole("link", { name: "发放现金" }).click();
    await payer.page.getByRole("button", { name: "记下：已发放" }).click();
    expect(await problems(payer.page)).toEqual(["请勾上农户，或勾上「全部」。"]);
    const ticks = payer.page.locator("input[name=payout]");
    const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#fff" } })
      .png()
      .toBuffer();
    const photo = { name: "a.png", mimeType: "image/png", buffer: picture };
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await payer.page.getByRole("button", { name: "记下：已发放" }).click();
    expect(await problems(payer.page)).toEqual(["请拍一张签字的照片。什么都没有改。"]);
    expect(await ticks.nth(0).isChecked()).toBe(true);
    // The picture is kept when something else is wrong with the form, and is not taken a second time.
    await ticks.nth(0).uncheck();
    await ticks.nth(1).uncheck();
    await payer.page.locator("#photo").setInputFiles(photo);
    await payer.page.getByRole("button", { name: "记下：已发放" }).click();
    expect(await problems(payer.page)).toEqual(["请勾上农户，或勾上「全部」。"]);
    expect(await payer.page.locator("#photo_id option:checked").textContent()).toBe("刚才加的照片（已存好）");
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await payer.page.getByRole("button", { name: "记下：已发放" }).click();
    await payer.page.getByText("记下了。请另一个人确认，确认后才入账。").waitFor();
    // What one handed out oneself has nothing to be confirmed by, and says who confirms.
    expect(await payer.page.getByRole("button", { name: "确认：看到已发放" }).count()).toBe(0);
    expect(await payer.page.getByText("是你自己发的").textContent()).toContain("另一位会计或经理");
    await payer.page.getByText("点错了？").click();
    await payer.page.locator("#handed").getByRole("checkbox").first().check();
    await payer.page.getByRole("button", { name: "收回勾上的" }).click();
    expect(await problems(payer.page)).toEqual(["请写几个字说明原因。"]);
    expect(await payer.page.getByLabel("为什么收回").isVisible()).toBe(true);
    await expectFits(payer.page);

    const witness = await signInAtDesk(world(), "manager", true, DESKTOP);
    await witness.page.goto(`${at}/cash`);
    await shot(witness, "cash-desktop-zh");
    await expectAccessible(witness.page);
    await witness.page.getByLabel(/别人发放的全部确认/).check();
    await witness.page.getByRole("button", { name: "确认：看到已发放" }).click();
    await witness.page.getByText("确认了，已入账，农户会收到短信。").waitFor();
    await witness.page.goto(`${at.replace("/zh/", "/en/")}/cash`);
    await shot(witness, "cash-desktop-en");
    expect(witness.complaints).toEqual([]);

    await payer.page.goto(`${at}/cash`);
    await payer.page.locator("input[name=payout]").first().check();
    await payer.page.getByLabel("为什么", { exact: true }).selectOption("not_collected");
    await payer.page.getByLabel("备注").fill("住院");
    await payer.page.getByRole("button", { name: "转到下期" }).click();
    await payer.page.getByText("转到下一张结算单了。").waitFor();
    await shot(payer, "cash-phone-zh");
    await payer.page.getByRole("button", { name: "打印现金发放表" }).click();
    await printed(payer);

    await witness.page.goto(`/zh/desk/settlement/${made.period}/totals`);
    await shot(witness, "totals-desktop-zh");
    await expectAccessible(witness.page);
    await witness.page.goto(`/zh/desk/settlement/${made.period}`);
    await expectAccessible(witness.page);
    await Promise.all([payer.close(), witness.close()]);
  });

  test("a household reads its statement and why, has it printed in large, and finds its row on the village's board by its slip code", async () => {
    const home = await atHome(world(), false);
    await home.page.goto(`/zh/home/statements/${made.statements[0] ?? ""}`);
    await home.page.getByText("为什么是这个价").first().click();
    await expect.poll(() => home.page.getByText(/余下的归您：/).count()).toBeGreaterThan(0);
    const slip = (await home.page.locator(".slip-code").textContent()) ?? "";
    expect(slip).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    await expectFits(home.page);
    await shot(home, "statement-phone-zh");
    await home.page.getByRole("button", { name: "大字结算单" }).click();
    await printed(home);
    const [download] = await Promise.all([
      home.page.waitForEvent("download"),
      home.page.getByRole("link", { name: "打开 PDF" }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^statement_large-.*\.pdf$/);
    await home.page.goto("/zh/home/member");
    await expect.poll(() => home.page.getByText("交来的货").count()).toBeGreaterThan(0);

    await home.page.goto("/zh/villages/maya/money");
    await home.page.getByLabel("查对码").fill("K7QM");
    await home.page.getByRole("button", { name: "查对" }).click();
    expect(await problems(home.page)).toEqual(["查对码是十二个字母和数字，像 K7QM-3F2P-9XTA。"]);
    expect(await home.page.getByLabel("查对码").inputValue()).toBe("K7QM");
    await home.page.getByLabel("查对码").fill(` ${slip.toLowerCase()} `);
    await home.page.getByRole("button", { name: "查对" }).click();
    await home.page.getByText(/整张名单核对过/).waitFor();
    await expect.poll(() => home.page.getByText(/在名单里，是第 \d+ 个，共 \d+ 个/).count()).toBe(1);
    await expectFits(home.page);
    await home.close();

    const seen = await atHome(world(), true, { width: 390, height: 844 });
    for (const [at, name] of [
      [`/zh/home/statements/${made.statements[0] ?? ""}`, "statement-390-zh"],
      [`/en/home/statements/${made.statements[0] ?? ""}`, "statement-390-en"],
      ["/zh/home/member", "member-390-zh"],
      ["/zh/villages/maya/money", "board-390-zh"],
      ["/en/villages/maya/money", "board-390-en"],
    ] as const) {
      await seen.page.goto(at);
      await shot(seen, name);
      await expectAccessible(seen.page);
    }
    expect(seen.complaints).toEqual([]);
    await seen.close();
  });
}
