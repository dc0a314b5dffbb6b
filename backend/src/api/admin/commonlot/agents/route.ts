import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../../env";
import { nextCursor } from "../../../../lib/keyset";
import { valueOf } from "../../../../lib/refusal";
import type SettlementService from "../../../../modules/settlement/service";
import type { AgentInput } from "../../../../modules/wholesale/agents";
import type WholesaleService from "../../../../modules/wholesale/service";
import type { AgentsQuery } from "../../../agent/validators";

const PAGE = 50;

/** Who brings orders, newest first, with what they are owed. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { agents }: WholesaleService = req.scope.resolve("wholesale");
  const money: SettlementService = req.scope.resolve("settlement");
  const { after } = req.validatedQuery as AgentsQuery;
  const found = await agents.list({ cursor: after, limit: PAGE });
  const owed = await money.agents.sums(found.map((one) => one.id));
  res.json({
    rows: found.map(({ id, code, name, email, rate_bp, active, version, created_at }) => ({
      ...{ id, code, name, email, rate_bp, active, version },
      created_at: created_at.toISOString(),
      owed: owed.flatMap(({ agent_id, currency, orders, payable_minor }) =>
        agent_id === id ? [{ currency, orders, payable_minor: Number(payable_minor) }] : [],
      ),
    })),
    next: nextCursor(found, PAGE),
  });
}

/** Registers an agent; the link by which they choose a password is shown this once. */
export async function POST(req: AuthenticatedMedusaRequest<AgentInput>, res: MedusaResponse): Promise<void> {
  const { agents }: WholesaleService = req.scope.resolve("wholesale");
  const { id, token } = valueOf(await agents.register(req.auth_context.actor_id, req.validatedBody));
  res.setHeader("Cache-Control", "no-store");
  res.status(201).json({ id, link: new URL(`/agent/join/${token}`, readEnv().STOREFRONT_URL).toString() });
}
