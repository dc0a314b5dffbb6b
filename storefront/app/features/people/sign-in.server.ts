import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { call } from "../../lib/api.server";
import { clientAddress } from "../../lib/client-address.server";
import { safeNext } from "../../lib/member.server";
import { signIn } from "../../lib/sessions.server";
import { fieldOf, inWords, secret, text } from "../ui/form.server";
import { refusedWith } from "./actions.server";

/** Signs a person at work in, and leads to the page that was wanted. */
export async function signInStaff(request: Request, path: Path, role: "desk" | "office") {
  const form = await request.formData();
  const actor = role === "desk" ? "coop_member" : "secretary";
  const answer = await call(`/auth/${actor}/staff-password`, z.object({ token: z.string() }), {
    body: { name: text(form, "name"), password: secret(form, "password") },
    headers: clientAddress(request),
  });
  if (answer.ok) {
    return signIn(role, answer.value.token, safeNext(new URL(request.url).searchParams.get("next"), role, path));
  }
  const words =
    answer.refusal.code === "sign_in_wrong" ? say(path)("signIn.wrongPassword") : inWords(path, answer.refusal);
  return refusedWith(
    form,
    [{ field: fieldOf(answer.refusal, "password"), text: words }],
    [429, 503].includes(answer.refusal.status) ? answer.refusal.status : 401,
  );
}
