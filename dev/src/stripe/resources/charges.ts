import { optText, mergeMetadata } from "../params.js";
import { load, page, save } from "../store.js";
import { ok, type Ctx, type Route } from "../types.js";

export const chargeRoutes: Route[] = [
  { method: "GET", path: "/charges", handle: listAll },
  { method: "GET", path: "/charges/:id", handle: retrieve },
  { method: "POST", path: "/charges/:id", handle: update },
  { method: "GET", path: "/charges/:id/refunds", handle: refunds },
];

async function listAll(ctx: Ctx) {
  return ok(
    await page(ctx, "charge", "/v1/charges", {
      payment_intent: optText(ctx.params, "payment_intent"),
      customer: optText(ctx.params, "customer"),
      transfer_group: optText(ctx.params, "transfer_group"),
    }),
  );
}

async function retrieve(ctx: Ctx) {
  return ok((await load(ctx, "charge", ctx.path.id ?? "", { param: "charge" })).body);
}

async function update(ctx: Ctx) {
  const row = await load(ctx, "charge", ctx.path.id ?? "", { lock: true, param: "charge" });
  row.body.metadata = mergeMetadata(row.body.metadata, ctx.params);
  if (ctx.params.description !== undefined) row.body.description = optText(ctx.params, "description");
  if (ctx.params.transfer_group !== undefined) row.body.transfer_group = optText(ctx.params, "transfer_group");
  await save(ctx, "charge", row);
  return ok(row.body);
}

async function refunds(ctx: Ctx) {
  const charge = (await load(ctx, "charge", ctx.path.id ?? "", { param: "charge" })).body.id;
  return ok(await page(ctx, "refund", `/v1/charges/${charge}/refunds`, { charge }));
}
