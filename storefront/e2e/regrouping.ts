import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { ShopClient } from "../../dev/src/testing/shop-client";
import { GOODS, onPhone, parcelsOf, picture } from "./shed";
import { expectAccessible, problems, type World } from "./walk";

/** Parcels parted and joined by hand on a phone. */
export function regrouping(world: () => World): void {
  test("a parcel is parted and put together by hand, with what it costs shown before", async () => {
    const { seed, house } = world();
    const variant_id =
      seed.products.find((one) => one.handle === GOODS)?.variants.find((one) => one.units_per_pack === 500)?.id ?? "";
    const shop = new ShopClient({
      backendUrl: house.backendUrl,
      stripeUrl: house.stripeUrl,
      publishableKey: house.seed.publishable_key,
    });
    const { id } = await shop.buy({ region_id: String(house.seed.region_id), lines: [{ variant_id, quantity: 3 }] });
    const labelled = (count: number) =>
      eventually(async () => (await parcelsOf(world(), id)).length === count, {
        timeout_ms: 90_000,
        message: `there are not ${count} labelled parcels`,
      });
    await labelled(1);
    const { page, complaints, close } = await onPhone(world(), "packer");
    const [parcel] = await parcelsOf(world(), id);
    await page.goto(`/zh/desk/parcels/${parcel!.id}/change`);
    await page.getByRole("button", { name: "看看费用" }).click();
    expect(await problems(page)).toEqual(["请填要放进新包裹的包数。"]);
    await page.getByLabel(/共 3 包/).fill("1");
    await page.getByRole("button", { name: "看看费用" }).click();
    await page.getByText(/由合作社承担/).waitFor();
    await expectAccessible(page);
    await picture(page, "split");
    await page.getByRole("button", { name: "确定拆开" }).click();
    expect(await problems(page)).toEqual(["请简单写明原因"]);
    await page.getByLabel("为什么这样分").fill("一份送礼");
    await page.getByRole("button", { name: "确定拆开" }).click();
    await page.getByText("已经重新分好。").waitFor();
    await labelled(2);
    const halves = await parcelsOf(world(), id);
    await page.goto(`/zh/desk/parcels/${halves[0]!.id}/change`);
    await page.getByLabel(new RegExp(halves[1]!.number)).check();
    await page.getByRole("button", { name: "看看费用" }).last().click();
    await page.getByText(/归合作社/).waitFor();
    await expectAccessible(page);
    await page.getByLabel("为什么这样分").fill("还是一起寄");
    await page.getByRole("button", { name: "确定合并" }).click();
    await page.getByText("已经重新分好。").waitFor();
    await labelled(1);
    expect(complaints).toEqual([]);
    await close();
  });
}
