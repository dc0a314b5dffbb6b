import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readHouseholds } from "../../../modules/cooperative/read-households";
import type CooperativeService from "../../../modules/cooperative/service";
import type VillageService from "../../../modules/village/service";
import { REGISTRARS } from "../households/one";
import type { ImportBody } from "../households/validators";
import { requireMember } from "../scope";

/** Rows of the preview; the count beside them is of all. */
const SHOWN = 20;

/**
 * Checks a sheet of households: 200 with what would be written and the id to write it by, or 400 with every mistake, line
 * and column. Nothing is registered yet.
 */
export async function POST(req: AuthenticatedMedusaRequest<ImportBody>, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req, REGISTRARS);
  const { rows } = req.validatedBody;
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const villages: VillageService = req.scope.resolve("village");
  const ours = (await villages.villages()).filter((one) => one.cooperative_ids.includes(member.cooperative_id));
  const read = readHouseholds(rows, {
    villages: new Map(
      ours.flatMap((one) => [one.handle, one.name_zh, one.name_en].map((name) => [name.toLowerCase(), one.id])),
    ),
    taken: await cooperatives.register.takenCards(rows.map((row) => row.card_number.toUpperCase())),
  });
  if (!read.ok) {
    res.status(400).json({
      code: "invalid_households",
      type: "invalid_data",
      message: `${read.problem_lines} of ${rows.length} lines must be mended. Nothing was saved.`,
      problems: read.problems,
      problem_lines: read.problem_lines,
    });
    return;
  }
  const kept = await cooperatives.imports.keep({
    cooperative_id: member.cooperative_id,
    made_by: member.member_id,
    households: read.households,
  });
  const named = new Map(ours.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }]));
  res.json({
    import: { id: kept.id, households: kept.households, state: kept.state },
    preview: read.households.slice(0, SHOWN).map((one) => ({
      line: one.line,
      card_number: one.card_number ?? null,
      name: one.name,
      village: named.get(one.village_id),
      phone_last4: one.phone.slice(-4),
      priority_floor_g: one.priority_floor_g,
      public_name: one.consent_public_name,
    })),
  });
}
