import { useTranslations } from "use-intl";
import { quotesSchema } from "../../features/quote/data.server";
import { QuoteList } from "../../features/quote/QuoteList";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/quotes";

/** Quotes that companies have with this cooperative: those that stand, or all. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const all = query.has("all");
  const found = await desk.read("/desk/quotes", quotesSchema, {
    ...(all ? {} : { state: "open" }),
    cursor: query.get("before") ?? undefined,
  });
  return { ...found, all, title: say(path)("quote.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function DeskQuotesPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("quote");
  const path = usePath();
  const { all } = loaderData;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <p>{t("deskLead")}</p>
      <p>
        <a href={`/${path}/desk/quotes${all ? "" : "?all=1"}`}>{t(all ? "onlyOpen" : "all")}</a>
      </p>
      <QuoteList found={loaderData} me="seller" />
    </section>
  );
}
