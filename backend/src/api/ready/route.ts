import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type OutboxService from "../../modules/outbox/service";

/** Whether this process can serve: the database answers and its migrations are there. The queue's lag is told beside it. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const outbox: OutboxService = req.scope.resolve("outbox");
  try {
    const lag = await outbox.lag();
    res.status(200).json({ ready: true, outbox: lag });
  } catch (error) {
    res.status(503).json({ ready: false, reason: error instanceof Error ? error.message : String(error) });
  }
}
