import { z } from "zod";
import { currencySchema } from "@commonlot/domain";
import { normalPhone } from "../../lib/phone";

export const ROLES = ["manager", "weigher", "packer", "accountant"] as const;
export type Role = (typeof ROLES)[number];

export const RAILS = ["bank_file", "stripe", "cash"] as const;
export type Rail = (typeof RAILS)[number];

/** Longest name of a person, household or place we print: a label has room for no more. */
const MAX_NAME = 80;
const name = z.string().trim().min(1).max(MAX_NAME);
const id = z.string().min(1).max(128);

/** Two letters of the cooperative and at least four digits, as printed on the card: WD0123. */
export const cardNumberSchema = z
  .string()
  .regex(/^[A-Z]{2}[0-9]{4,8}$/, "a card number is two letters and four to eight digits");

/** A phone as people write it; kept as "+8613800138000". */
export const phoneSchema = z
  .string()
  .max(40)
  .transform((typed, context) => {
    const phone = normalPhone(typed);
    if (phone === undefined) context.addIssue({ code: "custom", message: "is not a phone number" });
    return phone ?? z.NEVER;
  });

export const cooperativeInput = z.strictObject({
  handle: z.string().regex(/^[a-z0-9-]{2,60}$/),
  name_zh: name,
  name_en: name,
  county_code: z.string().regex(/^[0-9]{6}$/),
  county_zh: name,
  county_en: name,
  tz: z.string().refine(isTimeZone, "is not a time zone we know"),
  currency: currencySchema,
  stock_location_id: id,
  /** Whom a household calls: digits and dashes, short enough for an SMS. */
  phone: z.string().regex(/^[0-9-]{5,16}$/, "a phone number has digits and dashes"),
  /** The two letters its households' cards begin with; without them every card number is given by hand. */
  card_prefix: z
    .string()
    .regex(/^[A-Z]{2}$/, "two letters")
    .nullable()
    .default(null),
});
export type CooperativeInput = z.input<typeof cooperativeInput>;

export const memberInput = z.strictObject({
  cooperative_id: id,
  name,
  email: z.email().max(200).toLowerCase(),
  phone: phoneSchema.optional(),
  role: z.enum(ROLES),
});
export type MemberInput = z.input<typeof memberInput>;

export const householdInput = z.strictObject({
  cooperative_id: id,
  village_id: id,
  name,
  /** Left out: the next number of its cooperative. */
  card_number: cardNumberSchema.optional(),
  phone: phoneSchema,
  priority_floor_g: z.int().nonnegative().max(1_000_000_000).default(0),
  consent_public_name: z.boolean().default(false),
  /** Where the consent is written down. */
  consent_proof: z.string().trim().min(1).max(200).default("at registration"),
  /** Made by the form: the same key is the same household, however often it is sent. */
  registration_key: z.string().min(8).max(100).optional(),
});
export type HouseholdInput = z.input<typeof householdInput>;
export type ReadyHousehold = z.output<typeof householdInput>;

/** Who does something to a household's rows. */
export interface Actor {
  kind: "coop_member" | "secretary" | "household" | "delegate";
  id: string;
  name: string;
}

/** How a household agreed that somebody else acts for it. */
export const agreementSchema = z.strictObject({
  kind: z.enum(["present", "phone", "paper"]),
  note: z.string().trim().max(200).default(""),
});
export type Agreement = z.output<typeof agreementSchema>;

/** A relative needs no word each time: the household named them, and can end it. */
export const NAMED = { kind: "named", note: "" } as const;

/** Somebody who acts for a household, and how it agreed. */
export interface ActingFor {
  actor: Actor;
  agreed: Agreement | typeof NAMED;
}

const forHousehold = { household_id: id, holder: name };
export const accountInput = z.discriminatedUnion("rail", [
  z.strictObject({
    ...forHousehold,
    rail: z.literal("bank_file"),
    account: z.string().regex(/^[0-9A-Z]{5,34}$/, "an account number has 5 to 34 digits or letters"),
    /** Clearing system and the bank's number in it, as pain.001 wants them: CNAPS, 12 digits. */
    bank: z.strictObject({
      system: z.string().regex(/^[A-Z0-9]{1,5}$/),
      // Left empty it is refused after the account's own number: whoever mistyped an IBAN is told that first.
      member_id: z.string().regex(/^[A-Za-z0-9]{0,35}$/),
    }),
    /** Both numbers were compared with the bank's paper: a check digit that does not fit is no mistake (domain, account-number.ts). */
    as_on_paper: z.boolean().default(false),
  }),
  z.strictObject({
    ...forHousehold,
    rail: z.literal("stripe"),
    stripe_account_id: z.string().startsWith("acct_").max(128),
  }),
  z.strictObject({ ...forHousehold, rail: z.literal("cash") }),
]);
export type AccountInput = z.input<typeof accountInput>;
export type ReadyAccount = z.output<typeof accountInput>;

/** A person at work in a cooperative, as its row says now. */
export interface Member {
  member_id: string;
  cooperative_id: string;
  name: string;
  role: Role;
  active: boolean;
}

export interface Household {
  household_id: string;
  cooperative_id: string;
  village_id: string;
  name: string;
  card_number: string;
  phone_last4: string;
  priority_floor_g: number;
  consent_public_name: boolean;
  active: boolean;
}

export interface CooperativeRow {
  id: string;
  handle: string;
  name_zh: string;
  name_en: string;
  county_code: string;
  county_zh: string;
  county_en: string;
  tz: string;
  currency: string;
  stock_location_id: string;
  phone: string;
  card_prefix: string | null;
}

/** Where a household's money goes. `account` is the full number: for the rail that pays, never for a screen. */
export interface PayoutAccount {
  household_id: string;
  name: string;
  rail: Rail;
  account: string | null;
  bank?: { system: string; member_id: string };
  stripe_account_id?: string;
  /** The number only looks like a card's: somebody compared it with the bank's paper. */
  as_on_paper?: boolean;
  /** A change waits and the old account is stopped: nothing is paid now. */
  on_hold?: boolean;
}

function isTimeZone(tz: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: tz });
    return true;
  } catch {
    return false;
  }
}
