import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { jointQuotePaper } from "../../../../../lib/joint-quote-paper";
import { refuseWith } from "../../../../../lib/refusal";
import type { ProformaFileQuery } from "../../../proformas/validators";
import { cooperativeNames } from "../../../quotes/fields";
import { requireCompany } from "../../../scope";
import { sendPdf } from "../../send-pdf";

/** A joint quote as a PDF, with all its parts that stand. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, member, company } = await requireCompany(req);
  const { language } = req.validatedQuery as unknown as ProformaFileQuery;
  const by = { side: "buyer", id: member.member_id, company_id: company.id } as const;
  const whole = await wholesale.joints.whole(by, req.params.id ?? "");
  if (!whole) refuseWith("joint_quote_not_found", "There is no such joint quote.");
  const seller = await cooperativeNames(req.scope, whole.quotes);
  const paper = jointQuotePaper(
    { whole, seller, buyer: company.name, tz: company.time_zone, now: new Date() },
    language,
  );
  await sendPdf(res, paper, `${whole.joint.number}.pdf`);
}
