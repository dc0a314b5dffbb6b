import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";
import { acceptanceBody, orderPageBody, ratingBody } from "./validators";

/** What becomes of a quote's order once its goods are on their way, at both of its sides. */
export const deliveryMiddlewares: MiddlewareRoute[] = [
  ...["/wholesale/quotes", "/desk/quotes"].flatMap((at) => [
    reads(`${at}/:id/delivery`, nothing),
    takes(`${at}/:id/rating`, ratingBody),
  ]),
  takes("/wholesale/quotes/:id/acceptance", acceptanceBody),
  takes("/wholesale/quotes/:id/order-page", orderPageBody),
];
