import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendParts } from "../../../../../lib/send-parts";
import { WRONG_AT_ONCE, wrongLines } from "../../../../../lib/wrong-lines";
import { ownSheet } from "../../scope";
import type { FileQuery } from "../../validators";

/** The wrong lines as a CSV with the reason beside: put right, it is brought back by its line numbers. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, sheet } = await ownSheet(req);
  const { language } = req.validatedQuery as unknown as FileQuery;
  const after = (line: number) =>
    wholesale.addresseeSheets.lines(sheet.id, { shown: "wrong", after: line, limit: WRONG_AT_ONCE });
  await sendParts(res, "wrong-lines.csv", wrongLines(after, language, sheet.goods !== null));
}
