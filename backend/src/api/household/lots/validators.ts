import { z } from "zod";
import { words } from "../../desk/validators";

export const objectBody = z.strictObject({ words: words.optional() });
export type ObjectBody = z.infer<typeof objectBody>;
