import { z } from "zod";
import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { sha256Hex } from "../shared/sha256";
import { SLIP_LETTERS } from "./slip";

// Proof of benefit (docs: adr, proof of benefit): what of an order's money the households got who gave its goods, as a paper that a public
// buyer can file and anybody can check. Households are named by pseudonyms of this order alone.

/** The shape of the text below; another shape gets another name, so that an old proof is read by its own rules. */
export const PROOF_FORM = "commonlot-proof-1";

const name = z.object({ zh: z.string(), en: z.string() });
const whole = z.int().transform(BigInt);

const proofRow = z.object({
  /** Of this order alone: no other order's paper calls the household so. */
  household: z.string(),
  village: name,
  cooperative: name,
  lots: z.int(),
  grams: whole,
  payable_minor: whole,
  /** Kept back for a while, the household's all the same. */
  holdback_minor: whole,
  /** What claims of this order took of it again. */
  taken_back_minor: whole,
});
export type ProofRow = z.output<typeof proofRow>;

const proofTotals = z.object({
  /** What the buyer paid; all rows below but the last sum to it. */
  paid_minor: whole,
  tax_minor: whole,
  refund_minor: whole,
  freight_minor: whole,
  packing_minor: whole,
  platform_fee_minor: whole,
  cooperative_fee_minor: whole,
  agent_commission_minor: whole,
  /** For households too, by the average of a period: it names none of them yet. */
  price_pool_minor: whole,
  returned_goods_minor: whole,
  /** Below zero: what was put in so that no household pays for a claim. */
  put_in_minor: whole,
  /** What the rows' households were given: payable and held back. */
  households_minor: whole,
  taken_back_minor: whole,
});
export type ProofTotals = z.output<typeof proofTotals>;

const proofFigures = z.object({
  order_number: z.int(),
  placed_on: z.string(),
  /** The day on which the order's money was divided. */
  divided_on: z.string(),
  currency: z.string(),
  /** A company; null: a private person. */
  buyer: z.string().nullable(),
  goods: z.array(z.object({ title: z.string(), pack: z.string(), packs: z.int(), grams: whole })),
  rows: z.array(proofRow),
  totals: proofTotals,
});
/** What a proof says, without which version it is and when that was issued. */
export type ProofFigures = z.output<typeof proofFigures>;

const proof = proofFigures.extend({
  form: z.literal(PROOF_FORM),
  number: z.string(),
  version: z.int(),
  issued_at: z.string(),
});
export type Proof = z.output<typeof proof>;

/** What was divided of an order, by account of its waterfall as it stands today. */
export type ProofParts = Omit<ProofTotals, "households_minor" | "taken_back_minor">;

/**
 * The figures of a proof: rows in the order of their pseudonyms, which tell nothing, and their sums. Refused where the parts and what the
 * households got are not what was paid, or nothing went to a household that is known yet.
 */
export function proofFiguresOf(
  head: Omit<ProofFigures, "rows" | "totals">,
  rows: readonly ProofRow[],
  parts: ProofParts,
): Result<ProofFigures, Refusal<"nothing_to_prove" | "proof_sums_differ">> {
  if (rows.length === 0)
    return refuse(
      "nothing_to_prove",
      "No household has a share of this order's money yet: it was refunded, or is shared by the average of a period. Nothing was issued.",
    );
  const sum = (of: (row: ProofRow) => bigint) => rows.reduce((total, row) => total + of(row), 0n);
  const households_minor = sum((row) => row.payable_minor + row.holdback_minor);
  const { paid_minor, ...others } = parts;
  const divided = Object.values(others).reduce((total, part) => total + part, households_minor);
  if (divided !== paid_minor)
    return refuse(
      "proof_sums_differ",
      `${paid_minor} minor units were paid and ${divided} are accounted for: nothing was issued. Tell the platform.`,
    );
  return ok({
    ...head,
    rows: [...rows].sort((a, b) => compareText(a.household, b.household)),
    totals: { ...parts, households_minor, taken_back_minor: sum((row) => row.taken_back_minor) },
  });
}

