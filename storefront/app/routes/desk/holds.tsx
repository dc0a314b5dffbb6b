import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { poolsSchema } from "../../features/desk/data.server";
import { unitsTyped } from "../../features/ledger/amount.server";
import { holdsSchema, type DeskHold } from "../../features/ledger/data.server";
import { LedgerNav } from "../../features/ledger/LedgerNav";
import { poolName, poolOf } from "../../features/ledger/names";
import { refusalWords, refusedAt } from "../../features/ledger/words.server";
import { Input, ProblemSummary, Select, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/holds";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const [{ pools }, { holds, next }] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read("/desk/holds", holdsSchema, { cursor, limit: 50 }),
  ]);
  return {
    pools: pools.map((pool) => ({ id: pool.id, name: poolName(pool, path) })),
    holds: holds.map((hold) => ({
      ...hold,
      lines: hold.lines.map((line) => ({ ...line, pool: poolOf(pools, line.pool_id, path) })),
    })),
    next,
    title: say(path)("ledger.pages.holds"),
  };
}

/** Holds stock for a quote or a pre-order, or ends a hold that ends by clock anyway. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const wrong = (problems: Problem[], status: number) =>
    data({ problems, problem: null, typed: typed(form) }, { status });
  if (text(form, "intent") === "release") {
    const answer = await desk.call(`/desk/holds/${encodeURIComponent(text(form, "id"))}/release`, z.unknown(), {
      body: { reason: text(form, "reason") },
    });
    if (answer.ok) return redirect(`/${path}/desk/holds`);
    return data(
      { problems: undefined, problem: refusalWords(path, answer.refusal), typed: {} },
      { status: answer.refusal.status },
    );
  }
  const { pools } = await desk.read("/desk/pools", poolsSchema);
  const pool_id = text(form, "pool_id");
  const units = unitsTyped(text(form, "amount"), poolOf(pools, pool_id, path).unit);
  const t = say(path);
  const problems: Problem[] = [];
  if (!/^[\w.:-]{4,60}$/.test(text(form, "owner_id")))
    problems.push({ field: "owner_id", text: t("ledger.hold.badOwner") });
  if (units === null || units === 0) problems.push({ field: "amount", text: t("ledger.noAmount") });
  if (text(form, "note").length < 2) problems.push({ field: "note", text: t("ledgerRefusals.invalid_words") });
  const days = Number(text(form, "days"));
  if (!Number.isInteger(days) || days < 1 || days > 90)
    problems.push({ field: "days", text: t("ledger.hold.badDays") });
  if (problems.length > 0 || units === null) return wrong(problems, 400);
  const answer = await desk.call("/desk/holds", z.unknown(), {
    body: {
      kind: text(form, "kind") === "preorder" ? "preorder" : "quote",
      owner_id: text(form, "owner_id"),
      lines: [{ pool_id, units }],
      days,
      note: text(form, "note"),
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/holds`);
  return wrong(
    refusedAt(path, answer.refusal, { owner_id: "owner_id", note: "note" }, "amount"),
    answer.refusal.status,
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Where a hold that has no clock is seen to. */
function placeOf(hold: DeskHold): "order" | "expiry" | "recall" | "short" {
  return hold.kind === "expiry" || hold.kind === "recall" || hold.kind === "short" ? hold.kind : "order";
}

export default function HoldsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const f = useFormats();
  const path = usePath();
  const problems = actionData?.problems;
  const before: Record<string, string> = actionData?.typed ?? {};
  const clock = (hold: DeskHold) => {
    if (hold.left_s === null || hold.expires_at === null) return t(`hold.ends.${placeOf(hold)}`);
    const minutes = Math.ceil(hold.left_s / 60);
    if (minutes < 120) return t("hold.minutesLeft", { minutes });
    return t("hold.until", { time: f.time(hold.expires_at) });
  };
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <LedgerNav here="holds" />
        {actionData?.problem ? (
          <p className="problems" role="alert">
            {actionData.problem}
          </p>
        ) : null}
        <List
          label={loaderData.title}
          rows={loaderData.holds}
          none={t("hold.none")}
          columns={[
            {
              head: t("hold.kind"),
              name: true,
              of: (hold) => (
                <>
                  {t(`hold.kinds.${hold.kind}`)}
                  <br />
                  <span className="muted small">{f.time(hold.at)}</span>
                </>
              ),
            },
            {
              head: t("hold.owner"),
              of: (hold) =>
                `${hold.note ?? hold.order_id ?? hold.owner_id}${
                  hold.made_by === "system" || hold.made_by === null ? "" : ` · ${hold.made_by}`
                }`,
            },
            {
              head: t("hold.what"),
              of: (hold) =>
                hold.lines.map((line) => (
                  <div key={line.pool_id}>
                    {line.pool.name} {f.units(line.units, line.pool.unit)}
                  </div>
                )),
            },
            { head: t("hold.clock"), of: clock },
            {
              head: t("hold.release"),
              of: (hold) =>
                hold.releasable ? (
                  <ReleaseForm id={hold.id} />
                ) : (
                  <span className="muted">{t(`hold.stays.${placeOf(hold)}`)}</span>
                ),
            },
          ]}
          older={loaderData.next === null ? null : `/${path}/desk/holds?before=${encodeURIComponent(loaderData.next)}`}
        />
      </section>
      <section className="stack">
        <h2>{t("hold.new")}</h2>
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <div className="fields two">
            <Select name="kind" label={t("hold.kind")} defaultValue={before.kind ?? "quote"}>
              <option value="quote">{t("hold.kinds.quote")}</option>
              <option value="preorder">{t("hold.kinds.preorder")}</option>
            </Select>
            <Input
              name="owner_id"
              label={t("hold.ownerId")}
              hint={t("hold.ownerHint")}
              autoComplete="off"
              required
              defaultValue={before.owner_id}
              problems={problems}
            />
            <Select name="pool_id" label={t("pool")} defaultValue={before.pool_id}>
              {loaderData.pools.map((pool) => (
                <option key={pool.id} value={pool.id}>
                  {pool.name}
                </option>
              ))}
            </Select>
            <Input
              name="amount"
              label={t("hold.amount")}
              inputMode="decimal"
              autoComplete="off"
              required
              defaultValue={before.amount}
              problems={problems}
            />
            <Input
              name="days"
              label={t("hold.days")}
              inputMode="numeric"
              defaultValue={before.days ?? "7"}
              problems={problems}
            />
            <Input
              name="note"
              label={t("hold.note")}
              required
              maxLength={500}
              defaultValue={before.note}
              problems={problems}
            />
          </div>
          <button className="button">{t("hold.make")}</button>
        </form>
      </section>
    </div>
  );
}

function ReleaseForm({ id }: { id: string }) {
  const t = useTranslations("ledger");
  return (
    <form method="post" className="row">
      <input type="hidden" name="id" value={id} />
      <label className="visually-hidden" htmlFor={`reason-${id}`}>
        {t("reason")}
      </label>
      <input id={`reason-${id}`} name="reason" required minLength={2} placeholder={t("reason")} />
      <button className="button second" name="intent" value="release">
        {t("hold.release")}
      </button>
    </form>
  );
}
