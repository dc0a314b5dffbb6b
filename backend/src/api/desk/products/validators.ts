import { productPacks, productTexts } from "@commonlot/domain";
import { z } from "zod";
import { seenBody } from "../villages/validators";

const content = { texts: productTexts, packs: productPacks };

export const newProductBody = z.strictObject({ pool_id: z.string().min(1).max(128), ...content });
export type NewProductBody = z.output<typeof newProductBody>;

export const productBody = seenBody.extend(content);
export type ProductBody = z.output<typeof productBody>;
