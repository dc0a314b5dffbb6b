import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { keepCompanyPaper } from "../../../../lib/keep-company-paper";
import { requireCompany } from "../../scope";
import type { PaperQuery } from "../../validators";

/** Keeps a paper, a picture drawn anew or a PDF as it came: the body is the file. 201, or 200 when it is there already. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, actor } = await requireCompany(req, "people");
  const { kind } = req.validatedQuery as PaperQuery;
  const { id, repeated } = await keepCompanyPaper(req, (kept) => wholesale.papers.add(actor, kind, kept));
  res.status(repeated ? 200 : 201).json({ document: { id } });
}
