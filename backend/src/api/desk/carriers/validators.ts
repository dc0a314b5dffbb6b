import { z } from "zod";
import { MAX_TRACKING_LENGTH, ratedParcelSchema } from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";
import { LABEL_BY } from "../../../modules/parcel/carrier-labels";
import { MAX_SHEET_ROWS, SHEET_COLUMNS, SHEET_KINDS } from "../../../modules/parcel/sheet-reader";
import { MAX_NUMBERS } from "../../../modules/parcel/tracking-numbers";
import { WANTED_CURSOR } from "../../../modules/parcel/wanted-numbers";

const id = z.string().min(1).max(128);
const code = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, "small letters, digits, - or _, beginning with a letter");
const limit = z.coerce.number().int().min(1).max(100).default(50);
const cursor = z.string().regex(CURSOR_SHAPE, "a cursor of an answer of ours").optional();
const page = { limit, cursor };
const key = z.string().regex(/^[A-Za-z0-9_-]{8,100}$/, "8 to 100 letters, digits, - or _");
const line = z
  .string()
  .trim()
  .max(200)
  .regex(/^\P{Cc}*$/u, "must be one line");

export const emptyBody = z.strictObject({});
export const pageQuery = z.strictObject(page);
export type PageQuery = z.output<typeof pageQuery>;
export const refusedQuery = z.strictObject({
  limit,
  after: id.optional(),
  handover_id: id.optional(),
  parcel_id: id.optional(),
});
export type RefusedQuery = z.output<typeof refusedQuery>;

export const carrierBody = z.strictObject({
  code,
  name: line.optional(),
  needs_phone: z.boolean(),
  active: z.boolean(),
  cutoff: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time like 16:00"),
  pickup_days: z.array(z.int().min(1).max(7)).min(1, "at least one day").max(7),
  tracking_lengths: z.array(z.int().min(4).max(MAX_TRACKING_LENGTH)).max(10),
  tracking_prefixes: z.array(z.string().regex(/^[A-Z0-9]{1,10}$/, "capital letters and digits")).max(10),
  label_by: z.enum(LABEL_BY).default("ours"),
  services: z.array(z.strictObject({ service: code, title: line.min(1), cold: z.boolean() })).max(20),
});
export type CarrierBody = z.output<typeof carrierBody>;

export const endCardBody = z.strictObject({ last_day: z.iso.date() });

export const rateBody = z.strictObject({ parcel: ratedParcelSchema, day: z.iso.date().optional() });
export type RateBody = z.output<typeof rateBody>;

export const stockBody = z.strictObject({
  kind: z.enum(["received", "counted"]),
  count: z.int().min(0).max(10_000_000),
  words: line.optional(),
  idempotency_key: key,
});
export type StockBody = z.output<typeof stockBody>;

/** The frame of a sheet; its cells are read one by one afterwards, so that every wrong line is named at once. */
const ALL_COLUMNS = [...new Set(Object.values(SHEET_COLUMNS).flat())];
const cells = Object.fromEntries(ALL_COLUMNS.map((column) => [column, z.string().max(2_000).optional()]));
export const sheetBody = z.strictObject({
  kind: z.enum(SHEET_KINDS),
  /** Columns that the file has not: named once, while its other cells are read all the same. */
  absent: z.array(z.enum(ALL_COLUMNS)).max(40).default([]),
  /** Rate cards that leave none in force are written only when that is said to be wanted. */
  confirmed: z.boolean().default(false),
  rows: z
    .array(z.strictObject({ line: z.int().min(1).max(10_000_000), ...cells }))
    .min(1)
    .max(MAX_SHEET_ROWS),
});
export type SheetBody = z.output<typeof sheetBody>;
export const SHEET_BODY = "4mb";

export const wantedQuery = z.strictObject({
  limit,
  cursor: z.string().regex(WANTED_CURSOR, "a cursor of an answer of ours").optional(),
  wave_id: id.optional(),
  search: z.string().trim().min(1).max(60).optional(),
});
export type WantedQuery = z.output<typeof wantedQuery>;

export const numbersBody = z.strictObject({
  numbers: z
    .array(
      z.strictObject({
        line: z.int().min(1).max(10_000_000),
        parcel_number: z.string().max(60),
        tracking_number: z.string().max(200),
      }),
    )
    .min(1)
    .max(MAX_NUMBERS),
});
export type NumbersBody = z.output<typeof numbersBody>;

/** What is put right of a parcel that its carrier refused. A carrier's sheet takes a name of 60 letters, an address of 200. */
export const mendBody = z.strictObject({
  name: line.min(1).max(60).optional(),
  phone: z.string().trim().min(1).max(40).optional(),
  address: line.min(1).max(200).optional(),
  carrier: code.optional(),
  service: code.optional(),
});
export type MendBody = z.output<typeof mendBody>;

export const cancelBody = z.strictObject({ reason: line.min(2, "say in a few words why") });
export type CancelBody = z.output<typeof cancelBody>;

export const pickupBody = z.strictObject({ carrier: code, day: z.iso.date(), handover_id: id.optional() });
export type PickupBody = z.output<typeof pickupBody>;
