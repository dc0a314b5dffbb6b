import path from "node:path";
import { expect, test } from "vitest";
import { buyersLink } from "./claims";
import { DESKTOP, expectAccessible, expectFits, login, visit, type Visit, type World } from "./walk";

/** Pictures of the pages, for who wants to look at them. */
const PICTURES = process.env.E2E_PICTURES;

/** A run of which 12,000 of 50,000 parcels are written, as the planning job leaves it; and an order that can't be planned. */
async function insertPlans(
  { house: { db } }: World,
  cooperative: string,
  order_id: string,
  version: number,
): Promise<void> {
  await db.query(
    `insert into parcel_plan (order_id, version, currency, parcels, freight_minor) values ($1, $2, 'CNY', 50000, 0) on conflict do nothing`,
    [order_id, version],
  );
  await db.query(
    `insert into plan_run (id, order_id, plan_version, state, currency, parcels, mark, salt, freight_minor, baskets, upper_bound_minor, lower_bound_minor, unproven, planned_ms)
     values ('run_' || $1, $1, $2, 'writing', 'CNY', 50000, substr(md5($1), 1, 24), decode(md5($1), 'hex'), 0, 1, 100, 100, 0, 5)`,
    [order_id, version],
  );
  await db.query(
    `insert into plan_basket (run_id, basket, cooperative_id, destinations, parcels, certificate) values ('run_' || $1::text, 0, $2, 50000, 1, '{}')`,
    [order_id, cooperative],
  );
  await db.query(
    `insert into plan_chunk (id, run_id, first, parcels, body, written_at)
     select 'run_' || $1::text || '.' || first, 'run_' || $1::text, first, parcels, '{}', case when first = 0 then now() end
     from (values (0, 12000), (12000, 38000)) as c (first, parcels)`,
    [order_id],
  );
}

async function endPlans({ house: { db } }: World, order_id: string): Promise<void> {
  const run = `run_${order_id}`;
  for (const table of ["plan_chunk", "plan_basket"]) await db.query(`delete from ${table} where run_id = $1`, [run]);
  await db.query("delete from plan_run where id = $1", [run]);
}

/** Longchuan's desk: nothing of it is sold in this house. */
async function signIn(world: World, script: boolean): Promise<Visit> {
  const visitor = await visit(world, { viewport: DESKTOP, script });
  const { email, password } = login(world, "packer", "longchuan");
  await visitor.page.goto("/zh/desk/sign-in");
  await visitor.page.getByLabel("电子邮箱或手机号").fill(email);
  await visitor.page.getByLabel("密码").fill(password);
  await visitor.page.getByRole("button", { name: "登录" }).click();
  await visitor.page.waitForURL("**/zh/desk");
  return visitor;
}

/** Orders on their way to becoming parcels, at the desk and for who bought. Works with scripts off. */
export function planning(world: () => World): void {
  test("the desk reads how far a large order is planned, and why another can't be, and has it planned again", async () => {
    const { db } = world().house;
    const found = await db.query<{ id: string }>("select id from cooperative where handle = 'longchuan'");
    const cooperative = found.rows[0]!.id;
    await insertPlans(world(), cooperative, "order_being_planned", 1);
    await db.query(
      `insert into plan_refusal (id, order_id, reason, sentence, cooperative_ids)
       values ('planref_e2e', 'order_refused', 'destination_refused', 'Destination d_1: No carrier has a rate for province 99.', array[$1])`,
      [cooperative],
    );
    const looked = await signIn(world(), true);
    await looked.page.goto("/zh/desk/parcels");
    await looked.page.getByText("有一个收件地没有纸箱或快递能送。请检查纸箱和资费表，再重新装箱。").waitFor();
    await expectAccessible(looked.page);
    if (PICTURES) await looked.page.screenshot({ path: path.join(PICTURES, "planning-desk.png"), fullPage: true });
    await looked.page.setViewportSize({ width: 320, height: 640 });
    await expectFits(looked.page);
    if (PICTURES) await looked.page.screenshot({ path: path.join(PICTURES, "planning-phone.png"), fullPage: true });
    await looked.close();

    const { page, complaints, close } = await signIn(world(), false);
    for (const [address, words] of [
      ["/zh/desk/parcels", "订单 order_being_planned 正在装箱：50,000 个包裹已写好 12,000 个。"],
      ["/zh/desk/board", "订单 order_being_planned 正在装箱：50,000 个包裹已写好 12,000 个。"],
      ["/en/desk/parcels", "Order order_being_planned is being planned: 12,000 of 50,000 parcels are written."],
    ] as const) {
      await page.goto(address);
      await page.getByText(words).waitFor();
      await expectFits(page);
    }
    await page.goto("/zh/desk/parcels");
    await page.getByRole("button", { name: "重新装箱" }).click();
    await page.getByText("已经重新排单，请稍后再看。").first().waitFor();
    expect(await page.getByRole("button", { name: "重新装箱" }).count()).toBe(0);
    const asked = await db.query(
      "select 1 from outbox_message where job = 'plan-parcels' and dedup_key = 'again:planref_e2e'",
    );
    expect(asked.rowCount).toBe(1);
    expect(complaints).toEqual([]);
    await close();
    await db.query("delete from outbox_message where dedup_key = 'again:planref_e2e'");
    await db.query("delete from plan_refusal where id = 'planref_e2e'");
    await endPlans(world(), "order_being_planned");
  });

  test("who bought reads how many of the parcels are planned", async () => {
    const { db } = world().house;
    const { rows } = await db.query<{ id: string; version: number; cooperative: string }>(
      `select o.id, coalesce(pl.version, 0) + 1 as version, (select id from cooperative limit 1) as cooperative
       from "order" o join order_cart oc on oc.order_id = o.id left join parcel_plan pl on pl.order_id = o.id order by o.created_at limit 1`,
    );
    const { id, version, cooperative } = rows[0]!;
    await insertPlans(world(), cooperative, id, version);
    const { page, close } = await visit(world(), { viewport: { width: 360, height: 740 }, script: true });
    const link = await buyersLink(world(), id);
    await page.goto(link);
    await page.getByText("正在装箱：50,000 个包裹已排好 12,000 个。").waitFor();
    await expectAccessible(page);
    if (PICTURES) await page.screenshot({ path: path.join(PICTURES, "planning-order.png"), fullPage: true });
    await close();
    const plain = await visit(world(), { viewport: DESKTOP, script: false });
    await plain.page.goto(link.replace("/zh/", "/en/"));
    await plain.page.getByText("Your order is being planned: 12,000 of 50,000 parcels are done.").waitFor();
    await plain.close();
    await endPlans(world(), id);
  });
}
