import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { call, readFile, type Refusal } from "../../lib/api.server";
import { passOn } from "../../lib/pass-on.server";
import { asBuyer } from "../../lib/sessions.server";
import { both, minor } from "../../lib/shapes";
import { NO_FIELD } from "../ui/Field";
import { inWords, text, typed } from "../ui/form.server";
import type { ActSaid } from "./acts.server";

const invoicesSchema = z.object({
  /** Of a company's order: whom its invoices are made out to, and nobody types it. */
  company: z.object({ name: z.string(), tax_number: z.string() }).nullable().default(null),
  /** None is made any more: all of its money goes back. */
  nothing_to_invoice: z.boolean().default(false),
  invoices: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["invoice", "credit_note"]),
      number: z.string(),
      seller: both,
      currency: z.string(),
      total_minor: minor,
      issued_at: z.string(),
    }),
  ),
});
export type OrderInvoices = z.output<typeof invoicesSchema>;

const of = (order_id: string) => `/store/orders/${encodeURIComponent(order_id)}/invoices`;

/** Papers that were issued; none for who is not the buyer. */
export async function invoicesOf(order_id: string, headers: Record<string, string>): Promise<OrderInvoices> {
  const answer = await call(of(order_id), invoicesSchema, { headers });
  return answer.ok ? answer.value : { invoices: [], company: null, nothing_to_invoice: false };
}

export async function askInvoice(request: Request, order_id: string, path: Path, form: FormData) {
  const answer = await call(of(order_id), invoicesSchema, {
    headers: await asBuyer(request),
    body: { title: text(form, "title"), tax_number: text(form, "tax_number") },
  });
  if (answer.ok) return redirect(`/${path}/orders/${encodeURIComponent(order_id)}#invoices`);
  const { refusal } = answer;
  const problems = [{ field: FIELDS.find((one) => one === refusal.field) ?? NO_FIELD, text: wordsOf(path, refusal) }];
  return data({ again: [], problem: null, invoice: { typed: typed(form), problems } } satisfies ActSaid, {
    status: refusal.status,
  });
}

const FIELDS = ["title", "tax_number"];

const OWN = ["not_captured", "all_goes_back", "invalid_title", "title_needed", "invalid_tax_number"] as const;

/** Of a refusal that only invoices have, also where a company's page asks for them. */
export function wordsOfOwn(path: Path, refusal: Refusal): string | undefined {
  const own = OWN.find((code) => code === refusal.code);
  return own && say(path)(`order.invoices.refusals.${own}`);
}

function wordsOf(path: Path, refusal: Refusal): string {
  const t = say(path);
  const own = wordsOfOwn(path, refusal);
  if (own !== undefined) return own;
  return refusal.status === 403 ? t("orderClaims.onlyBuyer") : inWords(path, refusal);
}

/** One of them as a file, or `all` on one paper, in the page's language. */
export async function invoiceFile(request: Request, order_id: string, invoice_id: string, path: Path) {
  const at = invoice_id === "all" ? `${of(order_id)}/file` : `${of(order_id)}/${encodeURIComponent(invoice_id)}/file`;
  const headers = await asBuyer(request);
  return passOn(await readFile(at, { headers, query: { language: path } }), "application/pdf");
}
