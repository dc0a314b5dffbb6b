import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes, validBody } from "../../validated";
import { cashBackBody, cashCarryBody, cashConfirmBody, cashPaidBody } from "../payout-batches/validators";
import { noQuery } from "../validators";
import { dryRunLinesQuery, dryRunQuery, NoInput, OpenPeriod } from "./validators";

/** Who may come in is decided for all of /desk; here only what they may send. */
export const settlementMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk/settlement-periods", methods: ["POST"], middlewares: [validBody(OpenPeriod)] },
  { matcher: "/desk/settlement-periods/:id/settle", methods: ["POST"], middlewares: [validBody(NoInput)] },
  { matcher: "/desk/settlement-periods/:id/approve", methods: ["POST"], middlewares: [validBody(NoInput)] },
  reads("/desk/settlement-periods/:id/dry-run", dryRunQuery),
  reads("/desk/settlement-periods/:id/dry-run/:household_id", dryRunLinesQuery),
  reads("/desk/settlement-periods/:id/dry-run-sheet", noQuery),
  takes("/desk/payout-batches/:id/cash-paid", cashPaidBody),
  takes("/desk/payout-batches/:id/cash-confirm", cashConfirmBody),
  takes("/desk/payout-batches/:id/cash-back", cashBackBody),
  takes("/desk/payout-batches/:id/cash-carry", cashCarryBody),
  // The body is the picture itself, read by the route up to its limit.
  { matcher: "/desk/payout-batches/:id/photos", methods: ["POST"], bodyParser: false },
];
