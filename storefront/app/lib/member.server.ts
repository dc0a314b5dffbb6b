import { redirect } from "react-router";
import type { z } from "zod";
import type { Path } from "../i18n/locale";
import { call, read, type Answer, type Call } from "./api.server";
import { signOut, tokenOf, type Role } from "./sessions.server";

// Calls for somebody who is signed in. The backend checks the token on each; a token it no longer takes leads back to
// the sign-in page, with the page that was wanted remembered.

const HOME: Record<Role, string> = { desk: "desk", household: "home" };

export interface Member {
  read<T>(path: string, schema: z.ZodType<T>, query?: Call["query"]): Promise<T>;
  call<T>(path: string, schema: z.ZodType<T>, options?: Omit<Call, "token">): Promise<Answer<T>>;
  readonly token: string;
}

/** The signed-in member or household of this request; everyone else is sent to sign in. */
export async function member(request: Request, role: Role, path: Path): Promise<Member> {
  const token = await tokenOf(request, role);
  if (token === undefined) throw redirect(signInPath(request, role, path));
  const expired = () => signOut(role, request, signInPath(request, role, path));
  return {
    token,
    async read(to, schema, query) {
      try {
        return await read(to, schema, { token, query });
      } catch (thrown) {
        if (thrown instanceof Response && thrown.status === 401) throw await expired();
        throw thrown;
      }
    },
    async call(to, schema, options = {}) {
      const answer = await call(to, schema, { ...options, token });
      if (!answer.ok && answer.refusal.status === 401) throw await expired();
      return answer;
    },
  };
}

function signInPath(request: Request, role: Role, path: Path): string {
  const wanted = new URL(request.url);
  const next = request.method === "GET" ? `?next=${encodeURIComponent(wanted.pathname + wanted.search)}` : "";
  return `/${path}/${HOME[role]}/sign-in${next}`;
}

/** Where to go after signing in: a page of the same room, never another site. */
export function safeNext(next: string | null, role: Role, path: Path): string {
  const home = `/${path}/${HOME[role]}`;
  return next !== null &&
    (next === home || next.startsWith(`${home}/`) || next.startsWith(`${home}?`)) &&
    !next.startsWith(`${home}/sign-`)
    ? next
    : home;
}
