import { data } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import type { Member } from "../../lib/member.server";
import { fieldOf, inWords, secret, text, typed } from "../ui/form.server";

/** What was typed as fresh proof. Nothing typed is a wrong one, and told so like any other. */
export function proofOf(form: FormData): { kind: "pin" | "code"; secret: string } {
  return {
    kind: text(form, "proof") === "code" ? "code" : "pin",
    secret: secret(form, "secret").normalize("NFKC").trim() || "-",
  };
}

/** Sends a code to the household's phone, keeping what was typed. */
export async function askCode(home: Member, path: Path, form: FormData) {
  const asked = await home.call("/household/account/code", z.object({ sent_to: z.object({ last4: z.string() }) }), {
    body: {},
  });
  const before = { ...typed(form), proof: "code" };
  if (asked.ok) return data({ problems: [], typed: before, sent: asked.value.sent_to.last4 });
  return data({
    problems: [{ field: fieldOf(asked.refusal, "secret"), text: inWords(path, asked.refusal) }],
    typed: before,
    sent: null,
  });
}
