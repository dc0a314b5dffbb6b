import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { call, type Answer, type Refusal } from "../../lib/api.server";
import { shopRefusal } from "../cart/freight-words.server";
import { cartSchema, type Address, type MedusaCart } from "../cart/data.server";
import type { Problem } from "../ui/Field";
import { text, typed } from "../ui/form.server";
import { isProvince } from "./provinces";

/** As long as a label has room for. */
const MAX = { name: 60, city: 60, address: 200, email: 200 };
/** Whether it is a number that can be dialled the backend says, by the rule that holds for every address. */
const PHONE = /\d/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export interface Contact extends Address {
  readonly email: string;
}

/** The form's fields, or what must be mended. Pure, so that its test needs no backend. */
export function readContact(
  form: FormData,
  path: Path,
): { ok: true; contact: Contact } | { ok: false; problems: Problem[] } {
  const t = say(path);
  const contact: Contact = {
    email: text(form, "email"),
    name: text(form, "name"),
    phone: text(form, "phone"),
    province: text(form, "province"),
    city: text(form, "city"),
    address: text(form, "address"),
    postal_code: text(form, "postal_code"),
  };
  const problems: Problem[] = [];
  const need = (field: keyof Contact, good: boolean) => {
    if (!good) problems.push({ field, text: t(`checkout.bad.${field}`) });
  };
  need("email", EMAIL.test(contact.email) && contact.email.length <= MAX.email);
  need("name", contact.name !== "" && contact.name.length <= MAX.name);
  need("phone", PHONE.test(contact.phone));
  need("province", isProvince(contact.province));
  need("city", contact.city !== "" && contact.city.length <= MAX.city);
  need("address", contact.address !== "" && contact.address.length <= MAX.address);
  need("postal_code", contact.postal_code === "" || /^\d{6}$/.test(contact.postal_code));
  return problems.length === 0 ? { ok: true, contact } : { ok: false, problems };
}

const optionsSchema = z.object({ shipping_options: z.array(z.object({ id: z.string() })) });
const cartAnswer = z.object({ cart: cartSchema });

/** Saves contact and address on the cart and takes the one shipping option, so that freight and total are known. */
export async function saveContact(form: FormData, cart: MedusaCart, path: Path) {
  const parsed = readContact(form, path);
  if (!parsed.ok) return data({ problems: parsed.problems, typed: typed(form) }, { status: 400 });
  const { email, name, province, city, address, phone, postal_code } = parsed.contact;
  const medusa = {
    first_name: name,
    last_name: "",
    address_1: address,
    city,
    province,
    phone,
    postal_code,
    country_code: "cn",
  };
  const path_ = `/store/carts/${encodeURIComponent(cart.id)}`;
  const refused = async (refusal: Refusal) => {
    const field =
      refusal.code === "no_freight_to" ? "province" : refusal.code === "phone_not_dialled" ? "phone" : "address";
    const problems = [{ field, text: await shopRefusal(path, refusal, cart.id) }];
    return data({ problems, typed: typed(form) }, { status: 400 });
  };

  const saved = await call(path_, cartAnswer, { body: { email, shipping_address: medusa, billing_address: medusa } });
  if (!saved.ok) return refused(saved.refusal);
  const shipped = await takeShipping(cart.id);
  if (!shipped.ok) return refused(shipped.refusal);
  return redirect(`/${path}/checkout#pay`);
}

/** Every cart has one shipping option: the sum over its cooperatives, worked out by the backend. */
async function takeShipping(cart_id: string): Promise<Answer<unknown>> {
  const options = await call("/store/shipping-options", optionsSchema, { query: { cart_id } });
  if (!options.ok) return options;
  const option = options.value.shipping_options[0];
  if (!option) return { ok: false, refusal: { status: 400, code: "no_shipping", message: "" } };
  return call(`/store/carts/${encodeURIComponent(cart_id)}/shipping-methods`, cartAnswer, {
    body: { option_id: option.id },
  });
}
