import type ShopService from "../../../../backend/src/modules/shop/service";
import type { JobHandler } from "../../job";

/** What a picture or PDF was shown with is gone: so is it. */
export const handle: JobHandler<"hide-pictures"> = async ({ container, payload }) => {
  const shop: ShopService = container.resolve("shop");
  await shop.pictures.removeAll(payload);
  await shop.papers.removeAll(payload);
};
