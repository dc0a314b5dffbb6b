import { useTranslations } from "use-intl";
import { correctionsSchema, objectionsSchema } from "../../features/weigh-in/data.server";
import { ticketAction } from "../../features/weigh-in/ticket-actions.server";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/corrections";

/** What waits for somebody: objections for an answer, corrections for a second signature. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ objections }, { corrections }] = await Promise.all([
    desk.read("/desk/objections", objectionsSchema, { state: "open" }),
    desk.read("/desk/corrections", correctionsSchema, { state: "proposed" }),
  ]);
  return { objections, corrections, title: say(path)("intake.corrections") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return ticketAction(desk, path, await request.formData(), `/${path}/desk/corrections`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CorrectionsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("intake");
  const f = useFormats();
  const path = usePath();
  const { objections, corrections } = loaderData;
  return (
    <div className="stack-l">
      <h1>{t("corrections")}</h1>
      <ProblemSummary problems={actionData?.problems} />
      <section className="stack">
        <h2>{t("objection.open")}</h2>
        {objections.length === 0 ? <p className="panel">{t("objection.none")}</p> : null}
        <ul className="plain stack-s">
          {objections.map((one) => (
            <li className="panel stack-s" key={one.id}>
              <p>
                <a href={`/${path}/desk/tickets/${one.lot_id}`}>{one.lot_number}</a> · {one.household?.name}{" "}
                {one.household?.card_number} · {one.produce_name[path]} {f.units(one.units, one.unit)}
              </p>
              <p className="muted small">
                {t(`objection.via.${one.via}`)} · {f.time(one.at)}
              </p>
              {one.words === "" ? null : <p>{t("objection.said", { words: one.words })}</p>}
            </li>
          ))}
        </ul>
      </section>
      <section className="stack">
        <h2>{t("correct.toSign")}</h2>
        {corrections.length === 0 ? <p className="panel">{t("correct.none")}</p> : null}
        <ul className="plain stack-s">
          {corrections.map((one) => (
            <li className="panel stack-s" key={one.id}>
              <p>
                <a href={`/${path}/desk/tickets/${one.lot_id}`}>{one.lot_number}</a> · {one.household?.name} ·{" "}
                {one.produce_name[path]}
              </p>
              <p>
                <strong>
                  {t("correct.change", {
                    before: f.units(one.units, one.unit),
                    after: f.units(one.units + one.delta_units, one.unit),
                  })}
                </strong>{" "}
                {t(`correct.reasons.${one.reason}`)}
              </p>
              <p>{t("correct.by", { who: one.entered_by, time: f.time(one.at), words: one.words })}</p>
              <form method="post" className="row">
                <input type="hidden" name="id" value={one.id} />
                {one.mine ? (
                  <span className="muted">{t("correct.yours")}</span>
                ) : (
                  <button className="button" name="act" value="sign">
                    {t("correct.sign")}
                  </button>
                )}
                <button className="button quiet" name="act" value="drop">
                  {t("correct.drop")}
                </button>
              </form>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
