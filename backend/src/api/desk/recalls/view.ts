import type { RecallRow } from "../../../modules/pool/recall-rows";

export function recallFields(recall: RecallRow) {
  return {
    id: recall.id,
    number: recall.number,
    lot_id: recall.lot_id,
    lot_number: recall.lot_number,
    unit: recall.unit,
    state: recall.state,
    reason: recall.reason,
    advice: recall.advice,
    ended_reason: recall.ended_reason,
    kept: recall.kept,
    in_orders: recall.in_orders,
    gone: recall.gone,
    notified_at: recall.notified_at?.toISOString() ?? null,
    opened_at: recall.created_at.toISOString(),
  };
}
