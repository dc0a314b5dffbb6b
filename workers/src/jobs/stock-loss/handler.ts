import type CooperativeService from "../../../../backend/src/modules/cooperative/service";
import type PoolService from "../../../../backend/src/modules/pool/service";
import type SettlementService from "../../../../backend/src/modules/settlement/service";
import { PermanentFailure, type JobHandler } from "../../job";

/** A stock-taking found goods missing and the cooperative bears them: their households are owed what they are worth. */
export const handle: JobHandler<"stock-loss"> = async ({ container, message_id, payload, log }) => {
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const settlement: SettlementService = container.resolve("settlement");
  const loss = await pools.stocktakes.losses.of(payload.stocktake_id);
  if (!loss) return;
  const [cooperative] = await cooperatives.cooperatives([loss.cooperative_id]);
  if (!cooperative) throw new PermanentFailure(`cooperative ${loss.cooperative_id} is gone`);
  const booked = await settlement.stockLosses.book({ message_id, currency: cooperative.currency, ...loss });
  log.info({ stocktake_id: payload.stocktake_id, lots: loss.lots.length, booked }, "stock losses booked");
};
