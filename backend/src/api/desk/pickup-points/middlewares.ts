import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery, nothingBody } from "../validators";
import { versionBody } from "../villages/validators";
import { fetchedBody, newPointBody, pointBody, pointOrdersQuery } from "./validators";

export const pickupPointMiddlewares: MiddlewareRoute[] = [
  reads("/desk/pickup-points", noQuery),
  takes("/desk/pickup-points", newPointBody),
  takes("/desk/pickup-points/:id", pointBody),
  takes("/desk/pickup-points/:id/end", versionBody),
  reads("/desk/point-orders", pointOrdersQuery),
  takes("/desk/point-orders/:id/ready", nothingBody),
  takes("/desk/point-orders/:id/fetched", fetchedBody),
];
