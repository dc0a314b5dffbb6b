import { data } from "react-router";
import { useTranslations } from "use-intl";
import { meSchema } from "../../features/desk/data.server";
import { done, refused } from "../../features/people/actions.server";
import { cardSheetsSchema, householdsSchema } from "../../features/people/data.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { List } from "../../features/ui/List";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/households";

const REGISTRARS = new Set(["manager", "weigher"]);

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const q = query.get("q")?.trim() ?? "";
  const [me, page] = await Promise.all([
    desk.read("/desk/me", meSchema),
    desk.read("/desk/households", householdsSchema, {
      ...(q === "" ? {} : { q: q.slice(0, 40) }),
      cursor: query.get("after") ?? undefined,
      limit: 50,
    }),
  ]);
  const mayRegister = REGISTRARS.has(me.member.role);
  const { card_sheets } = mayRegister ? await desk.read("/desk/card-sheets", cardSheetsSchema) : { card_sheets: [] };
  return {
    q,
    ...page,
    card_sheets,
    mayRegister,
    mayExport: me.member.role === "manager",
    title: say(path)("register.title"),
  };
}

/** Asks for the ID cards of all households; they are printed in the background. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const asked = await desk.call("/desk/card-sheets", done, { body: {} });
  return asked.ok ? data({ asked: true, problems: [], typed: {} }) : refused(path, form, asked.refusal, "cards");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function Households({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("register");
  const f = useFormats();
  const path = usePath();
  const { households, next, q, card_sheets } = loaderData;
  const here = `/${path}/desk/households`;
  return (
    <div className="stack-l">
      <section className="stack">
        <div className="row between">
          <h1>{t("title")}</h1>
          {loaderData.mayRegister ? (
            <span className="row">
              <a className="button" href={`${here}/new`}>
                {t("new")}
              </a>
              <a className="button second" href={`${here}/import`}>
                {t("import")}
              </a>
            </span>
          ) : null}
        </div>
        <form method="get" className="row" role="search">
          <Input name="q" label={t("search")} hint={t("searchHint")} autoComplete="off" defaultValue={q} />
          <button className="button second">{t("find")}</button>
        </form>
        <List
          label={t("title")}
          rows={households}
          none={q === "" ? t("none") : t("noneFound", { q })}
          columns={[
            { head: t("card"), name: true, of: (one) => <a href={`${here}/${one.id}`}>{one.card_number}</a> },
            { head: t("name"), of: (one) => one.name },
            { head: t("village"), of: (one) => one.village?.name[path] },
            { head: t("phone"), of: (one) => t("last4", { last4: one.phone_last4 }) },
            { head: t("state"), of: (one) => t(one.active ? "active" : "inactive") },
          ]}
        />
        {next === null ? null : (
          <p>
            <a href={`?${new URLSearchParams({ ...(q === "" ? {} : { q }), after: next }).toString()}`}>{t("more")}</a>
          </p>
        )}
      </section>
      {loaderData.mayRegister ? (
        <section className="stack">
          <h2>{t("cards")}</h2>
          <ProblemSummary problems={actionData?.problems} />
          {actionData && "asked" in actionData ? (
            <p className="note" role="status">
              {t("cardsAsked")}
            </p>
          ) : null}
          <ul className="plain stack-s">
            {card_sheets.map((sheet) => (
              <li key={sheet.id}>
                {sheet.state === "printed" ? (
                  <a href={`${here}/cards/${sheet.id}`}>
                    {t("cardSheet", { count: sheet.cards, time: f.time(sheet.created_at) })}
                  </a>
                ) : (
                  <span>
                    {t("cardSheet", { count: sheet.cards, time: f.time(sheet.created_at) })} · {t("beingPrinted")}
                  </span>
                )}
              </li>
            ))}
          </ul>
          <form method="post">
            <button className="button second" id="cards">
              {t("printAll")}
            </button>
          </form>
          <p className="muted small">{t("cardsHint")}</p>
        </section>
      ) : null}
      {loaderData.mayExport ? (
        <p>
          <a href={`${here}/export`}>{t("export")}</a>
        </p>
      ) : null}
    </div>
  );
}
