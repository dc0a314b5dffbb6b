import { reads, takes } from "../../validated";
import { listQuery } from "../bank-answers/validators";
import { reversalBody, reversalDecisionBody } from "./validators";

/** Transfers that are taken back. */
export const reversalMiddlewares = [
  reads("/desk/reversals", listQuery),
  takes("/desk/payouts/:id/reversal", reversalBody),
  takes("/desk/reversals/:id/decision", reversalDecisionBody),
];
