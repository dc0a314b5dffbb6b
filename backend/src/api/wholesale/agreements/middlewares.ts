import type { MiddlewareRoute } from "@medusajs/framework/http";
import {
  agreementInput,
  agreementVersionInput,
  callOffInput,
  compensationPaidInput,
  deskAgreementInput,
  marketPriceInput,
  signInput,
} from "../../../modules/wholesale/agreements/agreement-types";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";
import { agreementFileQuery, agreementsQuery, endAgreementBody, marketPricesQuery } from "./validators";

/** Agreements, at both of their sides. */
export const agreementMiddlewares: MiddlewareRoute[] = [
  ...["/wholesale/agreements", "/desk/agreements"].flatMap((at) => [
    reads(at, agreementsQuery),
    reads(`${at}/:id`, nothing),
    reads(`${at}/:id/file`, agreementFileQuery),
    reads(`${at}/:id/statement`, nothing),
    takes(`${at}/:id/versions`, agreementVersionInput),
    takes(`${at}/:id/sign`, signInput),
    takes(`${at}/:id/end`, endAgreementBody),
  ]),
  takes("/wholesale/agreements", agreementInput),
  takes("/wholesale/agreements/:id/call-offs", callOffInput),
  takes("/desk/agreements", deskAgreementInput),
  reads("/desk/agreement-companies", nothing),
  takes("/desk/agreements/:id/call-offs/:quote_id/keep", nothing),
  takes("/desk/agreements/:id/compensation", compensationPaidInput),
  reads("/desk/market-prices", marketPricesQuery),
  takes("/desk/market-prices", marketPriceInput),
];
