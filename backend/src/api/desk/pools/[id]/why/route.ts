import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../../lib/keyset";
import { refuseWith } from "../../../../../lib/refusal";
import { MOVED_FIGURES, type MovedFigure } from "../../../../../modules/pool/figures";
import type PoolService from "../../../../../modules/pool/service";
import { namesOf, todayAt } from "../../../ledger/views";
import type { WhyQuery } from "../../../ledger/validators";
import { requireMember } from "../../../scope";

const isMoved = (figure: string): figure is MovedFigure => (MOVED_FIGURES as readonly string[]).includes(figure);

/** Why a pool is at what it is at: its figures on a day, and a page of the rows that make one of them. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { figure, day, cursor, limit } = req.validatedQuery as unknown as WhyQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const pool = await pools.poolOf(req.params.id ?? "", cooperative_id);
  if (!pool) refuseWith("pool_not_found", "There is no such pool in your cooperative.");
  const moved = isMoved(figure);
  if (day !== undefined && !moved) {
    refuseWith(
      "invalid_figure",
      "What lies there is known for today only; open in, sold, held, lost or on hand for a past day.",
      "figure",
    );
  }
  if (day !== undefined && day > (await todayAt(req.scope, cooperative_id))) {
    refuseWith("invalid_date", "This day is still to come: nothing is known of it. Open today or a past day.", "day");
  }
  const page = { pool_id: pool.id, cursor, limit };
  const [figures, rows] = await Promise.all([
    pools.figures.at(pool.id, day),
    moved ? pools.figures.movements({ ...page, figure, day }) : pools.figures.standing({ ...page, figure }),
  ]);
  const lots = figure === "left" || figure === "kept_apart";
  const names = await namesOf(req.scope, {
    members: rows.map((row) => row.person),
    households: lots ? rows.map((row) => row.source) : [],
  });
  res.json({
    figure,
    figures,
    sum_of_page: rows.reduce((sum, row) => sum + row.units, 0),
    rows: rows.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      kind: row.kind,
      lot_number: row.lot_number,
      units: row.units,
      reason: row.reason,
      person: names.member(row.person),
      source: lots ? (names.household(row.source)?.name ?? "") : row.source,
    })),
    next: nextCursor(rows, limit),
  });
}
