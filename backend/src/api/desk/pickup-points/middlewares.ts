import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery } from "../validators";
import { endPointBody, fetchedBody, newPointBody, pointBody, pointOrdersQuery, readyBody } from "./validators";

export const pickupPointMiddlewares: MiddlewareRoute[] = [
  reads("/desk/pickup-points", noQuery),
  takes("/desk/pickup-points", newPointBody),
  takes("/desk/pickup-points/:id", pointBody),
  takes("/desk/pickup-points/:id/end", endPointBody),
  reads("/desk/point-orders", pointOrdersQuery),
  takes("/desk/point-orders/:id/ready", readyBody),
  takes("/desk/point-orders/:id/fetched", fetchedBody),
];
