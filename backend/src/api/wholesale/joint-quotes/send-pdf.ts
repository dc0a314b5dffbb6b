import type { MedusaResponse } from "@medusajs/framework/http";
import { invoicePdf, type PrintedInvoice } from "../../../lib/print/invoice";

/** A paper of the company as a file of this name. */
export async function sendPdf(res: MedusaResponse, paper: PrintedInvoice, name: string): Promise<void> {
  const pdf = await invoicePdf(paper);
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Disposition", `attachment; filename="${name}"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(pdf);
}
