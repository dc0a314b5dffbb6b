import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { jointTransferPaper } from "../../../../../../lib/joint-transfer-paper";
import { valueOf } from "../../../../../../lib/refusal";
import type SettlementService from "../../../../../../modules/settlement/service";
import { PROFORMA_NOT_THERE } from "../../../../../../modules/settlement/transfers/proformas";
import { jointTransferChoice } from "../../../../../../workflows/wholesale/joint-transfer";
import type { ProformaFileQuery } from "../../../../proformas/validators";
import { cooperativeNames } from "../../../../quotes/fields";
import { requireCompany } from "../../../../scope";
import { sendPdf } from "../../../send-pdf";

/** All proformas of a joint quote on one paper, in the language that is asked for. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { member, company } = await requireCompany(req);
  const { language } = req.validatedQuery as unknown as ProformaFileQuery;
  const by = { side: "buyer", id: member.member_id, company_id: company.id } as const;
  const { joint, proformas: parts } = await jointTransferChoice(req.scope, by, req.params.id ?? "");
  const [first] = parts;
  if (!first) return valueOf(PROFORMA_NOT_THERE);
  const { proformas }: SettlementService = req.scope.resolve("settlement");
  const names = await cooperativeNames(req.scope, parts);
  const paper = jointTransferPaper(
    {
      number: joint.number,
      buyer: first.company,
      tz: company.time_zone,
      parts: parts.map((proforma) => ({
        proforma,
        account: proformas.accountOf(proforma),
        seller: names(proforma.cooperative_id),
      })),
    },
    language,
  );
  await sendPdf(res, paper, `transfer-${joint.number}.pdf`);
}
