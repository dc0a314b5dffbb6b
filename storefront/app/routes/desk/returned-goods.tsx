import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { poolsSchema } from "../../features/desk/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { returnedSchema } from "../../features/ledger/data.server";
import { LedgerNav } from "../../features/ledger/LedgerNav";
import { poolOf } from "../../features/ledger/names";
import { refusalWords } from "../../features/ledger/words.server";
import { text, typed } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/returned-goods";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const [{ pools }, { returned, next }] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read("/desk/returned-goods", returnedSchema, { cursor, limit: 50 }),
  ]);
  return {
    returned: returned.map((one) => ({ ...one, pool: poolOf(pools, one.pool_id, path) })),
    next,
    title: say(path)("ledger.pages.returned-goods"),
  };
}

/** Back on sale only when ticked; else written off. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const answer = await desk.call(`/desk/returned-goods/${encodeURIComponent(text(form, "id"))}/decide`, z.unknown(), {
    body: { sellable: form.get("sellable") === "yes", words: text(form, "words") },
  });
  if (answer.ok) return redirect(`/${path}/desk/returned-goods`);
  const problem =
    answer.refusal.code === "invalid_input"
      ? say(path)("ledgerRefusals.invalid_words")
      : refusalWords(path, answer.refusal);
  return data({ problem, typed: typed(form) }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ReturnedGoodsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const f = useFormats();
  const path = usePath();
  const waiting = loaderData.returned.filter((one) => one.state === "waiting");
  const decided = loaderData.returned.filter((one) => one.state !== "waiting");
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <LedgerNav here="returned-goods" />
        <p className="note">{t("back.note")}</p>
        {actionData ? (
          <p className="problems" role="alert">
            {actionData.problem}
          </p>
        ) : null}
        {waiting.length === 0 ? <p className="panel">{t("back.none")}</p> : null}
        {waiting.map((one) => (
          <article key={one.id} className="panel stack-s">
            <h2>
              {one.pool.name} {f.units(one.units, one.pool.unit)}
            </h2>
            {one.claim === null ? null : (
              <p>
                <a href={`/${path}/desk/claims/${one.claim.id}`}>{t("back.claim", { number: one.claim.number })}</a>
                <br />
                {t("back.owner")}
              </p>
            )}
            <p className="muted">
              {t("back.order", { order: one.order_id, time: f.time(one.at) })}
              {one.damaged ? ` · ${t("back.damaged")}` : ""}
            </p>
            <form method="post" className="stack-s">
              <input type="hidden" name="id" value={one.id} />
              {one.damaged ? null : (
                <label className="check">
                  <input type="checkbox" name="sellable" value="yes" /> {t("back.sellable")}
                </label>
              )}
              <label htmlFor={`words-${one.id}`}>{t("words")}</label>
              <input
                id={`words-${one.id}`}
                name="words"
                required
                minLength={2}
                maxLength={500}
                defaultValue={actionData?.typed.id === one.id ? actionData.typed.words : undefined}
              />
              <button className="button">{t("back.decide")}</button>
            </form>
          </article>
        ))}
      </section>
      <section className="stack">
        <h2>{t("back.decided")}</h2>
        <List
          label={t("back.decided")}
          rows={decided}
          none={t("back.noneDecided")}
          columns={[
            { head: t("when"), of: (one) => f.time(one.at) },
            { head: t("pool"), of: (one) => one.pool.name },
            { head: t("amount"), num: true, of: (one) => f.units(one.units, one.pool.unit) },
            { head: t("state"), of: (one) => <StateTag state={one.state} word={t(`backStates.${one.state}`)} /> },
            { head: t("people"), of: (one) => [one.decided_by, one.words].filter(Boolean).join("：") },
          ]}
          older={
            loaderData.next === null
              ? null
              : `/${path}/desk/returned-goods?before=${encodeURIComponent(loaderData.next)}`
          }
        />
      </section>
    </div>
  );
}
