import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { Path } from "../../app/i18n/locale";
import type { Page } from "./kept";
import type { PageCache } from "./page-cache";
import { wantedBy, type Wanted } from "./which";

/** Pieces in the cart of who asks; 0 without a cookie of ours. */
export type CartCount = (cookie: string) => Promise<number>;

export interface Front {
  readonly cache: PageCache;
  /** Our public address, where it is known. */
  readonly origin: string | undefined;
  /** On every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cartCount: CartCount;
  /** The number as it stands in the page. */
  readonly cartHtml: (path: Path, count: number) => string;
  /** Answers what is no page for everybody. */
  readonly others: RequestListener;
}

/** The cookie that holds a cart; whoever has none gets the bytes as they are. */
const SHOP_COOKIE = /(?:^|;\s*)cl_shop=/;
const VARY = "Accept-Encoding, Cookie, Save-Data";

/** Stands before Express: pages for everybody as bytes that are there, and everything else as before. */
export function front(given: Front): RequestListener {
  return (req, res) => {
    const wanted = wantedBy(req, given.origin);
    if (!wanted) return given.others(req, res);
    const cookie = req.headers.cookie;
    const page = given.cache.ready(wanted);
    if (page && (cookie === undefined || !SHOP_COOKIE.test(cookie))) return send(given, req, res, page, 0);
    void slowly(given, req, res, wanted, page, cookie);
  };
}

async function slowly(
  given: Front,
  req: IncomingMessage,
  res: ServerResponse,
  wanted: Wanted,
  ready: Page | undefined,
  cookie: string | undefined,
): Promise<void> {
  let page: Page;
  let count: number;
  try {
    count = cookie !== undefined && SHOP_COOKIE.test(cookie) ? await given.cartCount(cookie) : 0;
    page = ready ?? (await given.cache.get(wanted));
  } catch (error) {
    // A mistake of ours is said as everywhere else: by the page that React Router makes of it.
    console.error(JSON.stringify({ level: "error", page: wanted.url }), error);
    return void given.others(req, res);
  }
  if (!res.destroyed) send(given, req, res, page, count);
}

function send(given: Front, req: IncomingMessage, res: ServerResponse, page: Page, count: number): void {
  const form = formOf(given, req, page, count);
  if (page.status === 200 && names(req.headers["if-none-match"], form.etag)) {
    res.writeHead(304, form.unsent).end();
    return;
  }
  res.writeHead(page.status, form.headers).end(req.method === "HEAD" ? undefined : form.body);
}

/** An answer, ready to go out: names and values of its headers one after the other, as Node writes them fastest. */
interface Form {
  readonly etag: string;
  readonly headers: string[];
  /** The same for who has the page already. */
  readonly unsent: string[];
  readonly body: Buffer;
}

type Encoding = "br" | "gzip" | "plain";
const forms = new WeakMap<Page, Map<Encoding, Form>>();

function formOf(given: Front, req: IncomingMessage, page: Page, count: number): Form {
  const accepted = String(req.headers["accept-encoding"] ?? "");
  if (count > 0 && page.cart_at >= 0) return formOfOne(given, page, count, takes(accepted, "gzip"));
  const encoding = takes(accepted, "br") ? "br" : takes(accepted, "gzip") ? "gzip" : "plain";
  const known = forms.get(page) ?? new Map<Encoding, Form>();
  forms.set(page, known);
  let form = known.get(encoding);
  if (!form) {
    const body = encoding === "br" ? page.brotli : encoding === "gzip" ? page.gzip : page.plain;
    form = formWith(given, page, `W/"${page.etag}"`, encoding, body);
    known.set(encoding, form);
  }
  return form;
}

/** With the number of one visitor's cart in it: made for this answer, and gone after it. */
function formOfOne(given: Front, page: Page, count: number, gzip: boolean): Form {
  const body = Buffer.concat([
    page.plain.subarray(0, page.cart_at),
    Buffer.from(given.cartHtml(page.path, count)),
    page.plain.subarray(page.cart_at),
  ]);
  const etag = `W/"${page.etag}-${count}"`;
  return gzip
    ? formWith(given, page, etag, "gzip", gzipSync(body, { level: 4 }))
    : formWith(given, page, etag, "plain", body);
}

function formWith(given: Front, page: Page, etag: string, encoding: Encoding, body: Buffer): Form {
  const named = { ...given.headers, ...page.headers, vary: VARY, ...(page.status === 200 && { etag }) };
  const unsent = Object.entries(named).flat();
  const encoded = encoding === "plain" ? [] : ["content-encoding", encoding];
  return { etag, unsent, headers: [...unsent, ...encoded, "content-length", String(body.length)], body };
}

function takes(accepted: string, encoding: string): boolean {
  const found = accepted.split(",").find((part) => part.trim().toLowerCase().split(";")[0]?.trim() === encoding);
  return found !== undefined && !/;\s*q=0(?:\.0*)?\s*$/i.test(found);
}

/** Weak comparison, as conditional reads ask for. */
function names(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  const bare = etag.slice(2);
  return header.split(",").some((one) => one.trim().replace(/^W\//, "") === bare || one.trim() === "*");
}
