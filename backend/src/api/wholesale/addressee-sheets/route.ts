import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { nextCursor } from "../../../lib/keyset";
import { readBytes } from "../../../lib/read-bytes";
import { valueOf } from "../../../lib/refusal";
import { progressOfSheets } from "../../../lib/sheet-progress";
import { sheetFields } from "./fields";
import { MAX_SHEET_BYTES, sheetOwner } from "./scope";
import type { BringQuery, SheetsQuery } from "./validators";

const PAGE = 50;

/** The company's sheets, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company } = await sheetOwner(req, "look");
  const { cursor } = req.validatedQuery as SheetsQuery;
  const found = await wholesale.addresseeSheets.list(company.id, { cursor, limit: PAGE });
  const progress = await progressOfSheets(
    req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    found.map(({ id }) => id),
  );
  res.json({
    sheets: found.map(({ at_key: _, ...sheet }) => sheetFields(sheet, progress.get(sheet.id))),
    next: nextCursor(found, PAGE),
  });
}

/** Keeps a file of addressees: the body is the file. 201, or 200 when the same form was sent before. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, by } = await sheetOwner(req);
  const { title, idempotency_key } = req.validatedQuery as unknown as BringQuery;
  const bytes = valueOf(await readBytes(req, MAX_SHEET_BYTES));
  const { id, repeated } = valueOf(await wholesale.addresseeSheets.bring(by, { title, bytes, idempotency_key }));
  res.status(repeated ? 200 : 201).json({ sheet: { id } });
}
