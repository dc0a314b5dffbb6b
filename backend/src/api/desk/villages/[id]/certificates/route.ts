import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { groupBy } from "../../../../../lib/group-by";
import { valueOf } from "../../../../../lib/refusal";
import { todayOf } from "../../../../../lib/today";
import { PRODUCE_CODES, produceWords } from "../../../../../lib/words";
import type ShopService from "../../../../../modules/shop/service";
import { paperFields } from "../../../../../workflows/shop/certificate-papers";
import { pictureFields } from "../../../../../workflows/shop/show-pictures";
import { certificateToEdit, requireWriter } from "../../facts";
import type { NewCertificateBody } from "../../validators";

/** Certificates of the village that were not withdrawn, with their papers, and which of them end soon. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { village, villages, by } = await requireWriter(req);
  const shop: ShopService = req.scope.resolve("shop");
  const certificates = await villages.certificates.ofDesk(village.id, todayOf());
  const ids = certificates.map((one) => one.id);
  const papers = groupBy(await shop.pictures.shown("certificate", ids), (picture) => picture.of_id);
  const files = groupBy(await shop.papers.shown(ids), (file) => file.certificate_id);
  res.json({
    village,
    certificates: certificates.map((one) => ({
      ...certificateToEdit(one),
      version: one.version,
      in_force: one.in_force,
      ends_soon: one.ends_soon,
      papers: (papers.get(one.id) ?? []).map((paper) => ({
        id: paper.id,
        ...pictureFields(paper),
        own: paper.cooperative_id === by.cooperative_id,
      })),
      files: (files.get(one.id) ?? []).map((file) => ({
        id: file.id,
        ...paperFields(file),
        own: file.cooperative_id === by.cooperative_id,
      })),
    })),
    produce: PRODUCE_CODES.map((code) => ({ code, name: produceWords(code) })),
  });
}

/** One more certificate. From its first day buyers see it. */
export async function POST(req: AuthenticatedMedusaRequest<NewCertificateBody>, res: MedusaResponse): Promise<void> {
  const { by, villages } = await requireWriter(req);
  const added = valueOf(await villages.certificates.add({ ...req.validatedBody, village_id: by.village_id }, by));
  res.status(201).json({ certificate: added });
}
