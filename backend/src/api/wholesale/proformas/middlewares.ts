import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";
import { accountFileQuery, accountQuery, proformaFileQuery, proformasQuery, transferBody } from "./validators";

/** Paid by bank transfer, before an order or after it, at the side of the company that buys. */
export const proformaMiddlewares: MiddlewareRoute[] = [
  reads("/wholesale/quotes/:id/transfer", nothing),
  takes("/wholesale/quotes/:id/transfer", transferBody),
  takes("/wholesale/quotes/:id/account", transferBody),
  reads("/wholesale/account", accountQuery),
  reads("/wholesale/account/file", accountFileQuery),
  reads("/wholesale/proformas", proformasQuery),
  reads("/wholesale/proformas/:id", nothing),
  reads("/wholesale/proformas/:id/file", proformaFileQuery),
];
