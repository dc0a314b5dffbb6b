import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { poolsSchema } from "../../features/desk/data.server";
import { unitsTyped } from "../../features/ledger/amount.server";
import { refusedAt } from "../../features/ledger/words.server";
import { splitPreviewSchema, splitSchema } from "../../features/shorts/data.server";
import { lotLifeSchema } from "../../features/shorts/life.server";
import { SplitPreview } from "../../features/shorts/SplitPreview";
import { Input, ProblemSummary, Select, TextArea, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/lot-split";

/** The lot, and the pools that could take part of it: same produce, open, another one. */
async function sides(desk: Awaited<ReturnType<typeof member>>, id: string) {
  const [{ lot }, { pools }] = await Promise.all([
    desk.read(`/desk/lots/${encodeURIComponent(id)}`, lotLifeSchema.pick({ lot: true })),
    desk.read("/desk/pools", poolsSchema),
  ]);
  const produce = pools.find((pool) => pool.id === lot.pool_id)?.produce;
  const others = pools.filter(
    (pool) => pool.id !== lot.pool_id && pool.produce === produce && pool.unit === lot.unit && pool.status === "open",
  );
  return { lot, pools: others };
}

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const found = await sides(desk, params.id);
  return { ...found, key: randomUUID(), title: say(path)("split.title", { number: found.lot.number }) };
}

/** First looked at, then done: the same fields, another button. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  const { lot, pools } = await sides(desk, params.id);
  const [to_pool_id, reason] = [text(form, "to_pool_id"), text(form, "reason")];
  const units = unitsTyped(text(form, "amount"), lot.unit);
  const back = { typed: typed(form), key: text(form, "idempotency_key") };
  const problems: Problem[] = [];
  if (!pools.some((pool) => pool.id === to_pool_id)) problems.push({ field: "to_pool_id", text: t("split.noPool") });
  if (units === null || units === 0) problems.push({ field: "amount", text: t("split.noAmount") });
  if (reason.length < 2) problems.push({ field: "reason", text: t("split.noReason") });
  if (problems.length > 0 || units === null) return data({ ...back, problems, preview: null }, { status: 400 });
  const at = `/desk/lots/${encodeURIComponent(params.id)}/split`;
  const fields = { units: "amount", to_pool_id: "to_pool_id", reason: "reason" };
  if (text(form, "act") !== "do") {
    const query = new URLSearchParams({ to_pool_id, units: String(units) });
    const looked = await desk.call(`${at}?${query.toString()}`, splitPreviewSchema, { method: "GET" });
    if (looked.ok) return data({ ...back, problems: undefined, preview: looked.value.preview });
    return data(
      { ...back, problems: refusedAt(path, looked.refusal, fields, "amount"), preview: null },
      { status: looked.refusal.status },
    );
  }
  const done = await desk.call(at, splitSchema, {
    body: { to_pool_id, units, reason, idempotency_key: back.key },
  });
  if (done.ok) return redirect(`/${path}/desk/lots/${done.value.split.to_lot_id}`);
  return data(
    { ...back, key: randomUUID(), problems: refusedAt(path, done.refusal, fields, "amount"), preview: null },
    { status: done.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function LotSplitPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("split");
  const f = useFormats();
  const path = usePath();
  const { lot, pools, title } = loaderData;
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  const preview = actionData?.preview ?? null;
  const nameOf = (pool: (typeof pools)[number]) =>
    [pool.origin.name?.[path], pool.produce_name[path], pool.grade_name[path]].filter(Boolean).join(" · ");
  const target = pools.find((pool) => pool.id === was.to_pool_id);
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/lots/${lot.id}`}>{t("back", { number: lot.number })}</a>
      </p>
      <h1>{title}</h1>
      <p>{t("lead")}</p>
      {pools.length === 0 ? (
        <p className="panel">{t("none")}</p>
      ) : (
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <input type="hidden" name="idempotency_key" value={actionData?.key ?? loaderData.key} />
          <Select name="to_pool_id" label={t("to")} required defaultValue={was.to_pool_id ?? ""} problems={problems}>
            <option value="">{t("choose")}</option>
            {pools.map((pool) => (
              <option key={pool.id} value={pool.id}>
                {nameOf(pool)}
              </option>
            ))}
          </Select>
          <Input
            name="amount"
            label={lot.unit === "piece" ? t("amountPieces") : t("amount")}
            hint={t("amountHint", { amount: f.units(lot.left, lot.unit) })}
            inputMode="decimal"
            autoComplete="off"
            required
            defaultValue={was.amount}
            problems={problems}
          />
          <TextArea
            name="reason"
            label={t("reason")}
            hint={t("reasonHint")}
            rows={2}
            required
            maxLength={300}
            defaultValue={was.reason}
            problems={problems}
          />
          {preview ? <SplitPreview preview={preview} unit={lot.unit} target={target ? nameOf(target) : ""} /> : null}
          <p className="row">
            {preview ? (
              <button className="button" name="act" value="do">
                {t("do", { amount: f.units(preview.units, lot.unit) })}
              </button>
            ) : null}
            <button className={preview ? "button second" : "button"} name="act" value="look">
              {t("look")}
            </button>
          </p>
        </form>
      )}
    </section>
  );
}
