import type Stripe from "stripe";
import { emit } from "../events.js";
import { address, mergeMetadata, optMap, optText } from "../params.js";
import { idFor, insert, load, page, remove, save } from "../store.js";
import { ok, type Ctx, type Params, type Route } from "../types.js";

export const customerRoutes: Route[] = [
  { method: "POST", path: "/customers", handle: create },
  { method: "GET", path: "/customers", handle: listAll },
  { method: "GET", path: "/customers/:id", handle: retrieve },
  { method: "POST", path: "/customers/:id", handle: update },
  { method: "DELETE", path: "/customers/:id", handle: del },
  { method: "GET", path: "/customers/:id/payment_methods", handle: methods },
];

async function create(ctx: Ctx) {
  const blank: Stripe.Customer = {
    id: idFor(ctx, "customer"),
    object: "customer",
    address: null,
    balance: 0,
    created: ctx.now,
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: "STANDIN",
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: null,
  };
  const body = changed(blank, ctx.params);
  await insert(ctx, "customer", body);
  await emit(ctx, "customer.created", body);
  return ok(body);
}

/** Only what is named changes; empty text clears. */
function changed(body: Stripe.Customer, params: Params): Stripe.Customer {
  const named = (name: string, before: string | null | undefined): string | null =>
    params[name] === undefined ? (before ?? null) : optText(params, name);
  const shipping = optMap(params, "shipping");
  return {
    ...body,
    email: named("email", body.email),
    name: named("name", body.name),
    phone: named("phone", body.phone),
    description: named("description", body.description),
    address: params.address === undefined ? body.address : address(optMap(params, "address")),
    shipping: shipping
      ? {
          name: optText(shipping, "name") ?? "",
          phone: optText(shipping, "phone") ?? undefined,
          address: address(optMap(shipping, "address")),
        }
      : body.shipping,
    metadata: mergeMetadata(body.metadata, params),
  };
}

async function listAll(ctx: Ctx) {
  return ok(await page(ctx, "customer", "/v1/customers", { email: optText(ctx.params, "email") }));
}

async function retrieve(ctx: Ctx) {
  return ok((await load(ctx, "customer", ctx.path.id ?? "")).body);
}

async function update(ctx: Ctx) {
  const row = await load(ctx, "customer", ctx.path.id ?? "", { lock: true });
  row.body = changed(row.body, ctx.params);
  await save(ctx, "customer", row);
  await emit(ctx, "customer.updated", row.body);
  return ok(row.body);
}

async function del(ctx: Ctx) {
  const row = await load(ctx, "customer", ctx.path.id ?? "", { lock: true });
  await remove(ctx, "customer", row.body.id);
  await emit(ctx, "customer.deleted", row.body);
  return ok({ id: row.body.id, object: "customer", deleted: true });
}

async function methods(ctx: Ctx) {
  const customer = (await load(ctx, "customer", ctx.path.id ?? "")).body.id;
  const url = `/v1/customers/${customer}/payment_methods`;
  return ok(await page(ctx, "payment_method", url, { customer, type: optText(ctx.params, "type") }));
}
