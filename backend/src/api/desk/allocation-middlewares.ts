import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody, validQuery } from "../validated";
import * as schemas from "./allocation-validators";

/** Who fills an order and by which rule: allocation, swaps, simulation. Signed in by the desk's own first middleware. */
export const allocationMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk/orders/:id/allocation", methods: ["GET"], middlewares: [validQuery(schemas.allocationQuery)] },
  { matcher: "/desk/orders/:id/swaps", methods: ["POST"], middlewares: [validBody(schemas.swapBody)] },
  { matcher: "/desk/orders/:id/simulation", methods: ["GET"], middlewares: [validQuery(schemas.orderSimulationQuery)] },
  { matcher: "/desk/pools/:id/simulation", methods: ["GET"], middlewares: [validQuery(schemas.poolSimulationQuery)] },
  { matcher: "/desk/pools/:id/rules", methods: ["GET"], middlewares: [validQuery(schemas.rulesQuery)] },
  { matcher: "/desk/pools/:id/rules", methods: ["POST"], middlewares: [validBody(schemas.ruleBody)] },
  {
    matcher: "/desk/pools/:id/rules/:rule_id/decision",
    methods: ["POST"],
    middlewares: [validBody(schemas.decisionBody)],
  },
  {
    matcher: "/admin/commonlot/orders/:id/allocation",
    methods: ["GET"],
    middlewares: [validQuery(schemas.allocationQuery)],
  },
  {
    matcher: "/admin/commonlot/products/:id/lots",
    methods: ["GET"],
    middlewares: [validQuery(schemas.allocationQuery)],
  },
];
