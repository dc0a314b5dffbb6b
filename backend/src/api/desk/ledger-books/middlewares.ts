import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery } from "../validators";
import * as v from "./validators";

/** The ledger for accountants, a cooperative's and the platform's. Who may come in is decided for all of /desk and /admin. */
export const ledgerBooksMiddlewares: MiddlewareRoute[] = [
  reads("/desk/ledger-codes", noQuery),
  takes("/desk/ledger-codes", v.codeBody),
  reads("/desk/trial-balance", v.daysQuery),
  reads("/desk/ledger-export", v.exportQuery),
  reads("/desk/money-reads", v.readsQuery),
  reads("/admin/commonlot/ledger-export", v.exportQuery),
  reads("/admin/commonlot/trial-balance", v.daysQuery),
  reads("/admin/commonlot/money-reads", v.readsQuery),
];
