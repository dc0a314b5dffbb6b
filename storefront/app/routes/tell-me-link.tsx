import { data } from "react-router";
import { useTranslations } from "use-intl";
import { followLink, linkOf } from "../features/season/data.server";
import { inWords } from "../features/ui/form.server";
import { say } from "../i18n/say.server";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/tell-me-link";

/** A plain document: one button. Opening it changes nothing, for mail programs open links by themselves. */
export const handle = { still: true };

const actOf = (request: Request): "confirm" | "stop" =>
  new URL(request.url).pathname.includes("/tell-me/confirm/") ? "confirm" : "stop";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const act = actOf(request);
  const subscription = await linkOf(request, act, params.id);
  const t = say(path);
  const names = subscription && { village: subscription.village.name[path], produce: subscription.name[path] };
  const title =
    names === null
      ? t("season.goneTitle")
      : act === "stop"
        ? t("season.stopTitle", names)
        : t("season.confirmTitle", names);
  return { act, subscription, title };
}

/** The button, or a mail program's own (RFC 8058). */
export async function action({ request, params }: Route.ActionArgs) {
  const done = await followLink(request, actOf(request), params.id);
  if (done.ok) return data({ done: true, problem: "" });
  if (done.refusal.code === "subscription_not_found") return data({ done: false, problem: "" });
  return data({ done: false, problem: inWords(pathParam(params), done.refusal) }, { status: done.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function TellMeLinkPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("season");
  const path = usePath();
  const { act, subscription, title } = loaderData;
  const names = subscription && { village: subscription.village.name[path], produce: subscription.name[path] };
  const done = actionData?.done === true || (act === "confirm" && subscription?.confirmed === true);
  return (
    <div className="narrow stack">
      <h1 className="section-title">{act === "stop" && actionData?.done ? t("stop") : title}</h1>
      {actionData && actionData.problem !== "" ? (
        <p className="problems" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      {done && (act === "stop" || names === null) ? (
        <p className="note good" role="status">
          {t("stopped")}
        </p>
      ) : done && names ? (
        <p className="note good" role="status">
          {t("confirmed", names)}
        </p>
      ) : names ? (
        <form method="post">
          <button className="button">{t(act)}</button>
        </form>
      ) : (
        <p>{t("gone")}</p>
      )}
      {subscription?.on_sale ? (
        <p className="note">
          {t("onSale")} <a href={`/${path}/products/${subscription.on_sale}`}>{t("see")}</a>
        </p>
      ) : null}
      {subscription ? (
        <p>
          <a href={`/${path}/villages/${subscription.village.handle}`}>{subscription.village.name[path]}</a>
        </p>
      ) : (
        <p>
          <a href={`/${path}`}>{t("toVillages")}</a>
        </p>
      )}
    </div>
  );
}
