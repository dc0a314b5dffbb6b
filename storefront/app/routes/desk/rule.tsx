import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { onePoolSchema, rulesSchema, type RuleVersion } from "../../features/allocation/data.server";
import { problem, readRule, refused } from "../../features/allocation/form.server";
import { RuleFields } from "../../features/allocation/RuleFields";
import { StateTag } from "../../features/desk/StateTag";
import { ProblemSummary, TextArea, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/rule";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const at = `/desk/pools/${encodeURIComponent(params.id)}`;
  const before_version = new URL(request.url).searchParams.get("before") ?? undefined;
  const [{ pool }, rules] = await Promise.all([
    desk.read(at, onePoolSchema),
    desk.read(`${at}/rules`, rulesSchema, { before_version }),
  ]);
  const name = [pool.origin.name?.[path], pool.produce_name[path], pool.grade_name[path]].filter(Boolean).join(" · ");
  return { pool, ...rules, title: say(path)("allocation.ruleTitle", { pool: name }) };
}

/** Proposes a rule, or decides about the one that waits. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const at = `/desk/pools/${encodeURIComponent(params.id)}/rules`;
  const wrong = (problems: Problem[], status: number) => data({ problems, typed: typed(form) }, { status });
  const intent = text(form, "intent");
  if (intent === "approve" || intent === "drop") {
    const to = `${at}/${encodeURIComponent(text(form, "rule_id"))}/decision`;
    const decided = await desk.call(to, z.unknown(), { body: { decision: intent } });
    if (!decided.ok) return wrong([refused(path, decided.refusal, "rule")], decided.refusal.status);
    return redirect(`/${path}/desk/pools/${encodeURIComponent(params.id)}/rule`);
  }
  const read = readRule(typed(form), text(form, "unit") === "piece" ? "piece" : "g");
  const reason = text(form, "reason");
  if (!read.ok || reason.length < 3) {
    const fields = [...(read.ok ? [] : read.fields), ...(reason.length < 3 ? (["reason"] as const) : [])];
    return wrong(
      fields.map((field) => problem(path, field)),
      400,
    );
  }
  const proposed = await desk.call(at, z.unknown(), { body: { ...read.rule, reason } });
  if (!proposed.ok) return wrong([refused(path, proposed.refusal, "rule")], proposed.refusal.status);
  return redirect(`/${path}/desk/pools/${encodeURIComponent(params.id)}/rule`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function RulePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("allocation");
  const shortPolicy = useTranslations("shortPolicy");
  const path = usePath();
  const { pool, in_force, versions, next, title } = loaderData;
  const here = `/${path}/desk/pools/${encodeURIComponent(pool.id)}`;
  const waiting = versions.find((version) => version.state === "proposed");
  return (
    <div className="stack-l">
      <section className="stack">
        <p className="row">
          <a href={here}>{t("toPool")}</a>
          <a href={`${here}/simulate`}>{t("toSimulate")}</a>
          <a href={`${here}/short-policy`}>{shortPolicy("link")}</a>
        </p>
        <h1>{title}</h1>
        <p>
          <strong>{t(`rules.${in_force.rule}`)}</strong>
          {" · "}
          <Settings version={in_force} unit={pool.unit} />
        </p>
        <p>{t(`ruleSaid.${in_force.rule}`)}</p>
      </section>
      {waiting ? (
        <section className="stack panel">
          <h2>{t("waits")}</h2>
          {actionData ? <ProblemSummary problems={actionData.problems} /> : null}
          <Version version={waiting} unit={pool.unit} />
          <form method="post" className="row">
            <input type="hidden" name="rule_id" value={waiting.id} />
            {waiting.mine ? (
              <p className="note">{t("secondPerson")}</p>
            ) : (
              <button className="button" name="intent" value="approve">
                {t("approve", { rule: t(`rules.${waiting.rule}`) })}
              </button>
            )}
            <button className="button quiet" name="intent" value="drop">
              {t("drop")}
            </button>
          </form>
        </section>
      ) : (
        <section className="stack">
          <h2>{t("propose")}</h2>
          <p>{t("proposeIntro")}</p>
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={actionData?.problems} />
            <input type="hidden" name="unit" value={pool.unit} />
            <RuleFields unit={pool.unit} typed={actionData?.typed ?? {}} problems={actionData?.problems} />
            <TextArea
              name="reason"
              label={t("reason")}
              hint={t("ruleReasonHint")}
              rows={2}
              required
              maxLength={500}
              defaultValue={actionData?.typed.reason}
              problems={actionData?.problems}
            />
            <button className="button">{t("proposeButton")}</button>
          </form>
        </section>
      )}
      <section className="stack">
        <h2>{t("history")}</h2>
        {versions.length === 0 ? <p className="panel">{t("noHistory")}</p> : null}
        <ol className="plain stack-s" reversed>
          {versions.map((version) => (
            <li key={version.id} className="panel">
              <Version version={version} unit={pool.unit} />
            </li>
          ))}
        </ol>
        {next === null ? null : (
          <p>
            <a href={`${here}/rule?before=${next}`}>{t("olderVersions")}</a>
          </p>
        )}
      </section>
    </div>
  );
}

function Version({ version, unit }: { version: RuleVersion; unit: "g" | "piece" }) {
  const t = useTranslations("allocation");
  const f = useFormats();
  const tone = { proposed: "settling", in_force: "approved", dropped: "open" }[version.state];
  return (
    <div className="stack-s">
      <p className="row">
        <strong>{t("version", { number: version.version, rule: t(`rules.${version.rule}`) })}</strong>
        <StateTag state={tone} word={t(`versionStates.${version.state}`)} />
      </p>
      <p>
        <Settings version={version} unit={unit} />
      </p>
      <p>{t("because", { reason: version.reason })}</p>
      <p className="muted small">
        {t("proposedBy", { person: version.proposed_by, time: f.time(version.proposed_at) })}
        {version.decided_by === null || version.decided_at === null
          ? ""
          : ` ${t("decidedBy", { person: version.decided_by, time: f.time(version.decided_at) })}`}
      </p>
    </div>
  );
}

function Settings({
  version,
  unit,
}: {
  version: {
    rule: string;
    cap_units: number | null;
    min_take_units: number | null;
    least_units?: number;
    season_days: number;
  };
  unit: "g" | "piece";
}) {
  const t = useTranslations("allocation");
  const f = useFormats();
  const leastSaid = () => {
    const { min_take_units: set, least_units: usual = 0 } = version;
    if (set === 0) return t("anyAmount");
    if (set !== null) return t("minTakeIs", { amount: f.units(set, unit) });
    return usual === 0 ? null : t("minTakeUsual", { amount: f.units(usual, unit) });
  };
  return [
    version.cap_units === null ? t("noCap") : t("capIs", { amount: f.units(version.cap_units, unit) }),
    leastSaid(),
    version.rule === "rotation" ? t("seasonIs", { days: version.season_days }) : null,
  ]
    .filter(Boolean)
    .join(" · ");
}
