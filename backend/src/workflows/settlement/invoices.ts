import { invoiceBuyer } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { nothingComesOf } from "../../lib/nothing-comes";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { Sql } from "../../lib/sql";
import type CooperativeService from "../../modules/cooperative/service";
import type { InvoiceRow, InvoiceWords } from "../../modules/settlement/invoices";
import type SettlementService from "../../modules/settlement/service";
import type WholesaleService from "../../modules/wholesale/service";

// Medusa tells a line's quantity with its totals, and not without.
const FIELDS = [
  "id",
  "total",
  "display_id",
  "created_at",
  "shipping_address.country_code",
  "items.id",
  "items.title",
  "items.product_title",
  "items.variant_title",
  "items.quantity",
  "items.tax_lines.rate",
];

/** Whose rule a tax number has where an order goes nowhere. */
const HOME = "cn";

/** Whom it is to be made out to, as it was typed. */
interface TypedBuyer {
  readonly title: string;
  readonly tax_number: string;
}

/** The company whose order it is, as its register has it: an invoice of it is made out to nobody else. */
export async function invoicedCompany(container: MedusaContainer, order_id: string) {
  const { orders }: WholesaleService = container.resolve("wholesale");
  const found = await orders.ofOrder(order_id);
  return found && { title: found.company, tax_number: found.tax_number };
}

/**
 * Issues the invoices of an order, once; whoever asks again gets the same papers, and the credit notes since. A company's are made out to the
 * company by its register, whatever was typed. Refused where all of its money goes back.
 */
export async function issueInvoices(
  container: MedusaContainer,
  { order_id, buyer }: { order_id: string; buyer: TypedBuyer },
): Promise<InvoiceRow[]> {
  const settlement: SettlementService = container.resolve("settlement");
  const standing = await settlement.invoices.ofOrder(order_id);
  if (standing.length > 0) return standing;
  const words = await wordsOf(container, order_id, buyer);
  return valueOf(await settlement.invoices.issue(order_id, words, (tx) => nothingComes(tx, order_id)));
}

const nothingComes = async (sql: Sql, order_id: string): Promise<boolean> =>
  (await nothingComesOf(sql, [order_id])).size > 0;

/** Whether asking for an invoice of it is refused, because nothing of it comes or all of its money goes back. */
export async function nothingToInvoice(container: MedusaContainer, order_id: string): Promise<boolean> {
  const settlement: SettlementService = container.resolve("settlement");
  return (
    (await settlement.invoices.allGoesBack(order_id)) ||
    (await nothingComes(container.resolve(ContainerRegistrationKeys.PG_CONNECTION), order_id))
  );
}

async function wordsOf(container: MedusaContainer, order_id: string, buyer: TypedBuyer): Promise<InvoiceWords> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [{ data }, all, company] = await Promise.all([
    query.graph({ entity: "order", fields: FIELDS, filters: { id: order_id } }),
    cooperatives.cooperatives(),
    invoicedCompany(container, order_id),
  ]);
  const order = data[0];
  if (!order) refuseWith("order_not_found", "There is no such order.");
  const country = (order.shipping_address?.country_code ?? HOME).toUpperCase();
  const { title, tax_number } = company ?? valueOf(invoiceBuyer(country, buyer));
  return {
    order_number: Number(order.display_id),
    placed_at: new Date(order.created_at).toISOString(),
    buyer_title: title,
    buyer_tax_number: tax_number,
    lines: new Map(
      (order.items ?? []).flatMap((item) =>
        item
          ? [
              [
                item.id,
                {
                  title: item.product_title ?? item.title,
                  pack: item.variant_title ?? "",
                  packs: wholePacks(item.quantity),
                  rate: String((item.tax_lines ?? []).reduce((sum, tax) => sum + Number(tax?.rate ?? 0), 0)),
                },
              ] as const,
            ]
          : [],
      ),
    ),
    sellers: new Map([
      ["platform", { code: "COMMONLOT", name_zh: "平台（Commonlot）", name_en: "Commonlot (the platform)" }],
      ...all.map(({ id, handle, name_zh, name_en }) => [id, { code: handle.toUpperCase(), name_zh, name_en }] as const),
    ]),
  };
}

/** A paper is never changed: one with a number that is none is not written. */
function wholePacks(quantity: unknown): number {
  const packs = Number(quantity);
  if (!Number.isSafeInteger(packs) || packs < 1)
    throw new Error(`a line of ${String(quantity)} packs can't be invoiced`);
  return packs;
}
