import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery } from "../validators";
import * as v from "./validators";

/** Carriers, rate cards, cartons, packs and numbers. Who may come in is decided for all of /desk. */
export const carrierMiddlewares: MiddlewareRoute[] = [
  reads("/desk/carriers", noQuery),
  takes("/desk/carriers", v.carrierBody),
  reads("/desk/rate-cards", v.pageQuery),
  reads("/desk/rate-cards/:id", noQuery),
  takes("/desk/rate-cards/:id/end", v.endCardBody),
  takes("/desk/rate-cards/:id/withdraw", v.emptyBody),
  takes("/desk/rates", v.rateBody),
  reads("/desk/cartons", noQuery),
  takes("/desk/cartons/:id/stock", v.stockBody),
  takes("/desk/cartons/:id/retire", v.emptyBody),
  reads("/desk/cartons/:id/movements", v.pageQuery),
  reads("/desk/packs", noQuery),
  { ...takes("/desk/shipping-sheets", v.sheetBody), bodyParser: { sizeLimit: v.SHEET_BODY } },
  reads("/desk/shipping-sheets/:kind", noQuery),
  reads("/desk/tracking-numbers", v.wantedQuery),
  { ...takes("/desk/tracking-numbers", v.numbersBody), bodyParser: { sizeLimit: v.SHEET_BODY } },
  reads("/desk/refused-bookings", v.refusedQuery),
  takes("/desk/parcels/:id/booking", v.mendBody),
  takes("/desk/parcels/:id/booking/cancel", v.cancelBody),
  takes("/desk/waves/:id/bookings", v.emptyBody),
  takes("/desk/waves/:id/carrier-labels", v.emptyBody),
  takes("/desk/handovers/:id/bookings", v.emptyBody),
  takes("/desk/handovers/:id/manifests", v.emptyBody),
  reads("/desk/booking-cancels", v.pageQuery),
  reads("/desk/pickups", v.pageQuery),
  takes("/desk/pickups", v.pickupBody),
  takes("/desk/pickups/:id/cancel", v.emptyBody),
];
