import type { MedusaContainer } from "@medusajs/framework/types";
import type { MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { refuseWith, valueOf } from "../../../lib/refusal";
import type { SignInput } from "../../../modules/wholesale/agreements/agreement-types";
import type { QuoteActor } from "../../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { readStatementPaper } from "../../../workflows/wholesale/agreement-statements";
import { agreementFields, agreementRows } from "./fields";
import type { AgreementsQuery, EndAgreementBody } from "./validators";

// What both sides of an agreement do in the same way; they differ in which agreements are there for them.

const PAGE = 50;

export async function listAgreements(scope: MedusaContainer, by: QuoteActor, query: AgreementsQuery) {
  const { agreements }: WholesaleService = scope.resolve("wholesale");
  const found = await agreements.list(by, { open: query.state === "open", cursor: query.cursor, limit: PAGE });
  return { agreements: await agreementRows(scope, found), next: nextCursor(found, PAGE) };
}

export async function oneAgreement(scope: MedusaContainer, by: QuoteActor, id: string) {
  const { agreements }: WholesaleService = scope.resolve("wholesale");
  const whole = await agreements.whole(by, id);
  return whole ? agreementFields(scope, whole, by) : notThere();
}

export async function signAgreement(
  scope: MedusaContainer,
  by: QuoteActor & { email: string | null },
  agreement_id: string,
  input: SignInput,
) {
  const { agreements }: WholesaleService = scope.resolve("wholesale");
  return valueOf(await agreements.sign(by, { ...input, agreement_id }));
}

export async function endAgreement(
  scope: MedusaContainer,
  by: QuoteActor,
  agreement_id: string,
  input: EndAgreementBody,
) {
  const { agreements }: WholesaleService = scope.resolve("wholesale");
  return valueOf(await agreements.end(by, { ...input, agreement_id }));
}

/** The bytes that are signed. */
export async function sendAgreementPaper(
  scope: MedusaContainer,
  res: MedusaResponse,
  by: QuoteActor,
  asked: { id: string; version: number },
): Promise<void> {
  const { agreements }: WholesaleService = scope.resolve("wholesale");
  const paper = (await agreements.paper(by, asked.id, asked.version)) ?? notThere();
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Disposition", `attachment; filename="${paper.number}-${asked.version}.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(paper.pdf);
}

function notThere(): never {
  return refuseWith("agreement_not_found", "There is no such agreement.");
}

/** What an agreement came to, as a PDF. */
export async function sendStatementPaper(
  scope: MedusaContainer,
  res: MedusaResponse,
  by: QuoteActor,
  id: string,
): Promise<void> {
  const paper = await readStatementPaper(scope, by, id);
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Disposition", `attachment; filename="${paper.number}-statement.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(paper.pdf);
}
