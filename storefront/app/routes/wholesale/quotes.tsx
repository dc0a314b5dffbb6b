import { useTranslations } from "use-intl";
import { company } from "../../features/company/data.server";
import { quotesSchema } from "../../features/quote/data.server";
import { QuoteTag } from "../../features/quote/Parts";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/quotes";

export const handle = { plain: true };

/** The company's quotes: those that stand, or all. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const query = new URL(request.url).searchParams;
  const all = query.has("all");
  const found = await who.read("/wholesale/quotes", quotesSchema, {
    ...(all ? {} : { state: "open" }),
    cursor: query.get("before") ?? undefined,
  });
  return { ...found, all, asked: query.has("asked"), title: say(path)("quote.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function QuotesPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const { quotes, next, all } = loaderData;
  const older = next === null ? null : `?${all ? "all=1&" : ""}before=${encodeURIComponent(next)}`;
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
        <a href={`/${path}/wholesale/quotes${all ? "" : "?all=1"}`}>{t(all ? "onlyOpen" : "all")}</a>
      </p>
      <List
        label={loaderData.title}
        rows={quotes}
        none={t(all ? "none" : "noneOpen")}
        older={older}
        columns={[
          {
            head: t("number"),
            name: true,
            of: (one) => <a href={`/${path}/wholesale/quotes/${one.id}`}>{one.number}</a>,
          },
          { head: t("cooperative"), of: (one) => one.cooperative?.[path] ?? "" },
          { head: t("state"), of: (one) => <QuoteTag state={one.state} /> },
          {
            head: t("turn"),
            of: (one) => (one.turn === null ? "–" : t(one.turn === "buyer" ? "yourTurn" : "theirTurn")),
          },
          { head: t("standsUntil"), of: (one) => (one.turn === null ? "–" : f.timeThere(one.expires_at)) },
          { head: t("wantedOn"), of: (one) => f.date(one.wanted_on) },
        ]}
      />
    </section>
  );
}
