import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type { AgreementInput } from "../../../modules/wholesale/agreements/agreement-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { proposeJointAgreement } from "../../../workflows/wholesale/joint-agreement-propose";
import { buyerOf } from "../quotes/scope";
import { jointAgreementRows } from "./fields";
import type { JointAgreementsQuery } from "./validators";

const PAGE = 50;

/** The company's agreements of several cooperatives, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req);
  const { cursor } = req.validatedQuery as JointAgreementsQuery;
  const { jointAgreements }: WholesaleService = req.scope.resolve("wholesale");
  const found = await jointAgreements.list(by, { cursor, limit: PAGE });
  const parts = await jointAgreements.parts(found.map((one) => one.id));
  res.json({ joint_agreements: jointAgreementRows(found, parts), next: nextCursor(found, PAGE) });
}

/** Proposes one good to several cooperatives, an agreement of each. It keeps nothing and binds nobody before both sides of one have signed. */
export async function POST(req: AuthenticatedMedusaRequest<AgreementInput>, res: MedusaResponse): Promise<void> {
  const made = await proposeJointAgreement(req.scope, await buyerOf(req, "buy"), req.validatedBody);
  res.status(201).json({ joint_agreement: made });
}
