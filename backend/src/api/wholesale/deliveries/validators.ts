import { MOST_STARS } from "@commonlot/domain";
import { z } from "zod";

const words = z.string().trim().max(500).default("");
export const acceptanceBody = z.strictObject({ words });
export type AcceptanceBody = z.output<typeof acceptanceBody>;
export const ratingBody = z.strictObject({ stars: z.int().min(1).max(MOST_STARS), words });
export type RatingBody = z.output<typeof ratingBody>;
export const orderPageBody = z.strictObject({ language: z.enum(["zh", "en"]).default("zh") });
export type OrderPageBody = z.output<typeof orderPageBody>;
