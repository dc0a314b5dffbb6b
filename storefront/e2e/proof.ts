import { expect, test } from "vitest";
import { eventually } from "../../dev/src/testing/eventually";
import { buyersLink, sent } from "./claims";
import { DESKTOP, expectAccessible, PHONE, picture, problems, visit, type Visit, type World } from "./walk";

const WAIT = { timeout_ms: 90_000 };

/** Proof of benefit: issued by a buyer without script, checked by whoever has its file, and not by one that was changed. */
export function proof(world: () => World): void {
  const checked = async ({ page }: Visit, name: string) => {
    await expectAccessible(page);
    await picture(page, `proof-${name}`);
  };

  test("a buyer issues the proof of a divided order; its file is found by its hash, another is not", async () => {
    const { db } = world().house;
    const { order_id } = await sent(world(), "delivered");
    const link = await buyersLink(world(), order_id);
    const buyer = await visit(world(), { viewport: PHONE, script: false });
    const reader = await visit(world(), { viewport: PHONE });
    for (const { page } of [buyer, reader]) await page.goto(link);
    await reader.page.goto(`/zh/orders/${order_id}/proofs`);
    // What is missing, or nothing any more: an earlier walk may have left the house without days to complain.
    await reader.page.getByText(/预计 .* 之后可以开具|还没有全部送到|还没有开具/).waitFor();
    await checked(reader, "waits");
    await eventually(
      async () => {
        await db.query(`update outbox_message set due_at = now() where job = 'post' and done_at is null`);
        const { rows } = await db.query("select 1 from sale where order_id = $1 and posted_at is not null", [order_id]);
        return rows.length === 1;
      },
      { ...WAIT, message: "the sale was not divided" },
    );
    await buyer.page.goto(`/zh/orders/${order_id}`);
    await buyer.page.getByRole("link", { name: /联农带农证明/ }).click();
    await buyer.page.getByRole("button", { name: "开具证明" }).click();
    const pdf = buyer.page.getByRole("link", { name: /PDF$/ });
    await pdf.waitFor();
    expect(await buyer.page.getByRole("button", { name: /开具/ }).count()).toBe(0);
    await reader.page.reload();
    await checked(reader, "issued");
    const file = await buyer.page.request.get((await pdf.getAttribute("href")) ?? "");
    expect(file.headers()["content-type"]).toBe("application/pdf");
    const bytes = await file.body();

    const anybody = await visit(world(), { viewport: DESKTOP });
    await anybody.page.goto("/zh/proof");
    await anybody.page.getByRole("button", { name: "核对" }).click();
    expect(await problems(anybody.page)).toEqual(["请选择文件，或粘贴 SHA-256。"]);
    await checked(anybody, "form");
    const give = async (buffer: Buffer) => {
      await anybody.page.goto("/zh/proof");
      await anybody.page
        .getByLabel("证明文件")
        .setInputFiles({ name: "证明.pdf", mimeType: "application/pdf", buffer });
      await anybody.page.getByRole("button", { name: "核对" }).click();
    };
    await give(bytes);
    await anybody.page.getByText("是我们开具的，内容完整").waitFor();
    await anybody.page.getByText("您核对的是它的 PDF").waitFor();
    await checked(anybody, "valid");
    await give(Buffer.concat([bytes, Buffer.from(" ")]));
    await anybody.page.getByRole("heading", { name: "不是我们开具的，或者被改动过" }).waitFor();
    await checked(anybody, "unknown");
    const { rows } = await db.query<{ sha256: string }>("select sha256 from benefit_proof where order_id = $1", [
      order_id,
    ]);
    await anybody.page.goto("/en/proof");
    await anybody.page.getByLabel("Or paste the SHA-256").fill(` ${rows[0]?.sha256.toUpperCase()} `);
    await anybody.page.getByRole("button", { name: "Check" }).click();
    await anybody.page.getByText("It is ours, whole").waitFor();
    await checked(anybody, "valid-en");
    for (const one of [buyer, reader, anybody]) await one.close();
  });
}
