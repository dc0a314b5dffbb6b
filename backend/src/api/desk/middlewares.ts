import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { validBody, validQuery } from "../validated";
import { registerMiddlewares } from "./households/middlewares";
import { householdsQuery, lotsQuery, lotQuery, newPoolBody, noQuery, poolQuery, weighInBody } from "./validators";
import { HANDOVER_BODY, handoverBody } from "./handovers/validators";
import { labelsQuery, ordersQuery } from "./orders/validators";
import { parcelsQuery } from "./parcels/validators";

/** Every route below /desk is for members of a cooperative; which rows they see is decided in `scope.ts`. */
export const deskMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk", middlewares: [authenticate("coop_member", ["bearer", "session"])] },
  { matcher: "/desk/me", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/desk/households", methods: ["GET"], middlewares: [validQuery(householdsQuery)] },
  { matcher: "/desk/lots", methods: ["GET"], middlewares: [validQuery(lotsQuery)] },
  { matcher: "/desk/lots", methods: ["POST"], middlewares: [validBody(weighInBody)] },
  { matcher: "/desk/lots/:id", methods: ["GET"], middlewares: [validQuery(lotQuery)] },
  { matcher: "/desk/pools", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/desk/pools", methods: ["POST"], middlewares: [validBody(newPoolBody)] },
  { matcher: "/desk/pool-choices", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  { matcher: "/desk/pools/:id", methods: ["GET"], middlewares: [validQuery(poolQuery)] },
  { matcher: "/desk/parcels", methods: ["GET"], middlewares: [validQuery(parcelsQuery)] },
  { matcher: "/desk/orders", methods: ["GET"], middlewares: [validQuery(ordersQuery)] },
  { matcher: "/desk/orders/:id/labels", methods: ["GET"], middlewares: [validQuery(labelsQuery)] },
  { matcher: "/desk/orders/:id/label-print", methods: ["GET"], middlewares: [validQuery(noQuery)] },
  {
    matcher: "/desk/handovers",
    methods: ["POST"],
    bodyParser: { sizeLimit: HANDOVER_BODY },
    middlewares: [validBody(handoverBody)],
  },
  ...registerMiddlewares,
];
