import { randomUUID } from "node:crypto";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { wrongLines } from "../../src/lib/wrong-lines";
import type WholesaleService from "../../src/modules/wholesale/service";
import type { ListOwner } from "../../src/modules/wholesale/quick-order/order-types";
import { HEAD } from "./addressee-kit";
import { value, type ShortHouse } from "./short-house";

/** The house of the quick order. */
export interface OrderGiven {
  house: ShortHouse;
  wholesale: WholesaleService;
  container: MedusaContainer;
  firm: () => Promise<ListOwner>;
  day: (days: number) => string;
  refusal: (asked: Promise<unknown>) => Promise<string>;
}

/** With one of its packs. */
export interface SheetsGiven extends OrderGiven {
  product_id: string;
  variant_id: string;
}

export const COLUMNS = ["name", "phone", "province", "city", "address", "packs", "message"] as const;

/** What is done with sheets of addressees, and seen of them. */
export function sheetsOf(given: () => OrderGiven) {
  const sheets = () => given().wholesale.addresseeSheets;
  const sql = (): Knex => given().house.container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const bring = async (by: ListOwner, bytes: Buffer) =>
    value(await sheets().bring(by, { title: "年货", bytes, idempotency_key: randomUUID() })).id;
  const choose = async (by: ListOwner, sheet_id: string) =>
    value(await sheets().choose(by, { sheet_id, columns: [...COLUMNS], has_head: true, packs_each: null }));
  const read = async (by: ListOwner, bytes: Buffer) => {
    const sheet_id = await bring(by, bytes);
    await choose(by, sheet_id);
    await given().wholesale.addresseeReading.read(sheet_id);
    return sheet_id;
  };
  const csv = (lines: readonly string[]) => Buffer.from(`\uFEFF${[HEAD, ...lines].join("\r\n")}\r\n`);
  const wrong = async (sheet_id: string) => {
    const after = (line: number) => sheets().lines(sheet_id, { shown: "wrong", after: line, limit: 3 });
    let text = "";
    for await (const part of wrongLines(after, "zh")) text += part;
    return text;
  };
  const stands = async (by: ListOwner, sheet_id: string) => sheets().one(by.company_id, sheet_id);
  const buyer = (by: ListOwner) => ({ side: "buyer" as const, id: by.member_id, company_id: by.company_id });

  return { sheets, sql, bring, choose, read, csv, wrong, stands, buyer };
}
