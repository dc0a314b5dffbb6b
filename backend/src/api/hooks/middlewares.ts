import type { MiddlewareRoute } from "@medusajs/framework/http";
import { refuseWith } from "../../lib/refusal";

/** Signatures cover the bytes as they came. One event is a few kilobytes; a megabyte is the most a provider sends. */
export const hookMiddlewares: MiddlewareRoute[] = [
  { matcher: "/hooks/stripe", methods: ["POST"], bodyParser: { preserveRawBody: true, sizeLimit: "1mb" } },
  { matcher: "/hooks/carrier", methods: ["POST"], bodyParser: { preserveRawBody: true, sizeLimit: "2mb" } },
  { matcher: "/hooks/sms", methods: ["POST"], bodyParser: { preserveRawBody: true, sizeLimit: "16kb" } },
  // Medusa's own address answers 200 before it has looked at the signature, and keeps what it got in memory.
  { matcher: "/hooks/payment/:provider", methods: ["POST"], middlewares: [() => refuseWith("not_found", NOT_USED)] },
];

const NOT_USED = "Events of payments are taken at /hooks/stripe.";
