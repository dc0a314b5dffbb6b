import { IN_OUR_WORDS } from "@commonlot/domain";
import { z } from "zod";
import { isPhone } from "../../../lib/phone";
import { provinceCode } from "../../../lib/province";

/** More addressees than this belong in several lists: the whole list is one request and one transaction. */
export const MAX_ADDRESSEES = 100_000;
/** Problems shown at once: enough to see the pattern of a wrong sheet; the rest appear after the first are mended. */
const MAX_PROBLEMS_SHOWN = 100;
/** Packs for one address: more is freight by lorry, not parcels. */
const MAX_PACKS_PER_ADDRESSEE = 1_000;

export interface AddresseeInput {
  line: number;
  name: string;
  phone: string;
  province_code: string;
  city: string | null;
  address: string;
  packs: number;
}

/** What is wrong on which line. Never quotes what was sent: a log or a screen must not repeat an address. */
interface AddresseeProblem {
  line: number;
  field: string;
  message: string;
}

/** One printed line: no line breaks or other control characters, which would break labels and sheets. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(max, `must have at most ${max} characters`)
    .regex(/^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}]*$/u, "must be one line of printable text");

const NO_PHONE = "is missing: the carrier calls before the door";

const addressee = z.strictObject({
  line: z.int().min(1).max(10_000_000).optional(),
  name: text(60),
  phone: z
    .string({ error: NO_PHONE })
    .trim()
    .min(1, { error: NO_PHONE, abort: true })
    .refine(isPhone, "must be a phone number that can be dialled, with its area code"),
  province_code: z
    .string()
    .max(40)
    .transform((written, context) => {
      const code = provinceCode(written);
      if (code === undefined) context.addIssue({ code: "custom", message: "is not a province we deliver to" });
      return code ?? z.NEVER;
    }),
  city: text(60).nullish(),
  address: text(200),
  packs: z.int().min(1, "must be a whole number of packs, at least 1").max(MAX_PACKS_PER_ADDRESSEE),
});

type AddresseesRead =
  | { ok: true; addressees: AddresseeInput[]; packs_total: number }
  | { ok: false; problems: AddresseeProblem[]; problem_lines: number };

/** Reads a whole list; every line is looked at, so that one answer names all lines that must be mended. */
export function readAddressees(raw: readonly unknown[]): AddresseesRead {
  const addressees: AddresseeInput[] = [];
  const problems: AddresseeProblem[] = [];
  const seen = new Set<number>();
  let problem_lines = 0;
  let packs_total = 0;
  raw.forEach((given, index) => {
    const parsed = addressee.safeParse(given, IN_OUR_WORDS);
    const line = parsed.success ? (parsed.data.line ?? index + 1) : lineOf(given, index);
    const found: AddresseeProblem[] = parsed.success
      ? []
      : parsed.error.issues.map((issue) => ({ line, field: fieldOf(issue), message: issue.message }));
    if (seen.has(line)) found.push({ line, field: "line", message: "appears twice in the list" });
    seen.add(line);
    if (parsed.success && found.length === 0) {
      addressees.push({ ...parsed.data, line, city: parsed.data.city ?? null });
      packs_total += parsed.data.packs;
      return;
    }
    problem_lines += 1;
    if (problems.length < MAX_PROBLEMS_SHOWN) problems.push(...found.slice(0, MAX_PROBLEMS_SHOWN - problems.length));
  });
  return problem_lines > 0 ? { ok: false, problems, problem_lines } : { ok: true, addressees, packs_total };
}

function lineOf(given: unknown, index: number): number {
  const line = typeof given === "object" && given !== null && "line" in given ? given.line : undefined;
  return typeof line === "number" && Number.isSafeInteger(line) && line > 0 ? line : index + 1;
}

function fieldOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return (issue.keys[0] ?? "").slice(0, 40);
  return issue.path.length > 0 ? String(issue.path[0]) : "line";
}
