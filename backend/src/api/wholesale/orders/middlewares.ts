import type { MiddlewareRoute } from "@medusajs/framework/http";
import { reads, takes } from "../../validated";
import { nothing } from "../validators";
import { companyInvoiceQuery, companyInvoicesQuery, companyOrdersQuery, invoiceSheetQuery } from "./validators";

/** What a company ordered, and the papers of it. */
export const companyOrderMiddlewares: MiddlewareRoute[] = [
  reads("/wholesale/orders", companyOrdersQuery),
  reads("/wholesale/orders/:id", nothing),
  takes("/wholesale/orders/:id/invoices", nothing),
  reads("/wholesale/invoices", companyInvoicesQuery),
  reads("/wholesale/invoices/sheet", invoiceSheetQuery),
  reads("/wholesale/invoices/:id/file", companyInvoiceQuery),
];
