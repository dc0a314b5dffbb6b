import type { MiddlewareRoute } from "@medusajs/framework/http";
import { quoteOfferInput, quoteRequestInput, quoteVersionInput } from "../../../modules/wholesale/quotes/quote-types";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";
import {
  acceptBody,
  approvalBody,
  endBody,
  giveBackBody,
  messageBody,
  noteQuery,
  quoteCheckoutBody,
  quoteFileQuery,
  quotesQuery,
} from "./validators";

/** Quotes, at both of their sides. */
export const quoteMiddlewares: MiddlewareRoute[] = [
  ...["/wholesale/quotes", "/desk/quotes"].flatMap((at) => [
    reads(at, quotesQuery),
    reads(`${at}/:id`, nothing),
    reads(`${at}/:id/file`, quoteFileQuery),
    reads(`${at}/:id/carriage`, nothing),
    reads(`${at}/:id/delivery-notes`, nothing),
    takes(`${at}/:id/accept`, acceptBody),
    takes(`${at}/:id/end`, endBody),
    takes(`${at}/:id/messages`, messageBody),
  ]),
  reads("/wholesale/quotes/:id/delivery-notes/:handover_id", noteQuery),
  takes("/wholesale/quotes", quoteRequestInput),
  takes("/wholesale/quotes/:id/versions", quoteVersionInput),
  takes("/wholesale/quotes/:id/approval", approvalBody),
  takes("/wholesale/quotes/:id/approval/take-back", nothing),
  takes("/wholesale/quotes/:id/give-back", giveBackBody),
  takes("/wholesale/quotes/:id/freight", nothing),
  reads("/wholesale/quotes/:id/checkout", nothing),
  takes("/wholesale/quotes/:id/checkout", quoteCheckoutBody),
  takes("/desk/quotes/:id/offers", quoteOfferInput),
];
