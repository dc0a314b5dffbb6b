import { compareText } from "../shared/order";
import { sha256Hex } from "../shared/sha256";

/** Letters that nobody mistakes for another when a slip is read aloud or typed: no I, L, O, U (Crockford's base 32). */
export const SLIP_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const SLIP_LENGTH = 12;

/**
 * What a household's statement says of one period, and the code on its slip. The code is 60 bits of chance: with it the
 * hash below is found again, without it nobody learns an amount from the hash.
 */
export interface Slip {
  readonly slip_code: string;
  readonly number: string;
  readonly currency: string;
  readonly from: string;
  readonly to: string;
  readonly brought_forward_minor: bigint;
  readonly gross_minor: bigint;
  readonly deductions_minor: bigint;
  readonly advances_minor: bigint;
  readonly net_minor: bigint;
}

/** What a money board says of all households of a village together. */
export interface SlipSums {
  readonly households: number;
  readonly brought_forward_minor: bigint;
  readonly gross_minor: bigint;
  readonly deductions_minor: bigint;
  readonly advances_minor: bigint;
  readonly net_minor: bigint;
}

/** A published list: a hash per household in the order of the hashes, which tells nothing of the households. */
export interface SlipList {
  readonly hashes: readonly string[];
  readonly sums: SlipSums;
  /** Binds the list to its sums, its period and the list before it. */
  readonly root: string;
}

/** A typed code as it is stored: capitals without spaces and dashes, 0 for O, 1 for I and L. Null when it can't be one. */
export function slipCode(typed: string): string | null {
  const plain = typed
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\-_.]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return plain.length === SLIP_LENGTH && [...plain].every((letter) => SLIP_LETTERS.includes(letter)) ? plain : null;
}

/** "K7QM3F2P9XTA" -> "K7QM-3F2P-9XTA", as it is printed. */
export function slipCodeText(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1-");
}

/** From so many households on, sums tell nothing of one of them to another. */
export const LEAST_HOUSEHOLDS = 3;

/** Whether a row of so many households shows no sums: neither they nor its root, which could be tried out, are published. */
export function isWithheld(households: number): boolean {
  return households < LEAST_HOUSEHOLDS;
}

/** What a published row is of, as its root is worked out: village, period, currency and revision, a line each. */
export function boardAbout(row: {
  readonly village_id: string;
  readonly period_id: string;
  readonly currency: string;
  readonly revision: number;
}): string[] {
  return [row.village_id, row.period_id, row.currency, String(row.revision)];
}

/** The hash of a slip, as it is printed on it and published: SHA-256 over its fields, a line each. */
export function slipHash(slip: Slip): string {
  return sha256Hex(
    [
      "commonlot slip 1",
      slip.slip_code,
      slip.number,
      slip.currency,
      slip.from,
      slip.to,
      ...FIGURES.map((name) => slip[name].toString()),
    ].join("\n"),
  );
}

const FIGURES = [
  "brought_forward_minor",
  "gross_minor",
  "deductions_minor",
  "advances_minor",
  "net_minor",
] as const satisfies readonly (keyof Slip & keyof SlipSums)[];

/**
 * The list to publish of these slips. `about` names what it is of (village, period, revision ...) and `before` the root of
 * the list that came before on the same board, so that none can be taken out from between.
 */
export function slipList(slips: readonly Slip[], about: readonly string[], before: string | null): SlipList {
  const hashes = slips.map(slipHash).sort(compareText);
  const sums = sumsOf(slips);
  return { hashes, sums, root: slipRoot({ hashes, sums }, about, before) };
}

/**
 * The root of a list: what anybody can work out from what is published. SHA-256 over lines: a name, `about`, the root before or "first",
 * the count of households, five sums, the hashes.
 */
export function slipRoot(
  list: Pick<SlipList, "hashes" | "sums">,
  about: readonly string[],
  before: string | null,
): string {
  const { sums } = list;
  return sha256Hex(
    [
      "commonlot money board 1",
      ...about,
      before ?? "first",
      String(sums.households),
      ...FIGURES.map((name) => sums[name].toString()),
      ...list.hashes,
    ].join("\n"),
  );
}

/** Where a slip stands in a published list (from 1), and null when it is not in it: something was changed. */
export function placeInList(hashes: readonly string[], slip: Slip): number | null {
  const at = hashes.indexOf(slipHash(slip));
  return at < 0 ? null : at + 1;
}

export type SlipFault =
  /** A slip that the list does not hold: its figures were changed since, or it came in later. */
  | { readonly kind: "slip_not_listed"; readonly number: string }
  /** Hashes of the list that no slip has. */
  | { readonly kind: "hash_without_slip"; readonly count: number }
  | { readonly kind: "sum_differs"; readonly field: keyof SlipSums }
  | { readonly kind: "root_differs" };

/**
 * Compares the slips as they are now with what was published of them: every slip in the list, every hash with its slip, the
 * sums the sums of the slips, the root the root of all. Empty: nothing was changed since.
 */
export function checkList(
  published: SlipList,
  slips: readonly Slip[],
  about: readonly string[],
  before: string | null,
): SlipFault[] {
  const listed = new Set(published.hashes);
  const now = new Set<string>();
  const faults: SlipFault[] = [];
  for (const slip of slips) {
    const hash = slipHash(slip);
    now.add(hash);
    if (!listed.has(hash)) faults.push({ kind: "slip_not_listed", number: slip.number });
  }
  const without = published.hashes.filter((hash) => !now.has(hash)).length;
  if (without > 0) faults.push({ kind: "hash_without_slip", count: without });
  const sums = sumsOf(slips);
  for (const field of ["households", ...FIGURES] as const) {
    if (sums[field] !== published.sums[field]) faults.push({ kind: "sum_differs", field });
  }
  if (slipRoot(published, about, before) !== published.root) faults.push({ kind: "root_differs" });
  return faults;
}

function sumsOf(slips: readonly Slip[]): SlipSums {
  const sum = (name: (typeof FIGURES)[number]) => slips.reduce((total, slip) => total + slip[name], 0n);
  return {
    households: slips.length,
    brought_forward_minor: sum("brought_forward_minor"),
    gross_minor: sum("gross_minor"),
    deductions_minor: sum("deductions_minor"),
    advances_minor: sum("advances_minor"),
    net_minor: sum("net_minor"),
  };
}
