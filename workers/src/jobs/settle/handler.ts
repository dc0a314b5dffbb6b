import type SettlementService from "../../../../backend/src/modules/settlement/service";
import { PermanentFailure, type JobHandler } from "../../job";

/** Statements of a period, one per household. */
export const handle: JobHandler<"settle"> = async ({ container, message_id, payload, log }) => {
  const settlement: SettlementService = container.resolve("settlement");
  const settled = await settlement.settlePeriod({ message_id, period_id: payload.period_id });
  if (!settled.ok) throw new PermanentFailure(settled.refusal.message);
  log.info({ period_id: payload.period_id, ...settled.value }, "period settled");
};
