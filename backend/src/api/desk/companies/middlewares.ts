import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { noQuery } from "../validators";
import { companiesQuery, companyDecisionBody, companyTermsBody, operatorCompaniesQuery } from "./validators";

/** Companies that buy in bulk, for who lets them in: a cooperative's manager and the operator. */
export const vettingMiddlewares: MiddlewareRoute[] = [
  reads("/desk/companies", companiesQuery),
  reads("/admin/commonlot/companies", operatorCompaniesQuery),
  ...["/desk/companies", "/admin/commonlot/companies"].flatMap((at) => [
    reads(`${at}/:id`, noQuery),
    reads(`${at}/:id/documents/:document_id`, noQuery),
    takes(`${at}/:id/decision`, companyDecisionBody),
  ]),
  takes("/admin/commonlot/companies/:id/terms", companyTermsBody),
];
