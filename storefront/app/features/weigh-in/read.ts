// What is typed at the scale, read the same way by the server and, without a network, by the page's own script.

/** How goods of a produce are counted; undefined for a produce this cooperative does not take in. */
export type UnitOf = (produce: string) => "g" | "piece" | undefined;

/** One weigh-in as the backend takes it, without its key. */
export interface WeighInBody {
  readonly card_number: string;
  readonly produce: string;
  readonly grade: string;
  readonly harvested_on: string;
  readonly gross_g?: number;
  readonly tare_g?: number;
  readonly container?: string;
  readonly containers?: number;
  readonly pieces?: number;
  readonly scale?: string;
  readonly measured?: { readonly moisture?: number; readonly foreign_matter?: number };
  readonly culls?: readonly {
    readonly units: number;
    readonly reason: string;
    readonly fate: string;
    readonly words?: string;
  }[];
}

export const PROBLEMS = [
  "card",
  "produce",
  "grade",
  "day",
  "pieces",
  "gross",
  "tare",
  "tareOver",
  "containers",
  "moisture",
  "foreign",
  "cull",
  "cullReason",
] as const;
export type WeighInProblem = (typeof PROBLEMS)[number];
export type Read =
  { ok: true; body: WeighInBody } | { ok: false; problems: { field: string; reason: WeighInProblem }[] };

const CARD = /^[A-Z]{2}[0-9]{4,8}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Kilograms as a scale shows them, at most three decimals, to whole grams: "12.5" -> 12500; null for anything else. */
export function gramsOf(typed: string): number | null {
  return decimalOf(typed, 6, 3);
}

/** A percentage as a meter shows it, at most two decimals, to basis points: "12.6" -> 1260; null for anything else. */
export function basisPointsOf(typed: string): number | null {
  const bp = decimalOf(typed.replace(/[%％]$/, ""), 3, 2);
  return bp === null || bp > 10_000 ? null : bp;
}

function decimalOf(typed: string, whole: number, decimals: number): number | null {
  const text = typed
    .normalize("NFKC")
    .replace(/[,，。]/, ".")
    .trim();
  const match = new RegExp(`^(\\d{1,${whole}})(?:\\.(\\d{1,${decimals}}))?$`).exec(text);
  return match ? Number(match[1]) * 10 ** decimals + Number((match[2] ?? "").padEnd(decimals, "0")) : null;
}

/** "wd 0012", as typed or scanned, to WD0012. A scanned code may be an address that ends with the card. */
export function cardOf(typed: string): string {
  const plain = typed.normalize("NFKC").trim();
  const last = /^https?:/i.test(plain)
    ? (plain
        .split(/[/?#=]/)
        .filter(Boolean)
        .at(-1) ?? "")
    : plain;
  return last.toUpperCase().replace(/\s/g, "");
}

/** What was typed, or everything that must be mended, each with its field. */
export function readWeighIn(get: (name: string) => string, unitOf: UnitOf): Read {
  const problems: { field: string; reason: WeighInProblem }[] = [];
  const bad = (field: string, reason: WeighInProblem) => problems.push({ field, reason });
  const card_number = cardOf(get("card_number"));
  if (!CARD.test(card_number)) bad("card_number", "card");
  const produce = get("produce");
  const unit = unitOf(produce);
  if (unit === undefined) bad("produce", "produce");
  const grade = get("grade");
  if (grade === "") bad("grade", "grade");
  const weights = unit === "piece" ? readPieces(get, bad) : readWeights(get, bad);
  const harvested_on = get("harvested_on");
  if (!DAY.test(harvested_on)) bad("harvested_on", "day");
  const culls = readCulls(get, unit ?? "g", bad);
  if (problems.length > 0) return { ok: false, problems };
  const scale = get("scale");
  return {
    ok: true,
    body: {
      card_number,
      produce,
      grade,
      harvested_on,
      ...weights,
      ...(scale === "" ? {} : { scale }),
      ...(culls ? { culls: [culls] } : {}),
    },
  };
}

type Bad = (field: string, reason: WeighInProblem) => void;

function readPieces(get: (name: string) => string, bad: Bad): Partial<WeighInBody> {
  const pieces = get("pieces");
  if (!/^[1-9]\d{0,5}$/.test(pieces)) bad("pieces", "pieces");
  return { pieces: Number(pieces) };
}

function readWeights(get: (name: string) => string, bad: Bad): Partial<WeighInBody> {
  const gross_g = gramsOf(get("gross"));
  if (gross_g === null || gross_g === 0) bad("gross", "gross");
  const measured = readMeasured(get, bad);
  const container = get("container");
  if (container !== "") {
    const containers = Number(get("containers") || "1");
    if (!Number.isInteger(containers) || containers < 1 || containers > 1_000) bad("containers", "containers");
    return { ...(gross_g === null ? {} : { gross_g }), container, containers, ...measured };
  }
  const tare_g = gramsOf(get("tare") === "" ? "0" : get("tare"));
  if (tare_g === null) bad("tare", "tare");
  if (gross_g !== null && gross_g > 0 && tare_g !== null && tare_g >= gross_g) bad("tare", "tareOver");
  return { ...(gross_g === null ? {} : { gross_g }), ...(tare_g === null ? {} : { tare_g }), ...measured };
}

function readMeasured(get: (name: string) => string, bad: Bad): Pick<WeighInBody, "measured"> {
  const measured: { moisture?: number; foreign_matter?: number } = {};
  for (const [field, kind, reason] of [
    ["moisture", "moisture", "moisture"],
    ["foreign", "foreign_matter", "foreign"],
  ] as const) {
    if (get(field) === "") continue;
    const bp = basisPointsOf(get(field));
    if (bp === null) bad(field, reason);
    else measured[kind] = bp;
  }
  return Object.keys(measured).length === 0 ? {} : { measured };
}

function readCulls(get: (name: string) => string, unit: "g" | "piece", bad: Bad) {
  const typed = get("cull");
  if (typed === "") return undefined;
  const units = unit === "g" ? gramsOf(typed) : /^[1-9]\d{0,5}$/.test(typed) ? Number(typed) : null;
  if (units === null || units === 0) bad("cull", "cull");
  const reason = get("cull_reason");
  if (reason === "") bad("cull_reason", "cullReason");
  return { units: units ?? 0, reason, fate: get("cull_fate") || "returned" };
}
