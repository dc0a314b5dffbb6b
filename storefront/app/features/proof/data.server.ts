import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { both, minor } from "../../lib/shapes";
import { quoteWords } from "../quote/refusals.server";
import { FILES, LACKS } from "./words";

// What the backend answers of proofs of benefit.

const version = z.object({
  version: z.int(),
  number: z.string(),
  sha256: z.string(),
  currency: z.string(),
  paid_minor: minor,
  households_minor: minor,
  households: z.int(),
  issued_at: z.string(),
});
export const proofsSchema = z.object({
  lack: z.enum(LACKS).nullable(),
  from: z.string().nullable(),
  changed: z.boolean(),
  versions: z.array(version),
});
export type Proofs = z.output<typeof proofsSchema>;
export const issuedSchema = z.object({ proof: version });

export const checkedSchema = z.object({
  proof: version.extend({
    state: z.enum(["current", "replaced", "changed"]),
    latest: z.int(),
    holds: z.boolean(),
    file: z.object({ kind: z.enum(FILES) }).nullable(),
    divided_on: z.string(),
    grams: z.number(),
    villages: z.array(z.object({ name: both, households: z.int() })),
    cooperatives: z.array(both),
    signature: z.string(),
    public_key: z.string(),
  }),
});
export const keysSchema = z.object({
  keys: z.array(z.object({ public_key: z.string(), current: z.boolean(), pem: z.string() })),
});

/** What is refused of proofs and nowhere else. */
const OWN = [
  "proof_not_paid",
  "proof_not_divided",
  "proof_withdrawn",
  "proof_paid_by_claim",
  "nothing_to_prove",
  "proof_sums_differ",
  "proof_not_found",
] as const;

export function proofWords(path: Path, refusal: Refusal): string {
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`proof.refusals.${own}`) : quoteWords(path, refusal);
}

/** The query of one file of a version; the PDF where something else was asked for. */
export function fileQuery(request: Request, path: Path): { query: string; type: string } {
  const kind = new URL(request.url).searchParams.get("kind") === "csv" ? "csv" : "pdf";
  return {
    query: new URLSearchParams({ kind, language: path }).toString(),
    type: kind === "csv" ? "text/csv; charset=utf-8" : "application/pdf",
  };
}
