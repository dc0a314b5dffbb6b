import { data } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { AskForm } from "../features/season/AskForm";
import { goodsOf, ownAddress } from "../features/season/data.server";
import { ProblemSummary, type Problem } from "../features/ui/Field";
import { fieldOf, inWords, text } from "../features/ui/form.server";
import { say } from "../i18n/say.server";
import { call } from "../lib/api.server";
import { clientAddress } from "../lib/client-address.server";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/tell-me";

/** A plain document: one form. */
export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const [goods, own] = await Promise.all([goodsOf(params.village, params.produce), ownAddress(request)]);
  const names = { village: goods.village.name[path], produce: goods.name[path] };
  return { goods, own: own?.email ?? null, title: say(path)("season.title", names) };
}

/** Whoever is signed in and types no other address is told at their own, at once; every other address is asked by mail. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const about = { village: params.village, produce: params.produce, language: path };
  const own = form.has("email") ? null : await ownAddress(request);
  const email = own?.email ?? text(form, "email");
  const asked = own
    ? await call("/store/account/seasons", z.unknown(), { body: about, token: own.token })
    : await call("/store/season/subscriptions", z.unknown(), {
        body: { ...about, email },
        headers: clientAddress(request),
      });
  if (asked.ok)
    return data({ done: own ? ("standing" as const) : ("asked" as const), email, problems: [] as Problem[] });
  const wrong = asked.refusal.code === "invalid_input" ? say(path)("season.wrongEmail") : inWords(path, asked.refusal);
  return data(
    { done: null, email, problems: [{ field: fieldOf(asked.refusal, "email"), text: wrong }] as Problem[] },
    { status: asked.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function TellMePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("season");
  const path = usePath();
  const { goods, own, title } = loaderData;
  const email = actionData?.email ?? "";
  const names = { village: goods.village.name[path], produce: goods.name[path] };
  return (
    <div className="narrow stack">
      <p className="small">
        <a href={`/${path}/villages/${goods.village.handle}`}>{names.village}</a>
      </p>
      <h1 className="section-title">{actionData?.done === "asked" ? t("askedTitle") : title}</h1>
      {actionData?.done ? (
        <p className="note good" role="status">
          {actionData.done === "asked" ? t("asked", { email }) : t("standing", { email, ...names })}
        </p>
      ) : (
        <>
          <p>{t("lead")}</p>
          <ProblemSummary problems={actionData?.problems} />
          {own === null || (actionData && actionData.problems.length > 0) ? (
            <AskForm
              village={goods.village.handle}
              produce={goods.produce}
              problems={actionData?.problems}
              email={email}
            />
          ) : (
            <form method="post" className="stack-s">
              <p>{t("own", { email: own })}</p>
              <button className="button">{t("ask")}</button>
            </form>
          )}
        </>
      )}
      {goods.on_sale === null ? null : (
        <p className="note">
          {t("onSale")} <a href={`/${path}/products/${goods.on_sale}`}>{t("see")}</a>
        </p>
      )}
    </div>
  );
}
