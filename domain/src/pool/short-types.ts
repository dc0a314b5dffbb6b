import { z } from "zod";
import { minorSchema } from "../shared/money-schema";
import { defineTransitions } from "../shared/transitions";
import { gradeTermsSchema, substitutedSchema, type GradeTerms, type Substituted } from "./short-grade";

// What a short is decided from, and its states. Units are the pool's base units (grams or pieces), packs are whole.

const id = z.string().min(1).max(200);
const count = z.int().nonnegative();

/** Rows of one short at most: a lot of a county's bulk order touches some hundreds of orders. */
const MAX_ROWS = 200_000;

/**
 * What is done about the packs that are missing:
 * - `substitute`: other lots of the same pool fill in as far as they go, the rest is refunded;
 * - `refund`: nothing fills in, all that is missing is refunded;
 * - `wait`: as substitute, but what still misses stays promised until a day; nothing of the order leaves before it is
 *   filled, or refunded on that day;
 * - `split`: as wait, but what is there leaves now and the rest follows in parcels of its own;
 * - `other_grade`: as substitute, but for what still misses each buyer is asked whether another grade may come instead,
 *   the difference going back. No answer in time is a no, and a no is a refund.
 */
export const SHORT_POLICIES = ["substitute", "refund", "wait", "split", "other_grade"] as const;
export type ShortPolicy = (typeof SHORT_POLICIES)[number];

/** Whether what misses stays promised instead of being refunded. */
export function staysPromised(policy: ShortPolicy): boolean {
  return policy === "wait" || policy === "split";
}

/** How long missing packs stay promised at most, in days. */
export const MAX_WAIT_DAYS = 90;

export const shortMoneySchema = z.strictObject({
  /** What the buyer paid for the line, its share of the freight and the tax included. */
  paid_minor: minorSchema,
  /** The part of it that is freight. */
  freight_paid_minor: minorSchema,
  tax_minor: minorSchema,
  /** Given back by earlier shorts that stand. */
  refunded_goods_minor: minorSchema,
  refunded_freight_minor: minorSchema,
  /** Of the refunded freight: for parcels that were lost on the way. */
  lost_freight_minor: minorSchema,
  refunded_tax_minor: minorSchema,
});

export const shortLineSchema = z.strictObject({
  order: id,
  order_line: id,
  /** When the order was placed, as ISO text: who ordered first is served first. */
  placed_at: z.string().min(1),
  pool: id,
  cooperative: id,
  pack_units: z.int().positive(),
  /** Ordered. */
  packs: z.int().positive(),
  /** Of these, short by earlier entries that stand. */
  short_packs: count,
  /** Of the short packs: still promised until a day, and not refunded. */
  waiting_packs: count.default(0),
  policy: z.enum(SHORT_POLICIES),
  /** Packs that another grade may fill, by the buyer's consent. Those whose goods are among the allocations count. */
  substituted: z.array(substitutedSchema).default([]),
  /** With `other_grade`: the pool that could fill in, at which prices, and what the buyer has said to how many packs. */
  other: gradeTermsSchema
    .extend({
      pool: id,
      answer: z.enum(["open", "yes", "no"]),
      /** Agreed to; counts with `yes`. */
      packs: count,
      /** Units of that pool that are held for this line while its buyer is asked. */
      kept: count,
    })
    .optional(),
  money: shortMoneySchema,
  allocations: z
    .array(
      z.strictObject({
        lot: id,
        household: id,
        units: count,
        /** Of these, handed to the carrier: they can't change any more. */
        frozen: count,
        best_before: z.iso.date().optional(),
        /** The lot's pool, where it is another than the line's. */
        pool: id.optional(),
      }),
    )
    .max(MAX_ROWS),
});

export const shortDestinationSchema = z.strictObject({
  order: id,
  destination: id,
  items: z.array(
    z.strictObject({
      order_line: id,
      /** Ordered for this destination. */
      packs: z.int().positive(),
      short: count,
      /** Of the short packs: those that were lost on the way, whole parcels. */
      lost: count,
      /** Handed to the carrier. */
      frozen: count,
    }),
  ),
});

