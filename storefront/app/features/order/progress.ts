import type { ParcelState } from "./states";

/** What a buyer follows, in this order. */
export const STEPS = ["placed", "packing", "sent", "delivered"] as const;
export type Step = (typeof STEPS)[number];

const REACHED: Record<ParcelState, Step | null> = {
  planned: "packing",
  labelled: "packing",
  packed: "packing",
  handed_over: "sent",
  in_transit: "sent",
  delivered: "delivered",
  // Their parcel tells its own story; the order's progress is that of the others.
  lost: null,
  returned: null,
  void: null,
};

/** Parcels that left and came to nobody. */
const ASTRAY: readonly ParcelState[] = ["lost", "returned"];

/** How far an order is: as far as its slowest parcel; where all of them went astray, as far as they were sent. */
export function stepOf(states: readonly ParcelState[]): Step {
  const steps = states.flatMap((state) => REACHED[state] ?? []);
  if (steps.length === 0) return states.some((state) => ASTRAY.includes(state)) ? "sent" : "placed";
  return steps.reduce((slowest, step) => (STEPS.indexOf(step) < STEPS.indexOf(slowest) ? step : slowest));
}

/** What is known of an order. */
export interface Standing {
  readonly canceled: boolean;
  /** All of it fell short: it has no parcel and gets none. */
  readonly nothing_comes: boolean;
  /** Where at least one of its parcels stands. */
  readonly states: readonly ParcelState[];
  /** A plan is being made. */
  readonly planning: boolean;
  /** It is of an order cycle that is open, or in which it goes back: the cycle's own words say what comes next. */
  readonly in_cycle: boolean;
  /** Its money is divided among households. */
  readonly divided: boolean;
  readonly shorts: readonly { readonly units: number; readonly waits_until: string | null }[];
  readonly claims: readonly {
    readonly stage: "open" | "decided" | "done" | "refused";
    readonly remedy: "refund" | "reship" | null;
  }[];
}

export type Headline = "canceled" | Step | "divided" | "inCycle" | "nothingComes" | "lost" | "returned" | "astray";
export type Note = "someAstray" | "someShort" | "claimOpen" | "claimRefund" | "claimReship";

export interface Told {
  readonly step: Step;
  /** What is true of it as a whole. Nothing is said to be delivered that went astray, and nothing to come that ended. */
  readonly headline: Headline;
  /** What more there is to know, each told in full further down. */
  readonly notes: readonly Note[];
  /** None of it arrived, and none of it will. */
  readonly astray: boolean;
}

/** An order in the words of its true state. */
export function tellOrder({
  canceled,
  nothing_comes,
  states,
  planning,
  in_cycle,
  divided,
  shorts,
  claims,
}: Standing): Told {
  const step = stepOf(states);
  const gone = ASTRAY.filter((state) => states.includes(state));
  const others = states.some((state) => REACHED[state] !== null);
  const astray = gone.length > 0 && !others && !planning;
  const short = shorts.some(({ units, waits_until }) => units > 0 && waits_until === null);
  const all: [boolean, Note][] = [
    [gone.length > 0 && !astray, "someAstray"],
    [short && !astray && !nothing_comes, "someShort"],
    [claims.some((claim) => claim.stage === "open"), "claimOpen"],
    [claims.some((claim) => claim.stage !== "open" && claim.remedy === "refund"), "claimRefund"],
    [claims.some((claim) => claim.stage !== "open" && claim.remedy === "reship"), "claimReship"],
  ];
  const notes = canceled ? [] : all.flatMap(([so, note]) => (so ? [note] : []));
  const told = (headline: Headline): Told => ({ step, headline, notes, astray: astray && !canceled });
  if (canceled) return told("canceled");
  if (astray) return told(gone.length > 1 ? "astray" : gone[0] === "lost" ? "lost" : "returned");
  if (nothing_comes) return told("nothingComes");
  if (step === "placed" && in_cycle && !planning) return told("inCycle");
  // Only when everything that was sent arrived: "all delivered" of an order that came back was believed.
  return told(step === "delivered" && divided && gone.length === 0 ? "divided" : step);
}
