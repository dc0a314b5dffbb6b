import type { ICustomerModuleService, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { currencyDigits, formatMinor, sumMinor } from "@commonlot/domain";
import { emailName } from "../../lib/email-name";
import type CooperativeService from "../../modules/cooperative/service";
import type PoolService from "../../modules/pool/service";
import type SeasonService from "../../modules/season/service";
import type BuyerService from "../../modules/buyer/service";
import type VillageService from "../../modules/village/service";
import { namesOf } from "../season/goods";
import { allPreorderedGoods } from "../pool/preorder/name-goods";
import { claimsOfOrder } from "../parcel/claim/of-order";
import { shortsOfOrder } from "../pool/short/of-order";

/** Orders read in one go, and at most: nobody has more, and a file has an end. */
const A_PAGE = 50;
const AT_MOST = 2_000;

const ORDER_FIELDS = [
  "id",
  "display_id",
  "status",
  "created_at",
  "email",
  "currency_code",
  "total",
  "item_total",
  "shipping_total",
  "items.product_title",
  "items.variant_title",
  "items.quantity",
  "items.unit_price",
  "items.tax_total",
  "shipping_methods.tax_total",
  "shipping_address.*",
  "billing_address.*",
];

/**
 * All that we keep of a buyer, as one JSON document: account, addresses, seasons they wait for, pre-orders, orders with where they went, what was written about them, shorts, reports
 * and thanks.
 */
export async function exportBuyer(container: MedusaContainer, customer_id: string) {
  const customers = container.resolve<ICustomerModuleService>(Modules.CUSTOMER);
  const buyers: BuyerService = container.resolve("buyer");
  const [customer, standing] = await Promise.all([
    customers.retrieveCustomer(customer_id, { relations: ["addresses"] }),
    buyers.accounts.standing(customer_id),
  ]);
  return {
    made_at: new Date().toISOString(),
    account: {
      email: customer.email,
      email_proven: standing.proven,
      first_name: customer.first_name,
      last_name: customer.last_name,
      phone: customer.phone,
      created_at: customer.created_at,
    },
    addresses: customer.addresses.map((address) => addressFields(address)),
    seasons: await seasonsOf(container, customer.email),
    preorders: await preordersOf(container, customer.email),
    orders: await ordersOf(container, customer_id),
  };
}

/** What they asked to be told of. */
async function seasonsOf(container: MedusaContainer, email: string) {
  const { subscriptions }: SeasonService = container.resolve("season");
  const own = await subscriptions.of(emailName(email) ?? "");
  const named = await namesOf(container, own);
  return own.map(({ village_id, produce, created_at, confirmed_at, language }) => {
    const goods = named.find((one) => one.village_id === village_id && one.produce === produce);
    return {
      village: goods?.village.name ?? null,
      produce: goods?.name ?? null,
      language,
      asked_at: created_at,
      confirmed_at,
    };
  });
}

/** Their places in queues, and those that ended lately. */
async function preordersOf(container: MedusaContainer, email: string) {
  const { preorders }: PoolService = container.resolve("pool");
  const own = await preorders.of(emailName(email) ?? "");
  const goodsOf = await allPreorderedGoods(container, own);
  return own.map((one) => {
    const goods = goodsOf(one);
    return {
      product: goods?.product.name ?? null,
      pack: goods?.pack ?? null,
      packs: one.packs,
      packs_kept: one.packs_kept,
      state: one.state,
      asked_at: one.created_at,
      confirmed_at: one.confirmed_at,
      kept_until: one.kept_until,
    };
  });
}

async function ordersOf(container: MedusaContainer, customer_id: string) {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const villages: VillageService = container.resolve("village");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const all = [];
  for (let skip = 0; skip < AT_MOST; skip += A_PAGE) {
    const { data } = await query.graph({
      entity: "order",
      fields: ORDER_FIELDS,
      filters: { customer_id },
      pagination: { take: A_PAGE, skip, order: { created_at: "ASC", id: "ASC" } },
    });
    const ids = data.map((order) => order.id);
    const [thanks, notices] = await Promise.all([
      villages.thanks.ofOrders(ids),
      cooperatives.buyerNotices.ofOrders(ids),
    ]);
    for (const order of data) {
      const [shorts, claims] = await Promise.all([
        shortsOfOrder(container, order.id),
        claimsOfOrder(container, order.id),
      ]);
      all.push({
        number: order.display_id,
        id: order.id,
        status: order.status,
        placed_at: order.created_at,
        email: order.email,
        currency: order.currency_code,
        total: amountOf(order.total, order.currency_code),
        goods: amountOf(order.item_total, order.currency_code),
        freight: amountOf(order.shipping_total, order.currency_code),
        tax: taxOf(order),
        lines: (order.items ?? []).map((item) => ({
          product: item?.product_title,
          pack: item?.variant_title,
          quantity: item?.quantity,
          unit_price: amountOf(item?.unit_price, order.currency_code),
        })),
        sent_to: order.shipping_address ? addressFields(order.shipping_address) : null,
        billed_to: order.billing_address ? addressFields(order.billing_address) : null,
        shorts,
        reports: claims,
        notices: notices
          .filter((one) => one.order_id === order.id)
          .map(({ channel, to, text, created_at, sent_at }) => ({
            channel,
            to,
            text,
            written_at: created_at,
            sent_at,
          })),
        thanks: thanks
          .filter((one) => one.order_id === order.id)
          .map(({ words, province_code, state, given_at, reason }) => ({
            words,
            province_code,
            state,
            given_at,
            reason,
          })),
      });
    }
    if (data.length < A_PAGE) break;
  }
  return all;
}

/** As its invoice has it: each line's tax rounded, and then summed. Medusa's own sum is rounded once and can be a cent beside. */
function taxOf(order: {
  currency_code: string;
  items?: readonly unknown[] | null;
  shipping_methods?: readonly unknown[] | null;
}): number {
  const taxed = [...(order.items ?? []), ...(order.shipping_methods ?? [])] as ({ tax_total?: unknown } | null)[];
  const currency = order.currency_code.toUpperCase();
  const tax = sumMinor(
    taxed.map((one) => Number(one?.tax_total ?? 0)),
    currency,
  );
  if (!tax.ok) throw new Error(tax.refusal.message);
  return Number(formatMinor(tax.value, currency));
}

/** As it was paid: Medusa counts a tax to fifteen places. */
function amountOf(amount: unknown, currency: string): number {
  return Number(Number(amount).toFixed(currencyDigits(currency.toUpperCase()) ?? 2));
}

/** As Medusa keeps an address, without ids. */
function addressFields(address: object) {
  const from = address as Record<string, unknown>;
  const names = [
    "first_name",
    "last_name",
    "company",
    "phone",
    "country_code",
    "province",
    "city",
    "address_1",
    "address_2",
    "postal_code",
  ];
  return Object.fromEntries(names.map((name) => [name, from[name] ?? null]));
}
