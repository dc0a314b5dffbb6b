import type { MiddlewareRoute } from "@medusajs/framework/http";
import { truckRateSchema } from "@commonlot/domain";
import { noteQuery } from "../../wholesale/quotes/validators";
import { reads, takes } from "../../validated";
import { emptyBody, pageQuery } from "../carriers/validators";
import { noQuery } from "../validators";

/** Trucks: what they cost, and the papers that travel with them. */
export const truckMiddlewares: MiddlewareRoute[] = [
  reads("/desk/truck-rates", pageQuery),
  takes("/desk/truck-rates", truckRateSchema),
  takes("/desk/truck-rates/:id/withdraw", emptyBody),
  reads("/desk/handovers/:id/delivery-notes", noQuery),
  reads("/desk/handovers/:id/delivery-notes/:order_id", noteQuery),
];
