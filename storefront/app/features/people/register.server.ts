import { data } from "react-router";
import type { Path } from "../../i18n/locale";
import type { Member } from "../../lib/member.server";
import { text } from "../ui/form.server";
import { agreedOf, refused } from "./actions.server";
import { registeredSchema } from "./data.server";

/** Registers the household of a form at `to`; `own` is what only this room says of it. */
export async function registerHousehold(
  who: Member,
  to: "/desk/households" | "/office/households",
  { path, form, own }: { path: Path; form: FormData; own: Record<string, string | number> },
) {
  const proof = text(form, "public_name_proof");
  const made = await who.call(to, registeredSchema, {
    body: {
      name: text(form, "name"),
      phone: text(form, "phone"),
      ...own,
      ...(proof === "" ? {} : { public_name_proof: proof }),
      registration_key: text(form, "registration_key"),
      agreed: agreedOf(form),
    },
  });
  if (!made.ok) return refused(path, form, made.refusal, "name");
  return data(
    { problems: [], typed: {}, made: made.value },
    // The PIN is told once: no copy of this page may lie about.
    { headers: { "Cache-Control": "no-store" } },
  );
}
