import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { gradeWords, type Words } from "../../../lib/words";
import type { MoneyBackState } from "@commonlot/domain";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { refundFields, type RefundFields } from "../../../modules/settlement/transfers/money-back";

/** What a buyer reads of shorts of an order: which goods, how much, and what goes back. */
export interface ShortOfOrder {
  number: string;
  title: string;
  packs: number;
  units: number;
  unit: "g" | "piece";
  lost_on_the_way: boolean;
  refund_minor: number;
  currency: string | null;
  /** How far its money is. */
  refund: "none" | MoneyBackState;
  /** All that goes back for the short of this order, of all its lines, and what became of it; null where nothing does. */
  back: RefundFields | null;
  /** Still promised, until then. */
  waits_until: string | null;
  /** What comes as another grade, as the buyer agreed. */
  instead: { units: number; grade_name: Words } | null;
  at: string;
}

export async function shortsOfOrder(container: MedusaContainer, order_id: string): Promise<ShortOfOrder[]> {
  const pools: PoolService = container.resolve("pool");
  // What a claim refunds is told with the claim.
  const shorts = (await pools.shorts.ofOrder(order_id)).filter((short) => short.kind !== "claim");
  if (shorts.length === 0) return [];
  const settlement: SettlementService = container.resolve("settlement");
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const [refunds, { data }] = await Promise.all([
    settlement.shorts.saidOf(order_id),
    query.graph({ entity: "order", fields: ["id", "items.*"], filters: { id: order_id } }),
  ]);
  const titles = new Map(
    (data[0]?.items ?? []).flatMap((item) => (item ? [[item.id, item.product_title ?? item.title] as const] : [])),
  );
  return shorts.map((short) => {
    const refund = refunds.get(short.refund_short_id);
    return {
      number: short.number,
      title: titles.get(short.order_line_id) ?? "",
      packs: short.packs,
      units: short.packs * short.pack_units,
      unit: short.unit,
      lost_on_the_way: short.after_handover,
      refund_minor: short.refund_minor,
      currency: refund?.currency ?? null,
      refund: refund === undefined || short.refund_minor === 0 ? "none" : refund.state,
      back: refund === undefined || short.refund_minor === 0 ? null : refundFields(refund),
      instead:
        short.regraded_units > 0 ? { units: short.regraded_units, grade_name: gradeWords(short.grade ?? "") } : null,
      waits_until: short.waits_until?.toISOString() ?? null,
      at: short.at.toISOString(),
    };
  });
}
