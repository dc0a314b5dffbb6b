import { z } from "zod";
import { CAUSES as CLAIM_CAUSES, STATES as CLAIM_STATES } from "../claims/words";
import { PARCEL_STATES } from "../order/states";
import { both, minor, unit } from "../../lib/shapes";
import { CHOICES } from "../short-choice/choices";
import { POLICIES } from "./policies";

export { POLICIES } from "./policies";

export const SHORT_STATES = [
  "entered",
  "waiting_for_buyer",
  "previewed",
  "applying",
  "applied",
  "undoing",
  "dropped",
  "undone",
  "closed",
] as const;
export const SHORT_KINDS = [
  "lot_spoiled",
  "weight_lower",
  "culled",
  "parcel_lost",
  "claim",
  "recalled",
  "not_enough",
  "wait_over",
  "wait_filled",
] as const;
const policy = z.enum(POLICIES);
/** Kinds that a person enters about a lot. */
export const LOT_KINDS = ["lot_spoiled", "weight_lower", "culled"] as const;

const shortFields = z.object({
  id: z.string(),
  number: z.string(),
  kind: z.enum(SHORT_KINDS),
  state: z.enum(SHORT_STATES),
  lot_id: z.string().nullable(),
  units: z.int().nullable(),
  unit,
  order_id: z.string().nullable(),
  parcel_id: z.string().nullable(),
  reason: z.string(),
  problem: z.string().nullable(),
  refund_minor: minor,
  currency: z.string().nullable(),
  entered_at: z.string(),
});
export type ShortItem = z.output<typeof shortFields>;

export const shortsSchema = z.object({
  shorts: z.array(shortFields),
  next: z.object({ at: z.string(), id: z.string() }).nullable(),
});

export const shortSchema = z.object({
  short: shortFields.extend({
    lot_number: z.string().nullable(),
    plan_hash: z.string().nullable(),
    done: z.boolean(),
    entered_by: z.string(),
    decided_by: z.string().nullable(),
    aside_units: z.int(),
    automatic: z.boolean(),
    claim: z
      .object({
        id: z.string(),
        number: z.string(),
        state: z.enum(CLAIM_STATES),
        cause: z.enum(CLAIM_CAUSES).nullable(),
        carrier_minor: minor.nullable(),
        answered: z.boolean(),
      })
      .nullable(),
    policy: policy.nullable(),
    waits: z.array(
      z.object({
        order_line_id: z.string(),
        packs: z.int(),
        until: z.string(),
        state: z.enum(["waiting", "filled", "over", "cancelled"]),
      }),
    ),
    questions: z.array(
      z.object({
        order_id: z.string(),
        asked_at: z.string(),
        due_at: z.string(),
        answer: z.enum(["accept", "decline"]).nullable(),
        by_default: z.boolean(),
        about: z.enum(["change", "other_grade"]),
        token: z.string(),
      }),
    ),
    preview: z
      .object({
        unit,
        currency: z.string().nullable(),
        refund_minor: minor,
        borne_minor: minor,
        quotes_units: z.number(),
        options: z.array(
          z.object({
            policy: z.enum([...POLICIES, "as_chosen"]),
            packs_refunded: z.int(),
            packs_asked: z.int(),
            packs_waiting: z.int(),
            refund_minor: minor,
            parcels: z.int(),
            chosen: z.boolean(),
          }),
        ),
        households: z.array(
          z.object({
            household_id: z.string(),
            name: z.string().nullable(),
            card_number: z.string().nullable(),
            units_before: z.int(),
            units_after: z.int(),
            minor_before: minor.nullable(),
            minor_after: minor.nullable(),
          }),
        ),
        buyers: z.array(
          z.object({
            order_id: z.string(),
            display_id: z.number().nullable(),
            title: z.string(),
            packs: z.int(),
            packs_short: z.int(),
            packs_asked: z.int(),
            regraded: z.int(),
            refund_minor: minor,
            wholesale: z.boolean(),
            /** Whose word its missing packs go by; null where there was nothing to choose. */
            rule: z
              .object({ policy, by: z.enum(["entry", "buyer", "pool"]), choice: z.enum(CHOICES).nullable() })
              .nullable(),
          }),
        ),
        parcels: z.array(
          z.object({ order_id: z.string(), display_id: z.number().nullable(), before: z.int(), after: z.int() }),
        ),
      })
      .nullable(),
  }),
});
export type Short = z.output<typeof shortSchema>["short"];

const recallFields = z.object({
  id: z.string(),
  number: z.string(),
  lot_id: z.string(),
  lot_number: z.string(),
  unit,
  state: z.enum(["open", "released", "wasted"]),
  reason: z.string(),
  advice: z.string(),
  kept: z.int(),
  in_orders: z.int(),
  gone: z.int(),
  notified_at: z.string().nullable(),
  opened_at: z.string(),
});
export const recallsSchema = z.object({
  recalls: z.array(recallFields),
  next: z.object({ at: z.string(), id: z.string() }).nullable(),
});
export const recallSchema = z.object({
  recall: recallFields.extend({ household: z.object({ name: z.string(), card_number: z.string() }).nullish() }),
  parcels: z.array(
    z.object({
      parcel_id: z.string(),
      number: z.string(),
      state: z.enum(PARCEL_STATES),
      display_id: z.number().nullable(),
      units: z.int(),
      name: z.string(),
      phone: z.string(),
      buyer_email: z.string().nullable(),
    }),
  ),
  lots: z.array(
    z.object({
      lot_id: z.string(),
      number: z.string(),
      grade_name: both,
      kept: z.int(),
      in_orders: z.int(),
      gone: z.int(),
    }),
  ),
  told: z.array(z.object({ channel: z.enum(["email", "sms"]), queued: z.int(), sent: z.int() })),
  next: z.string().nullable(),
});

export const questionSchema = z.object({
  question: z.object({
    order_id: z.string(),
    number: z.string(),
    about: z.enum(["change", "other_grade"]),
    due_at: z.string(),
    answer: z.enum(["accept", "decline"]).nullable(),
    open: z.boolean(),
    wait_days: z.int().nullable(),
    currency: z.string().nullable(),
    lines: z.array(
      z.object({
        title: z.string(),
        packs: z.int(),
        packs_short: z.int(),
        refund_minor: minor,
        regraded: z.int(),
        offer: z
          .object({
            packs: z.int(),
            per: z.enum(["kg", "piece"]),
            from_grade_name: both,
            grade_name: both,
            from_price_minor: minor,
            price_minor: minor,
            back_minor: minor,
          })
          .nullable(),
      }),
    ),
  }),
});

export const shortPolicySchema = z.object({
  in_force: z.object({ policy, wait_days: z.int(), other_pool_id: z.string().nullable() }),
  others: z.array(z.object({ id: z.string(), produce_name: both, grade_name: both })),
  changes: z.array(
    z.object({
      id: z.string(),
      policy,
      wait_days: z.int(),
      other_pool_id: z.string().nullable(),
      reason: z.string(),
      person: z.string(),
      at: z.string(),
    }),
  ),
  next: z.object({ at: z.string(), id: z.string() }).nullable(),
});

export type Question = z.output<typeof questionSchema>["question"];

const side = z.object({ before: z.int(), after: z.int() });
export const splitPreviewSchema = z.object({
  preview: z.object({
    units: z.int(),
    sellable: z.int(),
    kept_apart: z.int(),
    lot_left: z.int(),
    from_on_hand: side,
    to_on_hand: side,
  }),
});
export type SplitLook = z.output<typeof splitPreviewSchema>["preview"];
export const splitSchema = z.object({ split: z.object({ to_lot_id: z.string() }) });
