import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { SampleAskInput } from "../../../modules/wholesale/samples/sample-types";
import { askForSample } from "../../../workflows/wholesale/samples";
import { buyerOf } from "../quotes/scope";

/** Asks for a sample: a quote at what it costs, held at once where the goods are there. */
export async function POST(req: AuthenticatedMedusaRequest<SampleAskInput>, res: MedusaResponse): Promise<void> {
  res.status(201).json({ sample: await askForSample(req.scope, await buyerOf(req, "buy"), req.validatedBody) });
}
