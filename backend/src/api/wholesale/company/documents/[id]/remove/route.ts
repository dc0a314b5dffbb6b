import { rm } from "node:fs/promises";
import path from "node:path";
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../../../../env";
import { valueOf } from "../../../../../../lib/refusal";
import { requireCompany } from "../../../../scope";

/** Takes a paper away. The row goes first: a file that nobody can reach any more is better than a row without its file. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, actor } = await requireCompany(req, "people");
  const { file } = valueOf(await wholesale.papers.remove(actor, req.params.id ?? ""));
  await rm(path.join(readEnv().FILES_DIR, file), { force: true });
  res.json({ removed: true });
}
