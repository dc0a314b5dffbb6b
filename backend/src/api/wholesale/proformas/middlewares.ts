import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";
import { proformaFileQuery, proformasQuery, transferBody } from "./validators";

/** Paid by bank transfer, at the side of the company that buys. */
export const proformaMiddlewares: MiddlewareRoute[] = [
  reads("/wholesale/quotes/:id/transfer", nothing),
  takes("/wholesale/quotes/:id/transfer", transferBody),
  reads("/wholesale/proformas", proformasQuery),
  reads("/wholesale/proformas/:id", nothing),
  reads("/wholesale/proformas/:id/file", proformaFileQuery),
];
