import type { VolumeStep } from "@commonlot/domain";
import { z } from "zod";
import { companyPricesInput } from "../quick-order/order-types";
import { day } from "../quotes/quote-types";

// Price lists of a cooperative: what some companies pay.

const id = z.string().min(1).max(128);
const priceListName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}*$/u, "must be one line");

export const priceListInput = z.strictObject({ name: priceListName });
export type PriceListInput = z.output<typeof priceListInput>;
/** `version`: as it was seen. */
export const priceListNameInput = priceListInput.extend({ version: z.int().min(1) });
export type PriceListNameInput = z.output<typeof priceListNameInput>;
export const priceListEndInput = z.strictObject({ version: z.int().min(1) });
export type PriceListEndInput = z.output<typeof priceListEndInput>;
export const listedCompanyInput = z.strictObject({
  company_id: id,
  from_day: day.nullable().default(null),
  to_day: day.nullable().default(null),
});
export type ListedCompanyInput = z.output<typeof listedCompanyInput>;

const listedPack = companyPricesInput.shape.packs.element.extend({
  /** Null: as for all companies. */
  minimum_packs: companyPricesInput.shape.packs.element.shape.minimum_packs.nullable(),
});
export const listedPricesInput = z.strictObject({ packs: z.array(listedPack).min(1).max(100) });
export type ListedPricesInput = z.output<typeof listedPricesInput>;

export interface PriceList {
  id: string;
  cooperative_id: string;
  name: string;
  version: number;
  ended_at: Date | null;
  created_at: Date;
}

export interface PriceListRow extends PriceList {
  companies: number;
  packs: number;
}

/** A company that is in a list; `holds`: whether its days are now. */
export interface ListedCompany {
  company_id: string;
  name: string;
  from_day: string | null;
  to_day: string | null;
  holds: boolean;
}

/** What a list says of a pack. */
export interface ListedPackPrice {
  variant_id: string;
  product_id: string;
  currency: string;
  minimum_packs: number | null;
  steps: VolumeStep[];
  version: number;
}

export interface PriceListChange {
  at: Date;
  person: string;
  act: "made" | "named" | "ended" | "priced" | "put_in" | "taken_out";
  variant_id: string | null;
  company: string | null;
}
