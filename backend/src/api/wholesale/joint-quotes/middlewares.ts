import type { MiddlewareRoute } from "@medusajs/framework/http";
import { jointAcceptInput, jointMoreInput, jointRequestInput } from "../../../modules/wholesale/joint/joint-types";
import { reads, takes } from "../../validated";
import { proformaFileQuery, transferBody } from "../proformas/validators";
import { approvalBody, quoteCheckoutBody } from "../quotes/validators";
import { nothing } from "../validators";
import { jointQuotesQuery, spreadQuery } from "./validators";

/** Joint quotes, for the company that buys; at the desk each part is a quote like any other. */
export const jointQuoteMiddlewares: MiddlewareRoute[] = [
  reads("/wholesale/spreads", spreadQuery),
  reads("/wholesale/joint-quotes", jointQuotesQuery),
  takes("/wholesale/joint-quotes", jointRequestInput),
  reads("/wholesale/joint-quotes/:id", nothing),
  takes("/wholesale/joint-quotes/:id/parts", jointMoreInput),
  takes("/wholesale/joint-quotes/:id/accept", jointAcceptInput),
  takes("/wholesale/joint-quotes/:id/approval", approvalBody),
  reads("/wholesale/joint-quotes/:id/file", proformaFileQuery),
  reads("/wholesale/joint-quotes/:id/checkout", nothing),
  takes("/wholesale/joint-quotes/:id/checkout", quoteCheckoutBody),
  reads("/wholesale/joint-quotes/:id/transfer", nothing),
  takes("/wholesale/joint-quotes/:id/transfer", transferBody),
  reads("/wholesale/joint-quotes/:id/transfer/file", proformaFileQuery),
];
