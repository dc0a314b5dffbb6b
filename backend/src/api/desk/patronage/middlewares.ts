import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery } from "../validators";
import * as v from "./validators";

/** Refunds of the year, members, and the ledger for accountants. Who may come in is decided for all of /desk and /admin. */
export const patronageMiddlewares: MiddlewareRoute[] = [
  reads("/desk/patronage", v.patronageQuery),
  takes("/desk/patronage", v.proposePatronageBody),
  reads("/desk/patronage/preview", v.previewQuery),
  reads("/desk/patronage/runs/:id", v.runQuery),
  takes("/desk/patronage/runs/:id/decision", v.decidePatronageBody),
  takes("/desk/patronage/runs/:id/reversal", v.reversalBody),
  takes("/desk/households/:id/member-entries", v.memberEntryBody),
  reads("/desk/payout-batches/:id/bank-file", v.bankFileQuery),
  reads("/desk/ledger-codes", noQuery),
  takes("/desk/ledger-codes", v.codeBody),
  reads("/desk/trial-balance", v.daysQuery),
  reads("/desk/ledger-export", v.exportQuery),
  reads("/desk/money-reads", v.readsQuery),
  reads("/admin/commonlot/ledger-export", v.exportQuery),
  reads("/admin/commonlot/trial-balance", v.daysQuery),
  reads("/admin/commonlot/money-reads", v.readsQuery),
];
