import type { MiddlewareRoute } from "@medusajs/framework/http";
import {
  agreementInput,
  agreementVersionInput,
  callOffInput,
  deskAgreementInput,
  signInput,
} from "../../../modules/wholesale/agreements/agreement-types";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";
import { agreementFileQuery, agreementsQuery, endAgreementBody } from "./validators";

/** Agreements, at both of their sides. */
export const agreementMiddlewares: MiddlewareRoute[] = [
  ...["/wholesale/agreements", "/desk/agreements"].flatMap((at) => [
    reads(at, agreementsQuery),
    reads(`${at}/:id`, nothing),
    reads(`${at}/:id/file`, agreementFileQuery),
    takes(`${at}/:id/versions`, agreementVersionInput),
    takes(`${at}/:id/sign`, signInput),
    takes(`${at}/:id/end`, endAgreementBody),
  ]),
  takes("/wholesale/agreements", agreementInput),
  takes("/wholesale/agreements/:id/call-offs", callOffInput),
  takes("/desk/agreements", deskAgreementInput),
  reads("/desk/agreement-companies", nothing),
  takes("/desk/agreements/:id/call-offs/:quote_id/keep", nothing),
];
