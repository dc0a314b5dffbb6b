import type { MedusaContainer } from "@medusajs/framework/types";
import { auditDifferences, type AuditDifference } from "@commonlot/domain";
import type ParcelService from "../../modules/parcel/service";
import type { DayTickets, PoolDay } from "../../modules/pool/audits";
import type PoolService from "../../modules/pool/service";

/** Days of one audit at most: a quarter of a year on one page. */
export const AUDIT_DAYS = 92;

export interface AuditedDay extends PoolDay, Omit<DayTickets, "kept_apart"> {
  /** Of that day's tickets; `kept_apart` itself also counts lots split off. */
  ticket_kept_apart: number;
  /** By the parcels of that day's handovers. */
  shipped_in_parcels: number;
  differences: AuditDifference[];
}

const NO_TICKETS: DayTickets = { tickets: 0, net: 0, accepted: 0, kept_apart: 0 };

/** Each day of a pool on which something moved: tickets, lots, ledger and parcels side by side, differences by name. Reads only. */
export async function auditDays(
  container: MedusaContainer,
  input: { pool_id: string; from: string; to: string },
): Promise<AuditedDay[]> {
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const [days, tickets, shipped] = await Promise.all([
    pools.audits.days({ ...input, limit: AUDIT_DAYS }),
    pools.audits.tickets(input),
    pools.audits.shippedBy(input),
  ]);
  const handed = await parcels.unitsOfHandovers(input.pool_id, [...new Set(shipped.map((one) => one.source))]);
  const inParcels = new Map(handed.map((one) => [one.handover_id, one.units]));
  return days.map((day) => {
    const { kept_apart, ...weighed } = tickets.get(day.day) ?? NO_TICKETS;
    const shipped_in_parcels = shipped
      .filter((one) => one.day === day.day)
      .reduce((sum, one) => sum + (inParcels.get(one.source) ?? 0), 0);
    const differences = auditDifferences({
      tickets: weighed.accepted,
      kept_apart,
      movements: {
        intake: day.intake,
        return: day.returned,
        adjust: day.adjusted,
        split: day.split,
        waste: day.wasted,
        ship: day.shipped,
      },
      shipped_in_parcels,
      on_hand_before: day.on_hand_before,
      on_hand_after: day.on_hand_after,
    });
    return { ...day, ...weighed, ticket_kept_apart: kept_apart, shipped_in_parcels, differences };
  });
}
