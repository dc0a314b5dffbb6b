import type ShopService from "../../../../backend/src/modules/shop/service";
import type { JobHandler } from "../../job";

/** What a picture was shown with is gone: so is the picture. */
export const handle: JobHandler<"hide-pictures"> = async ({ container, payload }) => {
  const shop: ShopService = container.resolve("shop");
  await shop.pictures.removeAll(payload);
};
