import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Express } from "express";
import { createRequestHandler } from "react-router";
import { cartCountHtml } from "../../app/features/store/cart-count";
import { say } from "../../app/i18n/say.server";
import { openStream } from "../../app/lib/api.server";
import type { Env } from "../../app/lib/env.server";
import { cartCountOf } from "../../app/lib/sessions.server";
import { keptPolicy } from "../csp";
import { helmets } from "../helmets";
import { Changes } from "./changes";
import { front } from "./front";
import { KeptPages } from "./kept";
import { PageCache } from "./page-cache";
import { renderer } from "./render";

const MB = 1_048_576;

/** The shop with its anonymous pages kept for everybody (docs/adr/0039), and `app` for all the rest. */
export function withKeptPages(env: Env, app: Express): { listener: RequestListener; stop: () => void } {
  const others: RequestListener = (req, res) => void app(req, res);
  if (env.PAGE_CACHE_MB === 0) return { listener: others, stop: () => undefined };

  const answer = async (request: Request): Promise<Response> => {
    const build = await import("virtual:react-router/server-build");
    return createRequestHandler(build, env.NODE_ENV)(request, {});
  };
  const cache = new PageCache(
    renderer(answer, (hashes) => keptPolicy(env, hashes)),
    new KeptPages(env.PAGE_CACHE_MB * MB),
    () => changes.sure,
  );
  const changes = new Changes(openStream, {
    began: () => cache.began(),
    changed: (tags) => cache.changed(tags),
  });
  changes.start();
  const listener = front({
    cache,
    origin: env.STOREFRONT_URL?.startsWith("https://") ? new URL(env.STOREFRONT_URL).origin : undefined,
    headers: headersOfAll(env),
    cartCount: cartCountOf,
    cartHtml: (path, count) => cartCountHtml(count, say(path)("layout.cartCount", { count })),
    others,
  });
  return { listener, stop: () => changes.stop() };
}

/** What helmet writes on every answer, taken from helmet itself. */
function headersOfAll(env: Env): Record<string, string> {
  const headers: Record<string, string> = {};
  const noted = {
    setHeader: (name: string, value: string) => void (headers[name.toLowerCase()] = String(value)),
    removeHeader: () => undefined,
  };
  helmets(env)({} as IncomingMessage, noted as unknown as ServerResponse, () => undefined);
  return headers;
}
