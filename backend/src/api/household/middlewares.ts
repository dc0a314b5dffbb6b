import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";

/** Every route below /household is for one household: its own rows, decided in `scope.ts`. */
export const householdMiddlewares: MiddlewareRoute[] = [
  { matcher: "/household", middlewares: [authenticate("household", ["bearer", "session"])] },
];
