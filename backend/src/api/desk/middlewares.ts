import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";

/** Every route below /desk is for members of a cooperative; which rows they see is decided in `scope.ts`. */
export const deskMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk", middlewares: [authenticate("coop_member", ["bearer", "session"])] },
];
