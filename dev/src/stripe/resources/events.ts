import { invalid } from "../errors.js";
import { list, optText } from "../params.js";
import { load, page } from "../store.js";
import { ok, type Ctx, type Route } from "../types.js";

export const eventRoutes: Route[] = [
  { method: "GET", path: "/events", handle: listAll },
  { method: "GET", path: "/events/:id", handle: retrieve },
];

async function listAll(ctx: Ctx) {
  const types = list(ctx.params, "types");
  if (types.length > 1) throw invalid("The stand-in filters events by one type.", "types");
  const type = optText(ctx.params, "type") ?? types[0] ?? null;
  return ok(await page(ctx, "event", "/v1/events", { type }));
}

async function retrieve(ctx: Ctx) {
  const row = await load(ctx, "event", ctx.path.id ?? "");
  const { rows } = await ctx.db.query<{ waiting: number }>(
    "select count(*)::int as waiting from stripe_standin.delivery where event_id = $1 and ended is null",
    [row.body.id],
  );
  return ok({ ...row.body, pending_webhooks: rows[0]?.waiting ?? 0 });
}
