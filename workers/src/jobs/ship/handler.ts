import type PoolService from "../../../../backend/src/modules/pool/service";
import type { JobHandler } from "../../job";

/** What the parcel module tells of a handover. */
interface Handovers {
  handover(id: string): Promise<{ person: string } | undefined>;
  contentsOfHandover(handover_id: string): Promise<{ allocation_id: string; units: number }[]>;
}

/** Goods handed to the carrier go off the pool, lot by lot. */
export const handle: JobHandler<"ship"> = async ({ container, message_id, payload }) => {
  const parcels: Handovers = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  // The id of who signed: movements are never changed, names are read where they are shown.
  const person = (await parcels.handover(payload.handover_id))?.person ?? "system";
  const lines = await parcels.contentsOfHandover(payload.handover_id);
  // Goods have left: shorts of these orders can't be undone any more, and their refunds go. Before shipping, which ends
  // this message: a crash in between does it again.
  await pools.shorts.close(await pools.shorts.openOf(lines.map((line) => line.allocation_id)));
  await pools.ship({ message_id, handover_id: payload.handover_id, person, lines });
};
