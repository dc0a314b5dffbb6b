import { z } from "zod";

const time = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, "a time of the day such as 08:00");
export const collectionBody = z.strictObject({ weekday: z.int().min(1).max(7), from: time, to: time });
export type CollectionBody = z.infer<typeof collectionBody>;
export const removeBody = z.strictObject({});
