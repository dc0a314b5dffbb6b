import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type { JointRequestInput } from "../../../modules/wholesale/joint/joint-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { requestJoint } from "../../../workflows/wholesale/joint-request";
import { buyerOf } from "../quotes/scope";
import { jointRows } from "./fields";
import type { JointQuotesQuery } from "./validators";

const PAGE = 50;

/** The company's joint quotes, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req);
  const { cursor } = req.validatedQuery as JointQuotesQuery;
  const { joints }: WholesaleService = req.scope.resolve("wholesale");
  const found = await joints.list(by, { cursor, limit: PAGE });
  const facts = await joints.facts(found.map((one) => one.id));
  res.json({ joint_quotes: jointRows(found, facts), next: nextCursor(found, PAGE) });
}

/** Asks several cooperatives for parts of one order. Nothing is held by asking. */
export async function POST(req: AuthenticatedMedusaRequest<JointRequestInput>, res: MedusaResponse): Promise<void> {
  const made = await requestJoint(req.scope, await buyerOf(req, "buy"), req.validatedBody);
  res.status(201).json({ joint_quote: made });
}
