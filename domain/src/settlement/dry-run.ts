// What a person should look at twice before a settlement is paid (docs: adr, clawbacks). Flags stop nobody: they are read first.

export const DRY_RUN_FLAGS = [
  "below_zero",
  "zero",
  "spike",
  "new_account",
  "shared_account",
  "changed_account",
  "no_account",
  "refused_account",
  "clawback",
] as const;
export type DryRunFlag = (typeof DRY_RUN_FLAGS)[number];

/** A spike is three times what is usual, or a third of it, when at least three periods say what is usual. */
export const SPIKE_TIMES = 3n;
export const SPIKE_PERIODS = 3;

export interface DryRunHousehold {
  readonly net_minor: bigint;
  /** Of it: carried over from before. */
  readonly brought_forward_minor: bigint;
  readonly clawback_minor: bigint;
  /** What earlier statements brought anew, any order. */
  readonly past_minor: readonly bigint[];
  /** How it would be paid: what settlement and the keepers of accounts say. */
  readonly account: {
    readonly known: boolean;
    /** Never paid to before. */
    readonly fresh: boolean;
    /** Other households are paid to the same one. */
    readonly shared: boolean;
    /** A change waits, or nothing is paid until it is over. */
    readonly changing: boolean;
    /** The bank has refused it, and nobody has closed that item: an approval pays nothing to it. */
    readonly refused?: boolean;
  };
}

/** The flags of one household, in the order of the list. */
export function flagsOf(household: DryRunHousehold): DryRunFlag[] {
  const { net_minor, account } = household;
  const raised: Record<DryRunFlag, boolean> = {
    below_zero: net_minor < 0n,
    zero: net_minor === 0n,
    spike: isSpike(net_minor - household.brought_forward_minor, household.past_minor),
    new_account: net_minor > 0n && account.known && account.fresh,
    shared_account: net_minor > 0n && account.shared,
    changed_account: net_minor > 0n && account.changing,
    no_account: net_minor > 0n && !account.known,
    refused_account: net_minor > 0n && account.refused === true,
    clawback: household.clawback_minor > 0n,
  };
  return DRY_RUN_FLAGS.filter((flag) => raised[flag]);
}

function isSpike(earned: bigint, past: readonly bigint[]): boolean {
  if (past.length < SPIKE_PERIODS || earned <= 0n) return false;
  const usual = medianOf(past);
  return usual > 0n && (earned > usual * SPIKE_TIMES || earned * SPIKE_TIMES < usual);
}

/** The middle one; of an even number the lower of the two in the middle: no half minor units. Throws on none. */
export function medianOf(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const middle = sorted[(sorted.length - 1) >> 1];
  if (middle === undefined) throw new RangeError("a median needs a value");
  return middle;
}

/** What lacks to pay: what is to go out and is on its way, less what is there. Zero when it is enough. */
export function cashGap(cash: {
  readonly to_pay_minor: bigint;
  readonly on_its_way_minor: bigint;
  readonly held_minor: bigint;
}): bigint {
  const lacks = cash.to_pay_minor + cash.on_its_way_minor - cash.held_minor;
  return lacks > 0n ? lacks : 0n;
}
