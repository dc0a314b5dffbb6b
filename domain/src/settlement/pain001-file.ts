import { z } from "zod";
import { IN_OUR_WORDS } from "../shared/parse";
import { currencySchema, fractionWords, minorSchema } from "../shared/money-schema";
import { refuse, type Refusal, type Result } from "../shared/result";
import { buildPain001, MAX_PAYMENTS_PER_FILE, type Pain001File, type Pain001Refusal } from "./pain001";

// Lengths and check digits are judged by `buildPain001`; here only what is needed to read the file.
const text = z.string().max(1_000);
const party = {
  name: text,
  iban: text.optional(),
  account: text.optional(),
  bic: text.optional(),
  clearing: z.strictObject({ system: text, member_id: text }).optional(),
};

/** What `npm run -s settlement -- pain001 FILE.json` reads (docs/commands.md). */
export const pain001FileSchema = z.strictObject({
  message_id: text,
  created_at: text,
  debtor: z.strictObject(party),
  execution_date: text,
  currency: currencySchema,
  payments: z
    .array(z.strictObject({ ...party, end_to_end_id: text, amount_minor: minorSchema, remittance: text }))
    .max(MAX_PAYMENTS_PER_FILE),
});

/**
 * The bank file of an untrusted input: amounts in minor units as integers or, above 2^53, as text. Refuses what
 * `buildPain001` refuses, and unknown keys, fractions, negatives, wrong types; of a payment with its line, from 1.
 */
export function pain001File(input: unknown): Result<Pain001File, Pain001Refusal | Refusal<"invalid_input">> {
  const parsed = pain001FileSchema.safeParse(input, IN_OUR_WORDS);
  if (!parsed.success) return shapeRefusal(parsed.error.issues[0], input);
  const { debtor, payments, ...header } = parsed.data;
  return buildPain001({ ...header, debtor: given(debtor), payments: payments.map(given) });
}

function shapeRefusal(issue: z.core.$ZodIssue | undefined, input: unknown): Result<never, Refusal<"invalid_input">> {
  const path = (issue?.path ?? []).map(String);
  const at = (of: unknown, key: string): unknown =>
    typeof of === "object" && of !== null ? (of as Record<string, unknown>)[key] : undefined;
  const said = fractionWords(path.reduce(at, input), at(input, "currency"))?.en ?? issue?.message ?? "is not valid";
  const [list, line, ...rest] = path;
  const inLine = list === "payments" && line !== undefined;
  const where = inLine ? [`Line ${Number(line) + 1}`, ...(rest.length > 0 ? [rest.join(".")] : [])] : path;
  return refuse(
    "invalid_input",
    `${[inLine ? where.join(": ") : path.join("."), said].filter(Boolean).join(": ")}.`,
    path.join(".") || undefined,
  );
}

/** Without the keys that were left out: absent and undefined are two things to the builder's types. */
function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
