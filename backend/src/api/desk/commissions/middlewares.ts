import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { statementsQuery } from "../transfers/validators";
import { noQuery } from "../validators";
import { NoInput } from "../settlement-periods/validators";
import { requestCommissionsBody } from "./validators";

/** What a cooperative owes agents, at its desk. */
export const commissionMiddlewares: MiddlewareRoute[] = [
  reads("/desk/commissions", statementsQuery),
  takes("/desk/commissions", requestCommissionsBody),
  reads("/desk/commissions/:id", noQuery),
  takes("/desk/commissions/:id/approve", NoInput),
  takes("/desk/commissions/:id/call-off", NoInput),
];
