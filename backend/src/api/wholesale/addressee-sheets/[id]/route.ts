import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { progressOfSheets } from "../../../../lib/sheet-progress";
import { goodsOfSheet, openNames } from "../../../../workflows/wholesale/addressee-packs";
import { beginningFields, goodsFields, lineFields, sheetFields, standingFields } from "../fields";
import { ownSheet } from "../scope";
import type { SheetQuery } from "../validators";

const PAGE = 50;

/** A sheet with a page of its lines; its counts are kept with it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, sheet } = await ownSheet(req);
  const { shown, after } = req.validatedQuery as unknown as SheetQuery;
  const shows = sheet.state === "checked" || sheet.state === "asked";
  const [lines, standing, goods, names, progress] = await Promise.all([
    shows ? wholesale.addresseeSheets.lines(sheet.id, { shown, after, limit: PAGE + 1 }) : [],
    sheet.quote_id === null ? undefined : wholesale.addresseeAsking.standing(sheet.quote_id),
    shows && sheet.goods !== null ? goodsOfSheet(req.scope, sheet.goods) : [],
    openNames(req.scope, sheet),
    progressOfSheets(req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION), [sheet.id]),
  ]);
  res.json({
    sheet: sheetFields(sheet, progress.get(sheet.id)),
    beginning: beginningFields(sheet),
    goods: goodsFields(goods),
    /** Names of packs that somebody has to say the meaning of, with what they may mean. */
    names,
    lines: lines.slice(0, PAGE).map(lineFields),
    /** Behind which line the next page begins. */
    next: lines.length > PAGE ? (lines[PAGE - 1]?.line ?? null) : null,
    quote: standingFields(sheet.quote_id, standing),
  });
}
