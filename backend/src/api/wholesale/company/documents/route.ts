import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { keepPhoto } from "../../../../lib/keep-photo";
import { requireCompany } from "../../scope";
import type { PaperQuery } from "../../validators";

/** Keeps a picture of a paper, drawn anew: the body is the file. 201, or 200 when it is there already. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, actor } = await requireCompany(req, "people");
  const { kind } = req.validatedQuery as PaperQuery;
  const { photo, repeated } = await keepPhoto("company-papers", req, (kept) => wholesale.papers.add(actor, kind, kept));
  res.status(repeated ? 200 : 201).json({ document: photo });
}
