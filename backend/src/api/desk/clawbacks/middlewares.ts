import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { NoInput } from "../settlement-periods/validators";
import { noQuery } from "../validators";
import {
  capBody,
  capDecisionBody,
  lateRefundBody,
  moneyListQuery,
  outsideLinesBody,
  reserveBody,
  saidBody,
} from "./validators";

/** What goes back: clawbacks and the reserve, disputes, refunds of divided sales and those made at the processor. */
export const clawbackMiddlewares: MiddlewareRoute[] = [
  reads("/desk/clawbacks", moneyListQuery),
  takes("/desk/clawbacks/:id/waive", saidBody),
  reads("/desk/clawback-cap", noQuery),
  takes("/desk/clawback-cap", capBody),
  takes("/desk/clawback-cap/:id/decision", capDecisionBody),
  takes("/desk/reserve", reserveBody),
  reads("/desk/disputes", moneyListQuery),
  takes("/desk/disputes/:id/notes", saidBody),
  takes("/desk/disputes/:id/write-off", saidBody),
  reads("/desk/outside-refunds", moneyListQuery),
  takes("/desk/outside-refunds/:id/book", NoInput),
  takes("/desk/outside-refunds/:id/close", saidBody),
  reads("/desk/orders/:id/refunds", noQuery),
  takes("/desk/orders/:id/refunds", lateRefundBody),
  reads("/admin/commonlot/disputes", moneyListQuery),
  takes("/admin/commonlot/disputes/:id/write-off", saidBody),
  reads("/admin/commonlot/outside-refunds", moneyListQuery),
  takes("/admin/commonlot/outside-refunds/:id/book", outsideLinesBody),
];
