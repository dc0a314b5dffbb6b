import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import * as v from "./validators";

/** Refunds of the year, and members. Who may come in is decided for all of /desk. */
export const patronageMiddlewares: MiddlewareRoute[] = [
  reads("/desk/patronage", v.patronageQuery),
  takes("/desk/patronage", v.proposePatronageBody),
  reads("/desk/patronage/preview", v.previewQuery),
  reads("/desk/patronage/runs/:id", v.runQuery),
  takes("/desk/patronage/runs/:id/decision", v.decidePatronageBody),
  takes("/desk/patronage/runs/:id/reversal", v.reversalBody),
  takes("/desk/households/:id/member-entries", v.memberEntryBody),
];
