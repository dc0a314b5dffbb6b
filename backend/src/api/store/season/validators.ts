import { z } from "zod";
import { SEASON_ACTS } from "../../../lib/season-link";
import { email } from "../account/validators";

/** A produce of a village, as its page names them. */
export const goodsBody = z.strictObject({
  village: z.string().min(1).max(100),
  produce: z.string().min(1).max(60),
  language: z.enum(["zh", "en"]).default("zh"),
});
export type GoodsBody = z.output<typeof goodsBody>;

export const subscribeBody = goodsBody.extend({ email });
export type SubscribeBody = z.output<typeof subscribeBody>;

const key = z.string().min(1).max(60);
export const linkQuery = z.strictObject({ act: z.enum(SEASON_ACTS), key });
export type LinkQuery = z.output<typeof linkQuery>;

export const linkBody = z.strictObject({ key });
export type LinkBody = z.output<typeof linkBody>;
