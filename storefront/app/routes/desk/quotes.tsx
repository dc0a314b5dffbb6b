import { useTranslations } from "use-intl";
import { quotesSchema, shownOf } from "../../features/quote/data.server";
import { QuoteList } from "../../features/quote/QuoteList";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/quotes";

/** Quotes that companies have with this cooperative: those that stand, that were accepted, or that led to nothing. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const shown = shownOf(query);
  const found = await desk.read("/desk/quotes", quotesSchema, {
    state: shown,
    cursor: query.get("before") ?? undefined,
  });
  return { ...found, shown, title: say(path)("quote.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function DeskQuotesPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("quote");
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <p>{t("deskLead")}</p>
      <QuoteList found={loaderData} me="seller" />
    </section>
  );
}
