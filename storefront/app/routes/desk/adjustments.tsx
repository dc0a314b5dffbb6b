import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { meSchema, poolsSchema } from "../../features/desk/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { adjustmentsSchema, type Adjustment } from "../../features/ledger/data.server";
import { LedgerNav } from "../../features/ledger/LedgerNav";
import { poolOf } from "../../features/ledger/names";
import { refusalWords } from "../../features/ledger/words.server";
import { text } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/adjustments";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const asked = new URL(request.url).searchParams;
  const cursor = asked.get("before") ?? undefined;
  const [{ pools }, waiting, all, me] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read("/desk/adjustments", adjustmentsSchema, { waiting: "true", limit: 100 }),
    desk.read("/desk/adjustments", adjustmentsSchema, { cursor, limit: 50 }),
    desk.read("/desk/me", meSchema),
  ]);
  const name = (one: Adjustment) => ({
    ...one,
    pool: poolOf(pools, one.pool_id, path),
    own: one.proposed_by_id === me.member.id,
  });
  return {
    waiting: waiting.adjustments.map(name),
    decided: all.adjustments.filter((one) => one.state !== "proposed").map(name),
    next: all.next,
    done: asked.get("done"),
    title: say(path)("ledger.pages.adjustments"),
  };
}

/** Approves, or drops: the backend sees to it that the same person does not enter and approve. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const approve = form.get("intent") === "approve";
  const answer = await desk.call(
    `/desk/adjustments/${encodeURIComponent(text(form, "id"))}/${approve ? "approve" : "drop"}`,
    z.unknown(),
    { method: "POST", body: approve ? {} : { words: text(form, "words") } },
  );
  if (!answer.ok) return data({ problem: refusalWords(path, answer.refusal) }, { status: answer.refusal.status });
  return redirect(`/${path}/desk/adjustments?done=${approve ? "approved" : "dropped"}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const DONE = ["approved", "proposed", "dropped"] as const;

export default function AdjustmentsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const f = useFormats();
  const path = usePath();
  const done = DONE.find((one) => one === loaderData.done);
  const reason = (one: Adjustment) =>
    `${one.kind === "waste" ? t(`wasteReasons.${one.reason as "spoilt"}`) : t(`adjustReasons.${one.reason as "count"}`)}：${one.words}`;
  const signed = (one: (typeof loaderData.decided)[number]) => f.signed(one.total_units, one.pool.unit);
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <LedgerNav here="adjustments" />
        {done && !actionData ? (
          <p className="note" role="status">
            {t(`adjust.done.${done}`)}
          </p>
        ) : null}
        {actionData ? (
          <p className="problems" role="alert">
            {actionData.problem}
          </p>
        ) : null}
        <h2>{t("adjust.waiting")}</h2>
        {loaderData.waiting.length === 0 ? <p className="panel">{t("adjust.noneWaiting")}</p> : null}
        {loaderData.waiting.map((one) => (
          <article key={one.id} className="panel stack-s">
            <h3>
              {one.pool.name}：{signed(one)}
            </h3>
            <p>{reason(one)}</p>
            <p className="muted">
              {t("adjust.by", { name: one.proposed_by ?? "", time: f.time(one.at) })}
              {one.lines.map((line) => ` · ${line.lot_number} ${line.household?.name ?? ""}`).join("")}
            </p>
            <form method="post" className="row">
              <input type="hidden" name="id" value={one.id} />
              {one.own ? (
                <span>{t("adjust.own")}</span>
              ) : (
                <button className="button" name="intent" value="approve">
                  {t("adjust.approve", { amount: f.units(Math.abs(one.total_units), one.pool.unit) })}
                </button>
              )}
              <button className="button second" name="intent" value="drop">
                {one.own ? t("adjust.withdraw") : t("adjust.reject")}
              </button>
            </form>
          </article>
        ))}
      </section>
      <section className="stack">
        <h2>{t("adjust.decided")}</h2>
        <List
          label={t("adjust.decided")}
          rows={loaderData.decided}
          none={t("adjust.noneDecided")}
          columns={[
            { head: t("when"), of: (one) => f.time(one.at) },
            { head: t("pool"), of: (one) => one.pool.name },
            { head: t("amount"), num: true, of: signed },
            { head: t("reason"), of: reason },
            {
              head: t("people"),
              of: (one) =>
                [one.proposed_by, one.decided_by === one.proposed_by ? null : one.decided_by]
                  .filter(Boolean)
                  .join(" · "),
            },
            {
              head: t("state"),
              of: (one) => <StateTag state={one.state} word={t(`adjustStates.${one.state}`)} />,
            },
          ]}
          older={
            loaderData.next === null ? null : `/${path}/desk/adjustments?before=${encodeURIComponent(loaderData.next)}`
          }
        />
      </section>
    </div>
  );
}
