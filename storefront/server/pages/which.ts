import type { IncomingMessage } from "node:http";
import { ASKED } from "../../app/features/find/asked";
import type { Path } from "../../app/i18n/locale";

/** Pages that are the same for everybody, and what their addresses may ask. Whatever else an address asks changes nothing in them. */
const ANONYMOUS: readonly (readonly [RegExp, Readonly<Record<string, RegExp>>])[] = [
  [/^\/(?:zh|en)$/, {}],
  [/^\/(?:zh|en)\/villages\/[a-z0-9-]{1,100}$/, {}],
  // A cursor of a list is shorter.
  [/^\/(?:zh|en)\/villages\/[a-z0-9-]{1,100}\/(?:money|notices)$/, { before: /^[\s\S]{1,200}$/ }],
  [/^\/(?:zh|en)\/products\/[a-z0-9-]{1,100}$/, {}],
  // Not the search: what one person looks for is seldom what the next one does.
  [/^\/(?:zh|en)\/regions\/[a-z0-9-]{1,100}$/, { page: ASKED.page }],
];
/** No address of ours is this long; what is, is not looked at. */
const MAX_URL = 2_000;
const HOST = /^[\w.[\]:-]{1,100}$/;

/** One page, for everybody who asks for it like this. */
export interface Wanted {
  readonly key: string;
  /** Path and what it may ask, in one order. */
  readonly url: string;
  readonly origin: string;
  readonly path: Path;
  readonly saves_data: boolean;
}

/**
 * Which page for everybody a request asks for; undefined when it is none of those, and React Router answers it alone. `origin`: our
 * public address where it is known; otherwise as the browser reached us, because pages name it in their heads.
 */
export function wantedBy(
  req: Pick<IncomingMessage, "method" | "url" | "headers">,
  origin?: string,
): Wanted | undefined {
  if (req.method !== "GET" && req.method !== "HEAD") return undefined;
  const raw = req.url ?? "";
  if (raw.length > MAX_URL) return undefined;
  const mark = raw.indexOf("?");
  const pathname = mark < 0 ? raw : raw.slice(0, mark);
  const found = ANONYMOUS.find(([pattern]) => pattern.test(pathname));
  if (!found) return undefined;
  const here = origin ?? originOf(req);
  if (here === undefined) return undefined;
  const asked = mark < 0 ? "" : known(new URLSearchParams(raw.slice(mark + 1)), found[1]);
  const url = asked === "" ? pathname : `${pathname}?${asked}`;
  const save = req.headers["save-data"];
  const saves_data = typeof save === "string" && save.trim().toLowerCase() === "on";
  return {
    key: `${saves_data ? "s" : "p"} ${here} ${url}`,
    url,
    origin: here,
    path: pathname.startsWith("/en") ? "en" : "zh",
    saves_data,
  };
}

/** As Express would say it for who is reached directly; behind a proxy that is not configured here nothing is kept. */
function originOf({ headers }: Pick<IncomingMessage, "headers">): string | undefined {
  if (headers["x-forwarded-proto"] !== undefined || headers["x-forwarded-host"] !== undefined) return undefined;
  return headers.host !== undefined && HOST.test(headers.host) ? `http://${headers.host}` : undefined;
}

function known(params: URLSearchParams, names: Readonly<Record<string, RegExp>>): string {
  const kept = new URLSearchParams();
  for (const [name, pattern] of Object.entries(names)) {
    const value = params.get(name);
    if (value !== null && pattern.test(value)) kept.set(name, value);
  }
  return kept.toString();
}
