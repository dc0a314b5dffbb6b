import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { call, COMPLETE_MS, type Refusal } from "../../lib/api.server";
import { shopRefusal } from "../cart/freight-words.server";
import { medusaAddress, type Address, type MedusaCart } from "../cart/data.server";
import { HOME_COUNTRY } from "../produce/data.server";
import type { Problem } from "../ui/Field";
import { fieldOf, text } from "../ui/form.server";
import { countryName, formOfTyped, isStep } from "./address-form.server";
import { addressOfPoint, cartPickup, type CartPickup } from "./pickup.server";
import { citiesOf, isPlace, keptCity } from "./places.server";
import { isProvince } from "./provinces";

/** As long as a label has room for. */
const MAX = { name: 60, city: 60, address: 200, email: 200, postal_code: 20 };
/** Digits, parted by blanks and signs. Whether the number can be dialled the backend says, by the rule that holds for every address. */
const PHONE = /^[+\d\s().-]*\d[\s().-]*$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** Who buys, as it is asked of who has goods sent and of who fetches them. */
const WHO = ["email", "name", "phone"] as const;
const isGood: Record<(typeof WHO)[number], (typed: string) => boolean> = {
  email: (typed) => EMAIL.test(typed) && typed.length <= MAX.email,
  name: (typed) => typed !== "" && typed.length <= MAX.name,
  phone: (typed) => PHONE.test(typed),
};

export interface Contact extends Address {
  readonly email: string;
}

type AddressField = keyof Address | "county";

/** What is wrong with how they are named: that it is missing, or longer than a label has room for. */
const badName = (typed: string, path: Path): string =>
  say(path)(typed.length > MAX.name ? "checkout.bad.nameLong" : "checkout.bad.name", { max: MAX.name });

/** The form's fields, or what must be mended: nothing yet where it was sent only to see the next choice. Pure, so that its test needs no backend. */
export function readContact(
  form: FormData,
  path: Path,
): { ok: true; contact: Contact } | { ok: false; problems: Problem[] } {
  if (isStep(form)) return { ok: false, problems: [] };
  const email = plain(form, "email");
  const { address, problems } = addressIn(form, path);
  if (!isGood.email(email)) problems.unshift({ field: "email", text: say(path)("checkout.bad.email") });
  return problems.length === 0 ? { ok: true, contact: { email, ...address } } : { ok: false, problems };
}

/** As `readContact`, where nobody is asked for an e-mail address. */
export function readAddress(
  form: FormData,
  path: Path,
): { ok: true; address: Address } | { ok: false; problems: Problem[] } {
  if (isStep(form)) return { ok: false, problems: [] };
  const { address, problems } = addressIn(form, path);
  return problems.length === 0 ? { ok: true, address } : { ok: false, problems };
}

function addressIn(form: FormData, path: Path): { address: Address; problems: Problem[] } {
  const t = say(path);
  const country = text(form, "country") || HOME_COUNTRY;
  const abroad = country !== HOME_COUNTRY;
  const province = text(form, "province");
  const city = text(form, "city");
  const county = text(form, "county");
  const address: Address = {
    name: text(form, "name"),
    phone: phoneIn(form),
    country,
    province,
    city: abroad ? city : keptCity(province, city, county),
    address: text(form, "address"),
    postal_code: plain(form, "postal_code"),
  };
  const problems: Problem[] = [];
  const need = (field: AddressField, good: boolean) => {
    if (!good) problems.push({ field, text: t(`checkout.bad.${field}`) });
  };
  need("country", /^[a-z]{2}$/.test(country));
  if (!isGood.name(address.name)) problems.push({ field: "name", text: badName(address.name, path) });
  need("phone", isGood.phone(address.phone));
  if (abroad) {
    need("province", province.length <= MAX.city);
    need("city", city !== "" && city.length <= MAX.city);
  } else if (!isProvince(province)) need("province", false);
  else if (!citiesOf(province, path).some((one) => one.name === city)) need("city", false);
  else need("county", isPlace(province, city, county));
  need("address", address.address !== "");
  if (address.address.length > MAX.address)
    problems.push({ field: "address", text: t("checkout.bad.addressLong", { max: MAX.address }) });
  if (abroad) need("postal_code", address.postal_code.length <= MAX.postal_code);
  else need("postal_code", address.postal_code === "" || /^\d{6}$/.test(address.postal_code));
  return { address, problems };
}

