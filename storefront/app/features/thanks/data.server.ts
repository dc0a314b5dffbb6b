import { data } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { call } from "../../lib/api.server";
import { asBuyer } from "../../lib/sessions.server";
import { both } from "../../lib/shapes";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords, text } from "../ui/form.server";

/** Thanks as everybody reads them: `from` is a province. */
export const thanksSchema = z.object({ words: z.string(), from: both.nullable() });
export type ShownThanks = z.output<typeof thanksSchema>;

const ownSchema = z.object({
  words: z.string(),
  state: z.enum(["waiting", "published", "refused", "forgotten"]),
  reason: z.string().nullable(),
});
const mineSchema = z.object({ may: z.boolean(), own: ownSchema.nullable() });
export type OwnThanks = z.output<typeof mineSchema>;

const at = (number: string) => `/store/trace/${encodeURIComponent(number)}/thanks`;

/** Whether this browser's buyer may thank for a parcel, and what they wrote. Without an answer the page stands without it. */
export async function ownThanks(request: Request, number: string): Promise<OwnThanks> {
  const headers = await asBuyer(request);
  if (headers["x-order-key"] === "" && headers.authorization === undefined) return { may: false, own: null };
  const found = await call(at(number), mineSchema, { headers });
  return found.ok ? found.value : { may: false, own: null };
}

export async function giveThanks(request: Request, number: string, path: Path) {
  const words = text(await request.formData(), "words");
  const headers = await asBuyer(request);
  const given = await call(at(number), z.object({ own: ownSchema }), { body: { words }, headers });
  if (given.ok) return data({ words: "", problems: [] as Problem[] });
  const problems: Problem[] = [{ field: fieldOf(given.refusal, "words"), text: inWords(path, given.refusal) }];
  return data({ words, problems }, { status: given.refusal.status });
}
