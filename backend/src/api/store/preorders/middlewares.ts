import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { forgetDeadSessions } from "../account/session";
import { limitAsking } from "../../sign-in-limit";
import { reads, takes } from "../../validated";
import { basketBody, changeBody, keyBody, keyQuery, preorderBody } from "./validators";

const maybeSignedIn = authenticate("customer", ["bearer", "session"], { allowUnauthenticated: true });

/** Pre-orders. What is asked for by anybody sends a mail: it is limited as a code by e-mail is. */
export const preorderMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/preorders", methods: ["POST"], middlewares: [limitAsking] },
  { matcher: "/store/preorders/:id/basket", methods: ["POST"], middlewares: [maybeSignedIn, forgetDeadSessions] },
  takes("/store/preorders", preorderBody),
  reads("/store/preorders/:id", keyQuery),
  takes("/store/preorders/:id/confirm", keyBody),
  takes("/store/preorders/:id/packs", changeBody),
  takes("/store/preorders/:id/withdraw", keyBody),
  takes("/store/preorders/:id/basket", basketBody),
];
