import type { MiddlewareRoute } from "@medusajs/framework/http";
import { agreementInput } from "../../../modules/wholesale/agreements/agreement-types";
import { jointCallOffInput } from "../../../modules/wholesale/agreements/joint-agreement-types";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";
import { callOffSpreadQuery, jointAgreementsQuery, seasonSharesQuery } from "./validators";

/** Agreements of several cooperatives, for the company that buys; at the desk each is an agreement like any other. */
export const jointAgreementMiddlewares: MiddlewareRoute[] = [
  reads("/wholesale/season-shares", seasonSharesQuery),
  reads("/wholesale/joint-agreements", jointAgreementsQuery),
  takes("/wholesale/joint-agreements", agreementInput),
  reads("/wholesale/joint-agreements/:id", nothing),
  reads("/wholesale/joint-agreements/:id/spread", callOffSpreadQuery),
  takes("/wholesale/joint-agreements/:id/call-offs", jointCallOffInput),
];
