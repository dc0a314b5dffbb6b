import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody } from "../../validated";
import { hideTransfer, refuseTransfer } from "./no-transfer";
import { startPaymentBody } from "./validators";

export const paymentMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/payments", methods: ["POST"], middlewares: [refuseTransfer, validBody(startPaymentBody)] },
  { matcher: "/store/checkouts", methods: ["POST"], middlewares: [refuseTransfer] },
  { matcher: "/store/payment-collections/:id/payment-sessions", methods: ["POST"], middlewares: [refuseTransfer] },
  { matcher: "/store/payment-providers", methods: ["GET"], middlewares: [hideTransfer] },
];
