import { redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { unit } from "../../lib/shapes";
import { again, quoteWords } from "../quote/refusals.server";
import { fieldOf, text } from "../ui/form.server";
import { RELEASES, STANDINGS, WINDOWS } from "./words";

// What the backend answers of a quote's order once its goods are on their way, and what is done there.

const rating = z.object({ stars: z.int(), words: z.string(), at: z.string() });
export const deliverySchema = z.object({
  delivery: z
    .object({
      progress: z.array(
        z.object({
          unit,
          wanted: z.number(),
          covered: z.number(),
          lots: z.int(),
          households: z.int(),
          sent: z.number(),
        }),
      ),
      inspection: z.object({
        standing: z.enum(STANDINGS),
        days: z.int(),
        release: z.enum(RELEASES),
        last_day: z.string().nullable(),
        accepted_at: z.string().nullable(),
        words: z.string(),
        open_claims: z.int(),
      }),
      rating: z.object({
        window: z.enum(WINDOWS),
        own: rating.nullable(),
        other: rating.nullable(),
        average: z.object({ stars_100: z.int(), ratings: z.int() }).nullable(),
      }),
    })
    .nullable(),
});
export type Delivery = NonNullable<z.output<typeof deliverySchema>["delivery"]>;

/** What is refused of deliveries and nowhere else. */
const OWN = [
  "not_ordered_yet",
  "not_delivered_yet",
  "nothing_comes",
  "claim_waits",
  "rating_too_early",
  "rating_over",
  "rated_already",
] as const;

function deliveryWords(path: Path, refusal: Refusal): string {
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`delivery.refusals.${own}`) : quoteWords(path, refusal);
}

/** Accepts the goods, rates, or leads to the order's own page; undefined when the form is about something else. */
export async function deliveryAct(path: Path, form: FormData, who: Member, at: string) {
  const here = `/${path}${at}#delivery`;
  const refused = (refusal: Refusal, field: string) =>
    again(
      form,
      [{ field: fieldOf(refusal, field), text: deliveryWords(path, refusal) }],
      refusal.status === 401 ? 400 : refusal.status,
    );
  switch (text(form, "intent")) {
    case "accept_goods": {
      const done = await who.call(`${at}/acceptance`, z.unknown(), { body: { words: text(form, "accept_words") } });
      return done.ok ? redirect(here, 303) : refused(done.refusal, "accept_words");
    }
    case "rate": {
      const stars = Number(text(form, "stars"));
      if (!Number.isInteger(stars) || stars < 1 || stars > 5)
        return again(form, [{ field: "stars", text: say(path)("delivery.refusals.invalid_stars") }]);
      const done = await who.call(`${at}/rating`, z.unknown(), { body: { stars, words: text(form, "rating_words") } });
      return done.ok ? redirect(here, 303) : refused(done.refusal, "stars");
    }
    case "order_page": {
      const done = await who.call(`${at}/order-page`, z.object({ url: z.url() }), { body: { language: path } });
      if (!done.ok) return refused(done.refusal, "accept_words");
      const { pathname, search } = new URL(done.value.url);
      return redirect(`${pathname}${search}`, 303);
    }
    default:
      return undefined;
  }
}
