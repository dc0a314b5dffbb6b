import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { meSchema } from "../../features/desk/data.server";
import script from "../../features/packing/client/main?worker&url";
import { policySchema, scanSchema } from "../../features/packing/data.server";
import { PackingNav } from "../../features/packing/PackingNav";
import { ScanForm } from "../../features/packing/ScanForm";
import { refusedAt } from "../../features/packing/words.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { basisPointsOf, gramsOf } from "../../features/weigh-in/read";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/pack";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ policy }, me] = await Promise.all([
    desk.read("/desk/packing-policy", policySchema),
    desk.read("/desk/me", meSchema),
  ]);
  const done = new URL(request.url).searchParams.get("done");
  return {
    policy,
    manager: me.member.role === "manager",
    done: done !== null && /^[0-9A-Z]{1,40}$/.test(done) ? done : null,
    title: say(path)("packing.pages.pack"),
  };
}

/** Opens the parcel whose label was scanned; or a manager sets how far the scale may be off. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  if (text(form, "intent") === "policy") {
    const tolerance_g = gramsOf(text(form, "tolerance"));
    const tolerance_bp = basisPointsOf(text(form, "share"));
    if (tolerance_g === null || tolerance_bp === null) {
      const problems = [{ field: "tolerance", text: t("packing.pack.noTolerance") }];
      return data({ problems, code: "" }, { status: 400 });
    }
    const set = await desk.call("/desk/packing-policy", z.unknown(), { body: { tolerance_g, tolerance_bp } });
    if (set.ok) return redirect(`/${path}/desk/pack`);
    return data({ problems: refusedAt(path, set.refusal, "tolerance"), code: "" }, { status: set.refusal.status });
  }
  const code = text(form, "code");
  if (code === "")
    return data({ problems: [{ field: "code", text: t("packing.pack.noCode") }], code }, { status: 400 });
  const answer = await desk.call("/desk/scan", scanSchema, { query: { code } });
  if (!answer.ok) {
    return data({ problems: refusedAt(path, answer.refusal, "code", code), code }, { status: answer.refusal.status });
  }
  return redirect(`/${path}/desk/pack/${answer.value.parcel.id}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PackPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("packing.pack");
  const f = useFormats();
  const { policy, done, manager } = loaderData;
  return (
    <div className="stack-l narrow">
      <section className="stack" data-heard={actionData?.problems ? "wrong" : done === null ? undefined : "done"}>
        <h1>{loaderData.title}</h1>
        <PackingNav here="pack" />
        {done === null || actionData ? null : (
          <p className="note good" role="status">
            {t("done", { number: done })}
          </p>
        )}
        <ProblemSummary problems={actionData?.problems} />
        <ScanForm
          label={t("label")}
          hint={t("labelHint")}
          typed={actionData?.code}
          problems={actionData?.problems}
          button={t("open")}
        />
      </section>
      <section className="stack">
        <p className="muted">
          {t("tolerance", { weight: f.kg(policy.tolerance_g), share: f.percent(policy.tolerance_bp, 10_000) })}
        </p>
        {manager ? (
          <details>
            <summary>{t("setTolerance")}</summary>
            <form method="post" className="stack" noValidate>
              <input type="hidden" name="intent" value="policy" />
              <div className="fields two">
                <Input
                  name="tolerance"
                  label={t("toleranceKg")}
                  inputMode="decimal"
                  defaultValue={String(policy.tolerance_g / 1000)}
                  problems={actionData?.problems}
                />
                <Input
                  name="share"
                  label={t("toleranceShare")}
                  inputMode="decimal"
                  defaultValue={String(policy.tolerance_bp / 100)}
                />
              </div>
              <button className="button second">{t("saveTolerance")}</button>
            </form>
          </details>
        ) : null}
      </section>
      <script src={script} defer />
    </div>
  );
}
