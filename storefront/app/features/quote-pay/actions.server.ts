import { data, redirect } from "react-router";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { COMPLETE_MS } from "../../lib/api.server";
import { formOfTyped, isStep } from "../checkout/address-form.server";
import { addressProblem, readContact, readFetcher } from "../checkout/address.server";
import type { Problem } from "../ui/Field";
import { text } from "../ui/form.server";
import { contactWords, openedSchema, type Payer, type QuoteCheckout } from "./data.server";

type Read = { ok: true; body: object } | { ok: false; problems: Problem[] };

/** Saves who is told and who receives, and where to where the quote does not say it; freight and total stay what was agreed. */
export async function saveQuoteContact(form: FormData, by: Payer, checkout: QuoteCheckout, path: Path) {
  const read = bodyOf(form, checkout, path);
  if (!read.ok) return contactAgain(form, read.problems, path);
  const saved = await by.who.call(`${by.quote}/checkout`, openedSchema, {
    body: read.body,
    time_limit_ms: COMPLETE_MS,
  });
  if (saved.ok) return redirect(`${by.here}#pay`, 303);
  return contactAgain(form, [addressProblem(saved.refusal, contactWords(path, saved.refusal))], path);
}

function contactAgain(form: FormData, problems: Problem[], path: Path) {
  const status = problems.length === 0 ? 200 : 400;
  return data({ problems, form: formOfTyped(form, path), address_id: text(form, "address_id") }, { status });
}

function bodyOf(form: FormData, checkout: QuoteCheckout, path: Path): Read {
  if (isStep(form)) return { ok: false, problems: [] };
  if (checkout.addressees !== null) return emailOf(form, path);
  if (checkout.named) {
    const read = readFetcher(form, path);
    return read.ok ? { ok: true, body: read.fetcher } : read;
  }
  if (checkout.addresses.length > 0) {
    const address_id = text(form, "address_id");
    const email = emailOf(form, path);
    const missing = { field: "address_id", text: say(path)("transfer.refusals.transfer_address_needed") };
    if (address_id === "") return { ok: false, problems: [missing, ...(email.ok ? [] : email.problems)] };
    return email.ok ? { ok: true, body: { ...email.body, address_id } } : email;
  }
  const read = readContact(form, path);
  if (!read.ok) return read;
  const { email, ...address } = read.contact;
  return { ok: true, body: { email, address } };
}

/** An address for the receipt alone; the backend looks at it once more. */
function emailOf(form: FormData, path: Path): Read {
  const email = text(form, "email").normalize("NFKC");
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return { ok: true, body: { email } };
  return { ok: false, problems: [{ field: "email", text: say(path)("checkout.bad.email") }] };
}
