import type { MiddlewareRoute } from "@medusajs/framework/http";
import { validBody } from "../../validated";
import { NoInput, OpenPeriod } from "./validators";

/** Who may come in is decided for all of /desk; here only what they may send. */
export const settlementMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk/settlement-periods", methods: ["POST"], middlewares: [validBody(OpenPeriod)] },
  { matcher: "/desk/settlement-periods/:id/settle", methods: ["POST"], middlewares: [validBody(NoInput)] },
  { matcher: "/desk/settlement-periods/:id/approve", methods: ["POST"], middlewares: [validBody(NoInput)] },
  { matcher: "/desk/payout-batches/:id/cash-paid", methods: ["POST"], middlewares: [validBody(NoInput)] },
];
