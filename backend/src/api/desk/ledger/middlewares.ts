import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery } from "../validators";
import * as v from "./validators";

/** Who may come in is decided for all of /desk and /household; here only what they may send. */
export const ledgerMiddlewares: MiddlewareRoute[] = [
  reads("/desk/pools/:id/why", v.whyQuery),
  reads("/desk/pools/:id/replay", v.replayQuery),
  reads("/desk/pools/:id/audit", v.auditQuery),
  reads("/desk/activity", v.activityQuery),
  reads("/desk/tasks", noQuery),
  takes("/desk/pools/:id/status", v.poolStatusBody),
  reads("/desk/adjustments", v.adjustmentsQuery),
  takes("/desk/adjustments", v.adjustmentBody),
  takes("/desk/adjustments/:id/approve", v.emptyBody),
  takes("/desk/adjustments/:id/drop", v.dropBody),
  reads("/desk/ledger-policy", noQuery),
  takes("/desk/ledger-policy", v.policyBody),
  reads("/desk/returned-goods", v.returnedQuery),
  takes("/desk/returned-goods/:id/decide", v.decideReturnedBody),
  reads("/desk/lots/:id/split", v.splitQuery),
  takes("/desk/lots/:id/split", v.splitBody),
  reads("/desk/stocktakes", v.stocktakesQuery),
  takes("/desk/stocktakes", v.stocktakeBody),
  reads("/desk/stocktakes/:id", noQuery),
  reads("/desk/stocktakes/:id/sheet", noQuery),
  takes("/desk/stocktakes/:id/count", v.countBody),
  takes("/desk/stocktakes/:id/approve", v.emptyBody),
  takes("/desk/stocktakes/:id/drop", v.emptyBody),
  reads("/desk/shrink-rules", noQuery),
  takes("/desk/shrink-rules", v.shrinkRuleBody),
  reads("/desk/forecasts", v.forecastsQuery),
  takes("/desk/forecasts", v.forecastBody),
  takes("/desk/forecasts/:id/end", v.endForecastBody),
  reads("/desk/holds", v.holdsQuery),
  takes("/desk/holds", v.holdBody),
  takes("/desk/holds/:id/release", v.releaseBody),
  reads("/desk/expiring", v.expiringQuery),
  reads("/household/forecasts", v.ownForecastsQuery),
  takes("/household/forecasts", v.ownForecastBody),
  takes("/household/forecasts/:id/withdraw", v.emptyBody),
];
