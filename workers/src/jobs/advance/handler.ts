import type PoolService from "../../../../backend/src/modules/pool/service";
import type SettlementService from "../../../../backend/src/modules/settlement/service";
import { PermanentFailure, type JobHandler } from "../../job";

/** A lot was weighed in whose price is the average of a period: its household is owed the advance. */
export const handle: JobHandler<"advance"> = async ({ container, message_id, payload, log }) => {
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  const lot = await pools.pricing.lotToAdvance(payload.lot_id);
  if (!lot) return;
  const advanced = await settlement.pricePools.advance({ message_id, ...lot });
  if (!advanced.ok) throw new PermanentFailure(advanced.refusal.message);
  log.info({ lot_id: payload.lot_id, advanced: advanced.value.advance_minor > 0n }, "advance looked at");
};
