import { useTranslations } from "use-intl";
import { quotesSchema } from "../../features/quote/data.server";
import { QuoteTag } from "../../features/quote/Parts";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
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
  const f = useFormats();
  const path = usePath();
  const { quotes, next, all } = loaderData;
  const older = next === null ? null : `?${all ? "all=1&" : ""}before=${encodeURIComponent(next)}`;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <p>{t("deskLead")}</p>
      <p>
        <a href={`/${path}/desk/quotes${all ? "" : "?all=1"}`}>{t(all ? "onlyOpen" : "all")}</a>
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
            of: (one) => <a href={`/${path}/desk/quotes/${one.id}`}>{one.number}</a>,
          },
          { head: t("company"), of: (one) => one.company },
          { head: t("state"), of: (one) => <QuoteTag state={one.state} /> },
          {
            head: t("turn"),
            of: (one) => (one.turn === null ? "–" : t(one.turn === "seller" ? "yourTurn" : "theirTurn")),
          },
          { head: t("standsUntil"), of: (one) => (one.turn === null ? "–" : f.timeThere(one.expires_at)) },
          { head: t("wantedOn"), of: (one) => f.date(one.wanted_on) },
        ]}
      />
    </section>
  );
}