export const shortInputSchema = z.strictObject({
  /** None for an order that could not be filled, or whose waiting is over. */
  losses: z.array(z.strictObject({ lot: id, units: z.int().positive() })).max(MAX_ROWS),
  /** `lost`: waste. `aside`: taken out of orders and kept, as with a recall; free units of the lot are not touched. */
  goods: z.enum(["lost", "aside"]),
  /** The order at whose packing it was found: it gives first. */
  first_order: id.optional(),
  /**
   * `first_order` has lines with fewer goods than they are promised, and is filled as far as it goes. `held`: the pool holds
   * what is missing for it (its goods went past their day); `free`: it comes out of what is available (it waited).
   */
  unfilled: z.enum(["held", "free"]).optional(),
  /** Whether good units that come free of broken packs go back on sale. */
  restock: z.boolean(),
  salt: z.string().max(200),
  pools: z.array(
    z.strictObject({
      pool: id,
      rule: z.enum(["pro_rata", "equal", "fefo", "rotation"]),
      blendable: z.boolean(),
      pack_units: z.int().positive().nullable(),
      /** on hand - held, before the entry. */
      available: count,
      /** With less than this for anybody what fills in goes round (docs/adr/0036); 0: any share is fetched. */
      turn_units: count.default(0),
      /** Of it: what earlier shorts keep aside. It fills in for this pool's own orders, not for those of another grade. */
      aside: count.default(0),
    }),
  ),
  /** Lots of these pools with free units, and all that are named by a loss. */
  lots: z
    .array(
      z.strictObject({
        lot: id,
        household: id,
        pool: id,
        free: count,
        best_before: z.iso.date().optional(),
        /** What its household has sold of the pool this season. */
        past: count.default(0),
      }),
    )
    .max(MAX_ROWS),
  /** All lines of the orders that the lost lots fill. */
  lines: z.array(shortLineSchema).max(MAX_ROWS),
  /** Their destinations, in the order of the packing list. */
  destinations: z.array(shortDestinationSchema).max(MAX_ROWS),
});

export type ShortInput = z.input<typeof shortInputSchema>;
export type ShortLine = z.output<typeof shortLineSchema>;
export type ShortDestination = z.output<typeof shortDestinationSchema>;

/** A lot's part of a line, before and after. */
export interface ShortShare {
  readonly order: string;
  readonly order_line: string;
  /** The lot's. */
  readonly pool: string;
  /** The line's, where the lot is of another grade. */
  readonly line_pool?: string;
  readonly lot: string;
  readonly household: string;
  readonly before: number;
  readonly after: number;
}

export interface ShortLineOutcome {
  readonly order: string;
  readonly order_line: string;
  readonly pool: string;
  /** Short by this entry; 0 where only freight goes back, since nothing travels any more. */
  readonly packs: number;
  readonly pack_units: number;
  /** Which destinations go without. */
  readonly drops: readonly { readonly destination: string; readonly packs: number }[];
  readonly goods_minor: bigint;
  readonly freight_minor: bigint;
  /** The part of goods and freight that is tax. */
  readonly tax_minor: bigint;
  readonly policy: ShortPolicy;
  /** Units of the short packs that no lot ever gave. */
  readonly never_given: number;
  /** All packs of the line that another grade fills, this entry's included. */
  readonly substituted: readonly Substituted[];
  /** Of the short packs: what its buyer is to be asked about. */
  readonly offer: GradeOffer | null;
  /** Packs that another grade fills by this entry. */
  readonly regraded: number;
}

/** Packs that another grade could fill, if their buyer agrees. Short, and refunded, as long as nobody has. */
export interface GradeOffer extends GradeTerms {
  readonly pool: string;
  readonly packs: number;
}

export interface ShortPlan {
  readonly wasted: readonly { readonly lot: string; readonly units: number }[];
  readonly shares: readonly ShortShare[];
  readonly lines: readonly ShortLineOutcome[];
  /** Orders whose parcels are planned anew. */
  readonly orders: readonly string[];
  /** Units taken out of their orders and kept for the recall; empty when the goods are lost. */
  readonly recalled: readonly { readonly lot: string; readonly units: number }[];
  /** Good units out of broken packs, kept off sale. */
  readonly aside: readonly { readonly pool: string; readonly units: number }[];
}

/**
 * A short's life. `applying` and `undoing` are on their way through pool, parcels and money; `closed` is an applied one
 * whose goods have left or whose refund has been sent: it can't be undone.
 */
export const SHORT_TRANSITIONS = defineTransitions({
  thing: "short",
  initial: "entered",
  terminal: ["dropped", "undone", "closed"],
  next: {
    entered: ["previewed", "waiting_for_buyer", "dropped"],
    waiting_for_buyer: ["previewed", "entered", "dropped"],
    previewed: ["previewed", "entered", "applying", "dropped"],
    applying: ["applied", "entered", "closed"],
    applied: ["undoing", "closed"],
    undoing: ["undone", "applied"],
    dropped: [],
    undone: [],
    closed: [],
  },
});

export type ShortState =
  "entered" | "waiting_for_buyer" | "previewed" | "applying" | "applied" | "undoing" | "dropped" | "undone" | "closed";
