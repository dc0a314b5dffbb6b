import { data } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { call, type Refusal } from "../../lib/api.server";
import { clientAddress } from "../../lib/client-address.server";
import { safeNext } from "../../lib/member.server";
import { signIn } from "../../lib/sessions.server";
import type { Problem } from "../ui/Field";
import { fieldOf, secret, text, typed } from "../ui/form.server";
import { say } from "../../i18n/say.server";
import { companyWords } from "./refusals.server";

const tokenSchema = z.object({ token: z.string() });

/** Signs in who acts for a company, and leads to the page that was wanted. */
export async function signInMember(request: Request, path: Path) {
  const form = await request.formData();
  const answer = await enter(request, text(form, "email"), secret(form, "password"));
  if (answer.ok) return entered(request, path, answer.value.token);
  const words =
    answer.refusal.code === "sign_in_wrong" ? say(path)("company.wrongPassword") : companyWords(path, answer.refusal);
  return step(form, [{ field: fieldOf(answer.refusal, "password"), text: words }], false, statusOf(answer.refusal));
}

/**
 * Two steps on one address: ask for a code, then type it with all the rest. `to`: where the rest is sent, to register a company or to choose
 * another password.
 */
export async function proveMember(request: Request, path: Path, to: "registrations" | "passwords") {
  const form = await request.formData();
  const email = text(form, "email");
  if (form.get("step") !== "check") {
    const asked = await call("/wholesale/codes", z.object({ sent: z.boolean() }), {
      body: { email, language: path },
      headers: clientAddress(request),
    });
    if (asked.ok) return step(form, [], true, 200);
    // A code that was sent a moment ago is still good: it can be typed.
    const sent = asked.refusal.code === "code_too_soon";
    const words =
      asked.refusal.code === "invalid_input" ? say(path)("company.wrongEmail") : companyWords(path, asked.refusal);
    return step(
      form,
      [{ field: fieldOf(asked.refusal, sent ? "code" : "email"), text: words }],
      sent,
      statusOf(asked.refusal),
    );
  }
  const password = secret(form, "password");
  const missing = to === "registrations" ? missingOf(form, path) : [];
  if (missing.length > 0) return step(form, missing, true, 400);
  const proven = await call(`/wholesale/${to}`, z.unknown(), {
    body: { email, code: text(form, "code"), password, ...(to === "registrations" ? registration(form, path) : {}) },
    headers: clientAddress(request),
  });
  if (!proven.ok) {
    const named = (proven.refusal.field ?? "").split(".").at(-1) ?? "";
    const field = named === "name" && proven.refusal.field === "company.name" ? "company" : named;
    const shown = form.has(field) ? field : "code";
    const words =
      proven.refusal.code === "sign_in_wrong"
        ? say(path)("company.wrongCode")
        : proven.refusal.code === "invalid_input"
          ? say(path)("company.wrongField")
          : companyWords(path, proven.refusal);
    return step(
      form,
      [{ field: fieldOf(proven.refusal, shown), text: words }],
      true,
      statusOf(proven.refusal),
      SPENT.includes(proven.refusal.code ?? ""),
    );
  }
  const answer = await enter(request, email, password);
  if (!answer.ok)
    return step(
      form,
      [{ field: fieldOf(answer.refusal, "password"), text: companyWords(path, answer.refusal) }],
      true,
      statusOf(answer.refusal),
    );
  return entered(request, path, answer.value.token);
}

const NEEDED = ["code", "name", "company", "tax_number"] as const;

function missingOf(form: FormData, path: Path): Problem[] {
  return NEEDED.filter((field) => text(form, field) === "").map((field) => ({
    field,
    text: say(path)(`company.missing.${field}`),
  }));
}

function registration(form: FormData, path: Path) {
  const cooperative_id = text(form, "cooperative_id");
  return {
    name: text(form, "name"),
    language: path,
    company: {
      name: text(form, "company"),
      country: text(form, "country").toUpperCase(),
      tax_number: text(form, "tax_number"),
      currency: text(form, "currency"),
      time_zone: text(form, "time_zone"),
      ...(cooperative_id === "" ? {} : { cooperative_id }),
    },
  };
}

const enter = (request: Request, email: string, password: string) =>
  call("/auth/wholesale_member/company-password", tokenSchema, {
    body: { email, password },
    headers: clientAddress(request),
  });

export function entered(request: Request, path: Path, token: string): Promise<Response> {
  const home = `/${path}/wholesale/company`;
  const next = new URL(request.url).searchParams.get("next");
  return signIn("company", token, next === null ? home : safeNext(next, "company", path));
}

/** After these a code is good no more: another one is typed. */
const SPENT: readonly string[] = ["sign_in_wrong", "sign_in_locked", "company_member_exists"];

/**
 * The page again: `sent` is whether a code is on its way. What was typed is written back, the code as long as it is good, and a password
 * never.
 */
function step(form: FormData, problems: Problem[], sent: boolean, status: number, spent = false) {
  const kept = typed(form);
  const code = spent || form.get("step") !== "check" ? "" : text(form, "code");
  return data({ sent, problems, typed: code === "" ? kept : { ...kept, code } }, { status });
}

const statusOf = (refusal: Refusal): number =>
  [400, 429, 503].includes(refusal.status) ? refusal.status : refusal.status === 401 ? 401 : 400;
