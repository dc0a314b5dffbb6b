import { expect, test } from "vitest";
import {
  checkedAs,
  day,
  enterCompany,
  enterDesk,
  post,
  problems,
  TEST_CARDS,
  tokenOf,
  typeCard,
  type World,
} from "./walk";

const PACK_G = 2_000;
const SIDES = [
  { cooperative: "wudu", handle: "maya-walnuts", packs: "20", price: "30" },
  { cooperative: "longchuan", handle: "yanhua-rice", packs: "10", price: "20" },
] as const;

/**
 * After a company was let in, and two cooperatives had walnuts in the same bags (`joint-quotes.ts`): it agrees with both on a season, and calls
 * off of both together.
 */
export function jointAgreements(world: () => World): void {
  const checked = checkedAs("joint-agreement");

  /** Enough of both. */
  const weighIn = async () => {
    const { db } = world().house;
    for (const { cooperative, handle } of SIDES) {
      const pool_id = world().seed.products.find((one) => one.handle === handle)?.pool_id;
      const { rows } = await db.query<{ card_number: string }>(
        `select h.card_number from household h join pool p on p.origin_id = h.village_id where p.id = $1 order by h.card_number desc limit 1`,
        [pool_id],
      );
      await post(
        world(),
        "/desk/lots",
        {
          card_number: rows[0]?.card_number,
          pool_id,
          gross_g: 40_500,
          tare_g: 500,
          harvested_on: day(-50),
          weighed_at: new Date(Date.now() - 3_600_000).toISOString(),
          idempotency_key: `walnuts-of-a-joint-agreement-${cooperative}`,
        },
        await tokenOf(world(), "manager", cooperative),
      );
    }
  };
  const bagOfWalnuts = () =>
    world()
      .seed.products.find((one) => one.handle === "maya-walnuts")
      ?.variants.find((one) => one.units_per_pack === PACK_G)?.id ?? "";

  test("a company agrees with two cooperatives at once, each signs its own paper, and one call-off of both is one order", async () => {
    await weighIn();
    const { db } = world().house;
    const variant_id = bagOfWalnuts();
    const buyer = await enterCompany(world());
    const { page } = buyer;
    const field = (name: string) => page.locator(`[name="${name}"]`);
    await page.getByRole("link", { name: "协议", exact: true }).click();
    await page.getByRole("link", { name: "联合协议" }).click();
    await page.getByText("还没有联合协议").waitFor();
    await checked(buyer, "none");
    await page.getByRole("link", { name: "与几家合作社约定" }).click();
    await page.getByLabel("找产品").fill("麻崖核桃");
    await page.getByRole("button", { name: "搜索" }).click();
    await page.locator(`a[href*="${variant_id}"]`).click();
    await page.getByLabel("要到哪一天为止").fill(day(90));
    await page.getByRole("button", { name: "分一分" }).click();
    expect(await problems(page)).toEqual(["请写大于零的整份数。"]);
    await page.getByLabel("总份数").fill("30");
    await page.getByLabel("要到哪一天为止").fill(day(-2));
    await page.getByRole("button", { name: "分一分" }).click();
    expect(await problems(page)).toEqual(["这个交货期已经过了，请写更晚的最后一天。"]);
    await page.getByLabel("要到哪一天为止").fill(day(90));
    await page.getByRole("button", { name: "分一分" }).click();
    await page.getByRole("heading", { name: "各家能给多少" }).waitFor();
    // All of it is shared, to be changed.
    const shared = await page
      .locator('input[name^="packs:"]')
      .evaluateAll((inputs) => inputs.reduce((sum, one) => sum + Number((one as HTMLInputElement).value), 0));
    expect(shared).toBe(30);
    expect(await page.locator("script").count()).toBe(0);
    const { rows: offered } = await db.query<{ of: string; cooperative: string }>(
      `select v.product_id || ':' || v.id as of, c.handle as cooperative from product_variant v
       join product_variant_inventory_item i on i.variant_id = v.id and i.deleted_at is null join pool p on p.inventory_item_id = i.inventory_item_id
       join cooperative c on c.id = p.cooperative_id`,
    );
    const names = await page
      .locator('input[name^="packs:"]')
      .evaluateAll((inputs) => inputs.map((one) => (one as HTMLInputElement).name.slice("packs:".length)));
    for (const { cooperative, packs, price } of SIDES) {
      const own = offered.find((one) => one.cooperative === cooperative && names.includes(one.of));
      await field(`packs:${own?.of ?? ""}`).fill(packs);
      await field(`price:${own?.of ?? ""}`).fill(price);
    }
    await field("shortfall").selectOption("first_come");
    await field("from_day").fill(day(1));
    await field("minimum_packs").fill("2");
    await field("notice_days").fill("0");
    await field("freight").fill("");
    await checked(buyer, "new");
    await page.getByRole("button", { name: "向它们提出" }).click();
    expect((await problems(page)).length).toBe(1);
    await field("freight").fill("8");
    await page.getByRole("button", { name: "向它们提出" }).click();
    await page.getByRole("heading", { name: /^JA-\d+/ }).waitFor();
    await page.getByText("还没有生效的").waitFor();
    await page.getByText("现在不能提货").waitFor();
    await checked(buyer, "proposed");
    const here = page.url();

    const { rows: parts } = await db.query<{ id: string; cooperative: string; sha256: string; packs: number }>(
      `select a.id, c.handle as cooperative, v.sha256, l.packs from agreement a join cooperative c on c.id = a.cooperative_id
       join agreement_version v on v.agreement_id = a.id join agreement_line l on l.agreement_id = a.id
       where a.joint_agreement_id = $1 order by l.packs desc`,
      [here.split("/").at(-1)],
    );
    expect(parts.map((one) => [one.cooperative, one.packs])).toEqual([
      ["wudu", 20],
      ["longchuan", 10],
    ]);
    const [of_wudu, of_longchuan] = parts;
    const seller = await enterDesk(world(), "manager", "wudu");
    await seller.page.goto(`/zh/desk/agreements/${of_wudu?.id ?? ""}`);
    await seller.page.getByText("与 2 家合作社一起约定的协议之一").waitFor();
    await checked(seller, "part");
    await seller.page.getByLabel("您的姓名").fill("王芳");
    await seller.page.getByRole("button", { name: "签字" }).click();
    await seller.page.getByText("您已签字").waitFor();
    await seller.close();
    const signIt = async (id: string | undefined) => {
      await page.goto(`/zh/wholesale/agreements/${id ?? ""}`);
      await page.getByText("与 2 家合作社一起约定的协议之一").waitFor();
      await page.getByLabel("您的姓名").fill("林老板");
      await page.getByRole("button", { name: "签字" }).click();
    };
    await signIt(of_wudu?.id);
    await page.getByText("生效中").first().waitFor();
    // The other has not signed: this one holds.
    await page.goto(here);
    await page.getByText("双方未都签字").waitFor();
    await checked(buyer, "one-signed");
    await post(
      world(),
      `/desk/agreements/${of_longchuan?.id ?? ""}/sign`,
      { version: 1, sha256: of_longchuan?.sha256 ?? "", name: "李梅" },
      await tokenOf(world(), "manager", "longchuan"),
    );
    await signIt(of_longchuan?.id);
    await page.getByText("生效中").first().waitFor();

    await page.goto(here);
    await page.getByLabel("总份数").fill("31");
    await page.getByLabel("需要日期").fill(day(20));
    await page.getByRole("button", { name: "给出方案" }).click();
    expect(await problems(page)).toEqual([expect.stringContaining("还剩 30 份")]);
    await page.getByLabel("总份数").fill("12");
    await page.getByLabel("需要日期").fill(day(200));
    await page.getByRole("button", { name: "给出方案" }).click();
    expect(await problems(page)).toEqual([expect.stringMatching(/^要适合每一份协议，请写 .*之间的一天/)]);
    await page.getByLabel("需要日期").fill(day(20));
    await page.getByRole("button", { name: "给出方案" }).click();
    await page.getByRole("heading", { name: "怎么分" }).waitFor();
    await checked(buyer, "spread");
    const packs = (id: string | undefined) => field(`packs:${id ?? ""}`);
    // Of one alone: its own page, with the form filled in.
    await packs(of_wudu?.id).fill("12");
    await packs(of_longchuan?.id).fill("");
    await page.getByRole("button", { name: "提货", exact: true }).click();
    expect((await problems(page)).length).toBe(1);
    const spread = page.url();
    await checked(buyer, "alone");
    await page.getByRole("link", { name: /^到协议 .+ 提货$/ }).click();
    await page.waitForURL("**/zh/wholesale/agreements/**");
    expect(await page.locator('input[name^="packs:"]').inputValue()).toBe("12");
    expect(await field("wanted_on").inputValue()).toBe(day(20));
    await page.goto(spread);
    // Counted anew, as it was typed.
    await packs(of_wudu?.id).fill("8");
    await packs(of_longchuan?.id).fill("4");
    await page.getByRole("button", { name: "重算" }).click();
    await page.getByText("合计 ¥336.00").waitFor();
    await packs(of_wudu?.id).fill("21");
    await packs(of_longchuan?.id).fill("4");
    await page.getByRole("button", { name: "提货", exact: true }).click();
    expect(await problems(page)).toEqual([expect.stringContaining("还剩 20 份")]);
    expect(await packs(of_wudu?.id).getAttribute("aria-invalid")).toBe("true");
    expect(await packs(of_longchuan?.id).getAttribute("aria-invalid")).toBeNull();
    await packs(of_wudu?.id).fill("8");
    await page.getByRole("button", { name: "提货", exact: true }).click();
    await page.getByRole("heading", { name: /^J-\d+/ }).waitFor();
    await page.getByText("按已签的几份协议提的货").waitFor();
    // 8 x 30.00 and 4 x 20.00, each with 8.00 freight.
    await page.getByRole("button", { name: "全部接受，¥336.00" }).waitFor();
    await checked(buyer, "called-off");
    await page.getByRole("button", { name: "全部接受，¥336.00" }).click();
    await page.getByText("已接受，等待付款").first().waitFor();
    await page.getByRole("button", { name: "付款 ¥336.00" }).click();
    await page.waitForURL("**/zh/wholesale/pay/joint-quotes/**");
    await page.getByLabel("收货人").fill("李四");
    await page.getByRole("button", { name: "保存" }).click();
    await page.waitForURL(/#pay$/);
    await page.getByText("¥336.00").first().waitFor();
    await typeCard(page, TEST_CARDS.good);
    await page.getByRole("button", { name: /^支付/ }).click();
    await page.waitForURL("**/zh/orders/**");

    await page.goto(here);
    await page.getByText("18 份", { exact: true }).first().waitFor();
    await checked(buyer, "drawn");
    await page.goto(here.replace("/zh/", "/en/"));
    await page.getByText("18 packs", { exact: true }).first().waitFor();
    await checked(buyer, "drawn-en");
    const { rows: drawn } = await db.query<{ packs: number }>(
      `select sum(l.packs)::int as packs from agreement_call_off c join agreement_call_off_line l on l.quote_id = c.quote_id
       join company_order o on o.quote_id = c.quote_id and o.state = 'placed' where c.agreement_id = any($1) group by c.agreement_id order by packs`,
      [parts.map((one) => one.id)],
    );
    expect(drawn.map((one) => one.packs)).toEqual([4, 8]);
    expect(buyer.complaints).toEqual([]);
    await buyer.close();
  });
}
