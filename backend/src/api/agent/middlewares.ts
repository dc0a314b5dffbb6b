import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { agentChange, agentInput } from "../../modules/wholesale/agents";
import { reads, takes } from "../validated";
import { agentJoinBody, agentsQuery, nothing, pageQuery } from "./validators";

/** Who brings orders, at their own screen and at the operator's. */
export const agentMiddlewares: MiddlewareRoute[] = [
  { matcher: "/agent/me", middlewares: [authenticate("agent", ["bearer", "session"])] },
  { matcher: "/agent/orders", middlewares: [authenticate("agent", ["bearer", "session"])] },
  reads("/agent/me", nothing),
  reads("/agent/orders", pageQuery),
  reads("/agent/joins/:token", nothing),
  takes("/agent/joins/:token", agentJoinBody),
  reads("/admin/commonlot/agents", agentsQuery),
  takes("/admin/commonlot/agents", agentInput),
  takes("/admin/commonlot/agents/:id", agentChange),
  takes("/admin/commonlot/agents/:id/link", nothing),
];
