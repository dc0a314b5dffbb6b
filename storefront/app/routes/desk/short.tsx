import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { shortSchema } from "../../features/shorts/data.server";
import { titlesIn, titlesOf } from "../../features/produce/names.server";
import { Reason } from "../../features/ledger/Reason";
import { PolicyOptions } from "../../features/shorts/PolicyOptions";
import { ShortWaits } from "../../features/shorts/ShortWaits";
import { ShortPreview } from "../../features/shorts/ShortPreview";
import { ShortTag } from "../../features/shorts/ShortTag";
import { inWords, text } from "../../features/ui/form.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/short";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { short: found } = await desk.read(`/desk/shorts/${encodeURIComponent(params.id)}`, shortSchema);
  const titled = await titlesIn(path, titlesOf(found.preview?.buyers ?? []));
  const preview = found.preview && { ...found.preview, buyers: titled(found.preview.buyers) };
  const short = { ...found, preview };
  // Before its day a question decides for itself: nothing can be applied over the buyer's head.
  const asking = short.questions.some((one) => one.answer === null && new Date(one.due_at) > new Date());
  return { short, asking };
}

const ACTS = ["apply", "drop", "undo", "preview", "restock"] as const;

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const pressed = form.get("act");
  const act = pressed === "take-back" ? "preview" : ACTS.find((one) => one === pressed);
  if (act === undefined) throw new Response(null, { status: 400 });
  const answer = await desk.call(`/desk/shorts/${encodeURIComponent(params.id)}/${act}`, shortSchema, {
    method: "POST",
    body: { ...bodyOf(act, form), ...(pressed === "take-back" ? { take_back: true } : {}) },
    time_limit_ms: 20_000,
  });
  if (!answer.ok) {
    const replacement = answer.refusal.code === "replacement_affected";
    return data({ problem: inWords(path, answer.refusal), replacement }, { status: answer.refusal.status });
  }
  return redirect(`/${path}/desk/shorts/${params.id}`);
}

function bodyOf(act: (typeof ACTS)[number], form: FormData): Record<string, string> {
  if (act === "apply") return { plan_hash: text(form, "plan_hash") };
  const policy = text(form, "policy");
  return act === "preview" && policy !== "" ? { policy } : {};
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.short.number ?? ""} · Commonlot` },
];

const PROBLEMS = ["stale", "goods_left", "declined", "later_short"] as const;

export default function ShortPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("short");
  const list = useTranslations("shorts");
  const f = useFormats();
  const path = usePath();
  const { short, asking } = loaderData;
  const problem = PROBLEMS.find((one) => one === short.problem);
  const moving = short.state === "applying" || short.state === "undoing";
  const open = short.state === "previewed" || short.state === "waiting_for_buyer";
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/shorts`}>{t("back")}</a>
        </p>
        <div className="row between">
          <h1>{t("title", { number: short.number, kind: list(`kinds.${short.kind}`) })}</h1>
          <ShortTag state={short.state} />
        </div>
        <p>
          {short.lot_number && short.units !== null ? (
            <>
              <a href={`/${path}/desk/lots/${short.lot_id}`}>{t("lotNumber", { number: short.lot_number })}</a>
              {" · "}
              {f.units(short.units, short.unit)}
              {" · "}
            </>
          ) : null}
          {short.parcel_id ? (
            <>
              <a href={`/${path}/desk/parcels/${short.parcel_id}`}>{t("theParcel")}</a>
              {" · "}
            </>
          ) : null}
          <Reason reason={short.reason} />
          {" · "}
          {short.automatic
            ? t("bySystem", { at: f.time(short.entered_at) })
            : t("enteredBy", { name: short.entered_by, at: f.time(short.entered_at) })}
        </p>
        {actionData ? (
          <p className="problems" role="alert">
            {actionData.problem}
          </p>
        ) : null}
        {short.problem === null ? null : (
          <p className="problems" role="alert">
            {problem === undefined ? t("problems.other") : t(`problems.${problem}`)}
          </p>
        )}
        <p>{t(`next.${short.state}`)}</p>
        {moving ? (
          <p>
            <a href={`/${path}/desk/shorts/${short.id}`}>{t("look")}</a>
          </p>
        ) : null}
        {short.questions.length === 0 ? null : (
          <ul className="plain stack-s">
            {short.questions.map((one) => (
              <li key={one.order_id} className="panel">
                {t("asked", { at: f.time(one.asked_at) })}{" "}
                <strong>
                  {one.by_default
                    ? t(one.about === "change" ? "byDefault" : "byDefaultGrade")
                    : t(`answers.${one.answer ?? "open"}`)}
                </strong>
                <br />
                {one.answer === null ? (
                  <span>{t(one.about === "change" ? "due" : "dueGrade", { at: f.time(one.due_at) })} </span>
                ) : null}
                <a href={`/${path}/answer/${one.token}`}>{t("questionLink")}</a>
              </li>
            ))}
          </ul>
        )}
        <form method="post" className="row">
          {open && !asking ? (
            <>
              <input type="hidden" name="plan_hash" value={short.plan_hash ?? ""} />
              <button className="button" name="act" value="apply">
                {short.refund_minor > 0 && short.currency !== null
                  ? t("applyRefund", { amount: f.moneyInWords(short.refund_minor, short.currency) })
                  : t("apply")}
              </button>
            </>
          ) : null}
          {open || short.state === "entered" ? (
            <>
              <button className="button second" name="act" value="preview">
                {t("again")}
              </button>
              {short.automatic ? null : (
                <button className="button second" name="act" value="drop">
                  {t("drop")}
                </button>
              )}
            </>
          ) : null}
          {actionData?.replacement ? (
            <button className="button" name="act" value="take-back">
              {t("takeBack")}
            </button>
          ) : null}
          {short.state === "applied" && short.done ? (
            <button className="button second" name="act" value="undo">
              {t("undo")}
            </button>
          ) : null}
          {short.aside_units > 0 ? (
            <button className="button second" name="act" value="restock">
              {t("restock", { amount: f.units(short.aside_units, short.unit) })}
            </button>
          ) : null}
        </form>
      </section>
      {short.waits.length === 0 ? null : <ShortWaits waits={short.waits} />}
      {(open || short.state === "entered") && short.preview && short.preview.options.length > 0 ? (
        <PolicyOptions options={short.preview.options} currency={short.preview.currency} />
      ) : null}
      {short.preview ? <ShortPreview preview={short.preview} claim={short.claim} /> : null}
    </div>
  );
}
