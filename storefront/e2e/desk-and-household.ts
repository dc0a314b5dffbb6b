import { expect, test } from "vitest";
import { DESKTOP, expectAccessible, login, visit, type Visit, type World, problems } from "./walk";

type Cookies = Awaited<ReturnType<Visit["context"]["cookies"]>>;
/** What a browser keeps of who signed in at a house: all that there is of it, for nothing is kept on the other side. */
const signedIn = new WeakMap<World["house"], Map<string, Cookies>>();

/** Somebody of a cooperative on the desk's first page: the first of a role signs in by the form, those after have their cookie. */
export async function signInAtDesk(
  world: World,
  role: string,
  script = true,
  viewport: { width: number; height: number } = DESKTOP,
): Promise<Visit> {
  const visitor = await visit(world, { viewport, script });
  const known = signedIn.get(world.house) ?? new Map<string, Cookies>();
  signedIn.set(world.house, known);
  const cookies = known.get(role);
  if (cookies) {
    await visitor.context.addCookies(cookies);
    await visitor.page.goto("/zh/desk");
    expect(new URL(visitor.page.url()).pathname).toBe("/zh/desk");
    return visitor;
  }
  const { email, password } = login(world, role, "wudu");
  await visitor.page.goto("/zh/desk/sign-in");
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL("**/zh/desk");
  known.set(role, await visitor.context.cookies());
  return visitor;
}

export async function lots(world: World): Promise<number> {
  const { rows } = await world.house.db.query<{ lots: string }>("select count(*) as lots from lot");
  return Number(rows[0]?.lots);
}

/** The desk and a household's home: plain documents, tried with scripts off. */
export function deskAndHousehold(world: () => World): void {
  test("a lot is weighed in at the desk, mistakes keep what was typed, and the household sees it at home", async () => {
    const { page, complaints, close } = await signInAtDesk(world(), "weigher", false);
    await page.getByRole("navigation").getByRole("link", { name: "收货过秤" }).click();
    await page.getByLabel("卡号").fill("wd 0001");
    await page.getByLabel("毛重（公斤）").fill("12.5");
    await page.getByLabel("皮重（公斤）").fill("13");
    await page.getByRole("button", { name: "收货" }).click();
    expect(await problems(page)).toEqual(["请选择品种", "皮重要小于毛重"]);
    expect(await page.getByLabel("毛重（公斤）").inputValue()).toBe("12.5");

    await page.getByLabel("核桃").check();
    await page.getByLabel("皮重（公斤）").fill("0.5");
    await page.getByRole("button", { name: "收货" }).click();
    const receipt = page.locator(".receipt");
    expect(await receipt.textContent()).toContain("12 公斤（24 斤）");
    const number = /收货单 (W\d+)/.exec((await receipt.textContent()) ?? "")?.[1] ?? "no number";
    expect(complaints).toEqual([]);
    await close();

    const home = await visit(world(), { script: false });
    await home.page.goto("/home");
    await home.page.getByLabel("卡号").fill("WD0001");
    await home.page.getByLabel("密码").fill(login(world(), "household", "wudu").password);
    await home.page.getByRole("button", { name: "登录" }).click();
    await home.page.waitForURL("**/zh/home");
    await expect.poll(() => home.page.getByText(number).count()).toBe(1);
    await expect.poll(() => home.page.getByText("12 公斤（24 斤）").count()).toBeGreaterThan(0);
    await home.close();
  });

  test("a form sent twice is one lot, and shows the same receipt", async () => {
    const { page, close } = await signInAtDesk(world(), "weigher", false);
    const before = await lots(world());
    await page.goto("/zh/desk/weigh-in");
    await page.getByLabel("卡号").fill("WD0002");
    await page.getByLabel("核桃").check();
    await page.getByLabel("毛重（公斤）").fill("20");
    await page.getByRole("button", { name: "收货" }).click();
    const first = await page.locator(".receipt h2").textContent();
    await page.reload(); // the browser sends the same form again
    expect(await page.locator(".receipt h2").textContent()).toBe(first);
    await expect.poll(() => page.getByText("这一笔已经收过，没有重复").count()).toBe(1);
    expect(await lots(world())).toBe(before + 1);
    await close();
  });

  test("a card of another cooperative is not known here", async () => {
    const { page, close } = await signInAtDesk(world(), "weigher", false);
    await page.goto("/zh/desk/weigh-in");
    await page.getByLabel("卡号").fill("LC0001");
    await page.getByLabel("核桃").check();
    await page.getByLabel("毛重（公斤）").fill("20");
    await page.getByRole("button", { name: "收货" }).click();
    await page.getByText("没有这个卡号，请核对。").first().waitFor();
    await close();
  });

  test("every page of the desk and of a household is accessible and without script", async () => {
    const desk = await signInAtDesk(world(), "manager");
    const pages = ["", "/lots", "/corrections", "/scale-file", "/tables", "/pools", "/parcels", "/settlement"].flatMap(
      (page) => [`/zh/desk${page}`, `/en/desk${page}`],
    );
    for (const path of pages) {
      await desk.page.goto(path);
      await expectAccessible(desk.page);
      expect(await desk.page.locator("script").count(), path).toBe(0);
    }
    await desk.page.goto("/zh/desk/pools");
    await desk.page.locator("tbody a").first().click();
    await expectAccessible(desk.page);
    expect(desk.complaints).toEqual([]);
    await desk.close();

    const home = await visit(world(), { viewport: { width: 320, height: 640 } });
    await home.page.goto("/zh/home");
    await expectAccessible(home.page);
    await home.page.getByLabel("卡号").fill("WD0001");
    await home.page.getByLabel("密码").fill(login(world(), "household", "wudu").password);
    await home.page.getByRole("button", { name: "登录" }).click();
    for (const path of ["/zh/home", "/zh/home/lots", "/zh/home/hand-in", "/en/home"]) {
      await home.page.goto(path);
      await expectAccessible(home.page);
      expect(await home.page.locator("script").count(), path).toBe(0);
      // The smallest text a household meets, and the smallest thing to press.
      const small = await home.page.evaluate(() => ({
        text: Math.min(
          ...[...document.querySelectorAll("body *")]
            .filter((e) => e.textContent !== "" && e.children.length === 0 && e.tagName !== "TITLE")
            .map((e) => parseFloat(getComputedStyle(e).fontSize)),
        ),
        target: Math.min(
          ...[...document.querySelectorAll("main a.button, main button, header a, header button, a.call")].map(
            (e) => e.getBoundingClientRect().height,
          ),
        ),
      }));
      expect(small.text, path).toBeGreaterThanOrEqual(18);
      expect(small.target, path).toBeGreaterThanOrEqual(60);
    }
    await home.close();
  });

  test("a wrong password opens nothing and says no more than that", async () => {
    const { page, close } = await visit(world(), { script: false });
    await page.goto("/zh/desk/sign-in");
    await page.getByLabel("电子邮箱或手机号").fill(login(world(), "manager", "wudu").email);
    await page.getByLabel("密码").fill("not-the-password");
    await page.getByRole("button", { name: "登录" }).click();
    await page.getByText("名字或密码不对，请再试。").first().waitFor();
    expect(await page.getByLabel("密码").inputValue()).toBe("");
    await page.goto("/zh/desk/pools");
    expect(new URL(page.url()).pathname).toBe("/zh/desk/sign-in");
    await close();
  });
}
