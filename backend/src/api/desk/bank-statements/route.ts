import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { readBytes } from "../../../lib/read-bytes";
import { valueOf } from "../../../lib/refusal";
import { MAX_ANSWER_BYTES } from "../../../modules/settlement/answers/lines";
import type SettlementService from "../../../modules/settlement/service";
import type { NameQuery } from "../bank-answers/validators";
import { requireMember } from "../scope";
import type { StatementsQuery } from "../transfers/validators";
import { statementViews } from "../transfers/views";

const PAGE = 50;

/** Statements that were handed in, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { cursor } = req.validatedQuery as StatementsQuery;
  const { transfers }: SettlementService = req.scope.resolve("settlement");
  const found = await transfers.statements({ cooperative_id, cursor, limit: PAGE });
  res.json({ statements: await statementViews(req.scope, found), next: nextCursor(found, PAGE) });
}

/** Takes a statement in; the body is the file. 201 with what it was the first to show. The same file again goes on where it was cut off. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { name } = req.validatedQuery as unknown as NameQuery;
  const { transfers }: SettlementService = req.scope.resolve("settlement");
  const bytes = valueOf(await readBytes(req, MAX_ANSWER_BYTES));
  const taken = valueOf(await transfers.take({ cooperative_id, person: member_id, name, bytes }));
  const [statement] = await statementViews(req.scope, [taken]);
  res.status(201).json({ statement });
}
