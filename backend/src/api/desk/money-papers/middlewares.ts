import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery } from "../validators";
import { correctBoardBody, moneyPaperBody, ownPaperBody } from "./validators";

/** Statements and papers about money, at the desk and at home. */
export const moneyPaperMiddlewares: MiddlewareRoute[] = [
  takes("/desk/money-papers", moneyPaperBody),
  reads("/desk/money-papers/:id", noQuery),
  reads("/desk/money-papers/:id/file", noQuery),
  reads("/desk/statements/:id", noQuery),
  reads("/desk/settlement-periods/:id/totals", noQuery),
  takes("/desk/settlement-periods/:id/board", correctBoardBody),
  reads("/desk/households/:id/member-account", noQuery),
  takes("/household/papers", ownPaperBody),
  reads("/household/member-account", noQuery),
  reads("/household/papers/:id", noQuery),
  reads("/household/papers/:id/file", noQuery),
  reads("/household/statements/:id", noQuery),
];
