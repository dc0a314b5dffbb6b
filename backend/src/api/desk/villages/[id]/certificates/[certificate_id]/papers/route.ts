import { Readable } from "node:stream";
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { Refusal, Result } from "@commonlot/domain";
import { keepPaper } from "../../../../../../../lib/keep-paper";
import { keepPicture } from "../../../../../../../lib/keep-picture";
import { isPicture, readPhoto } from "../../../../../../../lib/photo";
import { valueOf } from "../../../../../../../lib/refusal";
import type ShopService from "../../../../../../../modules/shop/service";
import { CERTIFICATE_GONE, papersOf } from "../../../../papers-of";

type Recorded = Result<{ id: string; repeated: boolean }, Refusal>;

/** Keeps a certificate's paper: a photo of it drawn anew, or its PDF. The body is the file. 201, or 200 when it is there already. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { certificate, owner, isStillThere } = await papersOf(req);
  const shop: ShopService = req.scope.resolve("shop");
  const source = valueOf(await readPhoto(req));
  /** Withdrawn while it was taken in: the papers were hidden before this one was there. */
  const unlessWithdrawn = async (added: Recorded, hide: () => Promise<void>): Promise<Recorded> => {
    if (await isStillThere()) return added;
    await hide();
    return CERTIFICATE_GONE;
  };
  const words = { alt_zh: `证书 ${certificate.number}`, alt_en: `Certificate ${certificate.number}` };
  const { id, repeated } = isPicture(source)
    ? await keepPicture(Readable.from([source]), async (picture) =>
        unlessWithdrawn(await shop.pictures.add({ ...owner, ...words, ...picture }), () =>
          shop.pictures.removeAll(owner),
        ),
      )
    : await keepPaper(source, async (paper) =>
        unlessWithdrawn(await shop.papers.add(owner, paper), () => shop.papers.removeAll(owner)),
      );
  res.status(repeated ? 200 : 201).json({ picture: { id } });
}
