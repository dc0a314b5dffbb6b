import { z } from "zod";
import { isDialled } from "../../../lib/phone";
import { consentInput } from "../../../modules/cooperative/consents";
import { changeInput } from "../../../modules/cooperative/register";
import { delegateInput, personInput } from "../../../modules/cooperative/relatives";
import { accountInput, agreementSchema, cardNumberSchema, phoneSchema } from "../../../modules/cooperative/types";

const id = z.string().min(1).max(128);
/** A number that people type is checked more strictly than one we keep: it must be one that is given out. */
const phone = z.string().trim().max(40).refine(isDialled, "is not a phone number that can be called");
/** As it is kept and looked up: with its country. */
const keptPhone = phone.pipe(phoneSchema);
/** How the household agreed that this is done for it. */
const agreed = agreementSchema;

export const registerBody = z.strictObject({
  name: z.string().trim().min(1).max(80),
  village_id: id,
  phone,
  card_number: cardNumberSchema.optional(),
  priority_floor_g: z.int().min(0).max(1_000_000_000).optional(),
  /** Where the household's consent to its public name is written down; left out: not given. */
  public_name_proof: z.string().trim().min(1).max(200).optional(),
  registration_key: z.string().regex(/^[A-Za-z0-9_-]{8,100}$/, "8 to 100 letters, digits, - or _"),
  agreed,
});
export type RegisterBody = z.infer<typeof registerBody>;

export const changeBody = changeInput.extend({ phone: keptPhone.optional(), agreed });
export type ChangeBody = z.infer<typeof changeBody>;

export const consentBody = consentInput.extend({ agreed });
export type ConsentBody = z.infer<typeof consentBody>;

export const personBody = personInput.extend({ agreed });
export type PersonBody = z.infer<typeof personBody>;

export const delegateBody = delegateInput.extend({ phone: keptPhone, agreed });
export type DelegateBody = z.infer<typeof delegateBody>;

/** What needs nothing but the household's word. */
export const agreedBody = z.strictObject({ agreed });
export type AgreedBody = z.infer<typeof agreedBody>;

/** Nothing is paid to the old account either, while the new one waits. */
export const old_stops = z.boolean().default(false);
export const [bank, , cash] = accountInput.options;
export const accountBody = z.discriminatedUnion("rail", [
  bank.omit({ household_id: true }).extend({ agreed, old_stops }),
  cash.omit({ household_id: true }).extend({ agreed, old_stops }),
]);
export type AccountBody = z.infer<typeof accountBody>;

export const actsQuery = z.strictObject({ cursor: z.string().min(1).max(200).optional() });
export type ActsQuery = z.infer<typeof actsQuery>;

/** Rows of one sheet: a county's households. */
const MAX_ROWS = 100_000;
/** 100,000 rows at some 300 bytes. */
export const IMPORT_BODY = "40mb";

/** The frame of a sheet. Its cells are read one by one afterwards, so that every wrong one is named at once. */
const cell = z.string().max(1_000).default("");
export const importBody = z.strictObject({
  rows: z
    .array(
      z.strictObject({
        line: z.int().min(1).max(10_000_000),
        card_number: cell,
        name: cell,
        village: cell,
        phone: cell,
        floor_kg: cell,
        public_name: cell,
        proof: cell,
      }),
    )
    .min(1, "has no household in it")
    .max(MAX_ROWS, `holds more than ${MAX_ROWS} rows: send it in parts`),
});
export type ImportBody = z.infer<typeof importBody>;

export const cardSheetBody = z.strictObject({ household_ids: z.array(id).min(1).max(800).optional() });
export type CardSheetBody = z.infer<typeof cardSheetBody>;
