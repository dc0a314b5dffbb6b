import { expect, test } from "vitest";
import { choosePlace, DESKTOP, expectAccessible, fillBasket, picture, visit, type World } from "./walk";

const PHONE_WRONG = "请只填写电话号码，不要写姓名或别的文字；固话请加区号";

/** The address of the basket is one abroad, as another client may have left it: the shop itself offers no country that no carrier goes to. */
async function leftAbroad({ house }: World): Promise<void> {
  await house.db.query(
    `update cart_address set country_code = 'sg', province = '', city = 'Singapore' where id = (
       select shipping_address_id from cart where completed_at is null and shipping_address_id is not null order by updated_at desc limit 1)`,
  );
}

/** Where to: chosen from real places, or written freely for another country. */
export function addresses(world: () => World): void {
  test("cities follow the province and counties the city, in the reader's language; freight is shown by parcel and is the whole", async () => {
    const { page, complaints, close } = await visit(world());
    await fillBasket(page);
    await page.getByText("送给 王小明，广东省广州市天河区体育东路 1 号").waitFor();
    const freight = page.getByText(/运费，1 个包裹/);
    await freight.waitFor();
    const part = await freight.locator("xpath=..").getByText(/^¥/).textContent();
    expect(await page.locator("dl.totals dd").nth(1).textContent()).toBe(part);
    await expectAccessible(page);
    await picture(page, "address");
    await page.goto("/zh/cart");
    await page.getByText(/运费，1 个包裹/).waitFor();
    await picture(page, "address-cart");

    await page.goto("/en/checkout");
    expect(await page.getByLabel("District or county").locator("option:checked").textContent()).toBe("Tianhe 天河区");
    await page.getByLabel("Province").selectOption("陕西省");
    expect(await page.getByLabel("District or county").isDisabled()).toBe(true);
    await page.getByLabel("City").selectOption({ label: "Xi'an 西安市" });
    await page.getByLabel("District or county").selectOption({ label: "Yanta 雁塔区" });
    // A municipality is its own city.
    await page.getByLabel("Province").selectOption("北京市");
    await page.getByLabel("District or county").selectOption("朝阳区");
    await page.getByRole("button", { name: "Update address" }).click();
    await page.getByText("To 王小明, 北京市朝阳区体育东路 1 号").waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  test("what is chosen before the script is there counts; cities that did not come are asked for once more by a button, and the way goes on", async () => {
    const { page, complaints, close } = await visit(world());
    await fillBasket(page);
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    await page.route("**/*.js", async (route) => {
      await arrived;
      await route.continue();
    });
    await leftAbroad(world());
    await page.reload({ waitUntil: "commit" });
    await page.getByLabel("国家或地区").selectOption("cn");
    expect(await page.getByLabel("城市").evaluate((field) => field.tagName)).toBe("INPUT");
    arrive();
    await expect.poll(() => page.getByLabel("城市").evaluate((field) => field.tagName)).toBe("SELECT");
    await page.unroute("**/*.js");

    await page.route("**/places/**", (route) => route.abort(), { times: 1 });
    await page.getByLabel("收件人姓名").fill("李强");
    await page.getByLabel("省、市、自治区").selectOption("湖南省");
    await page.getByRole("button", { name: "显示下一级" }).click();
    await page.getByLabel("城市").selectOption("长沙市");
    await page.getByLabel("区、县").selectOption("岳麓区");
    expect(await page.getByLabel("收件人姓名").inputValue()).toBe("李强");
    await page.getByRole("button", { name: "更新地址" }).click();
    await page.getByText("送给 李强，湖南省长沙市岳麓区体育东路 1 号").waitFor();

    // What is typed while the answer is on its way stays, whatever it says of what was sent.
    const phone = page.getByLabel("手机号");
    for (const [sent, typed] of [
      ["", "13900000001"],
      ["13900000001", "13900000002"],
    ] as const) {
      let answer = () => {};
      const asked = new Promise<void>((resolve) => (answer = resolve));
      await page.route(
        /\/checkout\.data/,
        async (route) => {
          await asked;
          await route.continue();
        },
        { times: 1 },
      );
      await phone.fill(sent);
      const answered = page.waitForResponse((response) => response.request().method() === "POST");
      await page.getByRole("button", { name: "更新地址" }).click();
      await phone.fill(typed);
      answer();
      await answered;
      if (sent === "") await page.getByRole("link", { name: PHONE_WRONG }).waitFor();
      else await expect.poll(() => page.getByRole("link", { name: PHONE_WRONG }).count()).toBe(0);
      expect(await phone.inputValue()).toBe(typed);
    }
    expect(complaints).toEqual([]);
    await close();
  });

  test("without script the choices come step by step, nothing typed is lost, and a county of elsewhere is refused by its field", async () => {
    const { page, close } = await visit(world(), { script: false });
    await fillBasket(page);
    await page.getByLabel("收件人姓名").fill("李强");
    await page.getByLabel("省、市、自治区").selectOption("湖南省");
    // Saved with the city of before: the page has the cities of the new province, and says which field.
    await page.getByRole("button", { name: "更新地址" }).click();
    await page.getByRole("link", { name: "请选择或填写城市" }).waitFor();
    await picture(page, "address-no-script");
    await choosePlace(page, "湖南省", "长沙市", "岳麓区");
    expect(await page.getByLabel("收件人姓名").inputValue()).toBe("李强");
    await page.getByRole("button", { name: "更新地址" }).click();
    await page.getByText("送给 李强，湖南省长沙市岳麓区体育东路 1 号").waitFor();
    await close();
  });

  test.each([true, false])(
    "a country that no carrier goes to is not offered; an address kept there stays, and says so before anything is paid; script: %s",
    async (script) => {
      const { page, close } = await visit(world(), { script, viewport: DESKTOP });
      await fillBasket(page);
      expect(await page.getByLabel("国家或地区").count()).toBe(0);
      await page.getByText("没有承运商把这些商品送到其他国家或地区").waitFor();
      await leftAbroad(world());
      await page.reload();
      const country = page.getByLabel("国家或地区").locator("option");
      await expect.poll(() => country.allTextContents()).toEqual(["中国", "新加坡（这些商品送不到）"]);
      expect(await page.getByLabel("城市").inputValue()).toBe("Singapore");
      await page.getByLabel("详细地址").fill("1 Orchard Road");
      await page.getByLabel("邮政编码").fill("238801");
      await page.getByLabel("手机号").fill("6123 4567");
      await page.getByRole("button", { name: "更新地址" }).click();
      await page.getByRole("link", { name: "暂时没有承运商送到新加坡" }).waitFor();
      expect(await page.getByLabel("详细地址").inputValue()).toBe("1 Orchard Road");
      await page.getByText("请先保存地址").waitFor();
      expect(await page.getByRole("button", { name: /^支付/ }).count()).toBe(0);
      if (script) await expectAccessible(page);
      await picture(page, `address-abroad-${script}`);
      await page.getByLabel("国家或地区").selectOption("cn");
      if (!script) await page.getByRole("button", { name: "显示下一级" }).click();
      await page.getByLabel("邮政编码").fill("");
      await page.getByLabel("手机号").fill("13800000000");
      await choosePlace(page, "广东省", "广州市", "天河区");
      await page.getByRole("button", { name: "更新地址" }).click();
      await page.getByRole("button", { name: /^支付/ }).waitFor();
      await close();
    },
  );
}
