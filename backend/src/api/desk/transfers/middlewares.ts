import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes, validQuery } from "../../validated";
import { accountFileQuery, accountQuery } from "../../wholesale/proformas/validators";
import { nameQuery } from "../bank-answers/validators";
import { noQuery } from "../validators";
import {
  assignBody,
  deskProformasQuery,
  placeBody,
  receivablesQuery,
  statementsQuery,
  transfersQuery,
} from "./validators";

/** Buyers' transfers, at the desk. */
export const transferMiddlewares: MiddlewareRoute[] = [
  reads("/desk/transfers", transfersQuery),
  takes("/desk/transfers/:id/assign", assignBody),
  takes("/desk/transfers/:id/return", placeBody),
  takes("/desk/transfers/:id/keep", placeBody),
  takes("/desk/transfers/:id/dismiss", placeBody),
  reads("/desk/taken-back", statementsQuery),
  takes("/desk/taken-back/:id/close", placeBody),
  takes("/desk/taken-back/:id/reopen", placeBody),
  reads("/desk/proformas", deskProformasQuery),
  reads("/desk/receivables", receivablesQuery),
  reads("/desk/receivables/:company_id", accountQuery),
  reads("/desk/receivables/:company_id/file", accountFileQuery),
  reads("/desk/bank-statements", statementsQuery),
  // The body is the file as it is; its bytes are counted while it is read.
  { matcher: "/desk/bank-statements", methods: ["POST"], bodyParser: false, middlewares: [validQuery(nameQuery)] },
  reads("/desk/bank-statements/:id", noQuery),
];
