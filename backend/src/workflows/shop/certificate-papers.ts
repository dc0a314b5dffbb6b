import type { MedusaContainer } from "@medusajs/framework/types";
import { groupBy } from "../../lib/group-by";
import type ShopService from "../../modules/shop/service";
import { pictureFields } from "./show-pictures";

/** What is shown of a certificate's paper: photos of it, and PDFs as their issuer wrote them. */
interface Papers {
  papers: ReturnType<typeof pictureFields>[];
  files: ReturnType<typeof paperFields>[];
}

/** What anybody may read of a certificate's PDF; its address below the storefront's. */
export const paperFields = ({ id, bytes }: { id: string; bytes: number }) => ({ href: `/papers/${id}.pdf`, bytes });

/** Of each of these certificates, what is shown of its paper. */
export async function papersOfCertificates(
  container: MedusaContainer,
  certificate_ids: readonly string[],
): Promise<(id: string) => Papers> {
  const shop: ShopService = container.resolve("shop");
  const [pictures, files] = await Promise.all([
    shop.pictures.shown("certificate", certificate_ids),
    shop.papers.shown(certificate_ids),
  ]);
  const [pictures_of, files_of] = [groupBy(pictures, (one) => one.of_id), groupBy(files, (one) => one.certificate_id)];
  return (id) => ({
    papers: (pictures_of.get(id) ?? []).map(pictureFields),
    files: (files_of.get(id) ?? []).map(paperFields),
  });
}
