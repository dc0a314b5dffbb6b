import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { homesOf } from "../scope";

/** The households this sign-in opens, and what may be done in each: what the switcher shows. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const homes = await homesOf(req);
  res.json({
    homes: homes.map(({ household_id: id, name, card_number, right, active }) => ({
      id,
      name,
      card_number,
      right,
      active,
    })),
  });
}