/** One text for one proof: keys sorted, no space, whole numbers as digits. Its SHA-256 is what the public page knows the proof by. */
export function proofText(figures: ProofFigures, of: { number: string; version: number; issued_at: string }): string {
  return plainText({ ...figures, ...of, form: PROOF_FORM });
}

/** The same for the figures alone: two versions that say the same are one. */
export function proofFiguresHash(figures: ProofFigures): string {
  return sha256Hex(plainText(figures));
}

/** Whether two proofs of an order say the same sums: a name that is written otherwise is no change of the money. */
export function sameProofSums(a: ProofTotals, b: ProofTotals): boolean {
  return plainText(a) === plainText(b);
}

/** A stored text, read again. Throws on what is none: it was written by `proofText`. */
export function readProof(text: string): Proof {
  return proof.parse(JSON.parse(text));
}

function plainText(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(plainText).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const keys = Object.keys(value).sort(compareText);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${plainText((value as Record<string, unknown>)[key])}`).join(",")}}`;
}

const PSEUDONYM_LETTERS = 12;
const BITS = 5;

/** Sixty bits of a keyed hash as a name that can be read out: "K7QM-3F2P-9XTA". Needs eight bytes. */
export function pseudonymOf(bytes: Uint8Array): string {
  let left = bytes.slice(0, 8).reduce((all, byte) => (all << 8n) | BigInt(byte), 0n);
  let letters = "";
  for (let at = 0; at < PSEUDONYM_LETTERS; at += 1) {
    letters += SLIP_LETTERS[Number(left & 31n)] ?? "";
    left >>= BigInt(BITS);
  }
  return letters.replace(/(.{4})(?=.)/g, "$1-");
}

export interface ProofVillage {
  readonly village: { readonly zh: string; readonly en: string };
  readonly households: number;
  readonly grams: bigint;
  /** Payable and held back, less what was taken back. */
  readonly kept_minor: bigint;
}

/** The same rows by village, the largest share first. */
export function proofVillages(rows: readonly ProofRow[]): ProofVillage[] {
  const found = new Map<string, ProofVillage>();
  for (const row of rows) {
    const key = JSON.stringify([row.village.zh, row.village.en]);
    const so_far = found.get(key) ?? { village: row.village, households: 0, grams: 0n, kept_minor: 0n };
    found.set(key, {
      village: row.village,
      households: so_far.households + 1,
      grams: so_far.grams + row.grams,
      kept_minor: so_far.kept_minor + proofKept(row),
    });
  }
  return [...found.values()].sort((a, b) =>
    a.kept_minor === b.kept_minor ? compareText(a.village.zh, b.village.zh) : a.kept_minor > b.kept_minor ? -1 : 1,
  );
}

/** What a household has of this order. */
export function proofKept(row: Pick<ProofRow, "payable_minor" | "holdback_minor" | "taken_back_minor">): bigint {
  return row.payable_minor + row.holdback_minor - row.taken_back_minor;
}

/** What stands between an order and its proof. */
export type ProofLack = "not_paid" | "not_delivered" | "not_divided" | "withdrawn" | "paid_by_claim";

/** What is missing for a proof, and from when it may be there; null: nothing. `hold_days`: between delivery and division. */
export function proofLack(of: {
  readonly captured: boolean;
  readonly divided: boolean;
  readonly withdrawn: boolean;
  readonly by_claim: boolean;
  readonly delivered_at: Date | null;
  readonly hold_days: number;
}): { readonly lack: ProofLack; readonly from: Date | null } | null {
  if (!of.captured) return { lack: "not_paid", from: null };
  if (of.by_claim) return { lack: "paid_by_claim", from: null };
  if (of.withdrawn) return { lack: "withdrawn", from: null };
  if (of.divided) return null;
  if (of.delivered_at === null) return { lack: "not_delivered", from: null };
  return { lack: "not_divided", from: new Date(of.delivered_at.getTime() + of.hold_days * DAY_MS) };
}

const DAY_MS = 86_400_000;
