import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { boardQuery, hashesQuery, slipBody } from "./validators";

/** The money board and the notices of a village: open to everybody. */
export const moneyBoardMiddlewares: MiddlewareRoute[] = [
  reads("/store/villages/:handle/money-board", boardQuery),
  reads("/store/villages/:handle/notices", boardQuery),
  reads("/store/villages/:handle/money-board/:id", hashesQuery),
  takes("/store/villages/:handle/slip-check", slipBody),
];
