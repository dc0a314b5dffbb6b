import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ParcelStateTag } from "../../features/order/ParcelCard";
import { recallSchema, shortSchema } from "../../features/shorts/data.server";
import { RecallTag } from "../../features/shorts/RecallTag";
import { Bar } from "../../features/ui/Bar";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { inWords, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/recall";

const takenOutSchema = shortSchema.extend({ entered: z.int() });

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const after = new URL(request.url).searchParams.get("after") ?? undefined;
  return desk.read(`/desk/recalls/${encodeURIComponent(params.id)}`, recallSchema, { after });
}

/** Tells, takes the lot out of its orders (by a short, previewed first), or ends the recall. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const at = `/desk/recalls/${encodeURIComponent(params.id)}`;
  const act = form.get("act");
  if (act === "take-out") {
    const answer = await desk.call(`${at}/take-out`, takenOutSchema, {
      method: "POST",
      body: {},
      time_limit_ms: 20_000,
    });
    // One entry for each lot of the family: with more than one, the list shows them all.
    if (answer.ok) {
      return redirect(`/${path}/desk/shorts${answer.value.entered === 1 ? `/${answer.value.short.id}` : ""}`);
    }
    return data(
      { problems: [{ field: "act", text: inWords(path, answer.refusal) }] },
      { status: answer.refusal.status },
    );
  }
  const reason = text(form, "reason");
  if (act !== "notify" && reason.length < 2) {
    return data({ problems: [{ field: "reason", text: say(path)("recalls.needReason") }] }, { status: 400 });
  }
  const answer =
    act === "notify"
      ? await desk.call(`${at}/notify`, z.unknown(), { method: "POST", body: {}, time_limit_ms: 20_000 })
      : await desk.call(`${at}/end`, z.unknown(), {
          body: { how: act === "wasted" ? "wasted" : "released", reason },
        });
  if (answer.ok) return redirect(`/${path}/desk/recalls/${params.id}`);
  const field = act === "notify" ? "act" : "reason";
  return data({ problems: [{ field, text: inWords(path, answer.refusal) }] }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.recall.number ?? ""} · Commonlot` },
];

const PARTS = [
  ["kept", "left"],
  ["in_orders", "held"],
  ["gone", "sold"],
] as const;

export default function RecallPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("recall");
  const f = useFormats();
  const path = usePath();
  const { recall, lots, parcels, told, next } = loaderData;
  const open = recall.state === "open";
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/recalls`}>{t("back")}</a>
        </p>
        <div className="row between">
          <h1>{t("title", { number: recall.number, lot: recall.lot_number })}</h1>
          <RecallTag state={recall.state} />
        </div>
        <p>
          <a href={`/${path}/desk/lots/${recall.lot_id}`}>{recall.lot_number}</a>
          {recall.household ? ` · ${recall.household.name} ${recall.household.card_number}` : ""} · {recall.reason}
        </p>
        <p>{t("advice", { advice: recall.advice })}</p>
        <ProblemSummary problems={actionData?.problems} />
        <Bar
          label={t("where")}
          parts={PARTS.map(([key, part]) => ({ key, part, value: recall[key], label: t(`parts.${key}`) }))}
        />
        <table>
          <caption>{t("where")}</caption>
          <tbody>
            {PARTS.map(([key, part]) => (
              <tr key={key}>
                <th scope="row">
                  <span className={`key part-${part}`} aria-hidden="true" />
                  {t(`parts.${key}`)}
                </th>
                <td className="num">{f.units(recall[key], recall.unit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {lots.length < 2 ? null : (
          <div className="scroll-x" tabIndex={0} role="region" aria-label={t("family")}>
            <table>
              <caption>{t("family")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("lot")}</th>
                  {PARTS.map(([key]) => (
                    <th key={key} scope="col" className="num">
                      {t(`parts.${key}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {lots.map((lot) => (
                  <tr key={lot.lot_id}>
                    <th scope="row">
                      <a href={`/${path}/desk/lots/${lot.lot_id}`}>
                        {lot.number} {lot.grade_name[path]}
                      </a>
                    </th>
                    {PARTS.map(([key]) => (
                      <td key={key} className="num">
                        {f.units(lot[key], recall.unit)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        <form method="post" className="row" id="act">
          {open && recall.in_orders > 0 ? (
            <button className="button" name="act" value="take-out">
              {t("takeOut", { amount: f.units(recall.in_orders, recall.unit) })}
            </button>
          ) : null}
          <button className="button second" name="act" value="notify">
            {recall.notified_at === null ? t("notify") : t("notifyAgain")}
          </button>
        </form>
        {told.map((one) => (
          <p key={one.channel}>{t(`told.${one.channel}`, { sent: one.sent, queued: one.queued })}</p>
        ))}
        {open ? (
          <form method="post" className="stack panel" noValidate>
            <h2>{t("end")}</h2>
            <Input name="reason" label={t("endReason")} required problems={actionData?.problems} />
            <div className="row">
              <button className="button second" name="act" value="released">
                {t("release")}
              </button>
              <button className="button second" name="act" value="wasted">
                {t("waste", { amount: f.units(recall.kept, recall.unit) })}
              </button>
            </div>
          </form>
        ) : null}
      </section>
      <section className="stack">
        <h2>{t("affected")}</h2>
        {parcels.length === 0 ? <p className="panel">{t("nobody")}</p> : null}
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("affected")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("parcel")}</th>
                <th scope="col">{t("order")}</th>
                <th scope="col">{t("state")}</th>
                <th scope="col">{t("to")}</th>
                <th scope="col">{t("buyer")}</th>
                <th scope="col" className="num">
                  {t("amount")}
                </th>
              </tr>
            </thead>
            <tbody>
              {parcels.map((one) => (
                <tr key={one.parcel_id}>
                  <th scope="row">
                    <a href={`/${path}/desk/parcels/${one.parcel_id}`}>{one.number}</a>
                  </th>
                  <td>{one.display_id === null ? "" : `#${one.display_id}`}</td>
                  <td>
                    <ParcelStateTag state={one.state} />
                  </td>
                  <td>
                    {one.name} · {one.phone}
                  </td>
                  <td>{one.buyer_email ?? ""}</td>
                  <td className="num">{f.units(one.units, recall.unit)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {next === null ? null : (
          <p>
            <a href={`/${path}/desk/recalls/${recall.id}?after=${encodeURIComponent(next)}`}>{t("more")}</a>
          </p>
        )}
      </section>
    </div>
  );
}
