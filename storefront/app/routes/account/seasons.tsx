import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { AccountNav } from "../../features/buyer/AccountNav";
import { accountSchema, buyer } from "../../features/buyer/data.server";
import { ownSeasonsSchema } from "../../features/season/data.server";
import { ownPreordersSchema, preorderPath } from "../../features/preorder/data.server";
import { inWords, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/seasons";

export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await buyer(request, path);
  const { account } = await who.read("/store/account", accountSchema);
  const { seasons } = account.proven ? await who.read("/store/account/seasons", ownSeasonsSchema) : { seasons: [] };
  const { preorders } = account.proven
    ? await who.read("/store/account/preorders", ownPreordersSchema)
    : { preorders: [] };
  return {
    account,
    seasons,
    preorders: preorders.map((one) => ({ ...one, to: preorderPath(path, one) })),
    title: say(path)("season.account"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await buyer(request, path);
  const id = text(await request.formData(), "id");
  const done = await who.call(`/store/account/seasons/${encodeURIComponent(id)}/stop`, z.unknown(), { body: {} });
  // Stopped in another window meanwhile: it is as was wanted.
  if (done.ok || done.refusal.code === "subscription_not_found") return redirect(`/${path}/account/seasons`);
  return data({ problem: inWords(path, done.refusal) }, { status: done.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function SeasonsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("season");
  const path = usePath();
  const p = useTranslations("preorder");
  const { account, seasons, preorders, title } = loaderData;
  return (
    <div className="wrap stack-l">
      <AccountNav email={account.email} />
      <h1 className="section-title">{title}</h1>
      {actionData ? (
        <p className="problems" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      {account.proven ? <p>{t("accountLead")}</p> : <p className="note">{t("proveFirst")}</p>}
      {account.proven && seasons.length === 0 ? <p className="panel">{t("accountNone")}</p> : null}
      <ul className="plain stack">
        {seasons.map((one) => (
          <li key={one.id} className="panel row between">
            <span>
              <a href={`/${path}/villages/${one.village.handle}`}>{one.village.name[path]}</a> · {one.name[path]}
              {one.confirmed ? null : <span className="muted small"> · {t("waits")}</span>}
            </span>
            <form method="post">
              <input type="hidden" name="id" value={one.id} />
              <button className="button quiet">
                {t("stopOne")}
                <span className="visually-hidden">
                  {" "}
                  {one.village.name[path]} {one.name[path]}
                </span>
              </button>
            </form>
          </li>
        ))}
      </ul>
      {preorders.length === 0 ? null : (
        <section className="stack">
          <h2>{p("account")}</h2>
          <ul className="plain stack">
            {preorders.map((one) => (
              <li key={one.id} className="panel row between">
                <a href={one.to}>{one.product?.name[path] ?? p("goodsGone")}</a>
                <span>
                  {p("count", { count: one.packs })} · {p(`states.${one.state}`)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
