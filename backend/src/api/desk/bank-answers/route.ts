import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { readBytes } from "../../../lib/read-bytes";
import { valueOf } from "../../../lib/refusal";
import { MAX_ANSWER_BYTES } from "../../../modules/settlement/answers/lines";
import type SettlementService from "../../../modules/settlement/service";
import { namesOf } from "../ledger/views";
import { requireMember } from "../scope";
import type { ListQuery, NameQuery } from "./validators";
import { fileView } from "./views";

/** The files that banks have sent, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as ListQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const found = await settlement.bankAnswers.list({ cooperative_id, ...query });
  const names = await namesOf(req.scope, { members: found.map((file) => file.read_by) });
  res.json({
    files: found.map(({ at_key: _, ...file }) => ({ ...file, read_by: names.member(file.read_by) })),
    open_items: await settlement.openItems.count(cooperative_id),
    next: nextCursor(found, query.limit),
  });
}

/** Takes a bank's file in; the body is the file. 201 with what was matched and what was not. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { name } = req.validatedQuery as unknown as NameQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const bytes = valueOf(await readBytes(req, MAX_ANSWER_BYTES));
  const file = valueOf(await settlement.bankAnswers.take({ cooperative_id, person: member_id, name, bytes }));
  res.status(201).json({ file: await fileView(req.scope, file) });
}
