import { z } from "zod";
import { productIds } from "../selling/validators";

export const produceQuery = z.strictObject({ ids: productIds });
export type ProduceQuery = z.output<typeof produceQuery>;
