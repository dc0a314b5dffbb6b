import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { csvOf } from "../../../lib/csv";
import type CooperativeService from "../../../modules/cooperative/service";
import type VillageService from "../../../modules/village/service";
import { requireMember } from "../scope";

/** Pages of the register in one file: above any cooperative, and an end to the loop. */
const MAX_PAGES = 2_000;
const HEAD = ["card_number", "name", "village", "phone_last4", "floor_kg", "public_name", "active"];

/** The cooperative's register as a sheet: of phones the last four digits, of accounts nothing. For the manager. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, []);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const villages: VillageService = req.scope.resolve("village");
  const named = new Map((await villages.villages()).map((one) => [one.id, one.name_zh]));
  const table: string[][] = [HEAD];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { households, next } = await cooperatives.searchHouseholds({ cooperative_id, cursor });
    for (const one of households) {
      table.push([
        one.card_number,
        one.name,
        named.get(one.village_id) ?? "",
        one.phone_last4,
        String(one.priority_floor_g / 1_000),
        one.consent_public_name ? "是" : "否",
        one.active ? "是" : "否",
      ]);
    }
    if (next === null) break;
    cursor = next;
  }
  res.setHeader("content-type", "text/csv; charset=utf-8");
  res.setHeader("content-disposition", `attachment; filename="households.csv"`);
  res.setHeader("cache-control", "no-store");
  res.send(csvOf(table));
}
