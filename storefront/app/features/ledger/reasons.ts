/** What the ledger writes by itself, before the words somebody added; in the order they are looked for. */
const KNOWN = {
  "weighed in": "weighedIn",
  "weight corrected": "corrected",
  "checkout started": "checkout",
  "cart completes": "completes",
  "completion undone": "undone",
  "order confirmed": "confirmed",
  "order cancelled": "cancelled",
  "order not paid": "notPaid",
  "capture refused": "notPaid",
  "completion did not end in an order": "undone",
  "hold expired": "expired",
  undone: "shortUndone",
  "goods of a broken pack put back on sale": "restocked",
  "the pool has fewer goods than it promised": "notEnough",
  "fresh goods came in": "waitFilled",
  "the day until which it waited has come": "waitOver",
  "handed to the carrier": "handedOver",
  "stock-taking": "counted",
  "quote holds": "quoted",
  "quote accepted": "quoteAccepted",
  "quote gives way": "quoteGaveWay",
  "quote wants less": "quoteOver",
  "quote not offered": "quoteOver",
  "quote rejected": "quoteOver",
  "quote withdrawn": "quoteOver",
  "quote expired": "quoteOver",
  "preorder holds": "preordered",
  "preorder over": "preorderOver",
  "sent again for a claim": "sentAgain",
  "not sent again after all": "notSentAgain",
  "came back and was paid for by a claim": "cameBack",
  "best before": "pastDay",
  shrink: "dried",
  spoilt: "spoilt",
  mould: "mould",
  pests: "pests",
  broken: "broken",
  sample: "sample",
  missing: "missing",
  count: "weighedAgain",
  scale: "scaleWrong",
  found: "found",
  mixed_up: "mixedUp",
} as const;

export type ReasonKey = (typeof KNOWN)[keyof typeof KNOWN];

/** Behind these nobody wrote anything: what follows is the machine's. */
const OURS: ReadonlySet<string> = new Set(["best before", "capture refused"]);

/** The closed reasons of a correction: they stand behind its word as the machine writes them. */
const CORRECTIONS = ["weighed_again", "typing_error", "wrong_container", "wrong_deduction", "other"] as const;
export type CorrectionReason = (typeof CORRECTIONS)[number];

export function correctionOf(key: ReasonKey | null, words: string): CorrectionReason | undefined {
  return key === "corrected" ? CORRECTIONS.find((one) => one === words) : undefined;
}

/** A movement's reason as a known word and what somebody wrote behind it; without a known word, as it was written. */
export function partsOfReason(reason: string): { key: ReasonKey | null; words: string } {
  const head = reason.split(":")[0] ?? "";
  const known = (Object.keys(KNOWN) as (keyof typeof KNOWN)[]).find(
    (one) => head === one || head.startsWith(`${one} `),
  );
  if (known === undefined) return { key: null, words: reason };
  const colon = reason.indexOf(":");
  return { key: KNOWN[known], words: colon < 0 || OURS.has(known) ? "" : reason.slice(colon + 1).trim() };
}

const PAPERS = {
  count: "count",
  adj: "adjustment",
  order: "order",
  cart: "cart",
  back: "returned",
  split: "split",
  hold: "hold",
  handover: "handover",
} as const;
export type Paper = (typeof PAPERS)[keyof typeof PAPERS];

/** The paper behind a movement: its kind, the end of its number, and its page where it has one. */
export function paperOf(source: string): { paper: Paper | null; number: string; page: string | null } {
  const paper = PAPERS[(source.split("_")[0] ?? "") as keyof typeof PAPERS] ?? null;
  if (paper === null) return { paper, number: source, page: null };
  const page =
    paper === "count"
      ? `stocktakes/${source}`
      : paper === "adjustment"
        ? "adjustments"
        : paper === "returned"
          ? "returned-goods"
          : null;
  return { paper, number: source.slice(-6), page };
}
