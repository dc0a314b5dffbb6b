import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads } from "../../validated";
import { noQuery, sellingQuery } from "./validators";

export const sellingMiddlewares: MiddlewareRoute[] = [
  reads("/store/cycles", noQuery),
  reads("/store/selling", sellingQuery),
];
