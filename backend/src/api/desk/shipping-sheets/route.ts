import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { writeSheet } from "../../../workflows/parcel/sheets";
import type { SheetBody } from "../carriers/validators";
import { requireMember } from "../scope";

/** Takes a sheet whole: 200 with how many were written, or 400 with every mistake, line and column, and nothing written. */
export async function POST(req: AuthenticatedMedusaRequest<SheetBody>, res: MedusaResponse): Promise<void> {
  const { kind, rows, absent, confirmed } = req.validatedBody;
  // Prices are the manager's; boxes and packs also theirs who pack.
  const { cooperative_id, member_id } = await requireMember(req, kind === "rate-cards" ? [] : ["packer"]);
  const written = await writeSheet(req.scope, { kind, rows, absent, confirmed, cooperative_id, person: member_id });
  if (written.ok) {
    res.json({ sheet: { kind, written: written.written, cards: written.cards ?? null } });
    return;
  }
  res.status(400).json({
    code: "invalid_sheet",
    type: "invalid_data",
    message: `${written.problem_lines} of ${rows.length} lines must be mended${absent.length > 0 ? `, and columns are missing: ${absent.join(", ")}` : ""}. Nothing was written.`,
    problems: written.problems,
    problem_lines: written.problem_lines,
  });
}
