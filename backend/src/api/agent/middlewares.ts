import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { agentChange, agentInput } from "../../modules/wholesale/agents";
import { reads, takes } from "../validated";
import { agentAccountBody, agentJoinBody, agentsQuery, nothing, pageQuery, statementFileQuery } from "./validators";

/** Who brings orders, at their own screen and at the operator's. */
export const agentMiddlewares: MiddlewareRoute[] = [
  ...["/agent/me", "/agent/orders", "/agent/account", "/agent/statements"].map((matcher) => ({
    matcher,
    middlewares: [authenticate("agent", ["bearer", "session"])],
  })),
  reads("/agent/me", nothing),
  reads("/agent/orders", pageQuery),
  reads("/agent/account", nothing),
  takes("/agent/account", agentAccountBody),
  takes("/agent/account/call-off", nothing),
  reads("/agent/statements", pageQuery),
  reads("/agent/statements/:id", nothing),
  reads("/agent/statements/:id/file", statementFileQuery),
  reads("/agent/joins/:token", nothing),
  takes("/agent/joins/:token", agentJoinBody),
  reads("/admin/commonlot/agents", agentsQuery),
  takes("/admin/commonlot/agents", agentInput),
  takes("/admin/commonlot/agents/:id", agentChange),
  takes("/admin/commonlot/agents/:id/link", nothing),
];
