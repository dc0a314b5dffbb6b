import type { MedusaContainer } from "@medusajs/framework/types";
import {
  BEING_PAID,
  ok,
  refuse,
  transferPart,
  type PaymentTerms,
  type Refusal,
  type Result,
  type TransferPart,
} from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { refuseWith, valueOf } from "../../lib/refusal";
import type SettlementService from "../../modules/settlement/service";
import type { CreditStanding, CreditTerms } from "../../modules/settlement/transfers/receivables";
import type { ProformaRow } from "../../modules/settlement/transfers/rows";
import type { CompanyAddress } from "../../modules/wholesale/companies/company-addresses";
import { totalOf, type Quote } from "../../modules/wholesale/quotes/quote-types";
import type { WholeQuote } from "../../modules/wholesale/quotes/quote-reading";
import type WholesaleService from "../../modules/wholesale/service";
import { addressCart, type AskedPlace, type Buyer } from "./quote-address";
import { beingPaid, stillToPay } from "./quote-give-back";

interface AskedPayment extends AskedPlace {
  quote_id: string;
}

interface TransferChoice {
  /** Null: it may be chosen. */
  refusal: Refusal | null;
  /** What a transfer pays before the order is placed; null where nothing may be chosen. */
  part: TransferPart | null;
  /** With net terms: the order can stand at once, and is paid so many days after. */
  account: { net_days: number; standing: CreditStanding } | null;
  /** The last one of its cart, whatever became of it. */
  proforma: ProformaRow | null;
  /** What is owed of its order beside a deposit. */
  balance: ProformaRow | null;
  /** The quote says where the goods go. */
  agreed: boolean;
  /** Addresses to choose from, where it names none, or one that is gone. A company may have none at all. */
  addresses: CompanyAddress[];
}

/** Whether an accepted quote can be paid by transfer, before its order or after it, and the proforma that it has. */
export async function transferChoice(container: MedusaContainer, by: Buyer, quote_id: string): Promise<TransferChoice> {
  const whole = await wholeOf(container, by, quote_id);
  const { proformas, receivables }: SettlementService = container.resolve("settlement");
  const { cart_id, currency } = whole.quote;
  // Those of a joint quote stand on its own page (`joint-transfer.ts`).
  const own_cart = whole.quote.joint_id === null ? cart_id : null;
  const proforma = own_cart === null ? undefined : await proformas.ofCart(own_cart);
  const balance = proforma?.kind === "deposit" ? await proformas.balanceOf(proforma.cart_id) : undefined;
  const may = await mayTransfer(container, whole);
  const found = { proforma: proforma ?? null, balance: balance ?? null };
  if (!may.ok) return { ...found, refusal: may.refusal, part: null, account: null, agreed: false, addresses: [] };
  const wholesale: WholesaleService = container.resolve("wholesale");
  const { part, terms } = may.value;
  const [addresses, { limit_minor }] = await Promise.all([
    wholesale.addresses.of(by.company_id),
    creditTerms(container, by.company_id),
  ]);
  const { address_id, place_mark } = whole.quote;
  const agreed = place_mark !== null || addresses.some((one) => one.id === address_id);
  const account =
    terms?.kind === "net"
      ? { net_days: terms.net_days, standing: await receivables.standing(by.company_id, currency, limit_minor) }
      : null;
  return { ...found, refusal: null, part, account, agreed, addresses: agreed ? [] : addresses };
}

/**
 * The company pays by transfer: its cart gets where the goods go, as it was agreed, and a proforma over its total, or over its deposit, until
 * the quote's end. Nothing is ordered yet, and the card stays open until the money has come. Pressed twice, or cut off anywhere, it is one.
 */
export async function chooseTransfer(
  container: MedusaContainer,
  by: Buyer,
  input: AskedPayment,
): Promise<{ proforma_id: string }> {
  const whole = await wholeOf(container, by, input.quote_id);
  const { proformas }: SettlementService = container.resolve("settlement");
  const { quote, part, cart_id } = valueOf(await mayTransfer(container, whole));
  const known = await proformas.ofCart(cart_id);
  if (known && ["open", "paid", "granted", "ordered"].includes(known.state)) return { proforma_id: known.id };
  const asked = await addressed(container, by, { ...input, quote, part, cart_id });
  const { amount_minor, balance } = part;
  const credit = await creditTerms(container, by.company_id);
  const issued = await proformas.issue(
    { ...asked, amount_minor, balance, credit, due_at: quote.expires_at },
    stillToPay(container, cart_id),
  );
  return { proforma_id: valueOf(issued).id };
}

