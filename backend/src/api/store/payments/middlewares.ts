import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody } from "../../validated";
import { startPaymentBody } from "./validators";

export const paymentMiddlewares: MiddlewareRoute[] = [
  { matcher: "/store/payments", methods: ["POST"], middlewares: [validBody(startPaymentBody)] },
];
