import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendAccount } from "../../../../wholesale/account/send";
import type { AccountFileQuery } from "../../../../wholesale/proformas/validators";
import { debtorOf } from "../../scope";

/** A company's account with this cooperative over some days of the company's calendar, as a file. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company, of } = await debtorOf(req);
  await sendAccount(req.scope, res, of, company, req.validatedQuery as unknown as AccountFileQuery);
}
