import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createCartWorkflow } from "@medusajs/medusa/core-flows";
import { formatMinor, placeMark } from "@commonlot/domain";
import { refuseWith } from "../../lib/refusal";
import type { QuoteLine } from "../../modules/wholesale/quotes/quote-types";
import type { AddressInput } from "../../modules/wholesale/companies/company-types";
import type WholesaleService from "../../modules/wholesale/service";
import type { GivenAddress, KeptAddress } from "../checkout/one-call/types";
import { HOME } from "../parcel/shipping-price";

/** An address of ours, with nothing in it that is null. */
type WrittenAddress = { [part in keyof GivenAddress]?: string } & { country_code: string };

/** What is agreed, of one quote or of all parts of a joint one. */
export interface AgreedGoods {
  /** Who asked for the order: the mails about it are theirs. */
  asked_by: string;
  company_id: string;
  currency: string;
  /** Where the goods go, when it says it. */
  address_id: string | null;
  addressee_list_id: string | null;
  lines: readonly QuoteLine[];
}

/**
 * A cart with the agreed packs at their prices, which no refresh changes and no promotion lowers, and with the agreed destination. Nobody sees
 * one that gets no goods.
 */
export async function makeQuoteCart(container: MedusaContainer, agreed: AgreedGoods): Promise<string> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const wholesale: WholesaleService = container.resolve("wholesale");
  const currency_code = agreed.currency.toLowerCase();
  const [{ data: regions }, { data: stores }, member] = await Promise.all([
    query.graph({ entity: "region", fields: ["id", "countries.iso_2"], filters: { currency_code } }),
    query.graph({ entity: "store", fields: ["default_sales_channel_id"] }),
    wholesale.members.of(agreed.asked_by),
  ]);
  const region_id = regions[0]?.id;
  if (region_id === undefined)
    refuseWith(
      "currency_not_sold",
      `Nothing is sold in ${agreed.currency} here yet. Nothing was ordered; write to the cooperative.`,
    );
  const countries = (regions[0]?.countries ?? []).flatMap((one) => one?.iso_2 ?? []);
  const shipping_address = await placeOf(wholesale, agreed, countries);
  const sales_channel_id = stores[0]?.default_sales_channel_id;
  const { result: cart } = await createCartWorkflow(container).run({
    input: {
      region_id,
      ...(member?.email ? { email: member.email } : {}),
      ...(shipping_address ? { shipping_address } : {}),
      ...(sales_channel_id ? { sales_channel_id } : {}),
      ...(agreed.addressee_list_id === null ? {} : { metadata: { addressee_list_id: agreed.addressee_list_id } }),
      items: agreed.lines.map((line) => ({
        variant_id: line.variant_id,
        quantity: line.packs,
        unit_price: Number(formatMinor(line.price_minor ?? 0n, agreed.currency)),
        is_tax_inclusive: true,
        is_discountable: false,
      })),
    },
  });
  return cart.id;
}

/**
 * Where an agreed cart goes: the address that was agreed, and for goods that go to addressees any of the company's, which its invoice has. One
 * that is gone, or where nothing is sold, is none: then its place is said when it is paid.
 */
async function placeOf(
  wholesale: WholesaleService,
  { company_id, address_id, addressee_list_id }: AgreedGoods,
  countries: readonly string[],
): Promise<WrittenAddress | undefined> {
  const listed = addressee_list_id !== null;
  if (address_id === null && !listed) return undefined;
  const [company, all] = await Promise.all([wholesale.companies.one(company_id), wholesale.addresses.of(company_id)]);
  const sold = all.filter((one) => countries.includes(one.country.toLowerCase()));
  const found = sold.find((one) => one.id === address_id) ?? (listed ? sold[0] : undefined);
  if (found) return givenAddress(found, company?.name ?? "");
  return listed ? { company: company?.name ?? "", country_code: HOME } : undefined;
}

/** An address of a company as a cart has it. */
export function givenAddress(address: AddressInput, company: string): WrittenAddress {
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

/** What is kept with a quote of the place its cart goes to; null where the quote says none. */
export async function markOfCart(
  container: MedusaContainer,
  cart_id: string,
  { address_id, addressee_list_id }: Pick<AgreedGoods, "address_id" | "addressee_list_id">,
): Promise<string | null> {
  const address = await placeOfCart(container, cart_id);
  if (addressee_list_id !== null) return placeMark(address ?? {});
  return address_id !== null && address?.address_1 ? placeMark(address) : null;
}

/** Where a cart goes, and whom to, as it is kept. */
export async function placeOfCart(container: MedusaContainer, cart_id: string): Promise<GivenAddress | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "cart",
    fields: ["id", "shipping_address.*"],
    filters: { id: cart_id },
  });
  const cart = data[0] as unknown as { shipping_address?: KeptAddress | null } | undefined;
  const kept = cart?.shipping_address;
  if (!kept) return undefined;
  const { first_name, last_name, company, phone, address_1, address_2, city, province, postal_code } = kept;
  const country_code = kept.country_code ?? HOME;
  return { first_name, last_name, company, phone, address_1, address_2, city, province, postal_code, country_code };
}
