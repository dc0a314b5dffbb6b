import { redirect } from "react-router";
import type { z } from "zod";
import type { Path } from "../i18n/locale";
import { asResponse, call, readFile, type Answer, type Call } from "./api.server";
import {
  cooperativeOf,
  householdOf,
  signOut,
  switchCooperative,
  switchHousehold,
  tokenOf,
  type Role,
} from "./sessions.server";

// Calls for somebody who is signed in. The backend checks the token on each; a token it no longer takes leads back to
// the sign-in page, with the page that was wanted remembered.

const HOME: Record<Role, string> = {
  desk: "desk",
  household: "home",
  office: "office",
  account: "account",
  company: "wholesale",
  agent: "agent",
};
/** Says to the backend in which of their cooperatives a person works now. */
const COOPERATIVE_HEADER = "x-cooperative-id";
/** Says which household is meant where a phone opens several. */
const HOUSEHOLD_HEADER = "x-household-id";

export interface Member {
  read<T>(path: string, schema: z.ZodType<T>, query?: Call["query"]): Promise<T>;
  call<T>(path: string, schema: z.ZodType<T>, options?: Omit<Call, "token">): Promise<Answer<T>>;
  /** A file of the backend, passed on as it comes. */
  file(path: string): Promise<Response>;
}

/** The signed-in member or household of this request; everyone else is sent to sign in. */
export async function member(request: Request, role: Role, path: Path): Promise<Member> {
  const token = await tokenOf(request, role);
  if (token === undefined) throw redirect(signInPath(request, role, path));
  const headers = await chosenIn(request, role);
  /** Signed out meanwhile, or no longer of the cooperative that was chosen: where to go instead. */
  const elsewhere = async (status: number, code: string | undefined): Promise<Response | undefined> => {
    if (status === 401) return signOut(role, request, signInPath(request, role, path));
    if (code === "cooperative_not_found") return switchCooperative(request, undefined, `/${path}/${HOME[role]}`);
    if (role === "household" && (code === "choose_household" || code === "household_not_found")) {
      return switchHousehold(request, undefined, choosePath(request, path));
    }
    return undefined;
  };
  const ask: Member["call"] = async (to, schema, options = {}) => {
    const answer = await call(to, schema, { ...options, token, headers: { ...headers, ...options.headers } });
    if (answer.ok) return answer;
    const other = await elsewhere(answer.refusal.status, answer.refusal.code);
    if (other) throw other;
    return answer;
  };
  return {
    async read(to, schema, query) {
      const answer = await ask(to, schema, { query });
      if (answer.ok) return answer.value;
      throw asResponse(answer.refusal);
    },
    call: ask,
    file: (to) => readFile(to, { token, headers }),
  };
}

/** In which of their rooms somebody is who has several. */
async function chosenIn(request: Request, role: Role): Promise<Record<string, string>> {
  const cooperative_id = role === "desk" ? await cooperativeOf(request) : undefined;
  const household_id = role === "household" ? await householdOf(request) : undefined;
  return {
    ...(cooperative_id === undefined ? {} : { [COOPERATIVE_HEADER]: cooperative_id }),
    ...(household_id === undefined ? {} : { [HOUSEHOLD_HEADER]: household_id }),
  };
}

function choosePath(request: Request, path: Path): string {
  const wanted = new URL(request.url);
  const next = request.method === "GET" ? `?next=${encodeURIComponent(wanted.pathname + wanted.search)}` : "";
  return `/${path}/home/choose${next}`;
}

function signInPath(request: Request, role: Role, path: Path): string {
  const wanted = new URL(request.url);
  const next = request.method === "GET" ? `?next=${encodeURIComponent(wanted.pathname + wanted.search)}` : "";
  return `/${path}/${HOME[role]}/sign-in${next}`;
}

/** Pages of the shop that a buyer comes from when they sign in, besides those of their account. */
const OF_SHOP = /^\/(?:zh|en)\/(?:checkout|cart|orders\/[A-Za-z0-9_]{1,128})$/;

/** Where to go after signing in: a page of the same room, never another site. */
export function safeNext(next: string | null, role: Role, path: Path): string {
  const home = `/${path}/${HOME[role]}`;
  if (role === "account" && next !== null && OF_SHOP.test(next)) return next;
  return next !== null &&
    (next === home || next.startsWith(`${home}/`) || next.startsWith(`${home}?`)) &&
    !next.startsWith(`${home}/sign-`)
    ? next
    : home;
}
