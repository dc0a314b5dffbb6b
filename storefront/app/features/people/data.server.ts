import { HOUSEHOLD_ACTS } from "@commonlot/domain";
import { z } from "zod";
import { both } from "../../lib/shapes";
import { accountSchema } from "../account/data";
import { AGREED, PROOF_KINDS, PURPOSES, RELATIONS } from "./words";

// What the register's answers hold, named once.

const row = z.object({
  id: z.string(),
  card_number: z.string(),
  name: z.string(),
  phone_last4: z.string(),
  active: z.boolean(),
});
const village = z.object({ id: z.string(), name: both });

export const householdsSchema = z.object({
  households: z.array(row.extend({ village: village.optional() })),
  next: z.string().nullable(),
});

export const consentSchema = z.object({
  purpose: z.enum(PURPOSES),
  given: z.boolean(),
  proof_kind: z.enum([...PROOF_KINDS, "own"]).nullable(),
  proof: z.string().nullable(),
  on_day: z.string().nullable(),
});
export type Consent = z.output<typeof consentSchema>;

export const actSchema = z.object({
  id: z.string(),
  at: z.string(),
  actor_kind: z.enum(["coop_member", "secretary", "delegate"]),
  actor_name: z.string(),
  act: z.enum(HOUSEHOLD_ACTS),
  consent_kind: z.enum([...AGREED, "named"]),
  note: z.string(),
});
export type Act = z.output<typeof actSchema>;

const person = z.object({ id: z.string(), name: z.string(), relation: z.enum(RELATIONS) });
const delegate = z.object({
  id: z.string(),
  name: z.string(),
  relation: z.string(),
  phone_last4: z.string(),
  may: z.enum(["look", "confirm"]),
  since: z.string(),
});

export const householdSchema = z.object({
  household: row.extend({ village: village.optional(), priority_floor_g: z.int() }),
  consents: z.array(consentSchema),
  people: z.array(person),
  delegates: z.array(delegate),
  account: accountSchema,
  acts: z.array(actSchema),
  next: z.string().nullable(),
});
export type HouseholdPage = z.output<typeof householdSchema>;

export const settingsSchema = z.object({
  household: z.object({ name: z.string(), card_number: z.string(), phone_last4: z.string() }),
  consents: z.array(consentSchema),
  people: z.array(person),
  delegates: z.array(delegate),
  acts: z.array(actSchema),
  next: z.string().nullable(),
});

export const officeHouseholdSchema = z.object({
  household: row,
  consents: z.array(consentSchema),
  people: z.array(person),
  delegates: z.array(delegate),
  acts: z.array(actSchema),
  next: z.string().nullable(),
});

export const cardSheetSchema = z.object({
  id: z.string(),
  cards: z.int(),
  state: z.enum(["asked", "printed"]),
  created_at: z.string(),
});
export const cardSheetsSchema = z.object({ card_sheets: z.array(cardSheetSchema) });

/** Where the cooperative's pools come from: the villages a household can be of. */
export const poolVillagesSchema = z.object({
  pools: z.array(z.object({ origin: z.object({ kind: z.string(), id: z.string(), name: both.optional() }) })),
});

export const registeredSchema = z.object({
  household: z.object({ id: z.string(), card_number: z.string() }),
  pin: z.string().nullable(),
});

export const importSchema = z.object({
  import: z.object({ id: z.string(), households: z.int(), state: z.enum(["checked", "written"]) }),
  preview: z
    .array(
      z.object({
        line: z.int(),
        card_number: z.string().nullable(),
        name: z.string(),
        village: both.optional(),
        phone_last4: z.string(),
        priority_floor_g: z.int(),
        public_name: z.boolean(),
      }),
    )
    .optional(),
});

export const SHEET_COLUMNS = ["card_number", "name", "village", "phone", "floor_kg", "public_name", "proof"] as const;
export const SHEET_PROBLEMS = [
  "missing",
  "too_long",
  "not_a_card",
  "card_taken",
  "card_twice",
  "village_unknown",
  "not_a_phone",
  "not_a_weight",
  "not_yes_or_no",
  "proof_missing",
] as const;
export const importProblemsSchema = z.object({
  problem_lines: z.int(),
  problems: z.array(z.object({ line: z.int(), column: z.enum(SHEET_COLUMNS), problem: z.enum(SHEET_PROBLEMS) })),
});