/**
 * The company pays later, as was agreed: its order is placed at once by a job, and all of it is owed so many days after. Refused above its
 * credit limit, or while it is late with another. Pressed twice, or cut off anywhere, it is one order.
 */
export async function orderOnAccount(
  container: MedusaContainer,
  by: Buyer,
  input: AskedPayment,
): Promise<{ proforma_id: string }> {
  const whole = await wholeOf(container, by, input.quote_id);
  const { proformas }: SettlementService = container.resolve("settlement");
  const cart = whole.quote.cart_id;
  const known = cart === null ? undefined : await proformas.ofCart(cart);
  if (known?.kind === "account" && (known.state === "granted" || known.state === "ordered"))
    return { proforma_id: known.id };
  const { quote, part, cart_id, terms } = valueOf(await mayTransfer(container, whole));
  if (terms?.kind !== "net")
    refuseWith(
      "not_on_account",
      "This quote was agreed to be paid before its goods are ordered. Pay by card or transfer; nothing was changed.",
    );
  const asked = await addressed(container, by, { ...input, quote, part, cart_id });
  const credit = await creditTerms(container, by.company_id);
  const { amount_minor } = part;
  const granted = valueOf(
    await proformas.grant({ ...asked, amount_minor, net_days: terms.net_days, credit }, stillToPay(container, cart_id)),
  );
  killPoint("account_granted");
  return { proforma_id: granted.id };
}

async function wholeOf(container: MedusaContainer, by: Buyer, quote_id: string): Promise<WholeQuote> {
  const { quotes }: WholesaleService = container.resolve("wholesale");
  return (await quotes.whole(by, quote_id)) ?? refuseWith("quote_not_found", "There is no such quote.");
}

async function creditTerms(container: MedusaContainer, company_id: string): Promise<CreditTerms> {
  const { companies }: WholesaleService = container.resolve("wholesale");
  const [company, { credit_limit_minor }] = await Promise.all([companies.one(company_id), companies.terms(company_id)]);
  return { company_state: company?.state ?? "closed", limit_minor: credit_limit_minor };
}

interface Payable {
  quote: Quote;
  part: TransferPart;
  cart_id: string;
  terms: PaymentTerms | null;
}

/** The cart with where its goods go, when it costs what was agreed; what a proforma of it says. */
async function addressed(container: MedusaContainer, by: Buyer, input: Omit<Payable, "terms"> & AskedPlace) {
  const { quote, part, cart_id, address_id, address } = input;
  const total_minor = part.amount_minor + (part.balance?.amount_minor ?? 0n);
  const where = { agreed_id: quote.address_id, address_id, address };
  const { company } = await addressCart(container, by, { cart_id, total_minor, ...where });
  return {
    cooperative_id: quote.cooperative_id,
    company_id: quote.company_id,
    company,
    quote_id: quote.id,
    quote_number: quote.number,
    cart_id,
    currency: quote.currency,
    person: by.id,
  };
}

async function mayTransfer(
  container: MedusaContainer,
  { quote, versions, orders }: WholeQuote,
): Promise<Result<Payable, Refusal>> {
  const order = orders.find((one) => one.state === "placed");
  if (quote.state !== "accepted" || quote.cart_id === null || !order || order.order_id !== null)
    return refuse("not_to_pay", "There is nothing to pay here now. Look at the quote once more; nothing was changed.");
  if (await beingPaid(container, quote.cart_id)) return BEING_PAID;
  if (quote.expires_at <= new Date())
    return refuse(
      "quote_unpaid",
      "This quote was not paid in time, and its goods are free again. Ask for a new one; nothing was paid.",
    );
  // Each cooperative has its own account: all are asked for at once (docs/adr/0065).
  if (quote.joint_id !== null)
    return refuse(
      "joint_together",
      "This quote is a part of a joint quote: all its parts are paid together, on its page. Nothing was changed.",
    );
  const version = versions.find((one) => one.version === order.version);
  const terms = version?.terms ?? null;
  const part = transferPart(terms, version ? totalOf(version) : 0n);
  if (!part.ok) return part;
  const { proformas }: SettlementService = container.resolve("settlement");
  if (!(await proformas.canReceive(quote.cooperative_id)))
    return refuse(
      "no_transfer_account",
      "The cooperative has named no bank account yet. Pay by card, or write to it; the goods stay held.",
    );
  return ok({ quote, part: part.value, cart_id: quote.cart_id, terms });
}
