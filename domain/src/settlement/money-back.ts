/**
 * How far money is that goes back to a buyer. `promised`: it is asked for; `looked_into`: it failed; `sent`: it has gone. Of an order that was
 * paid by transfer, or is paid later: `to_settle`: not booked yet; `not_owed`: all of it was taken off what was still owed; `lies`: it is with the
 * cooperative, whose person has it sent back by the bank; `used`: it has paid something else of the company; `parts`: more than one of these.
 */
export const MONEY_BACK_STATES = [
  "promised",
  "to_settle",
  "looked_into",
  "sent",
  "not_owed",
  "lies",
  "used",
  "parts",
] as const;
export type MoneyBackState = (typeof MONEY_BACK_STATES)[number];

export interface MoneyBack {
  readonly state: MoneyBackState;
  /** Taken off what was owed; with the cooperative; sent; used for something else. Their sum is the whole once it is booked, before that all are zero. */
  readonly off_minor: bigint;
  readonly lies_minor: bigint;
  readonly sent_minor: bigint;
  readonly used_minor: bigint;
}

const NOTHING = { off_minor: 0n, lies_minor: 0n, sent_minor: 0n, used_minor: 0n };

/**
 * What became of one refund of `amount_minor`. `state`: as its intent has it. `credited_minor`: what of it was taken off what is owed;
 * `lies_minor`, `returned_minor`: of the line that the rest became at the cooperative, what nothing uses and what was noted as sent.
 * Throws when the parts are more than the whole: that is a bug, not an input.
 */
export function moneyBack(refund: {
  readonly state: string;
  readonly by_transfer: boolean;
  readonly amount_minor: bigint;
  readonly credited_minor: bigint;
  readonly lies_minor: bigint;
  readonly returned_minor: bigint;
}): MoneyBack {
  const { state, by_transfer, amount_minor, credited_minor, lies_minor, returned_minor } = refund;
  if (state === "failed") return { ...NOTHING, state: "looked_into" };
  if (state !== "created") return { ...NOTHING, state: by_transfer ? "to_settle" : "promised" };
  if (!by_transfer) return { ...NOTHING, state: "sent", sent_minor: amount_minor };
  const used_minor = amount_minor - credited_minor - lies_minor - returned_minor;
  if (used_minor < 0n)
    throw new RangeError(`of a refund of ${amount_minor} more than all was taken off, lies or was sent`);
  const parts = { off_minor: credited_minor, lies_minor, sent_minor: returned_minor, used_minor };
  return { ...parts, state: onlyOf(parts) };
}

function onlyOf(parts: Omit<MoneyBack, "state">): MoneyBackState {
  const found = [
    ["not_owed", parts.off_minor],
    ["lies", parts.lies_minor],
    ["sent", parts.sent_minor],
    ["used", parts.used_minor],
  ] as const;
  const [first, second] = found.filter(([, minor]) => minor > 0n);
  return second === undefined && first !== undefined ? first[0] : "parts";
}
