import { createHash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { createCookie } from "react-router";
import { z } from "zod";
import { DEFAULT_PATH, PATHS, type Path } from "../../i18n/locale";
import { cookieOptions, tokenOf } from "../../lib/sessions.server";
import { text } from "../ui/form.server";
import { listAt } from "./words";

// What is typed beside the lines of a list goes with the reader from page to page in a cookie of the list alone, until it is asked or emptied.
// The list has an address in each language: the cookie is set, and forgotten, for all of them.

/** What is asked with the lines. */
export const ASKED = ["wanted_on", "address_id", "words"] as const;
/** As much as is typed beside them: the name to keep the list under too. */
export const BESIDE = [...ASKED, "list_name"] as const;
export type Draft = Partial<Record<(typeof BESIDE)[number], string>>;

/** Browsers drop a longer one without a word, its name and attributes counted. */
const MAX_COOKIE = 4_096;
/** Unpacked: words of 2,000 letters and short fields. */
const MAX_BYTES = 16_000;

const keptSchema = z.object({
  of: z.string(),
  draft: z.partialRecord(z.enum(BESIDE), z.string()),
});

export interface Drafts {
  read(): Promise<Draft>;
  /** The headers that keep it, or forget what there was when nothing is typed; null when it is too long for a cookie. */
  keep(draft: Draft): Promise<Headers | null>;
  forget(): Promise<Headers>;
}

/** That of who is signed in with this request: after signing out nobody sees it. */
export function draftsOf(request: Request): Drafts {
  return {
    forget: forgotten,
    async read() {
      const written: unknown = await cookieAt(DEFAULT_PATH).parse(request.headers.get("cookie"));
      const kept = typeof written === "string" ? unpacked(written) : undefined;
      return kept !== undefined && kept.of === (await markOf(request)) ? kept.draft : {};
    },
    async keep(draft) {
      if (Object.keys(draft).length === 0) return forgotten();
      const whole = JSON.stringify({ of: await markOf(request), draft });
      const packed = brotliCompressSync(whole).toString("base64url");
      const cookies = await Promise.all(PATHS.map((path) => cookieAt(path).serialize(packed)));
      return cookies.some((one) => one.length > MAX_COOKIE) ? null : setting(cookies);
    },
  };
}

/** Nothing that was typed stays in this browser, whoever typed it. */
export const forgotten = async (): Promise<Headers> =>
  setting(await Promise.all(PATHS.map((path) => cookieAt(path).serialize("", { maxAge: 0 }))));

const cookieAt = (path: Path) => createCookie("cl_quick", { ...cookieOptions(), path: listAt(path) });

function setting(cookies: readonly string[]): Headers {
  const headers = new Headers();
  for (const one of cookies) headers.append("Set-Cookie", one);
  return headers;
}

/** What somebody typed or chose of these; what stands as the page brought it is left out. */
export function typedBeside(form: FormData, names: readonly (typeof BESIDE)[number][] = BESIDE): Draft {
  return Object.fromEntries(
    names.filter((name) => text(form, name) !== text(form, `${name}-was`)).map((name) => [name, text(form, name)]),
  );
}

async function markOf(request: Request): Promise<string> {
  const token = (await tokenOf(request, "company")) ?? "";
  return createHash("sha256").update(token).digest("base64url").slice(0, 16);
}

function unpacked(written: string): z.output<typeof keptSchema> | undefined {
  try {
    const whole = brotliDecompressSync(Buffer.from(written, "base64url"), { maxOutputLength: MAX_BYTES });
    return keptSchema.safeParse(JSON.parse(whole.toString())).data;
  } catch {
    return undefined; // Of another version of ours, or cut: then nothing was kept.
  }
}
