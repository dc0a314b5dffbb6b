import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, validBody } from "../../validated";
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
  { matcher: "/desk/payout-batches/:id/cash-paid", methods: ["POST"], middlewares: [validBody(NoInput)] },
];
