import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { invoicePdf } from "../../../../../lib/print/invoice";
import { proformaPaper } from "../../../../../lib/proforma-paper";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { PROFORMA_NOT_THERE } from "../../../../../modules/settlement/transfers/proformas";
import { cooperativeNames } from "../../../quotes/fields";
import { requireCompany } from "../../../scope";
import type { ProformaFileQuery } from "../../validators";

/** A proforma as a PDF, in the language that is asked for. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company } = await requireCompany(req);
  const { language } = req.validatedQuery as unknown as ProformaFileQuery;
  const { proformas }: SettlementService = req.scope.resolve("settlement");
  const found = await proformas.oneOf({ company_id: company.id }, req.params.id ?? "");
  if (!found) return valueOf(PROFORMA_NOT_THERE);
  const [names, all] = await Promise.all([
    cooperativeNames(req.scope, [found]),
    wholesale.quotes.allOfCart(found.cart_id),
  ]);
  const of = all.find((one) => one.quote.id === found.quote_id);
  const paper = proformaPaper(
    {
      proforma: found,
      account: proformas.accountOf(found),
      version: of?.version,
      seller: names(found.cooperative_id),
      tz: company.time_zone,
    },
    language,
  );
  const pdf = await invoicePdf(paper);
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Disposition", `attachment; filename="proforma-${found.number}.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(pdf);
}
