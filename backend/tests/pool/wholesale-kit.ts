import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import CycleService from "../../src/modules/cycle/service";
import type { ListOwner } from "../../src/modules/wholesale/quick-order/order-types";
import type { QuoteActor } from "../../src/modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../src/modules/wholesale/service";
import { givenCompany, givenMember } from "../people/company-kit";
import { id } from "../settlement/house";
import { shortHouse, type ShortHouse } from "./short-house";

// What price lists and samples are tried on: real services on a bare database, one product of Medusa's tables, companies; only the shop's
// search is made up.

export const [WALNUT, BAG, BOX] = ["prod_walnut", "variant_bag", "variant_box"];

export interface WholesaleKit {
  house: ShortHouse;
  wholesale: WholesaleService;
  container: MedusaContainer;
  /** A company that was let in, with a buyer; it has dealt with the house's cooperative. */
  firm(name?: string): Promise<ListOwner & { buyer: QuoteActor & { side: "buyer" } }>;
}

/** Bags of 500 g at 20.00 and boxes of 2.5 kg at 100.00 in the shop, of the house's pool. */
export async function wholesaleKit(): Promise<WholesaleKit> {
  const house = await shortHouse();
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  await put(`insert into product (id, title, handle, status) values ($1, '麻崖核桃', 'walnut', 'published')`, WALNUT);
  for (const [variant_id, title, units] of [
    [BAG, "500 克", 500],
    [BOX, "2.5 公斤", 2_500],
  ] as const) {
    const price_set = id("pset");
    await put(
      `insert into product_variant (id, product_id, title, metadata) values ($1, $2, $3, $4)`,
      ...[variant_id, WALNUT, title, JSON.stringify({ pack_g: units })],
    );
    await put(
      `insert into product_variant_inventory_item (variant_id, inventory_item_id, id, required_quantity)
       select $1, inventory_item_id, $2, $3 from pool where id = $4`,
      ...[variant_id, id("pvitem"), units, house.pool_id],
    );
    await put(`insert into price_set (id) values ($1)`, price_set);
    await put(
      `insert into product_variant_price_set (variant_id, price_set_id, id) values ($1, $2, $3)`,
      ...[variant_id, price_set, id("pvps")],
    );
    const amount = units * 0.04;
    await put(
      `insert into price (id, price_set_id, currency_code, amount, raw_amount, rules_count) values ($1, $2, 'cny', $3, $4, 0)`,
      ...[id("price"), price_set, amount, JSON.stringify({ value: String(amount), precision: 20 })],
    );
  }
  const services: Record<string, unknown> = {
    cycle: new CycleService({ __pg_connection__: house.container.resolve(ContainerRegistrationKeys.PG_CONNECTION) }),
    [Modules.SEARCH]: {
      searchMany: () =>
        Promise.resolve([
          { hits: [{ document: { id: WALNUT } }], facets: {}, metadata: { count: 1, skip: 0, take: 1 } },
        ]),
    },
    [ContainerRegistrationKeys.QUERY]: {
      graph: ({ entity, filters }: { entity: string; filters: { id?: string | string[] } }) =>
        graph(house, entity, [filters.id].flat()),
    },
  };
  return {
    house,
    wholesale: house.container.resolve("wholesale"),
    container: {
      resolve: (name: string) => services[name] ?? house.container.resolve(name),
    } as unknown as MedusaContainer,
    async firm(name = "食堂") {
      const company_id = await givenCompany(house, { name, cooperative_id: house.cooperative_id });
      const member_id = await givenMember(house, company_id, ["owner", "buyer"]);
      return { company_id, member_id, buyer: { side: "buyer", id: member_id, company_id } };
    },
  };
}

/** What Medusa's graph answers of packs, from its own tables. */
async function graph(house: ShortHouse, entity: string, ids: (string | undefined)[]) {
  if (entity !== "variant") return { data: [] };
  const { rows } = await house.db.query(
    `select v.id, v.title, json_build_object('id', p.id, 'title', p.title, 'status', p.status) as product,
       json_build_array(json_build_object('inventory_item_id', i.inventory_item_id, 'required_quantity', i.required_quantity)) as inventory_items
     from product_variant v join product p on p.id = v.product_id join product_variant_inventory_item i on i.variant_id = v.id where v.id = any($1)`,
    [ids],
  );
  return { data: rows };
}

/** The code of what was refused, or "done". */
export const refusal = async (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => "done",
    (error: unknown) => (error as { code?: string }).code ?? String(error),
  );
