import type { MedusaContainer } from "@medusajs/framework/types";
import { beforeAll } from "vitest";
import CooperativeService from "../../src/modules/cooperative/service";
import { givenCooperative, id, value } from "./house";
import { later, specHouse } from "./spec-house";

/** The house of one file of tests with the register of cooperatives beside it, and Medusa's container of both. */
export function registerHouse() {
  const house = specHouse();
  let made: CooperativeService | undefined;
  beforeAll(() => {
    made = new CooperativeService({ __pg_connection__: house.knex });
  });
  const cooperatives = later(() => made);
  const services: Record<string, () => unknown> = {
    settlement: () => house.settlement,
    cooperative: () => made,
  };
  const container = { resolve: (name: string) => services[name]?.() } as unknown as MedusaContainer;

  /** A cooperative of the register with a fee policy and a paying account. Its id. */
  const registered = async (
    handle: string,
    card_prefix: string,
    policy: Parameters<typeof givenCooperative>[1] = {},
  ): Promise<string> => {
    const created = await cooperatives.createCooperative({
      handle,
      name_zh: "竹塘农民专业合作社",
      name_en: "Zhutang",
      county_code: "621202",
      county_zh: "武都区",
      county_en: "Wudu",
      tz: "Asia/Shanghai",
      currency: "CNY",
      stock_location_id: id("sloc"),
      phone: "0939-1234567",
      card_prefix,
    });
    return givenCooperative(house, policy, value(created).id);
  };

  return { house, cooperatives, container, registered };
}
