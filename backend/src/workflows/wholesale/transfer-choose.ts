import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { ok, refuse, toMinor, transferPart, type PaymentPart, type Refusal, type Result } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { phoneFault } from "../../lib/phone";
import { RefusalError, refuseWith, valueOf } from "../../lib/refusal";
import type SettlementService from "../../modules/settlement/service";
import type { ProformaRow } from "../../modules/settlement/transfers/rows";
import type { CompanyAddress } from "../../modules/wholesale/company-addresses";
import type { AddressInput } from "../../modules/wholesale/company-types";
import { totalOf, type Quote, type QuoteActor } from "../../modules/wholesale/quote-types";
import type { WholeQuote } from "../../modules/wholesale/quotes";
import type WholesaleService from "../../modules/wholesale/service";
import type { GivenAddress } from "../checkout/one-call/types";
import { computeCheckoutWorkflow } from "../checkout/one-call/check-out";

type Buyer = QuoteActor & { side: "buyer" };

export interface TransferChoice {
  /** Null: it may be chosen. */
  refusal: Refusal | null;
  /** The last one of its cart, whatever became of it. */
  proforma: ProformaRow | null;
  /** The quote says where the goods go. */
  agreed: boolean;
  /** Addresses to choose from, where it names none, or one that is gone. A company may have none at all. */
  addresses: CompanyAddress[];
}

/** Whether an accepted quote can be paid by transfer, and the proforma that it has. */
export async function transferChoice(container: MedusaContainer, by: Buyer, quote_id: string): Promise<TransferChoice> {
  const whole = await wholeOf(container, by, quote_id);
  const { proformas }: SettlementService = container.resolve("settlement");
  const { cart_id } = whole.quote;
  const proforma = cart_id === null ? null : ((await proformas.ofCart(cart_id)) ?? null);
  const may = await mayTransfer(container, whole);
  const wholesale: WholesaleService = container.resolve("wholesale");
  const addresses = may.ok ? await wholesale.addresses.of(by.company_id) : [];
  const agreed = addresses.some((one) => one.id === whole.quote.address_id);
  return { refusal: may.ok ? null : may.refusal, proforma, agreed, addresses: agreed ? [] : addresses };
}

/**
 * The company pays by transfer: its cart gets where the goods go, as it was agreed, and a proforma over its total until the quote's end. Nothing
 * is ordered yet, and the card stays open until the money has come. Pressed twice, or cut off anywhere, it is one proforma.
 */
export async function chooseTransfer(
  container: MedusaContainer,
  by: Buyer,
  input: { quote_id: string; address_id?: string | undefined; address?: AddressInput | undefined },
): Promise<{ proforma_id: string }> {
  const whole = await wholeOf(container, by, input.quote_id);
  const { proformas }: SettlementService = container.resolve("settlement");
  const { quote, part, cart_id } = valueOf(await mayTransfer(container, whole));
  const known = await proformas.ofCart(cart_id);
  if (known && ["open", "paid", "ordered"].includes(known.state)) return { proforma_id: known.id };
  const wholesale: WholesaleService = container.resolve("wholesale");
  const [company, member, addresses] = await Promise.all([
    wholesale.companies.one(by.company_id),
    wholesale.members.of(by.id),
    wholesale.addresses.of(by.company_id),
  ]);
  const address: AddressInput | undefined =
    addresses.find((one) => one.id === quote.address_id) ??
    input.address ??
    addresses.find((one) => one.id === input.address_id);
  if (!address)
    refuseWith(
      "transfer_address_needed",
      "Say where the goods go: choose one of your company's addresses, or send one with this. Nothing was changed.",
      "address_id",
    );
  // The order is placed when the money is there: what it would be refused for then is refused now.
  const phone = phoneFault(address.phone, address.country);
  if (phone) throw new RefusalError(phone);
  await computeCheckoutWorkflow(container).run({
    input: {
      cart_id,
      ...(member?.email ? { email: member.email } : {}),
      shipping_address: givenAddress(address, company?.name ?? ""),
    },
  });
  killPoint("transfer_cart_addressed");
  const total_minor = await totalOfCart(container, cart_id);
  if (total_minor !== part.amount_minor)
    refuseWith(
      "amount_changed",
      "The total is another one than was agreed, so nothing was changed. Write to the cooperative, or pay by card.",
    );
  const issued = await proformas.issue({
    cooperative_id: quote.cooperative_id,
    company_id: quote.company_id,
    company: company?.name ?? "",
    quote_id: quote.id,
    quote_number: quote.number,
    cart_id,
    currency: quote.currency,
    amount_minor: total_minor,
    due_at: quote.expires_at,
    person: by.id,
  });
  return { proforma_id: valueOf(issued).id };
}

async function wholeOf(container: MedusaContainer, by: Buyer, quote_id: string): Promise<WholeQuote> {
  const { quotes }: WholesaleService = container.resolve("wholesale");
  return (await quotes.whole(by, quote_id)) ?? refuseWith("quote_not_found", "There is no such quote.");
}

async function mayTransfer(
  container: MedusaContainer,
  { quote, versions, orders }: WholeQuote,
): Promise<Result<{ quote: Quote; part: PaymentPart; cart_id: string }, Refusal>> {
  const order = orders.find((one) => one.state === "placed");
  if (quote.state !== "accepted" || quote.cart_id === null || !order || order.order_id !== null)
    return refuse("not_to_pay", "There is nothing to pay here now. Look at the quote once more; nothing was changed.");
  if (quote.expires_at <= new Date())
    return refuse(
      "quote_unpaid",
      "This quote was not paid in time, and its goods are free again. Ask for a new one; nothing was paid.",
    );
  // Its goods are of several cooperatives, and a transfer lies at the bank of one (docs/adr/0057).
  if (quote.joint_id !== null)
    return refuse(
      "joint_by_card",
      "A joint quote is paid by card: its money is for several cooperatives. Nothing was changed.",
    );
  const version = versions.find((one) => one.version === order.version);
  const part = transferPart(version?.terms ?? null, version ? totalOf(version) : 0n);
  if (!part.ok) return part;
  const { proformas }: SettlementService = container.resolve("settlement");
  if (!(await proformas.canReceive(quote.cooperative_id)))
    return refuse(
      "no_transfer_account",
      "The cooperative has named no bank account yet. Pay by card, or write to it; the goods stay held.",
    );
  return ok({ quote, part: part.value, cart_id: quote.cart_id });
}

function givenAddress(address: AddressInput, company: string): GivenAddress {
  const { name, phone, country, province, city, postal_code } = address;
  return {
    first_name: name,
    company,
    phone,
    country_code: country.toLowerCase(),
    province,
    city,
    address_1: address.address,
    postal_code,
  };
}

async function totalOfCart(container: MedusaContainer, cart_id: string): Promise<bigint> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "cart",
    fields: ["id", "total", "currency_code"],
    filters: { id: cart_id },
  });
  const cart = data[0] as unknown as { total: unknown; currency_code: string } | undefined;
  return valueOf(
    toMinor(typeof cart?.total === "string" ? cart.total : Number(cart?.total), cart?.currency_code ?? ""),
  );
}
