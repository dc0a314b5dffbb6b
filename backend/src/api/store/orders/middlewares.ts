import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery } from "../../desk/validators";
import { orderKeyBody } from "./validators";

/** A buyer may be signed in, and need not: their link does as well (`requireBuyer`). */
const maybeSignedIn = authenticate("customer", ["bearer", "session"], { allowUnauthenticated: true });

export const orderMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/orders/:id/buyer", middlewares: [maybeSignedIn] },
  { matcher: "/store/orders/:id/claims", middlewares: [maybeSignedIn] },
  reads("/store/orders/:id/buyer", noQuery),
  takes("/store/orders/:id/key", orderKeyBody),
];
