import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { cutOffTyped, nextCutOff } from "../../features/packing/cut-off.server";
import { waitingSchema, waveMadeSchema, wavesSchema, type Wave } from "../../features/packing/data.server";
import { PackingNav } from "../../features/packing/PackingNav";
import { WantedOn } from "../../features/packing/Wanted";
import { WaveProgress, WaveTag } from "../../features/packing/WaveProgress";
import { refusedAt } from "../../features/packing/words.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/waves";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const [waves, waiting] = await Promise.all([
    desk.read("/desk/waves", wavesSchema, { cursor }),
    desk.read("/desk/wave-orders", waitingSchema),
  ]);
  return {
    ...waves,
    waiting: waiting.orders,
    cut_off: nextCutOff(new Date()),
    key: randomUUID(),
    title: say(path)("packing.pages.waves"),
  };
}

/** Makes a wave of the orders that are ticked. Sent twice it is one wave. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const order_ids = form.getAll("order_id").filter((one): one is string => typeof one === "string");
  const cut_off = text(form, "cut_off_at");
  const cut_off_at = cutOffTyped(cut_off);
  const key = text(form, "idempotency_key");
  const kept = { chosen: order_ids, cut_off, key };
  const t = say(path);
  const problems = [
    ...(order_ids.length === 0 ? [{ field: "orders", text: t("packing.wave.noOrders") }] : []),
    ...(cut_off_at === null ? [{ field: "cut_off_at", text: t("packing.wave.noCutOff") }] : []),
  ];
  if (problems.length > 0 || cut_off_at === null) return data({ ...kept, problems }, { status: 400 });
  const answer = await desk.call("/desk/waves", waveMadeSchema, {
    body: { order_ids, cut_off_at, idempotency_key: key },
  });
  if (answer.ok) {
    const left = answer.value.left > 0 ? `?left=${answer.value.left}` : "";
    return redirect(`/${path}/desk/waves/${answer.value.wave.id}${left}`);
  }
  const field = answer.refusal.code === "cut_off_passed" ? "cut_off_at" : "orders";
  return data(
    { ...kept, key: randomUUID(), problems: refusedAt(path, answer.refusal, field) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function WavesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("packing.wave");
  const f = useFormats();
  const path = usePath();
  const chosen = actionData ? new Set(actionData.chosen) : null;
  const columns = [
    {
      head: t("number"),
      name: true as const,
      of: (wave: Wave) => <a href={`/${path}/desk/waves/${wave.id}`}>{wave.number}</a>,
    },
    { head: t("cutOff"), of: (wave: Wave) => f.time(wave.cut_off_at) },
    { head: t("how"), of: (wave: Wave) => <WaveProgress wave={wave} /> },
    { head: t("state"), of: (wave: Wave) => <WaveTag wave={wave} /> },
  ];
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <PackingNav here="waves" />
      </section>
      {loaderData.late.length > 0 ? (
        <section className="stack">
          <h2>{t("lateTitle")}</h2>
          <List label={t("lateTitle")} rows={loaderData.late} none={t("none")} columns={columns} />
        </section>
      ) : null}
      <section className="stack">
        <h2>{t("make")}</h2>
        {loaderData.waiting.length === 0 ? (
          <p className="panel">{t("nothingWaits")}</p>
        ) : (
          <form method="post" className="stack" noValidate>
            <ProblemSummary problems={actionData?.problems} />
            <input type="hidden" name="idempotency_key" value={actionData?.key ?? loaderData.key} />
            <Input
              name="cut_off_at"
              label={t("cutOff")}
              hint={t("cutOffHint")}
              type="datetime-local"
              className="short"
              required
              defaultValue={actionData?.cut_off ?? loaderData.cut_off}
              problems={actionData?.problems}
            />
            <fieldset id="orders">
              <legend>{t("orders")}</legend>
              {loaderData.waiting.map((order) => (
                <label key={order.order_id} className="check">
                  <input
                    type="checkbox"
                    name="order_id"
                    value={order.order_id}
                    defaultChecked={chosen ? chosen.has(order.order_id) : true}
                  />
                  {t("orderWaits", {
                    number: order.display_id ?? order.order_id,
                    count: order.parcels,
                    weight: f.kg(order.gross_g),
                    time: f.time(order.planned_at),
                  })}{" "}
                  <WantedOn day={order.wanted_on} />
                </label>
              ))}
            </fieldset>
            <button className="button">{t("makeButton")}</button>
          </form>
        )}
      </section>
      <section className="stack">
        <h2>{t("all")}</h2>
        <List
          label={t("all")}
          rows={loaderData.waves}
          none={t("none")}
          columns={columns}
          older={loaderData.next === null ? null : `/${path}/desk/waves?before=${encodeURIComponent(loaderData.next)}`}
        />
      </section>
    </div>
  );
}
