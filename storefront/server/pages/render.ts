import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { collectingTags } from "../../app/lib/tags.server";
import { CART_SLOT } from "../../app/features/store/cart-count";
import type { Page } from "./kept";
import type { Render } from "./page-cache";
import type { Wanted } from "./which";

/** Nine of eleven: the last two take ten times as long for one byte in fifty. */
const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
const SLOT = `<span class="${CART_SLOT}">`;
/** What of a rendered answer goes out; the rest is the connection's, or of one visitor. */
const PASSED_ON = ["cache-control", "retry-after", "location"] as const;

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** What answers a request as React Router does, for nobody in particular. */
export type Answer = (request: Request) => Promise<Response>;

/** Renders pages for everybody: the request says nothing of who asks. `policy` is the content security policy for scripts of these hashes. */
export function renderer(answer: Answer, policy: (scripts: readonly string[]) => string): Render {
  return async (wanted) => {
    const { value, tags } = await collectingTags(async () => {
      const response = await answer(requestFor(wanted));
      return { response, html: Buffer.from(await response.arrayBuffer()) };
    });
    const { response, html } = value;
    if (response.headers.has("set-cookie")) throw new Error(`${wanted.url} sets a cookie: it is no page for everybody`);
    const page = await packed(html, {
      status: response.status,
      path: wanted.path,
      headers: headersOf(response, policy(scriptHashes(html.toString("utf8")))),
      tags,
    });
    return { page, keep: response.status === 200 };
  };
}

function requestFor({ url, origin, saves_data }: Wanted): Request {
  const headers = new Headers({ accept: "text/html", "x-client-address": "unknown" });
  if (saves_data) headers.set("save-data", "on");
  return new Request(new URL(url, origin), { headers });
}

async function packed(plain: Buffer, rest: Pick<Page, "status" | "path" | "headers" | "tags">): Promise<Page> {
  const [br, gz] = await Promise.all([brotli(plain, { params: BROTLI }), gzipped(plain, { level: 9 })]);
  const at = plain.indexOf(SLOT);
  const etag = createHash("sha256").update(plain).digest("base64url").slice(0, 22);
  return { ...rest, etag, plain, gzip: gz, brotli: br, cart_at: at < 0 ? -1 : at + SLOT.length };
}

function headersOf(response: Response, policy: string): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
  };
  for (const name of PASSED_ON) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return headers;
}

/** Names of the scripts that stand in the page itself: it is the same for all, so a word known once would be known to all. */
export function scriptHashes(html: string): string[] {
  const inline = html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g);
  const hashes = [...inline].map(([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  return [...new Set(hashes)];
}
