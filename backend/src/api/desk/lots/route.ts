import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { refuseWith } from "../../../lib/refusal";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import { weighInWorkflow } from "../../../workflows/cooperative/weigh-in";
import { requireMember } from "../scope";
import type { LotsQuery, WeighInBody } from "../validators";
import { lotView } from "../views";

const PAGE = 50;
/** Households whose lots one search looks through; a longer list says that the words are too short. */
const HOUSEHOLDS = 50;

/**
 * Weighs in one lot: 201 with its receipt; 200 with the same receipt when this key has been weighed in before; 409
 * `looks_like_a_repeat` with the earlier ticket when the caller asks (`confirm_repeat: false`) and there is one.
 */
export async function POST(req: AuthenticatedMedusaRequest<WeighInBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const { result } = await weighInWorkflow(req.scope).run({
    input: { ...req.validatedBody, cooperative_id, weigher_id: member_id },
  });
  const { lot, household, pool, season_units } = result;
  res.status(lot.repeated ? 200 : 201).json({
    receipt: {
      lot_id: lot.lot_id,
      number: lot.number,
      household: { id: household.household_id, card_number: household.card_number, name: household.name },
      pool: { id: pool.id, produce: pool.produce, grade: pool.grade, unit: pool.unit },
      gross_g: lot.gross_g,
      tare_g: lot.tare_g,
      net_g: lot.net_g,
      deductions: lot.deductions,
      day_price: lot.day_price,
      // A workflow hands its result over as JSON: a Date arrives as text.
      weighed_at: new Date(lot.weighed_at).toISOString(),
      units: lot.units,
      sellable_units: lot.sellable_units,
      kept_apart_units: lot.units - lot.sellable_units,
      season_units,
      pool_on_hand: lot.pool_on_hand,
      repeated: lot.repeated,
    },
  });
}

/** Lots of the member's cooperative, newest first; `q` finds them by receipt number, card or household. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { pool_id, q = "", here, limit = PAGE, cursor } = req.validatedQuery as LotsQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  if (pool_id && !(await pools.poolOf(pool_id, cooperative_id))) {
    refuseWith("pool_not_found", "There is no such pool in your cooperative.", "pool_id");
  }
  const named = q === "" ? undefined : await cooperatives.searchHouseholds({ cooperative_id, q, limit: HOUSEHOLDS });
  const lots = await pools.lotsOfCooperative({
    cooperative_id,
    limit,
    pool_id,
    cursor,
    here: here === "true",
    find: named && { number: q, household_ids: named.households.map((one) => one.household_id) },
  });
  const households = await cooperatives.householdsById([...new Set(lots.map((lot) => lot.household_id))]);
  const whose = new Map(households.map(({ household_id: id, card_number, name }) => [id, { id, card_number, name }]));
  res.json({
    lots: lots.map((lot) => ({ ...lotView(lot), household: whose.get(lot.household_id) })),
    next: nextCursor(lots, limit),
  });
}
