import { authenticate, type MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery, nothingBody } from "../../desk/validators";
import { shortChoiceBody } from "../checkouts/validators";
import { onlyForAWhile, onlyUntilComplete } from "./shown";
import { invoiceBody, invoiceFileQuery, orderKeyBody } from "./validators";

/** A buyer may be signed in, and need not: their link does as well (`requireBuyer`). */
const maybeSignedIn = authenticate("customer", ["bearer", "session"], { allowUnauthenticated: true });

export const orderMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/orders/:id/buyer", middlewares: [maybeSignedIn] },
  { matcher: "/store/orders/:id/claims", middlewares: [maybeSignedIn] },
  { matcher: "/store/orders/:id", methods: ["GET"], middlewares: [maybeSignedIn, onlyForAWhile] },
  { matcher: "/store/orders/:id/parcels", methods: ["GET"], middlewares: [maybeSignedIn, onlyForAWhile] },
  { matcher: "/store/orders/:id/cancel", methods: ["POST"], middlewares: [maybeSignedIn] },
  // And whatever stands below it: each of Medusa's routes of a cart answers the whole cart.
  { matcher: "/store/carts/:id", middlewares: [onlyUntilComplete] },
  takes("/store/orders/:id/cancel", nothingBody),
  { matcher: "/store/orders/:id/short-choice", methods: ["POST"], middlewares: [maybeSignedIn] },
  takes("/store/orders/:id/short-choice", shortChoiceBody),
  { matcher: "/store/orders/:id/invoices*", middlewares: [maybeSignedIn] },
  { matcher: "/store/orders/:id/proofs*", middlewares: [maybeSignedIn] },
  reads("/store/orders/:id/invoices", noQuery),
  reads("/store/orders/:id/invoices/file", invoiceFileQuery),
  reads("/store/orders/:id/invoices/:invoice_id/file", invoiceFileQuery),
  takes("/store/orders/:id/invoices", invoiceBody),
  reads("/store/orders/:id/buyer", noQuery),
  takes("/store/orders/:id/key", orderKeyBody),
];
