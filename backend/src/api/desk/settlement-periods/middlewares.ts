import type { MiddlewareRoute } from "@medusajs/framework/http";
import type { z } from "zod";
import { reads, takes, takesPicture, validBody } from "../../validated";
import {
  bankFileQuery,
  batchQuery,
  CASH_BODY,
  cashBackBody,
  cashCarryBody,
  cashConfirmBody,
  cashPaidBody,
} from "../payout-batches/validators";
import { noQuery } from "../validators";
import {
  askDryRunBody,
  dryRunLinesQuery,
  dryRunQuery,
  NoInput,
  OpenPeriod,
  periodQuery,
  SettlePeriod,
} from "./validators";

/** A route that takes the households ticked on a page of them. */
const ticked = (matcher: string, body: z.ZodType): MiddlewareRoute => ({
  ...takes(matcher, body),
  bodyParser: { sizeLimit: CASH_BODY },
});

/** Who may come in is decided for all of /desk; here only what they may send. */
export const settlementMiddlewares: MiddlewareRoute[] = [
  { matcher: "/desk/settlement-periods", methods: ["POST"], middlewares: [validBody(OpenPeriod)] },
  { matcher: "/desk/settlement-periods/:id/settle", methods: ["POST"], middlewares: [validBody(SettlePeriod)] },
  { matcher: "/desk/settlement-periods/:id/approve", methods: ["POST"], middlewares: [validBody(NoInput)] },
  takes("/desk/settlement-periods/:id/remove", NoInput),
  reads("/desk/settlement-periods/:id", periodQuery),
  reads("/desk/payout-batches/:id", batchQuery),
  reads("/desk/settlement-periods/:id/dry-run", dryRunQuery),
  takes("/desk/settlement-periods/:id/dry-run", askDryRunBody),
  reads("/desk/settlement-periods/:id/dry-run/:household_id", dryRunLinesQuery),
  reads("/desk/settlement-periods/:id/dry-run-sheet", noQuery),
  reads("/desk/payout-batches/:id/bank-file", bankFileQuery),
  ticked("/desk/payout-batches/:id/cash-paid", cashPaidBody),
  ticked("/desk/payout-batches/:id/cash-confirm", cashConfirmBody),
  ticked("/desk/payout-batches/:id/cash-back", cashBackBody),
  ticked("/desk/payout-batches/:id/cash-carry", cashCarryBody),
  reads("/desk/payout-batches/:id/cash", noQuery),
  takesPicture("/desk/payout-batches/:id/photos"),
  reads("/desk/payout-batches/:id/photos/:photo_id", noQuery),
];
