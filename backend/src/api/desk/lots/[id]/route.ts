import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import { gradeWords, produceWords } from "../../../../lib/words";
import type CooperativeService from "../../../../modules/cooperative/service";
import type { LotRelative } from "../../../../modules/pool/lot-family";
import type PoolService from "../../../../modules/pool/service";
import type SettlementService from "../../../../modules/settlement/service";
import { parcelsOfLot } from "../../../../workflows/pool/trace";
import { requireMember } from "../../scope";
import type { LotQuery } from "../../validators";

const PARCELS = 100;

/** A lot's whole life: intake, movements, what it gave and why, every parcel and buyer, money. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const settlement: SettlementService = req.scope.resolve("settlement");
  const lot = await pools.lotLives.life(req.params.id ?? "", cooperative_id);
  if (!lot) refuseWith("lot_not_found", "There is no such lot in your cooperative.");
  const { after } = req.validatedQuery as LotQuery;
  const [movements, allocations, shorts, parcels, money, [household], recalls, relatives] = await Promise.all([
    pools.lotLives.movements(lot.lot_id),
    pools.lotLives.allocations(lot.lot_id),
    pools.lotLives.shorts(lot.lot_id),
    parcelsOfLot(req.scope, { lot_id: lot.lot_id, cooperative_id, after, limit: PARCELS }),
    settlement.moneyOfLots([lot.lot_id]),
    cooperatives.householdsById([lot.household_id]),
    pools.recalls.ofLot(lot.lot_id),
    pools.lotLives.relatives(lot.lot_id),
  ]);
  const people = await cooperatives.memberNames([
    ...new Set([lot.weigher_id, ...movements.map((movement) => movement.person)]),
  ]);
  res.json({
    lot: {
      id: lot.lot_id,
      number: lot.number,
      pool_id: lot.pool_id,
      produce_name: produceWords(lot.produce),
      grade_name: gradeWords(lot.grade),
      unit: lot.unit,
      household: household && { id: household.household_id, name: household.name, card_number: household.card_number },
      harvested_on: lot.harvested_on,
      best_before: lot.best_before,
      gross_g: lot.gross_g,
      tare_g: lot.tare_g,
      units: lot.units,
      kept_apart: lot.units - lot.sellable_units,
      sold: lot.sold,
      held: lot.held,
      left: lot.left,
      lost: lot.lost,
      weigher: people.get(lot.weigher_id) ?? lot.weigher_id,
      scale: lot.scale,
      weighed_at: lot.created_at.toISOString(),
      recalled: lot.blocked_at !== null,
      returned_for: lot.returned_for,
    },
    movements: movements.map((movement) => ({
      ...movement,
      at: movement.at.toISOString(),
      person: people.get(movement.person) ?? movement.person,
    })),
    allocations: allocations.map(({ created_at, ...allocation }) => ({ ...allocation, at: created_at.toISOString() })),
    shorts: shorts.map((short) => ({ ...short, at: short.at.toISOString() })),
    parcels: parcels.map(({ buyer_email: _, phone: __, ...parcel }) => parcel),
    next: parcels.length === PARCELS ? (parcels.at(-1)?.parcel_id ?? null) : null,
    money,
    recalls,
    parent: relatives.parent && relativeFields(relatives.parent),
    children: relatives.children.map(relativeFields),
  });
}

function relativeFields({ lot_id, number, grade, unit, units }: LotRelative) {
  return { lot_id, number, grade_name: gradeWords(grade), unit, units };
}
