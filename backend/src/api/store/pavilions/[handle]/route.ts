import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import { readPavilion } from "../../../../workflows/shop/read-pavilion";
import { channelsOf } from "../../find/route";
import type { PavilionQuery } from "../validators";

/** A region's pavilion: its villages by what sells, its best-selling products. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { page } = req.validatedQuery as PavilionQuery;
  const pavilion = await readPavilion(req.scope, { handle: req.params.handle ?? "", page: page ?? 1 }, channelsOf(req));
  if (!pavilion) refuseWith("region_not_found", "There is no region of this name here.");
  res.json({ pavilion });
}
