import { roundHalfUpDiv } from "../../shared/money";
import { FULL_BP } from "../../settlement/waterfall";
import { costOfAgreed, type AgreedLine, type Compensation } from "./agreement-terms";

// What an agreement came to when its season was over (docs/adr/0064).

/** A call-off that was not the company's to fail: ordered, or ended since its goods were not there. */
export interface SeasonCallOff {
  readonly quote_id: string;
  /** `ordered`: paid for; `no_goods`: it waited for goods until it ended, or the cooperative ended it. */
  readonly outcome: "ordered" | "no_goods";
  /** Packs at one price each; at the floor where a price by floor and share was never known. */
  readonly parts: readonly { readonly variant_id: string; readonly packs: number; readonly price_minor: bigint }[];
  /** Of an order: packs that never came, since they were not there. Their money went back with the short. */
  readonly missing: readonly { readonly variant_id: string; readonly packs: number }[];
}

export interface Season {
  readonly lines: readonly AgreedLine[];
  /** In the order in which they came. */
  readonly call_offs: readonly SeasonCallOff[];
  readonly compensation: Compensation | null;
}

/** Of one good, packs: `agreed = delivered + short + not_called`, always. */
export interface SeasonLine {
  readonly variant_id: string;
  readonly agreed_packs: number;
  readonly delivered_packs: number;
  /** Called off, not there, and not made up for by a later call-off. */
  readonly short_packs: number;
  /** What the company never took. */
  readonly not_called_packs: number;
  /** What the delivered packs cost. */
  readonly delivered_minor: bigint;
}

/** Packs that were not there, with the price they were called off at: `amount_minor = packs * price_minor`. */
export interface Lack {
  readonly quote_id: string;
  readonly variant_id: string;
  readonly packs: number;
  readonly price_minor: bigint;
  readonly amount_minor: bigint;
}

export interface SeasonEnd {
  readonly lines: readonly SeasonLine[];
  readonly lacks: readonly Lack[];
  /** What all that is agreed costs; goods by floor and share at the floor. */
  readonly agreed_minor: bigint;
  /** The sum of the lacks. */
  readonly lacking_minor: bigint;
  /** `floor(agreed * cap_bp / 10000)`; zero without a compensation. */
  readonly cap_minor: bigint;
  /** `min(round_half_up(lacking * bp / 10000), cap)`. */
  readonly compensation_minor: bigint;
}

/**
 * The end of a season, good by good, and what the cooperative owes by the paper's term for goods that were called off and were not there.
 * What was called off again later and came is no shortfall: of each good at most what was never delivered counts, the latest call-offs
 * first. Households owe nothing: what a cooperative owes is its own. What the company never took is said, and costs nothing. Throws on
 * more missing than ordered, and more delivered than agreed: call-offs are refused before that.
 */
export function seasonEnd(season: Season): SeasonEnd {
  const split = season.call_offs.map(splitOne);
  const lines = season.lines.map((line) => lineOf(line, split));
  const lacks = lines.flatMap((line) => lacksOf(line, split));
  const agreed_minor = season.lines.reduce((sum, line) => sum + costOfAgreed(line), 0n);
  const lacking_minor = lacks.reduce((sum, lack) => sum + lack.amount_minor, 0n);
  const { bp, cap_bp } = season.compensation ?? { bp: 0, cap_bp: 0 };
  const cap_minor = (agreed_minor * BigInt(cap_bp)) / BigInt(FULL_BP);
  const owed = roundHalfUpDiv(lacking_minor * BigInt(bp), BigInt(FULL_BP));
  return {
    lines,
    lacks,
    agreed_minor,
    lacking_minor,
    cap_minor,
    compensation_minor: owed < cap_minor ? owed : cap_minor,
  };
}

type Part = SeasonCallOff["parts"][number];
interface Split {
  readonly quote_id: string;
  readonly came: readonly Part[];
  readonly lacked: readonly Part[];
}

/** What of a call-off came and what did not; of an order's packs the last parts, which a ladder makes the cheapest, are those missing. */
function splitOne({ quote_id, outcome, parts, missing }: SeasonCallOff): Split {
  if (outcome === "no_goods") return { quote_id, came: [], lacked: parts };
  const left = new Map<string, number>();
  for (const { variant_id, packs } of missing) left.set(variant_id, (left.get(variant_id) ?? 0) + packs);
  const [came, lacked]: [Part[], Part[]] = [[], []];
  for (const part of [...parts].reverse()) {
    const lack = Math.min(left.get(part.variant_id) ?? 0, part.packs);
    left.set(part.variant_id, (left.get(part.variant_id) ?? 0) - lack);
    if (lack > 0) lacked.unshift({ ...part, packs: lack });
    if (lack < part.packs) came.unshift({ ...part, packs: part.packs - lack });
  }
  for (const [variant_id, packs] of left)
    if (packs !== 0) throw new RangeError(`${packs} packs of ${variant_id} are missing that ${quote_id} never had`);
  return { quote_id, came, lacked };
}

function lineOf({ variant_id, packs: agreed_packs }: AgreedLine, split: readonly Split[]): SeasonLine {
  const own = (parts: readonly Part[]) => parts.filter((part) => part.variant_id === variant_id);
  const came = split.flatMap((one) => own(one.came));
  const delivered_packs = packsOf(came);
  if (delivered_packs > agreed_packs) throw new RangeError(`delivered ${delivered_packs} of ${agreed_packs} agreed`);
  const short_packs = Math.min(packsOf(split.flatMap((one) => own(one.lacked))), agreed_packs - delivered_packs);
  return {
    variant_id,
    agreed_packs,
    delivered_packs,
    short_packs,
    not_called_packs: agreed_packs - delivered_packs - short_packs,
    delivered_minor: came.reduce((sum, part) => sum + part.price_minor * BigInt(part.packs), 0n),
  };
}

function lacksOf({ variant_id, short_packs }: SeasonLine, split: readonly Split[]): Lack[] {
  let left = short_packs;
  const lacks: Lack[] = [];
  for (const { quote_id, lacked } of [...split].reverse())
    for (const part of lacked) {
      const packs = part.variant_id === variant_id ? Math.min(left, part.packs) : 0;
      if (packs === 0) continue;
      left -= packs;
      const { price_minor } = part;
      lacks.push({ quote_id, variant_id, packs, price_minor, amount_minor: price_minor * BigInt(packs) });
    }
  return lacks;
}

const packsOf = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + part.packs, 0);
