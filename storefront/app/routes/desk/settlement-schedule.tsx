import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
import { fieldOf, inWords, text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/settlement-schedule";

const RHYTHMS = ["monthly", "half_monthly", "weekly", "none"] as const;
const WEEKDAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
/** The second half begins so many days after the first. */
const HALF_DAYS = 15;

const one = z.object({
  version: z.int(),
  rhythm: z.enum(RHYTHMS),
  day: z.int(),
  time_zone: z.string(),
  since: z.string(),
  set_by: z.string().nullable(),
  set_at: z.string(),
});
type Schedule = z.output<typeof one>;
const scheduleSchema = z.object({ schedule: one.nullable(), history: z.array(one) });

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const found = await desk.read("/desk/settlement-schedule", scheduleSchema);
  return { ...found, title: say(path)("periodSchedule.title") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const day = text(form, "day").normalize("NFKC");
  const rhythm = text(form, "rhythm");
  const wrong = [{ field: "day", text: say(path)("periodSchedule.problems.day") }];
  if (rhythm !== "none" && (!/^\d{1,2}$/.test(day) || Number(day) < 1 || Number(day) > 28))
    return data({ problems: wrong, typed: typed(form) }, { status: 400 });
  const body = { rhythm, ...(rhythm === "none" ? {} : { day: Number(day) }) };
  const answer = await desk.call("/desk/settlement-schedule", z.unknown(), { body });
  if (answer.ok) return redirect(`/${path}/desk/settlement-schedule`);
  const { refusal } = answer;
  const problems =
    refusal.code === "invalid_day" ? wrong : [{ field: fieldOf(refusal, "rhythm"), text: inWords(path, refusal) }];
  return data({ problems, typed: typed(form) }, { status: refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** When settlement periods begin and end by themselves. */
export default function SettlementSchedulePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("periodSchedule");
  const f = useFormats();
  const path = usePath();
  const { schedule, history, title } = loaderData;
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/settlement`}>{t("back")}</a>
      </p>
      <h1>{title}</h1>
      <p>{t("lead")}</p>
      <h2>{t("now")}</h2>
      {schedule === null ? <p className="panel">{t("none")}</p> : <Said of={schedule} />}
      <h2>{t("change")}</h2>
      <form method="post" className="stack" noValidate>
        <ProblemSummary problems={problems} />
        <p className="note">{t("maker")}</p>
        <Select name="rhythm" label={t("rhythm")} defaultValue={was.rhythm ?? schedule?.rhythm} problems={problems}>
          {RHYTHMS.map((rhythm) => (
            <option key={rhythm} value={rhythm}>
              {t(`rhythms.${rhythm}`)}
            </option>
          ))}
        </Select>
        <Input
          name="day"
          label={t("day")}
          hint={t("dayHint")}
          inputMode="numeric"
          defaultValue={was.day ?? String(schedule?.day ?? 1)}
          problems={problems}
        />
        <button className="button">{t("save")}</button>
      </form>
      {history.length < 2 ? null : (
        <>
          <h2>{t("history")}</h2>
          <ul className="plain stack-s">
            {history.slice(1).map((before) => (
              <li key={before.version}>
                <Said of={before} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );

  function Said({ of }: { of: Schedule }) {
    const weekday = WEEKDAYS.find((day) => day === String(of.day)) ?? "1";
    const days = { day: of.day, second: of.day + HALF_DAYS, weekday: t(`weekdays.${weekday}`) };
    const person = of.set_by ?? t("somebody");
    return (
      <div className="panel stack-s">
        <strong>{t(`says.${of.rhythm}`, days)}</strong>
        <p>{t("zone", { zone: of.time_zone })}</p>
        <p className="muted small">{t("setBy", { person, at: f.time(of.set_at), since: f.date(of.since) })}</p>
      </div>
    );
  }
}
