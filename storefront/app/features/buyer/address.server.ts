import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { medusaAddress } from "../cart/data.server";
import { addressProblem, readAddress, typedAgain } from "../checkout/address.server";
import { inWords, text } from "../ui/form.server";
import { ADDRESSES, MAX_ADDRESSES, ownAddresses } from "./data.server";

/** Keeps an address of the book, new or changed; `id` is "new" for a new one. */
export async function saveAddress(who: Member, form: FormData, id: string, path: Path) {
  const list = `/${path}/account/addresses`;
  const read = readAddress(form, path);
  if (!read.ok) return typedAgain(form, read.problems, path);
  if (id === "new" && (await ownAddresses(who)).length >= MAX_ADDRESSES) {
    return typedAgain(form, [{ field: "name", text: say(path)("buyer.tooMany", { most: MAX_ADDRESSES }) }], path);
  }
  const saved = await who.call(id === "new" ? ADDRESSES : `${ADDRESSES}/${encodeURIComponent(id)}`, z.unknown(), {
    body: { ...medusaAddress(read.address), is_default_shipping: text(form, "default") === "yes" },
  });
  if (saved.ok) return redirect(list);
  return typedAgain(form, [addressProblem(saved.refusal, inWords(path, saved.refusal))], path);
}

/** Takes an address out of the book, or makes it the one that the checkout begins with. */
export async function actOnAddress(who: Member, form: FormData, path: Path) {
  const at = `${ADDRESSES}/${encodeURIComponent(text(form, "id"))}`;
  const done =
    form.get("act") === "remove"
      ? await who.call(at, z.unknown(), { method: "DELETE" })
      : await who.call(at, z.unknown(), { body: { is_default_shipping: true } });
  if (done.ok) return redirect(`/${path}/account/addresses`);
  return data({ problem: inWords(path, done.refusal) }, { status: done.refusal.status });
}
