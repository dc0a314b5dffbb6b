import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery } from "../validators";
import { companiesQuery, companyDecisionBody, companyTermsBody } from "./validators";

/** Companies that buy in bulk, for who lets them in: a cooperative's manager and the operator. */
export const vettingMiddlewares: MiddlewareRoute[] = [
  ...["/desk/companies", "/admin/commonlot/companies"].flatMap((at) => [
    reads(at, companiesQuery),
    reads(`${at}/:id`, noQuery),
    reads(`${at}/:id/documents/:document_id`, noQuery),
    takes(`${at}/:id/decision`, companyDecisionBody),
  ]),
  takes("/admin/commonlot/companies/:id/terms", companyTermsBody),
];
