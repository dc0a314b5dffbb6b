import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendParts } from "../../../lib/send-parts";
import type SettlementService from "../../../modules/settlement/service";
import { bookOf, ledgerCsv } from "../../../workflows/settlement/ledger-books";
import type { ExportQuery } from "../ledger-books/validators";
import { requireMember } from "../scope";

/** The cooperative's journal entries of some days as CSV, sent as they are read; who takes them is written down first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { from, to, language, why } = req.validatedQuery as unknown as ExportQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const of = await bookOf(req.scope, cooperative_id, { from, to });
  const read = { book: cooperative_id, kind: "ledger_exported" as const, person: member_id, why };
  await settlement.reads.note({ ...read, subject: `${from}/${to}`, page: "trial-balance" });
  await sendParts(res, `ledger-${from}-${to}.csv`, ledgerCsv(req.scope, { ...of, language }));
}
