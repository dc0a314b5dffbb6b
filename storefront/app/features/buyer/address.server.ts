import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { readContact } from "../checkout/address.server";
import { inWords, text, typed } from "../ui/form.server";
import { ADDRESSES, MAX_ADDRESSES, ownAddresses } from "./data.server";

/** Keeps an address of the book, new or changed; `id` is "new" for a new one. */
export async function saveAddress(who: Member, form: FormData, id: string, path: Path) {
  const list = `/${path}/account/addresses`;
  // The same rules as at the checkout, which asks for an e-mail address besides.
  form.set("email", "nobody@example.com");
  const read = readContact(form, path);
  form.delete("email");
  const refused = (problems: { field: string; text: string }[]) =>
    data({ problems, typed: typed(form) }, { status: 400 });
  if (!read.ok) return refused(read.problems);
  if (id === "new" && (await ownAddresses(who)).length >= MAX_ADDRESSES) {
    return refused([{ field: "name", text: say(path)("buyer.tooMany", { most: MAX_ADDRESSES }) }]);
  }
  const { name, phone, province, city, address, postal_code } = read.contact;
  const saved = await who.call(id === "new" ? ADDRESSES : `${ADDRESSES}/${encodeURIComponent(id)}`, z.unknown(), {
    body: {
      first_name: name,
      last_name: "",
      phone,
      province,
      city,
      address_1: address,
      postal_code,
      country_code: "cn",
      is_default_shipping: text(form, "default") === "yes",
    },
  });
  return saved.ok ? redirect(list) : refused([{ field: "address", text: inWords(path, saved.refusal) }]);
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
