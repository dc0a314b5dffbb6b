import { HOUSEHOLD_ACTS } from "@commonlot/domain";
import { say } from "../../i18n/say.server";
import type { Path } from "../../i18n/locale";

/** What people do at a cooperative; what is done for a household is worded by `register.acts`. */
const DEEDS = [
  "weighed_in",
  "correction_entered",
  "correction_signed",
  "correction_dropped",
  "objected",
  "waste_entered",
  "adjust_entered",
  "adjustment_approved",
  "adjustment_rejected",
  "adjustment_withdrawn",
  "count_opened",
  "count_approved",
  "count_dropped",
  "rule_proposed",
  "rule_in_force",
  "rule_dropped",
  "pool_closed",
  "pool_open",
  "limit_set",
  "short_policy_set",
  "team_invited",
  "team_withdrawn",
  "team_joined",
  "team_role_changed",
  "team_ended",
  "lots_swapped",
  "lot_split",
  "recall_opened",
  "recall_released",
  "recall_wasted",
  "short_entered",
  "short_decided",
  "claim_opened",
  "claim_wish_refund",
  "claim_wish_reship",
  "claim_found_carrier",
  "claim_found_packing",
  "claim_found_goods",
  "claim_decided_refund",
  "claim_decided_reship",
  "claim_dropped",
  "claim_carrier_asked",
  "claim_carrier_paid",
  "claim_carrier_refused",
  "claim_carrier_none",
  "claim_withdrawing",
  "claim_household_objected",
  "claim_objection_stands",
  "claim_objection_given_back",
  "price_set",
  "deduction_set",
  "shrink_set",
  "goods_held",
  "households_imported",
  "cards_printed",
  "handed_over",
  "said_delivered",
  "said_returned",
  "said_lost",
  "wave_made",
  "packed_off_weight",
  "relabelled",
  "booking_mended",
  "booking_cancelled",
  "pickup_ordered",
  "parcel_split",
  "parcels_merged",
  "period_opened",
  "settlement_requested",
  "settlement_approved",
  "bank_answer_read",
  "bank_item_closed",
] as const;

const FOR_HOUSEHOLD = "for_household_";

/** A deed in the reader's words; one that has none yet, as it was kept. */
export function deedInWords(path: Path, code: string): string {
  const deed = DEEDS.find((one) => one === code);
  if (deed) return say(path)(`activity.deeds.${deed}`);
  const act = HOUSEHOLD_ACTS.find((one) => code === FOR_HOUSEHOLD + one);
  return act ? say(path)(`register.acts.${act}`) : code;
}
