import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendParts } from "../../../../lib/send-parts";
import type SettlementService from "../../../../modules/settlement/service";
import { bookOf, ledgerCsv } from "../../../../workflows/settlement/ledger-books";
import type { ExportQuery } from "../../../desk/ledger-books/validators";

/** For the operator: every journal entry of some days, of all cooperatives. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { from, to, language, why } = req.validatedQuery as unknown as ExportQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const of = await bookOf(req.scope, undefined, { from, to });
  const read = { book: "platform", kind: "ledger_exported" as const, person: req.auth_context.actor_id, why };
  await settlement.reads.note({ ...read, subject: `${from}/${to}`, page: null });
  await sendParts(res, `ledger-platform-${from}-${to}.csv`, ledgerCsv(req.scope, { ...of, language }));
}
