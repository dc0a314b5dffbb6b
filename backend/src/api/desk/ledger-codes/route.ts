import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { chartWords } from "@commonlot/domain";
import { valueOf } from "../../../lib/refusal";
import type { ChartEntry } from "../../../modules/settlement/ledger-books";
import type SettlementService from "../../../modules/settlement/service";
import type { CodeBody } from "../ledger-books/validators";
import { requireMember } from "../scope";

const codesView = (chart: readonly ChartEntry[]) =>
  chart.map(({ kind, code, name, set }) => ({ kind, words: chartWords(kind), code, name, set }));

/** The accountant's codes for the accounts of the ledger; those nobody has set are defaults to be checked. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  res.json({ codes: codesView(await settlement.books.chart(cooperative_id)) });
}

/** Sets one; what was exported before keeps what it said. */
export async function POST(req: AuthenticatedMedusaRequest<CodeBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const input = { ...req.validatedBody, book: cooperative_id, person: member_id };
  res.json({ codes: codesView(valueOf(await settlement.books.setCode(input))) });
}
