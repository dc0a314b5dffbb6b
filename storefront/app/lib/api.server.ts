import { z } from "zod";
import { readEnv, readPublishableKey } from "./env.server";
import { noteRead } from "./tags.server";

// The only door to the backend. A call has three ends: an answer, a refusal (the backend understood and says no), and an
// outage (it did not answer, or not sensibly). A form shows both kinds of "no" and keeps what was typed; a page that
// only reads throws on an outage, so that no page can mistake it for "there is nothing".

/** Completing a cart holds stock, writes the order and asks the card processor: it may take longer than a read. */
export const COMPLETE_MS = 20_000;

/** A file is made while it is sent; the first of it comes within this. */
export const FILE_MS = 20_000;

export interface Refusal {
  readonly status: number;
  /** The backend's code, such as `insufficient_stock`; "unavailable" for an outage; "refused" when it gave none. */
  readonly code: string;
  /** The backend's sentence, in English; for an outage, what went wrong, for the log only. */
  readonly message: string;
  /** The field at fault, where the backend names one. */
  readonly field?: string | undefined;
  /** The whole refusal, for the few that say more (the lines of a list, say). */
  readonly details?: unknown;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** Thrown by reads: a page with status 503 that says "unavailable, try again". */
export class Unavailable extends Response {
  constructor() {
    super(null, { status: 503, headers: { "Retry-After": "10", "Cache-Control": "no-store" } });
  }
}

export interface Call {
  readonly method?: "GET" | "POST" | "DELETE";
  readonly query?: Record<string, string | number | readonly string[] | undefined>;
  readonly body?: unknown;
  /** A file as it is, in place of a body. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** A member's or household's session. */
  readonly token?: string | undefined;
  readonly headers?: Record<string, string> | undefined;
  /** Longer than any call may take (`BACKEND_WAIT_MS`). */
  readonly time_limit_ms?: number;
  /** Ends the call in place of `time_limit_ms`. */
  readonly signal?: AbortSignal;
}

const refusalSchema = z.object({
  code: z.string().nullish(),
  type: z.string().nullish(),
  message: z.string().nullish(),
  field: z.string().nullish(),
});

/**
 * One call; never throws. `schema` says what an answer must hold; keys it does not name are dropped, so pages see only
 * what they asked for. No answer in time, 5xx, 429 and an answer that does not fit are the refusal "unavailable".
 */
export async function call<T>(path: string, schema: z.ZodType<T>, options: Call = {}): Promise<Answer<T>> {
  const sent = await send(path, options);
  if (!sent.ok) return sent;
  const body = await readBody(sent.value);
  noteRead(path, options.query, body);
  return judge(sent.value.status, body, schema, path);
}

/** As `call`, for pages that only read: throws the refusal's own status, or Unavailable when there was no answer. */
export async function read<T>(path: string, schema: z.ZodType<T>, options: Call = {}): Promise<T> {
  const answer = await call(path, schema, options);
  if (answer.ok) return answer.value;
  throw asResponse(answer.refusal);
}

/** The backend's code, on a refusal that became a page: whoever knows a better page for it reads it there. */
export const REFUSED = "X-Refused";

/** A refusal as the page it becomes when nobody has better words for it. What was asked wrongly is no outage. */
export function asResponse(refusal: Refusal): Response {
  if (refusal.status >= 400 && refusal.status < 500)
    return new Response(null, { status: refusal.status, headers: { [REFUSED]: refusal.code } });
  return new Unavailable();
}

/**
 * A file, passed on as it comes. Only its beginning has a time limit: a book of a million entries takes as long as its reader, who goes
 * away when they like.
 */
export async function readFile(path: string, options: Call = {}): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error("no answer in time")), options.time_limit_ms ?? FILE_MS);
  const sent = await send(path, { ...options, signal: late.signal });
  const refused = sent.ok && !sent.value.ok ? await readBody(sent.value) : undefined;
  clearTimeout(timer);
  if (!sent.ok) throw asResponse(sent.refusal);
  if (!sent.value.ok) {
    const judged = judge(sent.value.status, refused, z.never(), path);
    throw judged.ok ? new Unavailable() : asResponse(judged.refusal);
  }
  return sent.value;
}

/** The backend's list of what changes in the shop, line by line as it happens; ends when something may have been missed. */
export async function openStream(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const env = readEnv();
  const answer = await fetch(new URL("/house/changes", env.BACKEND_URL), {
    headers: { "x-storefront-secret": env.STOREFRONT_SECRET },
    signal,
  });
  if (!answer.ok || answer.body === null) throw new Error(`changes of the shop: ${answer.status}`);
  return answer.body;
}

/** Which end a call had. Exported for its test. */
export function judge<T>(status: number, body: unknown, schema: z.ZodType<T>, path: string): Answer<T> {
  if (status >= 500 || (status === 429 && !saysTooManyTries(body))) return outage(`${path} answered ${status}`);
  if (status >= 400) {
    const said = refusalSchema.safeParse(body);
    const { code, type, message, field } = said.success ? said.data : {};
    return {
      ok: false,
      refusal: {
        status,
        code: code ?? type ?? "refused",
        message: message ?? "",
        field: field ?? undefined,
        details: body,
      },
    };
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issue = parsed.error.issues[0];
  return outage(`${path} answered something else: ${issue?.path.join(".")} ${issue?.message}`);
}

/** A limit on guessing is a refusal with words of its own; any other 429 is a backend that can't. */
function saysTooManyTries(body: unknown): boolean {
  return refusalSchema.safeParse(body).data?.code === "too_many_tries";
}

function outage(message: string): { ok: false; refusal: Refusal } {
  console.error(JSON.stringify({ level: "warn", at: new Date().toISOString(), unavailable: message }));
  return { ok: false, refusal: { status: 503, code: "unavailable", message } };
}

async function send(path: string, options: Call): Promise<Answer<Response>> {
  const env = readEnv();
  const url = new URL(path, env.BACKEND_URL);
  for (const [key, value] of Object.entries(options.query ?? {})) {
    for (const one of [value ?? []].flat()) url.searchParams.append(key, String(one));
  }
  const headers: Record<string, string> = { accept: "application/json", ...options.headers };
  if (path.startsWith("/store/")) {
    const key = readPublishableKey(env);
    if (key === undefined) return outage("the publishable key is not known yet");
    headers["x-publishable-api-key"] = key;
  }
  if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
  if (options.body !== undefined) headers["content-type"] = "application/json";
  if (options.bytes !== undefined) headers["content-type"] = "application/octet-stream";
  const limit_ms = Math.max(options.time_limit_ms ?? 0, env.BACKEND_WAIT_MS);
  try {
    const value = await fetch(url, {
      method: options.method ?? (options.body === undefined ? "GET" : "POST"),
      headers,
      body: options.bytes ?? (options.body === undefined ? null : JSON.stringify(options.body)),
      signal: options.signal ?? AbortSignal.timeout(limit_ms),
    });
    return { ok: true, value };
  } catch (error) {
    return outage(`${path}: ${error instanceof Error ? error.message : "no answer"}`);
  }
}

/** The JSON of an answer, or undefined for what is none; `judge` finds that no schema fits it. */
async function readBody(answer: Response): Promise<unknown> {
  try {
    return (await answer.json()) as unknown;
  } catch {
    return undefined;
  }
}
