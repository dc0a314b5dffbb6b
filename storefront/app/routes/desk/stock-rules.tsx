import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { poolsSchema } from "../../features/desk/data.server";
import { unitsTyped } from "../../features/ledger/amount.server";
import { policySchema, shrinkRulesSchema } from "../../features/ledger/data.server";
import { LedgerNav } from "../../features/ledger/LedgerNav";
import { refusedAt } from "../../features/ledger/words.server";
import { Input, ProblemSummary, Select, TextArea, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/stock-rules";
import { today } from "../../lib/today.server";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ pools }, { policy }, { rules }] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read("/desk/ledger-policy", policySchema),
    desk.read("/desk/shrink-rules", shrinkRulesSchema),
  ]);
  const produce = new Map(pools.map((pool) => [pool.produce, pool.produce_name[path]]));
  return { produce: [...produce], policy, rules, today: today(), title: say(path)("ledger.pages.stock-rules") };
}

/** Parts per million of a day from percent as people say it: "0.05" -> 500; null for anything else. */
function ppmOf(percent: string): number | null {
  const match = /^(\d{1,2})(?:[.,](\d{1,4}))?$/.exec(percent.normalize("NFKC"));
  return match ? Number(match[1]) * 10_000 + Number((match[2] ?? "").padEnd(4, "0")) : null;
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  const wrong = (problems: Problem[], status: number) => data({ problems, typed: typed(form) }, { status });
  if (text(form, "intent") === "policy") {
    const limit_g = unitsTyped(text(form, "limit_kg"), "g");
    const limit_pieces = unitsTyped(text(form, "limit_pieces"), "piece");
    const problems: Problem[] = [];
    if (limit_g === null) problems.push({ field: "limit_kg", text: t("ledger.noAmount") });
    if (limit_pieces === null) problems.push({ field: "limit_pieces", text: t("ledger.noAmount") });
    if (problems.length > 0) return wrong(problems, 400);
    const answer = await desk.call("/desk/ledger-policy", policySchema, {
      body: { limit_g, limit_pieces, bearer: text(form, "bearer") },
    });
    if (answer.ok) return redirect(`/${path}/desk/stock-rules`);
    return wrong(refusedAt(path, answer.refusal, {}, "limit_kg"), answer.refusal.status);
  }
  const ppm_per_day = ppmOf(text(form, "percent"));
  const problems: Problem[] = [];
  if (ppm_per_day === null || ppm_per_day > 200_000) problems.push({ field: "percent", text: t("ledger.shrink.bad") });
  if (text(form, "why").length < 2) problems.push({ field: "why", text: t("ledgerRefusals.invalid_words") });
  if (problems.length > 0) return wrong(problems, 400);
  const answer = await desk.call("/desk/shrink-rules", z.unknown(), {
    body: { produce: text(form, "produce"), ppm_per_day, from_day: text(form, "from_day"), reason: text(form, "why") },
  });
  if (answer.ok) return redirect(`/${path}/desk/stock-rules`);
  return wrong(
    refusedAt(path, answer.refusal, { reason: "why", from_day: "from_day" }, "from_day"),
    answer.refusal.status,
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const BEARERS = ["oldest_first", "pro_rata", "cooperative"] as const;

export default function StockRulesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const f = useFormats();
  const path = usePath();
  const problems = actionData?.problems;
  const before: Record<string, string> = actionData?.typed ?? {};
  const { policy, rules } = loaderData;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <LedgerNav here="stock-rules" />
        <ProblemSummary problems={problems} />
        <h2>{t("policy.title")}</h2>
        <form method="post" className="stack" noValidate>
          <div className="fields two">
            <Input
              name="limit_kg"
              label={t("policy.limitKg")}
              hint={t("policy.limitHint")}
              inputMode="decimal"
              defaultValue={before.limit_kg ?? String(policy.limit_g / 1000)}
              problems={problems}
            />
            <Input
              name="limit_pieces"
              label={t("policy.limitPieces")}
              inputMode="numeric"
              defaultValue={before.limit_pieces ?? String(policy.limit_pieces)}
              problems={problems}
            />
            <Select name="bearer" label={t("count.bearer")} defaultValue={before.bearer ?? policy.bearer}>
              {BEARERS.map((bearer) => (
                <option key={bearer} value={bearer}>
                  {t(`bearers.${bearer}`)}
                </option>
              ))}
            </Select>
          </div>
          <button className="button" name="intent" value="policy">
            {t("policy.save")}
          </button>
        </form>
      </section>
      <section className="stack">
        <h2>{t("shrink.title")}</h2>
        <p className="note">{t("shrink.note")}</p>
        <List
          label={t("shrink.title")}
          rows={rules}
          none={t("shrink.none")}
          columns={[
            { head: t("forecast.produce"), name: true, of: (rule) => rule.produce_name[path] },
            {
              head: t("shrink.aDay"),
              num: true,
              of: (rule) => t("shrink.rate", { percent: String(rule.ppm_per_day / 10_000) }),
            },
            { head: t("shrink.from"), of: (rule) => f.date(rule.from_day) },
            { head: t("reason"), of: (rule) => rule.reason },
            { head: t("people"), of: (rule) => rule.person },
          ]}
        />
        <form method="post" className="stack" noValidate>
          <div className="fields two">
            <Select name="produce" label={t("forecast.produce")} defaultValue={before.produce}>
              {loaderData.produce.map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </Select>
            <Input
              name="percent"
              label={t("shrink.percent")}
              hint={t("shrink.percentHint")}
              inputMode="decimal"
              defaultValue={before.percent}
              problems={problems}
            />
            <Input
              name="from_day"
              label={t("shrink.from")}
              type="date"
              min={loaderData.today}
              defaultValue={before.from_day ?? loaderData.today}
              problems={problems}
            />
            <TextArea
              name="why"
              label={t("reason")}
              hint={t("shrink.whyHint")}
              rows={2}
              defaultValue={before.why}
              problems={problems}
            />
          </div>
          <button className="button" name="intent" value="shrink">
            {t("shrink.add")}
          </button>
        </form>
      </section>
    </div>
  );
}
