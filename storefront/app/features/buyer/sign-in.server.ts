import { data } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { call, type Refusal } from "../../lib/api.server";
import { clientAddress } from "../../lib/client-address.server";
import { safeNext } from "../../lib/member.server";
import { signIn } from "../../lib/sessions.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords, secret, text, typed } from "../ui/form.server";
import { takeCart } from "./data.server";

const tokenSchema = z.object({ token: z.string() });

/** Signs a buyer in, brings their cart along and leads to the page that was wanted. */
export async function signInBuyer(request: Request, path: Path) {
  const form = await request.formData();
  const answer = await call("/auth/customer/emailpass", tokenSchema, {
    body: { email: text(form, "email"), password: secret(form, "password") },
    headers: clientAddress(request),
  });
  if (!answer.ok) return refused(path, form, answer.refusal, "password", "wrongPassword");
  return entered(request, path, answer.value.token);
}

/** Two steps on one address: ask for a code, then type it with a password. */
export async function proveByCode(request: Request, path: Path) {
  const form = await request.formData();
  const email = text(form, "email");
  if (form.get("step") !== "check") {
    const asked = await call("/store/account/codes", z.object({ sent: z.boolean() }), {
      body: { email, language: path },
      headers: clientAddress(request),
    });
    if (asked.ok) return data({ sent: true, problems: [] as Problem[], typed: typed(form) });
    // A code that was sent a moment ago is still good: it can be typed.
    const sent = asked.refusal.code === "code_too_soon";
    return refused(path, form, asked.refusal, sent ? "code" : "email", "wrongEmail", sent);
  }
  const password = secret(form, "password");
  const name = text(form, "name");
  const proven = await call("/store/account/proofs", z.object({ proof: z.object({ claimed: z.number() }) }), {
    body: { email, code: text(form, "code"), password, ...(name === "" ? {} : { name }) },
    headers: clientAddress(request),
  });
  if (!proven.ok) {
    const field = proven.refusal.field === "password" ? "password" : "code";
    return refused(path, form, proven.refusal, field, "wrongCode", true);
  }
  const answer = await call("/auth/customer/emailpass", tokenSchema, {
    body: { email, password },
    headers: clientAddress(request),
  });
  if (!answer.ok) return refused(path, form, answer.refusal, "password", "wrongPassword", true);
  return entered(request, path, answer.value.token);
}

async function entered(request: Request, path: Path, token: string): Promise<Response> {
  await takeCart(request, token);
  return signIn("account", token, safeNext(new URL(request.url).searchParams.get("next"), "account", path));
}

function refused(
  path: Path,
  form: FormData,
  refusal: Refusal,
  field: string,
  wrong: "wrongPassword" | "wrongEmail" | "wrongCode",
  sent = false,
) {
  const t = say(path);
  const own = refusal.code === "sign_in_wrong" || (wrong === "wrongEmail" && refusal.code === "invalid_input");
  const words = own ? t(`buyer.${wrong}`) : inWords(path, refusal);
  const status = [429, 503].includes(refusal.status) ? refusal.status : refusal.status === 400 ? 400 : 401;
  return data(
    { sent, problems: [{ field: fieldOf(refusal, field), text: words }] as Problem[], typed: typed(form) },
    { status },
  );
}
