import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { placeMark, toMinor } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { phoneFault } from "../../lib/phone";
import { RefusalError, refuseWith, valueOf } from "../../lib/refusal";
import type { AddressInput } from "../../modules/wholesale/companies/company-types";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { computeCheckoutWorkflow } from "../checkout/one-call/check-out";
import type { GivenAddress } from "../checkout/one-call/types";
import { givenAddress, placeOfCart } from "./quote-new-cart";

export type Buyer = QuoteActor & { side: "buyer" };

/** Where the goods go, where the quote does not say it: one of the company's addresses, or another one. */
export interface AskedPlace {
  address_id?: string | undefined;
  address?: AddressInput | undefined;
}

/** Who is told of the order, and who receives the goods: the buyer's to say. Left out, it stays as it is. */
export interface AskedContact {
  email?: string | undefined;
  name?: string | undefined;
  phone?: string | undefined;
}

interface Addressing extends AskedPlace, AskedContact {
  cart_id: string;
  /** The address that the quote names: written where none was when it was accepted. */
  agreed_id: string | null;
  total_minor: bigint;
}

/**
 * Writes where the goods of an accepted quote go to its cart, with its freight: where it was agreed, or else where it is said. Refused where nothing
 * says it, and where the cart does not cost what was agreed.
 */
export async function addressCart(
  container: MedusaContainer,
  by: Buyer,
  input: Addressing,
): Promise<{ company: string }> {
  const { cart_id } = input;
  const wholesale: WholesaleService = container.resolve("wholesale");
  const [company, member] = await Promise.all([wholesale.companies.one(by.company_id), wholesale.members.of(by.id)]);
  const address = await addressOf(container, by, { ...input, company: company?.name ?? "" });
  const shipping_address = {
    ...address,
    ...(input.name === undefined ? {} : { first_name: input.name, last_name: null }),
    ...(input.phone === undefined ? {} : { phone: input.phone }),
  };
  // The order may be placed when the money is there: what it would be refused for then is refused now.
  const phone = phoneFault(shipping_address.phone, shipping_address.country_code);
  if (phone) throw new RefusalError(phone);
  const email = input.email ?? member?.email;
  await computeCheckoutWorkflow(container).run({ input: { cart_id, ...(email ? { email } : {}), shipping_address } });
  killPoint("transfer_cart_addressed");
  if ((await totalOfCart(container, cart_id)) !== input.total_minor)
    refuseWith(
      "amount_changed",
      "The total is another one than was agreed, so nothing was ordered or paid. Write to the cooperative on the quote's page.",
    );
  return { company: company?.name ?? "" };
}

async function addressOf(
  container: MedusaContainer,
  by: Buyer,
  { cart_id, agreed_id, address, address_id, company }: Addressing & { company: string },
): Promise<GivenAddress> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const [owner, kept, addresses] = await Promise.all([
    wholesale.quotes.cartOwner(cart_id),
    placeOfCart(container, cart_id),
    wholesale.addresses.of(by.company_id),
  ]);
  if (owner?.place_mark != null && kept) {
    const written = addresses.map((one) => givenAddress(one, company));
    return [kept, ...written].find((one) => placeMark(one) === owner.place_mark) ?? kept;
  }
  const said =
    addresses.find((one) => one.id === agreed_id) ?? address ?? addresses.find((one) => one.id === address_id);
  if (said) return givenAddress(said, company);
  return refuseWith(
    "transfer_address_needed",
    "Say where the goods go: choose one of your company's addresses, or send one with this. Nothing was changed.",
    "address_id",
  );
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
