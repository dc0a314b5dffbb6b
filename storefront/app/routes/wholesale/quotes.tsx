import { useTranslations } from "use-intl";
import { company } from "../../features/company/data.server";
import { quotesSchema, shownOf } from "../../features/quote/data.server";
import { QuoteList } from "../../features/quote/QuoteList";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/quotes";

export const handle = { plain: true };

/** The company's quotes: those that stand, that were accepted, or that led to nothing. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const query = new URL(request.url).searchParams;
  const shown = shownOf(query);
  const found = await who.read("/wholesale/quotes", quotesSchema, {
    state: shown,
    cursor: query.get("before") ?? undefined,
  });
  return { ...found, shown, asked: query.has("asked"), title: say(path)("quote.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function QuotesPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("quote");
  const j = useTranslations("joint");
  const path = usePath();
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      {loaderData.asked ? (
        <p className="note good" role="status">
          {t("askedDone")}
        </p>
      ) : null}
      <p>{t("lead")}</p>
      <p className="row">
        <a className="button" href={`/${path}/wholesale/quotes/new`}>
          {t("ask")}
        </a>
        <a href={`/${path}/wholesale/joint-quotes`}>{j("title")}</a>
      </p>
      <QuoteList found={loaderData} me="buyer" />
    </section>
  );
}
