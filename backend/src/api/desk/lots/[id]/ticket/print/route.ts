import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../../../../env";
import { refuseWith } from "../../../../../../lib/refusal";
import { ticketPdf } from "../../../../../../lib/print/ticket";
import type PoolService from "../../../../../../modules/pool/service";
import { requireMember } from "../../../../scope";
import { printedTicket } from "../../../../weigh-in/printed-ticket";
import { ticketView } from "../../../../weigh-in/ticket-view";
import type { PrintQuery } from "../../../../weigh-in/validators";

/** The weigh ticket as a PDF for the roll (80 mm) or for A6: one small page, made in some 30 ms. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { paper, lang } = req.validatedQuery as PrintQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const ticket = await pools.tickets.ofCooperative(req.params.id ?? "", cooperative_id);
  if (!ticket) refuseWith("lot_not_found", "There is no such lot in your cooperative.");
  const view = await ticketView(req.scope, ticket);
  const pdf = await ticketPdf(printedTicket(view, lang, readEnv().STOREFRONT_URL), paper);
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Length", pdf.length);
  res.setHeader("Content-Disposition", `attachment; filename="ticket-${ticket.number}-${paper}.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(pdf);
}
