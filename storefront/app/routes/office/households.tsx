import { useTranslations } from "use-intl";
import { householdsSchema } from "../../features/people/data.server";
import { Input } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/households";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const office = await member(request, "office", path);
  const query = new URL(request.url).searchParams;
  const q = query.get("q")?.trim() ?? "";
  const page = await office.read("/office/households", householdsSchema, {
    ...(q === "" ? {} : { q: q.slice(0, 40) }),
    cursor: query.get("after") ?? undefined,
  });
  return { q, ...page, title: say(path)("office.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function OfficeHouseholds({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("office");
  const words = useTranslations("register");
  const path = usePath();
  const { households, next, q } = loaderData;
  return (
    <section className="stack">
      <h1>{t("title")}</h1>
      <p>
        <a className="button" href={`/${path}/office/households/new`}>
          {words("new")}
        </a>{" "}
        <a className="button second" href={`/${path}/office/page`}>
          {t("page")}
        </a>
      </p>
      <form method="get" className="row" role="search">
        <Input name="q" label={words("search")} hint={words("searchHint")} autoComplete="off" defaultValue={q} />
        <button className="button second">{words("find")}</button>
      </form>
      {households.length === 0 ? (
        <p className="panel">{q === "" ? t("none") : words("noneFound", { q })}</p>
      ) : (
        <ul className="plain stack-s">
          {households.map((one) => (
            <li key={one.id} className="panel">
              <a href={`/${path}/office/households/${one.id}`}>
                {one.card_number} · {one.name}
              </a>
              <br />
              <span className="muted">
                {words("last4", { last4: one.phone_last4 })} · {words(one.active ? "active" : "inactive")}
              </span>
            </li>
          ))}
        </ul>
      )}
      {next === null ? null : (
        <p>
          <a href={`?${new URLSearchParams({ ...(q === "" ? {} : { q }), after: next }).toString()}`}>
            {words("more")}
          </a>
        </p>
      )}
    </section>
  );
}
