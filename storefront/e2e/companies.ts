import sharp from "sharp";
import { expect, test } from "vitest";
import { mailTo } from "./mails";
import {
  choosePlace,
  DESKTOP,
  expectAccessible,
  login,
  picture,
  problems,
  visit,
  type Visit,
  type World,
} from "./walk";

const PASSWORD = "three walnuts fall";
const OWNER = "lin@company.example";

const licence = async () => ({
  name: "licence.png",
  mimeType: "image/png",
  buffer: await sharp({ create: { width: 900, height: 1_200, channels: 3, background: "#eef" } })
    .png()
    .toBuffer(),
});

/** A company comes in: on a phone, on plain documents, but for the form of an address. */
export function companies(world: () => World): void {
  const checked = async ({ page }: Visit, name: string) => {
    await expectAccessible(page);
    await picture(page, `company-${name}`);
    await page.setViewportSize({ width: 390, height: 844 });
  };

  test("a company registers, is asked for its licence, sends it, is let in, and invites somebody with roles and limits", async () => {
    const owner = await visit(world(), { script: false });
    await owner.page.goto("/zh/wholesale");
    await owner.page.getByRole("link", { name: "注册企业" }).click();
    await owner.page.getByLabel("邮箱").fill(OWNER);
    await owner.page.getByRole("button", { name: "发送验证码" }).click();
    const code = await mailTo(world(), OWNER, /\d{6}/);
    await owner.page.getByLabel("验证码").fill(code);
    await owner.page.getByLabel("您的姓名").fill("林老板");
    await owner.page.getByLabel("企业名称").fill("福州食堂有限公司");
    await owner.page.getByLabel("税号").fill("91350100M000100Y34");
    await owner.page.getByLabel("由谁审核").selectOption({ label: "武都山里人家农民专业合作社" });
    await owner.page.getByLabel("密码").fill(PASSWORD);
    await owner.page.getByRole("button", { name: "注册企业" }).click();
    expect(await problems(owner.page)).toEqual([expect.stringContaining("税号有误")]);
    // The code stays good and all that was typed stays, but for what is secret.
    await owner.page.getByLabel("税号").fill("91350100 M000100Y43");
    await owner.page.getByLabel("验证码").fill(code);
    await owner.page.getByLabel("密码").fill(PASSWORD);
    expect(await owner.page.getByLabel("企业名称").inputValue()).toBe("福州食堂有限公司");
    await owner.page.getByRole("button", { name: "注册企业" }).click();
    await owner.page.getByText("等待审核").waitFor();
    expect(owner.complaints).toEqual([]);

    const manager = await visit(world(), { viewport: DESKTOP, script: false });
    const { email, password } = login(world(), "manager", "wudu");
    await manager.page.goto("/zh/desk/sign-in");
    await manager.page.getByLabel("电子邮箱或手机号").fill(email);
    await manager.page.getByLabel("密码").fill(password);
    await manager.page.getByRole("button", { name: "登录" }).click();
    await manager.page.getByRole("link", { name: "企业客户" }).click();
    await manager.page.getByRole("link", { name: "福州食堂有限公司" }).click();
    await manager.page.getByRole("button", { name: "通过", exact: true }).click();
    expect(await problems(manager.page)).toEqual([expect.stringContaining("缺营业执照")]);
    await manager.page.getByLabel("给企业的说明").fill("请上传营业执照，四角拍全。");
    await manager.page.getByRole("button", { name: "要求补材料" }).click();
    await manager.page.getByText("需要补材料").first().waitFor();

    await mailTo(world(), OWNER, /四角拍全/);
    await owner.page.reload();
    await owner.page.getByText("请上传营业执照，四角拍全。").first().waitFor();
    await owner.page.getByRole("button", { name: "上传材料" }).click();
    expect(await problems(owner.page)).toEqual(["请选择图片或 PDF"]);
    await owner.page.locator("#photo").setInputFiles(await licence());
    await owner.page.getByRole("button", { name: "上传材料" }).click();
    const paper = owner.page.getByRole("link", { name: /^营业执照/ });
    await paper.waitFor();
    const sent = await owner.page.request.get((await paper.getAttribute("href")) ?? "");
    expect(sent.headers()["content-type"]).toBe("image/jpeg");
    await owner.page.getByRole("button", { name: "重新提交" }).click();
    await owner.page.getByText("等待审核").waitFor();

    await manager.page.goto("/zh/desk/companies");
    await manager.page.getByRole("link", { name: "福州食堂有限公司" }).click();
    const seen = await manager.page.getByRole("link", { name: /^营业执照/ }).getAttribute("href");
    expect((await manager.page.request.get(seen ?? "")).status()).toBe(200);
    await manager.page.getByRole("button", { name: "通过", exact: true }).click();
    await manager.page.getByText("已通过").first().waitFor();

    await owner.page.getByRole("link", { name: "成员", exact: true }).click();
    await owner.page.getByLabel("姓名").fill("小陈");
    await owner.page.getByLabel("对方的邮箱").fill("chen@company.example");
    // Nobody is anything by themselves: whoever invites says what they do.
    await owner.page.getByRole("button", { name: "发出邀请" }).click();
    expect(await problems(owner.page)).toEqual([expect.stringContaining("至少选一项")]);
    await owner.page.getByLabel(/^采购/).check();
    await owner.page.getByLabel(/^每单最多/).fill("3,000");
    await owner.page.getByLabel("累计").selectOption("week");
    await owner.page.getByLabel(/^最多/).fill("8,000");
    await owner.page.getByRole("button", { name: "发出邀请" }).click();
    await owner.page.getByText("邀请已发出。").waitFor();
    await owner.page.getByText(/每单不超过 ¥3,000\.00 · 每周不超过 ¥8,000\.00/).waitFor();
    const link = await mailTo(world(), "chen@company.example", /\/zh\/wholesale\/join\/[\w-]+/);
    const buyer = await visit(world(), { script: false });
    await buyer.page.goto(link);
    await buyer.page.getByLabel("密码").fill(PASSWORD);
    await buyer.page.getByRole("button", { name: "加入" }).click();
    await buyer.page.getByText("已通过").first().waitFor();
    expect(await buyer.page.getByText("上传材料").count()).toBe(0);

    await owner.page.getByRole("link", { name: "成员", exact: true }).click();
    await owner.page.getByText(/还可以用：¥8,000\.00/).waitFor();
    await owner.page.getByRole("link", { name: "修改 小陈" }).click();
    expect(await owner.page.getByLabel(/^每单最多/).inputValue()).toBe("3000.00");
    await owner.page.getByLabel(/^每单最多/).fill("");
    await owner.page.getByLabel(/^最多/).fill("");
    await owner.page.getByLabel(/^审批/).check();
    await owner.page.getByLabel("累计").selectOption("month");
    await owner.page.getByRole("button", { name: "保存" }).click();
    expect(await problems(owner.page)).toEqual([expect.stringContaining("请同时选择时间和金额")]);
    expect(await owner.page.getByLabel(/^审批/).isChecked()).toBe(true);
    await owner.page.getByLabel(/^最多/).fill("10,000");
    await owner.page.getByRole("button", { name: "保存" }).click();
    await owner.page.getByText("每月不超过 ¥10,000.00").waitFor();
    await buyer.page.reload();
    await buyer.page.getByText("采购 · 审批").waitFor();
    await buyer.page.getByText("已用：¥0.00").waitFor();
    await buyer.close();
    await manager.close();
    await owner.close();
  });

  test("every page of the room, and of who lets companies in, is accessible and fits a phone, in both languages", async () => {
    const owner = await visit(world());
    await owner.page.goto("/zh/wholesale/sign-in");
    await checked(owner, "sign-in");
    await owner.page.getByLabel("邮箱").fill(OWNER);
    await owner.page.getByLabel("密码").fill(PASSWORD);
    await owner.page.getByRole("button", { name: "登录" }).click();
    await owner.page.getByText("已通过").first().waitFor();
    const { rows } = await world().house.db.query<{ id: string; company_id: string }>(
      `select id, company_id from company_member where email = 'chen@company.example'`,
    );
    await owner.page.goto("/zh/wholesale/addresses/new");
    await checked(owner, "address");
    await owner.page.getByLabel("收件人").fill("中心仓库");
    await owner.page.getByLabel("手机").fill("13800138000");
    await choosePlace(owner.page, "广东省", "广州市", "天河区");
    await owner.page.getByLabel("详细地址").fill("体育东路 1 号");
    await owner.page.getByRole("button", { name: "保存" }).click();
    await owner.page.getByText("广东省 广州市天河区 体育东路 1 号").waitFor();
    for (const language of ["zh", "en"]) {
      for (const [end, name] of [
        ["company", "own"],
        ["members", "members"],
        [`members/${rows[0]?.id}`, "member"],
        ["addresses", "addresses"],
        ["register", "register"],
        ["password", "password"],
        ["join/none", "join"],
      ] as const) {
        await owner.page.goto(`/${language}/wholesale/${end}`);
        await checked(owner, `${name}-${language}`);
      }
    }
    await owner.page.goto("/en/wholesale");
    await checked(owner, "entry-en");
    expect(owner.complaints).toEqual([]);
    await owner.close();
    const manager = await visit(world());
    const { email, password } = login(world(), "manager", "wudu");
    await manager.page.goto("/zh/desk/sign-in");
    await manager.page.getByLabel("电子邮箱或手机号").fill(email);
    await manager.page.getByLabel("密码").fill(password);
    await manager.page.getByRole("button", { name: "登录" }).click();
    await manager.page.waitForURL("**/zh/desk");
    for (const language of ["zh", "en"]) {
      await manager.page.goto(`/${language}/desk/companies?all=1`);
      await checked(manager, `list-${language}`);
      await manager.page.goto(`/${language}/desk/companies/${rows[0]?.company_id}`);
      await checked(manager, `vet-${language}`);
    }
    await manager.close();
  });

  test("products are found on the wholesale page by a word, and what was typed for another page is not lost", async () => {
    const { page, close } = await visit(world(), { script: false });
    await page.goto("/zh/wholesale?q=%E6%A0%B8%E6%A1%83");
    await page.getByText(/搜索“核桃”/).waitFor();
    const packs = await page.getByLabel("规格").locator("option").allTextContents();
    expect(packs.length).toBeGreaterThan(1);
    expect(packs.slice(1).every((text) => text.includes("核桃"))).toBe(true);
    await close();
  });
}
