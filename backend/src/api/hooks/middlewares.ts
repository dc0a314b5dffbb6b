import type { MiddlewareRoute } from "@medusajs/framework/http";

/** Signatures cover the bytes as they came. One event is a few kilobytes; a megabyte is the most a provider sends. */
export const hookMiddlewares: MiddlewareRoute[] = [
  { matcher: "/hooks/stripe", methods: ["POST"], bodyParser: { preserveRawBody: true, sizeLimit: "1mb" } },
  { matcher: "/hooks/carrier", methods: ["POST"], bodyParser: { preserveRawBody: true, sizeLimit: "2mb" } },
];
