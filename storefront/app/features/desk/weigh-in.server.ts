import { randomUUID } from "node:crypto";
import { data } from "react-router";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import type { Problem } from "../ui/Field";
import { inWords, text, typed } from "../ui/form.server";
import { receiptSchema } from "./data.server";

export interface WeighIn {
  readonly card_number: string;
  readonly pool_id: string;
  readonly harvested_on: string;
  readonly gross_g?: number;
  readonly tare_g?: number;
  readonly pieces?: number;
}

/** Kilograms as a scale shows them, at most three decimals, to whole grams: "12.5" -> 12500; null for anything else. */
export function gramsOf(typed: string): number | null {
  const match = /^(\d{1,6})(?:[.,，。](\d{1,3}))?$/.exec(typed.normalize("NFKC").replace("。", "."));
  if (!match) return null;
  return Number(match[1]) * 1000 + Number((match[2] ?? "").padEnd(3, "0"));
}

const CARD = /^[A-Z]{2}[0-9]{4,8}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What was typed at the scale, or what must be mended. `unitOf` says how a pool is counted. */
export function readWeighIn(
  form: FormData,
  unitOf: (pool_id: string) => "g" | "piece" | undefined,
): { ok: true; weighIn: WeighIn } | { ok: false; problems: { field: string; reason: WeighInProblem }[] } {
  const problems: { field: string; reason: WeighInProblem }[] = [];
  const card_number = text(form, "card_number").normalize("NFKC").toUpperCase().replace(/\s/g, "");
  if (!CARD.test(card_number)) problems.push({ field: "card_number", reason: "card" });
  const pool_id = text(form, "pool_id");
  const unit = unitOf(pool_id);
  if (unit === undefined) problems.push({ field: "pool_id", reason: "pool" });
  const harvested_on = text(form, "harvested_on");
  if (!DAY.test(harvested_on)) problems.push({ field: "harvested_on", reason: "day" });

  if (unit === "piece") {
    const pieces = text(form, "pieces");
    if (!/^[1-9]\d{0,5}$/.test(pieces)) problems.push({ field: "pieces", reason: "pieces" });
    if (problems.length > 0) return { ok: false, problems };
    return { ok: true, weighIn: { card_number, pool_id, harvested_on, pieces: Number(pieces) } };
  }
  const gross_g = gramsOf(text(form, "gross"));
  const tare_g = gramsOf(text(form, "tare") === "" ? "0" : text(form, "tare"));
  if (gross_g === null || gross_g === 0) problems.push({ field: "gross", reason: "gross" });
  if (tare_g === null) problems.push({ field: "tare", reason: "tare" });
  if (gross_g !== null && tare_g !== null && gross_g > 0 && tare_g >= gross_g)
    problems.push({ field: "tare", reason: "tareOver" });
  if (problems.length > 0 || gross_g === null || tare_g === null) return { ok: false, problems };
  return { ok: true, weighIn: { card_number, pool_id, harvested_on, gross_g, tare_g } };
}

export type WeighInProblem = "card" | "pool" | "day" | "pieces" | "gross" | "tare" | "tareOver";

/** The form's fields for what the backend calls them. */
const FIELD_OF: Record<string, string> = { gross_g: "gross", tare_g: "tare", household_id: "card_number" };

export const newKey = (): string => randomUUID();

/**
 * Weighs in. The form carries its key: sent twice, by a double click or a lost answer, it is one lot. After a receipt
 * there is a new key; after a problem the same one.
 */
export async function weighIn(
  form: FormData,
  desk: Member,
  unitOf: (pool_id: string) => "g" | "piece" | undefined,
  path: Path,
) {
  const t = say(path);
  const idempotency_key = text(form, "idempotency_key");
  const wrong = (problems: Problem[], key: string, status: number) =>
    data({ problems, typed: typed(form), key, receipt: null }, { status });
  const parsed = readWeighIn(form, unitOf);
  if (!parsed.ok) {
    return wrong(
      parsed.problems.map(({ field, reason }) => ({ field, text: t(`lots.bad.${reason}`) })),
      idempotency_key || newKey(),
      400,
    );
  }
  const answer = await desk.call("/desk/lots", receiptSchema, { body: { ...parsed.weighIn, idempotency_key } });
  if (!answer.ok) {
    const { refusal } = answer;
    const conflict = refusal.status === 409;
    return wrong(
      [{ field: fieldOf(refusal), text: inWords(path, refusal) }],
      conflict ? newKey() : idempotency_key,
      refusal.status,
    );
  }
  return data(
    { problems: [] as Problem[], typed: keepFor(form), key: newKey(), receipt: answer.value.receipt },
    { status: 200 },
  );
}

function fieldOf(refusal: Refusal): string {
  const field = refusal.field ?? "card_number";
  return FIELD_OF[field] ?? field;
}

/** After a receipt the next household comes with the same produce on the same day; the rest is typed anew. */
function keepFor(form: FormData): Record<string, string> {
  return { pool_id: text(form, "pool_id"), harvested_on: text(form, "harvested_on"), tare: text(form, "tare") };
}
