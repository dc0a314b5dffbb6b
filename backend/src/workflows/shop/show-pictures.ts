import type { ILockingModule, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { updateProductsWorkflow } from "@medusajs/medusa/core-flows";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { readEnv } from "../../env";
import type { ShopPicture } from "../../modules/shop/pictures";
import type ShopService from "../../modules/shop/service";

const LOCK_S = 30;

interface Image {
  url: string;
  metadata?: Record<string, unknown> | null;
}

/**
 * Tells Medusa which pictures a product has, so that any client of its store API shows them. What an operator added there stands behind
 * ours. No compensation: our rows are the truth, and telling it again is always right.
 */
const showPicturesStep = createStep("show-pictures", async (input: { product_id: string }, { container }) => {
  const locking: ILockingModule = container.resolve(Modules.LOCKING);
  // Read and written under one lock: of two that run at once the later would else write what the earlier read.
  const told = await locking.execute(`pictures:${input.product_id}`, () => tell(container, input.product_id), {
    timeout: LOCK_S,
  });
  return new StepResponse(told);
});

export const showPicturesWorkflow = createWorkflow("show-pictures", (input: { product_id: string }) => {
  return new WorkflowResponse(showPicturesStep(input));
});

async function tell(container: MedusaContainer, product_id: string): Promise<boolean> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const shop: ShopService = container.resolve("shop");
  const [pictures, { data }] = await Promise.all([
    shop.pictures.shown("product", [product_id]),
    query.graph({
      entity: "product",
      fields: ["id", "thumbnail", "images.url", "images.metadata", "images.rank"],
      filters: { id: product_id },
    }),
  ]);
  const product = (data as unknown as { thumbnail: string | null; images?: (Image & { rank: number })[] | null }[])[0];
  if (!product) return false;
  const now = [...(product.images ?? [])].sort((a, b) => a.rank - b.rank);
  const wanted = [...pictures.map(imageOf), ...now.filter((image) => !isOurs(image)).map(plain)];
  const thumbnail = wanted[0]?.url ?? null;
  if (product.thumbnail === thumbnail && JSON.stringify(now.map(plain)) === JSON.stringify(wanted)) return false;
  await updateProductsWorkflow(container).run({ input: { products: [{ id: product_id, thumbnail, images: wanted }] } });
  return true;
}

const isOurs = (image: Image): boolean => typeof image.metadata?.base === "string";
const plain = ({ url, metadata }: Image) => (metadata ? { url, metadata } : { url });

/** As the storefront reads it: features/ui/pictures.server.ts. The largest JPEG for who knows only an address. */
function imageOf(picture: ShopPicture): { url: string; metadata: Record<string, unknown> } {
  const base = pictureBase(picture.id);
  return {
    url: new URL(`${base}-960.jpg`, readEnv().STOREFRONT_URL).toString(),
    metadata: pictureFields(picture),
  };
}

const pictureBase = (id: string): string => `/pictures/${id}`;

/** What anybody may read of a picture. */
export function pictureFields(picture: Pick<ShopPicture, "id" | "width" | "height" | "alt_zh" | "alt_en">) {
  return {
    base: pictureBase(picture.id),
    width: picture.width,
    height: picture.height,
    alt: { zh: picture.alt_zh, en: picture.alt_en },
  };
}
