import { ADDRESSEE_FAULT_WORDS, ADDRESSEE_FAULTS, SHEET_PROGRESS, type AddresseeFault } from "@commonlot/domain";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { carrierName } from "../../lib/carriers.server";
import { both, minor } from "../../lib/shapes";
import { STATES as QUOTE_STATES } from "../quote/words";
import type { Problem } from "../ui/Field";
import { FAULTS, FIELDS, STATES, UNSENT, type Cell } from "./words";

// What the backend answers of sheets of addressees.

const sheet = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(STATES),
  has_head: z.boolean(),
  rows_said: z.int().nullable(),
  read_to: z.int(),
  fault: z.enum(FAULTS).nullable(),
  fault_cell: z.string().nullable(),
  lines: z.int(),
  wrong: z.int(),
  repeats: z.int(),
  left_out: z.int(),
  addressees: z.int(),
  packs_total: z.number(),
  /** Its lines name their packs; else everybody gets the one that is asked for. */
  names_goods: z.boolean(),
  keep_repeats: z.boolean(),
  /** How far its order is; null while there is none. */
  progress: z.enum(SHEET_PROGRESS).nullable(),
  created_at: z.string(),
});
export type Sheet = z.output<typeof sheet>;

const line = z.object({
  line: z.int(),
  written: z.object({
    name: z.string(),
    phone: z.string(),
    province: z.string(),
    city: z.string(),
    district: z.string(),
    town: z.string(),
    address: z.string(),
    packs: z.string(),
    message: z.string(),
    goods: z.string(),
  }),
  faults: z.array(z.enum(ADDRESSEE_FAULTS)),
  repeat_of: z.int().nullable(),
  left_out: z.boolean(),
});
export type Line = z.output<typeof line>;

export const sheetsSchema = z.object({ sheets: z.array(sheet), next: z.string().nullable() });
export const broughtSchema = z.object({ sheet: z.object({ id: z.string() }) });
export const sheetSchema = z.object({
  sheet,
  beginning: z.object({ rows: z.array(z.array(z.string())), guessed: z.array(z.enum(FIELDS).nullable()) }).nullable(),
  goods: z.array(
    z.object({ variant_id: z.string(), packs: z.number(), title: both.nullable(), pack: both.nullable() }),
  ),
  names: z.array(
    z.object({
      name: z.string(),
      choices: z.array(z.object({ variant_id: z.string(), title: both, pack: both })),
    }),
  ),
  lines: z.array(line),
  next: z.int().nullable(),
  quote: z
    .object({
      id: z.string(),
      quote_number: z.string(),
      quote_state: z.enum(QUOTE_STATES),
      order_id: z.string().nullable(),
      open: z.boolean(),
    })
    .nullable(),
});
export type OpenName = z.output<typeof sheetSchema>["names"][number];
export type SheetGoods = z.output<typeof sheetSchema>["goods"][number];
export const repairedSchema = z.object({ taken: z.int(), unknown: z.int() });

export const freightSchema = z.object({
  currency: z.string(),
  parcels: z.int(),
  addressees: z.int(),
  freight_minor: minor,
  carton_minor: minor,
  zones: z.array(z.object({ zone: z.string(), carrier: z.string(), parcels: z.int(), freight_minor: minor })),
  cartons: z.array(z.object({ carton: z.string(), parcels: z.int(), cost_minor: minor })),
  refused: z.array(
    z.object({
      province_code: z.string().nullable(),
      province: both,
      packs: z.int(),
      addressees: z.int(),
      reason: z.enum(UNSENT),
    }),
  ),
});
export type Freight = z.output<typeof freightSchema>;

/** With the names that people call carriers by. */
export function namedFreight(freight: Freight) {
  return { ...freight, zones: freight.zones.map((one) => ({ ...one, carrier_name: carrierName(one.carrier) })) };
}

/** In which field what is wrong is put right; a formula may stand in any. */
const FIELD_OF: Readonly<Record<AddresseeFault, Cell>> = {
  formula: "name",
  no_name: "name",
  no_phone: "phone",
  bad_phone: "phone",
  no_province: "province",
  no_city: "city",
  bad_city: "city",
  bad_district: "district",
  bad_address: "address",
  no_address: "address",
  bad_packs: "packs",
  too_many_packs: "packs",
  name_long: "name",
  city_long: "city",
  district_long: "district",
  address_long: "address",
  message_long: "message",
  no_goods: "goods",
  unknown_pack: "goods",
  ambiguous_pack: "goods",
  too_many_goods: "goods",
  goods_long: "goods",
};

/** What is wrong with a line, beside its fields. */
export function problemsOf(path: Path, { line: number, faults }: Line): Problem[] {
  return faults.map((fault) => ({ field: `${FIELD_OF[fault]}:${number}`, text: ADDRESSEE_FAULT_WORDS[fault][path] }));
}
