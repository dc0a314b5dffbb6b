import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";

// An order cycle: a sales window with open and close (docs: adr, order cycles).

/**
 * A published cycle opens and closes by the clock; `closing` while completions that were under way end; then its minimum
 * was reached or missed. Called off is as missed: everybody gets everything back.
 */
export type CycleState = "draft" | "dropped" | "published" | "closing" | "reached" | "missed" | "called_off";

export const CYCLE_TRANSITIONS = defineTransitions<CycleState>({
  thing: "order cycle",
  initial: "draft",
  terminal: ["dropped", "reached", "missed", "called_off"],
  next: {
    draft: ["published", "dropped"],
    published: ["closing"],
    closing: ["reached", "missed", "called_off"],
    dropped: [],
    reached: [],
    missed: [],
    called_off: [],
  },
});

export type MinimumKind = "none" | "grams" | "orders";

export interface Minimum {
  readonly kind: MinimumKind;
  /** Grams or orders; 0 for none. */
  readonly least: number;
}

/** Whether what was ordered is enough to ship; `missing` in the minimum's own unit. */
export function minimumOf(
  minimum: Minimum,
  ordered: { readonly grams: number; readonly orders: number },
): { readonly reached: boolean; readonly missing: number } {
  if (minimum.kind === "none") return { reached: true, missing: 0 };
  const have = minimum.kind === "grams" ? ordered.grams : ordered.orders;
  return { reached: have >= minimum.least, missing: Math.max(0, minimum.least - have) };
}

export type CloseDecision =
  | { readonly action: "wait"; readonly reason: "open" | "completing" }
  | { readonly action: "end"; readonly as: "reached" | "missed" | "called_off" };

/**
 * How a cycle ends. Waits while it is open (unless it was called off) and while somebody's completion, begun before it closed, has
 * not ended. Nothing ordered is missed when there is a minimum, and reached when there is none: nobody waits for anything.
 */
export function decideClose(facts: {
  readonly now: Date;
  readonly closes_at: Date;
  readonly called_off: boolean;
  /** Completions under way. */
  readonly completing: number;
  readonly minimum: Minimum;
  readonly ordered: { readonly grams: number; readonly orders: number };
}): CloseDecision {
  if (!facts.called_off && facts.now < facts.closes_at) return { action: "wait", reason: "open" };
  if (facts.completing > 0) return { action: "wait", reason: "completing" };
  if (facts.called_off) return { action: "end", as: "called_off" };
  return { action: "end", as: minimumOf(facts.minimum, facts.ordered).reached ? "reached" : "missed" };
}

/** A cycle as a buyer's cart is judged by it. */
export interface CycleWindow {
  readonly id: string;
  readonly state: "published" | "closing" | "reached" | "missed" | "called_off";
  readonly opens_at: Date;
  readonly closes_at: Date;
  /** Whether the goods are sold as usual while no cycle of theirs is open. */
  readonly sold_between: boolean;
}

/** How goods are sold now: as usual, in a cycle that is open, or not, until it opens or for nobody knows how long. */
export type Selling<W extends CycleWindow = CycleWindow> =
  | { readonly state: "usual" }
  | { readonly state: "open"; readonly cycle: W }
  | { readonly state: "soon"; readonly cycle: W }
  | { readonly state: "closed"; readonly cycle: W };

/**
 * Of all published cycles of some goods the one that counts: the open one, else the next to open, else the last that ended. Goods
 * without any are sold as usual, and so are those whose cycle says so between cycles. Independent of the order of the input.
 */
export function sellingOf<W extends CycleWindow>(cycles: readonly W[], now: Date): Selling<W> {
  const isOpen = (one: W) => one.state === "published" && one.opens_at <= now && now < one.closes_at;
  const open = cycles.filter(isOpen).sort(byOpening)[0];
  if (open) return { state: "open", cycle: open };
  const soon = cycles.filter((one) => one.state === "published" && now < one.opens_at).sort(byOpening)[0];
  const ended = cycles
    .filter((one) => one !== soon && one.opens_at <= now)
    .sort(byOpening)
    .at(-1);
  // While a cycle waits to open, it says what holds until then.
  const cycle = soon ?? ended;
  if (!cycle || cycle.sold_between) return { state: "usual" };
  return cycle === soon ? { state: "soon", cycle } : { state: "closed", cycle };
}

function byOpening(a: CycleWindow, b: CycleWindow): number {
  return a.opens_at.getTime() - b.opens_at.getTime() || (a.id < b.id ? -1 : 1);
}

/** Which cycle an order with these goods belongs to. */
export interface CartJudgement {
  /** Null: none of these goods is in a cycle now. */
  readonly cycle_id: string | null;
}

/**
 * Whether these goods may be ordered together now. Refuses goods whose cycle is not open (`details`: which, and when it opens), and goods of an
 * open cycle together with others: they leave on days of their own, and if the minimum is missed the whole order goes back.
 */
export function judgeCart(
  goods: readonly {
    readonly product_id: string;
    readonly selling: Selling;
    /** When its cycle opens, as people there read a clock. */
    readonly opens_text?: string | undefined;
  }[],
): Result<CartJudgement, Refusal<"cycle_closed" | "cycle_mixed">> {
  const shut = goods.filter(({ selling }) => selling.state === "soon" || selling.state === "closed");
  const [first] = shut;
  if (first) {
    const opens =
      first.selling.state === "soon"
        ? `It opens on ${first.opens_text ?? first.selling.cycle.opens_at.toISOString()}.`
        : "No next opening is announced yet.";
    return {
      ok: false,
      refusal: {
        reason: "cycle_closed",
        message: `The order cycle of goods in this cart is closed. ${opens} Your cart is kept and nothing was charged: take these goods out to order the rest now.`,
        details: {
          product_ids: shut.map((one) => one.product_id),
          opens_at: first.selling.state === "soon" ? first.selling.cycle.opens_at.toISOString() : null,
        },
      },
    };
  }
  const cycles = new Set(goods.flatMap(({ selling }) => (selling.state === "open" ? [selling.cycle.id] : [])));
  const usual = goods.some(({ selling }) => selling.state === "usual");
  if (cycles.size > 1 || (cycles.size === 1 && usual)) {
    return refuse(
      "cycle_mixed",
      "Goods of an order cycle are ordered by themselves: they leave together on the cycle's own days. Your cart is kept and nothing was charged: order the goods of the cycle first, then the others.",
    );
  }
  const [cycle_id] = cycles;
  return ok({ cycle_id: cycle_id ?? null });
}
