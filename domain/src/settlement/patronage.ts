import { apportion } from "../shared/apportion";
import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import type { WhyText } from "../pool/explain-words";
import { assertBalanced, type Account, type Journal, type JournalRefusal } from "./journal";
import { moneyText, weightText } from "./statement-words";

// The year-end patronage refund (docs: adr, patronage): what members brought decides how much of the year's surplus each gets.

/** Of the distributable surplus, in ten-thousandths, unless the assembly says otherwise: China's law asks for no less. */
export const PATRONAGE_SHARE_BP = 6_000;
/** Weight: what was sold of a household's goods, in grams. Value: what it was given for them, in minor units. */
export const PATRONAGE_BASES = ["weight", "value"] as const;
export type PatronageBasis = (typeof PATRONAGE_BASES)[number];

/** What a household brought in the year. */
export interface Patron {
  readonly household: string;
  /** At the end of the year. Whoever was none then gets nothing, and does not lessen the members' shares. */
  readonly member: boolean;
  readonly grams: bigint;
  /** Below zero where claims took more than the year's sales brought: it counts as nothing then. */
  readonly value_minor: bigint;
}

export interface PatronageShare extends Patron {
  /** Of the basis: grams or minor units; zero for who is no member. */
  readonly units: bigint;
  readonly amount_minor: bigint;
}

export interface Patronage {
  readonly refund_minor: bigint;
  /** Of all members, in units of the basis. */
  readonly total_units: bigint;
  /** By household id, those who get nothing as well. Their amounts sum to the refund. */
  readonly shares: readonly PatronageShare[];
}

export interface PatronageTerms {
  /** What the assembly has decided to distribute. */
  readonly distributable_minor: bigint;
  readonly share_bp: number;
  readonly basis: PatronageBasis;
  /** What the ledger says is there to be distributed. */
  readonly there_minor: bigint;
}

export type PatronageRefusal = Refusal<
  | "invalid_distributable"
  | "invalid_share"
  | "surplus_not_there"
  | "duplicate_household"
  | "no_patronage"
  | "nothing_to_share"
>;

/**
 * refund = floor(distributable x share_bp / 10,000), divided among members by what each brought, largest remainder, ties by household
 * id. Refuses an amount that is not above zero or above what is there, a share outside (0, 10,000], a household listed twice, and
 * a year in which no member brought anything.
 */
export function patronageOf(terms: PatronageTerms, patrons: readonly Patron[]): Result<Patronage, PatronageRefusal> {
  const { distributable_minor, share_bp, basis, there_minor } = terms;
  if (distributable_minor <= 0n)
    return refuse("invalid_distributable", "What is distributed is more than zero.", "distributable_minor");
  if (!Number.isInteger(share_bp) || share_bp <= 0 || share_bp > 10_000)
    return refuse("invalid_share", "The share is above 0 % and at most 100 %.", "share_bp");
  if (distributable_minor > there_minor) {
    return refuse(
      "surplus_not_there",
      `The ledger has ${there_minor > 0n ? there_minor : 0n} minor units to distribute, not ${distributable_minor}.`,
      "distributable_minor",
    );
  }
  const sorted = [...patrons].sort((a, b) => compareText(a.household, b.household));
  if (new Set(sorted.map((one) => one.household)).size !== sorted.length)
    return refuse("duplicate_household", "A household is listed twice.");
  const units = sorted.map((one) => unitsOf(one, basis));
  const total_units = units.reduce((sum, one) => sum + one, 0n);
  if (total_units === 0n)
    return refuse("no_patronage", "No member sold anything through the cooperative in that year.");
  const refund_minor = (distributable_minor * BigInt(share_bp)) / 10_000n;
  if (refund_minor === 0n)
    return refuse(
      "nothing_to_share",
      "The share of this amount is less than the smallest coin.",
      "distributable_minor",
    );
  const amounts = apportion(
    refund_minor,
    units,
    sorted.map((one) => one.household),
    compareText,
  );
  const shares = sorted.map((one, index) => ({ ...one, units: units[index]!, amount_minor: amounts[index]! }));
  return ok({ refund_minor, total_units, shares });
}

function unitsOf(patron: Patron, basis: PatronageBasis): bigint {
  const brought = basis === "weight" ? patron.grams : patron.value_minor;
  return patron.member && brought > 0n ? brought : 0n;
}

/** What the assembly may be asked to distribute: the year's surplus, never more than is there, never below zero. */
export function proposedSurplus(input: { readonly year_minor: bigint; readonly there_minor: bigint }): bigint {
  const least = input.year_minor < input.there_minor ? input.year_minor : input.there_minor;
  return least > 0n ? least : 0n;
}

/** surplus shared -> payables of the members who get something. Refuses when nobody does. */
export function patronageJournal(input: {
  readonly cooperative_id: string;
  readonly currency: string;
  readonly shares: readonly { readonly household: string; readonly amount_minor: bigint }[];
  readonly memo: string;
}): Result<Journal, JournalRefusal> {
  const given = input.shares.filter((one) => one.amount_minor > 0n);
  const total = given.reduce((sum, one) => sum + one.amount_minor, 0n);
  if (total === 0n) return refuse("nothing_to_post", "Nobody gets a refund.");
  const shared: Account = { kind: "surplus_shared", party: input.cooperative_id };
  return assertBalanced({
    kind: "patronage",
    currency: input.currency,
    postings: [
      { account: shared, amount_minor: total },
      ...given.map((one) => ({
        account: { kind: "household_payable" as const, party: one.household },
        amount_minor: -one.amount_minor,
      })),
    ],
    memo: input.memo,
  });
}

export interface PatronageWhy {
  readonly year: number;
  readonly currency: string;
  readonly basis: PatronageBasis;
  readonly member: boolean;
  readonly units: bigint;
  readonly total_units: bigint;
  readonly refund_minor: bigint;
  readonly amount_minor: bigint;
}

/** Why a household gets what it gets, for its page and the desk. */
export function whyPatronage(of: PatronageWhy): WhyText {
  if (!of.member) {
    return {
      zh: `${of.year} 年末不是社员，年终返利只分给社员。`,
      en: `Not a member at the end of ${of.year}: the refund of the year is for members.`,
    };
  }
  if (of.units === 0n) {
    return {
      zh: `${of.year} 年没有通过合作社卖出货。`,
      en: `Nothing was sold through the cooperative in ${of.year}.`,
    };
  }
  const [mine, all] = [of.units, of.total_units].map((units) =>
    of.basis === "weight" ? weightText(units) : moneyText(units, of.currency),
  ) as [WhyText, WhyText];
  const [refund, amount] = [moneyText(of.refund_minor, of.currency), moneyText(of.amount_minor, of.currency)];
  return {
    zh: `${of.year} 年全体社员通过合作社卖出 ${all.zh}，您家 ${mine.zh}；返利一共 ${refund.zh}，按比例分给您家 ${amount.zh}。`,
    en: `In ${of.year} all members sold ${all.en} through the cooperative, you ${mine.en}; of the ${refund.en} that are given back, your part is ${amount.en}.`,
  };
}