/** What was typed with a Chinese keyboard, "１２３" or "＠", in the signs that machines read. */
const plain = (form: FormData, field: string): string => text(form, field).normalize("NFKC");

/**
 * A phone as it is kept: "１３８ 0013 8000", "+86 138-0013-8000" and "(86)13800138000" are one mobile. Others stay as they were written, in
 * plain signs: where an area code ends is for who dials to see.
 */
export function phoneIn(form: FormData): string {
  const typed = plain(form, "phone")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Pd}/gu, "-")
    .replace(/\s+/g, " ");
  const mobile = /^(?:(?:\+|00)?86)?(1[3-9]\d{9})$/.exec(typed.replace(/[\s().-]/g, ""));
  return mobile?.[1] ?? typed;
}

/** Who fetches everything at a point is asked for no address. */
export function readFetcher(
  form: FormData,
  path: Path,
): { ok: true; fetcher: { email: string; name: string; phone: string } } | { ok: false; problems: Problem[] } {
  const fetcher = { email: plain(form, "email"), name: text(form, "name"), phone: phoneIn(form) };
  const problems = WHO.filter((field) => !isGood[field](fetcher[field])).map((field) => ({
    field,
    text: field === "name" ? badName(fetcher.name, path) : say(path)(`checkout.bad.${field}`),
  }));
  return problems.length === 0 ? { ok: true, fetcher } : { ok: false, problems };
}

/** The page again, with what was typed. */
export function typedAgain(form: FormData, problems: Problem[], path: Path) {
  return data({ problems, form: formOfTyped(form, path) }, { status: problems.length === 0 ? 200 : 400 });
}

/** Saves contact and address on the cart with the house's way of shipping, so that freight and total are known. */
export async function saveContact(form: FormData, cart: MedusaCart, path: Path) {
  const pickup = await cartPickup(cart.id);
  const parsed = pickup?.all ? fetcherAt(pickup, form, path) : readContact(form, path);
  if (!parsed.ok) return typedAgain(form, parsed.problems, path);
  const { email, ...address } = parsed.contact;
  const saved = await call(`/store/carts/${encodeURIComponent(cart.id)}/delivery`, z.unknown(), {
    body: { email, shipping_address: medusaAddress(address) },
    time_limit_ms: COMPLETE_MS,
  });
  if (saved.ok) return redirect(`/${path}/checkout#pay`);
  return typedAgain(form, [await problemOf(saved.refusal, address, cart.id, path)], path);
}

function fetcherAt(pickup: CartPickup, form: FormData, path: Path): ReturnType<typeof readContact> {
  const read = readFetcher(form, path);
  if (!read.ok) return read;
  const address = addressOfPoint(pickup, read.fetcher);
  if (!address) return { ok: false, problems: [{ field: "pickup", text: say(path)("refusals.pickup_closed") }] };
  return { ok: true, contact: { ...address, email: read.fetcher.email } };
}

const AT_FAULT: Readonly<Record<string, string>> = {
  pickup_needed: "pickup",
  pickup_closed: "pickup",
  no_freight_to: "province",
  phone_not_dialled: "phone",
  invalid_country: "country",
};

async function problemOf(refusal: Refusal, { country }: Address, cart_id: string, path: Path): Promise<Problem> {
  if (country !== HOME_COUNTRY && (refusal.code === "no_shipping" || refusal.code === "invalid_country"))
    return {
      field: "country",
      text: say(path)("cart.freight.noPlace", { place: countryName(country, path) }),
    };
  return addressProblem(refusal, await shopRefusal(path, refusal, cart_id));
}

/** What the backend refused of an address, at the field it is about. */
export function addressProblem(refusal: Refusal, words: string): Problem {
  return { field: fieldOf(refusal, AT_FAULT[refusal.code] ?? "address"), text: words };
}
