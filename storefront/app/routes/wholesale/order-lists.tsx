import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { company, meSchema } from "../../features/company/data.server";
import { savedSchema } from "../../features/quick/data.server";
import { listAt } from "../../features/quick/words";
import { refusedAt } from "../../features/quick/refusals.server";
import { ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/order-lists";

export const handle = { plain: true };

/** Lists that the company keeps. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const [{ lists }, me] = await Promise.all([
    who.read("/wholesale/order-lists", savedSchema),
    who.read("/wholesale/me", meSchema),
  ]);
  const kept = new URL(request.url).searchParams.has("kept");
  return { lists, buys: me.member.roles.includes("buyer"), kept, title: say(path)("quick.savedTitle") };
}

/** Adds one to the list that is worked on, or deletes it. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const act = text(form, "intent") === "remove" ? "remove" : "use";
  const to = `/wholesale/order-lists/${encodeURIComponent(text(form, "list"))}/${act}`;
  const done = await who.call(to, z.unknown(), { body: {} });
  if (!done.ok) return refusedAt(path, form, done.refusal, "list");
  return redirect(act === "use" ? listAt(path, "#lines") : `/${path}/wholesale/order-lists`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function OrderListsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("quick");
  const f = useFormats();
  const path = usePath();
  const { lists, buys, title } = loaderData;
  return (
    <section className="stack" id="list">
      <h1>{title}</h1>
      <p>{t("savedLead")}</p>
      <p className="row">
        <a href={`/${path}/wholesale/quick`}>{t("toTable")}</a>
        <a href={listAt(path)}>{t("toList")}</a>
      </p>
      {loaderData.kept ? (
        <p className="note good" role="status">
          {t("kept")}
        </p>
      ) : null}
      <ProblemSummary problems={actionData?.problems} />
      <List
        label={title}
        rows={lists}
        none={t("noSaved")}
        columns={[
          { head: t("listName"), name: true, of: (one) => one.name },
          { head: t("lines"), num: true, of: (one) => f.number(one.lines) },
          { head: t("by"), of: (one) => one.person },
          { head: t("since"), of: (one) => f.date(one.created_at) },
          {
            head: t("do"),
            of: (one) =>
              buys ? (
                <form method="post" className="row">
                  <input type="hidden" name="list" value={one.id} />
                  <button className="button second" name="intent" value="use">
                    {t("use")}
                    <span className="visually-hidden"> {one.name}</span>
                  </button>
                  <button className="button quiet" name="intent" value="remove">
                    {t("remove")}
                    <span className="visually-hidden"> {one.name}</span>
                  </button>
                </form>
              ) : null,
          },
        ]}
      />
    </section>
  );
}
