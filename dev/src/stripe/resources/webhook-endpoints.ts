import { createHash } from "node:crypto";
import type Stripe from "stripe";
import { invalid, missing } from "../errors.js";
import { list, mergeMetadata, optBool, optText, text } from "../params.js";
import { idFor, insert, load, page, remove, save } from "../store.js";
import { ok, type Ctx, type Route } from "../types.js";

export const webhookEndpointRoutes: Route[] = [
  { method: "POST", path: "/webhook_endpoints", handle: create },
  { method: "GET", path: "/webhook_endpoints", handle: listAll },
  { method: "GET", path: "/webhook_endpoints/:id", handle: retrieve },
  { method: "POST", path: "/webhook_endpoints/:id", handle: update },
  { method: "DELETE", path: "/webhook_endpoints/:id", handle: del },
];

function build(
  ctx: Pick<Ctx, "now">,
  id: string,
  url: string,
  events: string[],
  secret: string,
): Stripe.WebhookEndpoint {
  return {
    id,
    object: "webhook_endpoint",
    api_version: null,
    application: null,
    created: ctx.now,
    description: null,
    enabled_events: events,
    livemode: false,
    metadata: {},
    secret,
    status: "enabled",
    url,
  };
}

/** The secret is shown once, when the endpoint is made, as at Stripe. */
const shown = ({ secret: _secret, ...rest }: Stripe.WebhookEndpoint): object => rest;

async function create(ctx: Ctx) {
  const events = list(ctx.params, "enabled_events");
  if (events.length === 0) throw missing("enabled_events");
  const body = build(ctx, idFor(ctx, "webhook_endpoint"), webUrl(ctx), events, ctx.newId("whsec_"));
  body.description = optText(ctx.params, "description");
  body.metadata = mergeMetadata({}, ctx.params);
  await insert(ctx, "webhook_endpoint", body);
  return ok(body);
}

function webUrl(ctx: Ctx): string {
  const url = text(ctx.params, "url");
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw invalid("Invalid URL.", "url", "url_invalid");
  return url;
}

async function listAll(ctx: Ctx) {
  const found = await page(ctx, "webhook_endpoint", "/v1/webhook_endpoints", {});
  return ok({ ...found, data: (found.data as Stripe.WebhookEndpoint[]).map(shown) });
}

async function retrieve(ctx: Ctx) {
  return ok(shown((await load(ctx, "webhook_endpoint", ctx.path.id ?? "")).body));
}

async function update(ctx: Ctx) {
  const row = await load(ctx, "webhook_endpoint", ctx.path.id ?? "", { lock: true });
  if (ctx.params.url !== undefined) row.body.url = webUrl(ctx);
  if (ctx.params.enabled_events !== undefined) row.body.enabled_events = list(ctx.params, "enabled_events");
  const disabled = optBool(ctx.params, "disabled");
  if (disabled !== null) row.body.status = disabled ? "disabled" : "enabled";
  row.body.metadata = mergeMetadata(row.body.metadata, ctx.params);
  await save(ctx, "webhook_endpoint", row);
  return ok(shown(row.body));
}

async function del(ctx: Ctx) {
  const row = await load(ctx, "webhook_endpoint", ctx.path.id ?? "", { lock: true });
  await remove(ctx, "webhook_endpoint", row.body.id);
  return ok({ id: row.body.id, object: "webhook_endpoint", deleted: true });
}

/** Endpoints named in the environment: same URL, same id at every start, so that waiting deliveries go on. */
export async function registerFromEnv(ctx: Ctx, urls: readonly string[], secret: string): Promise<void> {
  const wanted = urls.map((url) => ({
    url,
    id: `we_env${createHash("sha256").update(url).digest("hex").slice(0, 20)}`,
  }));
  await ctx.db.query(
    `update stripe_standin.webhook_endpoint set body = body || '{"status":"disabled"}'
     where private->>'from_env' = 'true' and not id = any($1)`,
    [wanted.map(({ id }) => id)],
  );
  for (const { url, id } of wanted) {
    await ctx.db.query(
      `insert into stripe_standin.webhook_endpoint (id, account, body, private) values ($1, '', $2, $3)
       on conflict (id) do update set body = excluded.body`,
      [id, JSON.stringify(build(ctx, id, url, ["*"], secret)), JSON.stringify({ from_env: true })],
    );
  }
}
