import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody, validQuery } from "../../validated";
import { closePricePoolBody, openPricePoolBody, pricePoolQuery, reopenPricePoolBody } from "./validators";

export const pricePoolMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk/price-pools", methods: ["GET"], middlewares: [validQuery(pricePoolQuery)] },
  { matcher: "/desk/price-pools", methods: ["POST"], middlewares: [validBody(openPricePoolBody)] },
  { matcher: "/desk/price-pools/:id/close", methods: ["POST"], middlewares: [validBody(closePricePoolBody)] },
  { matcher: "/desk/price-pools/:id/reopen", methods: ["POST"], middlewares: [validBody(reopenPricePoolBody)] },
];
