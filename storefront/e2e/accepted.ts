import { expect, test } from "vitest";
import { carried } from "./claims";
import { checkedAs, enterCompany, enterDesk, problems, type World } from "./walk";

/** After the company's order on account: its goods come, are looked at and accepted, and both sides say how it was. */
export function accepted(world: () => World): void {
  const checked = checkedAs("accepted");

  test("goods of a quote come, are accepted before their days are over, and each side reads the other's rating once both have written", async () => {
    const { rows } = await world().house.db.query<{ quote_id: string; order_id: string }>(
      `select p.quote_id, c.order_id from proforma p join order_cart c on c.cart_id = p.cart_id where p.kind = 'account' order by p.number desc limit 1`,
    );
    const of = rows[0];
    if (!of) throw new Error("nothing was ordered on account");
    const buyer = await enterCompany(world());
    await buyer.page.getByText("已通过").first().waitFor();
    const seller = await enterDesk(world(), "manager", "wudu");
    await seller.page.waitForURL("**/zh/desk");

    await carried(world(), of.order_id, "delivered");
    await expect
      .poll(
        async () => {
          await buyer.page.goto(`/zh/wholesale/quotes/${of.quote_id}`);
          return buyer.page.getByRole("button", { name: "收下这批货" }).count();
        },
        { timeout: 120_000, interval: 2_000 },
      )
      .toBe(1);
    await checked(buyer, "to-look-at");
    await buyer.page.getByLabel("要说的话（可不填）").fill("个个饱满。");
    await buyer.page.getByRole("button", { name: "收下这批货" }).click();
    await buyer.page.getByText(/已收下。/).waitFor();
    await buyer.page.getByRole("button", { name: "提交评价" }).click();
    expect(await problems(buyer.page)).toEqual(["请选 1 到 5 分。"]);
    await buyer.page.getByLabel("几分").selectOption("5");
    await buyer.page.getByLabel("说几句（可不填）").fill("明年还来。");
    await buyer.page.getByRole("button", { name: "提交评价" }).click();
    await buyer.page.getByText("您的评价：5 分 明年还来。").waitFor();
    await buyer.page.getByText("对方的评价在双方都写了、或 14 天后显示。").waitFor();

    await seller.page.goto(`/zh/desk/quotes/${of.quote_id}`);
    await seller.page.getByText("个个饱满。").first().waitFor();
    expect(await seller.page.getByText("明年还来。").count()).toBe(0);
    await seller.page.getByLabel("几分").selectOption("4");
    await seller.page.getByRole("button", { name: "提交评价" }).click();
    await seller.page.getByText("对方的评价：5 分 明年还来。").waitFor();
    await checked(seller, "rated-desk");
    await buyer.page.reload();
    await buyer.page.getByText("对方的评价：4 分").waitFor();
    await checked(buyer, "rated");
    expect(buyer.complaints).toEqual([]);
    await seller.close();
    await buyer.close();
  });
}
