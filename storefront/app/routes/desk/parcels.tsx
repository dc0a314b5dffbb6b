import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { ordersSchema } from "../../features/desk/data.server";
import { readyToHandOver } from "../../features/desk/orders";
import { PARCEL_STATES } from "../../features/order/states";
import { plansNow } from "../../features/planning/words.server";
import { PlansNow } from "../../features/planning/PlansNow";
import { BoardFigures } from "../../features/packing/BoardFigures";
import { boardSchema } from "../../features/packing/data.server";
import { PackingNav } from "../../features/packing/PackingNav";
import { LeavesEarly, WantedOn } from "../../features/packing/Wanted";
import { earlyOf } from "../../features/packing/wanted.server";
import { inWords, text } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/parcels";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const [{ orders, next }, { counts }, plans] = await Promise.all([
    desk.read("/desk/orders", ordersSchema, { before: query.get("before") ?? undefined }),
    desk.read("/desk/board", boardSchema, { limit: 1 }),
    plansNow(desk, path),
  ]);
  const done = query.get("done");
  return {
    orders: orders.map((order) => ({
      ...order,
      early: earlyOf([{ wanted_on: order.wanted_on, parcels: readyToHandOver(order) }]),
    })),
    next,
    counts,
    plans,
    asked: query.has("asked"),
    done: done !== null && /^\d{1,6}$/.test(done) ? Number(done) : null,
    states: PARCEL_STATES,
    title: say(path)("deskParcels.title"),
  };
}

const handoverSchema = z.object({ handover: z.object({ parcels: z.int() }) });

/**
 * Hands over all parcels of one order that are ready: sent twice, the second finds them gone and changes nothing. Or has an order
 * planned again.
 */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  if (form.has("plan_again")) {
    const to = `/desk/orders/${encodeURIComponent(text(form, "plan_again"))}/plan`;
    const asked = await desk.call(to, z.object({ order_id: z.string() }), { body: {} });
    if (!asked.ok) return data({ problem: inWords(path, asked.refusal) }, { status: asked.refusal.status });
    return redirect(`/${path}/desk/parcels?asked`);
  }
  const order_id = text(form, "order_id");
  const driver = text(form, "driver");
  const answer = await desk.call("/desk/handovers", handoverSchema, {
    // As many as were shown: those that were packed or voided meanwhile are looked at again first.
    body: { order_id, expected: Number(text(form, "expected")), ...(driver === "" ? {} : { driver }) },
  });
  if (!answer.ok) return data({ problem: inWords(path, answer.refusal) }, { status: answer.refusal.status });
  return redirect(`/${path}/desk/parcels?done=${answer.value.handover.parcels}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Labels beyond these come in several files. */
const LABELS_PER_FILE = 2_000;

export default function ParcelsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("deskParcels");
  const states = useTranslations("parcel.states");
  const planning = useTranslations("planning");
  const f = useFormats();
  const path = usePath();
  const { orders, next, done } = loaderData;
  return (
    <section className="stack">
      <h1>{t("title")}</h1>
      <PackingNav here="parcels" />
      <BoardFigures counts={loaderData.counts} />
      {done === null ? null : (
        <p className="note good" role="status">
          {t("handedOver", { count: done })}
        </p>
      )}
      {actionData ? (
        <p className="problems" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      {loaderData.asked ? (
        <p className="note good" role="status">
          {planning("asked")}
        </p>
      ) : null}
      <PlansNow plans={loaderData.plans} here="desk/parcels" />
      <List
        label={t("title")}
        rows={orders.map((order) => ({ ...order, id: order.order_id, ready: readyToHandOver(order) }))}
        none={t("none")}
        older={next === null ? null : `/${path}/desk/parcels?before=${encodeURIComponent(next)}`}
        columns={[
          {
            head: t("order"),
            name: true,
            of: (order) => (
              <>
                {order.display_id === null ? order.order_id : `#${order.display_id}`}
                <br />
                {order.company === null && order.place === null ? null : (
                  <>
                    <span className="small">{[order.company, order.place].filter(Boolean).join(" · ")}</span>
                    <br />
                  </>
                )}
                {order.wanted_on === null ? null : (
                  <>
                    <WantedOn day={order.wanted_on} />
                    <br />
                  </>
                )}
                <a className="line-link" href={`/${path}/desk/orders/${order.order_id}/allocation`}>
                  {t("whoFills")}
                </a>
              </>
            ),
          },
          { head: t("planned"), of: (order) => f.time(order.planned_at) },
          {
            head: t("parcels"),
            num: true,
            of: (order) => (
              <>
                {f.number(order.parcels)}
                {order.proof === null ? null : (
                  <div className="small muted">
                    {planning("proof", { cost: f.money(order.proof.cost_minor, order.proof.currency) })}
                    <br />
                    {order.proof.over_minor === 0
                      ? planning("proven")
                      : planning("over", { over: f.money(order.proof.over_minor, order.proof.currency) })}
                  </div>
                )}
              </>
            ),
          },
          { head: t("weight"), num: true, of: (order) => f.kg(order.gross_g) },
          {
            head: t("states"),
            of: (order) =>
              loaderData.states
                .filter((state) => (order.states[state] ?? 0) > 0)
                .map((state) => t("stateCount", { state: states(state), count: order.states[state] ?? 0 }))
                .join(t("comma")),
          },
          {
            head: t("labels"),
            of: (order) =>
              order.parcels > LABELS_PER_FILE ? (
                <a className="line-link" href={`/${path}/desk/orders/${order.order_id}/print`}>
                  {t("labelFiles")}
                </a>
              ) : (
                <a className="line-link" href={`/${path}/desk/orders/${order.order_id}/labels`}>
                  PDF
                </a>
              ),
          },
          {
            head: t("handOver"),
            of: ({ order_id, ready, early, states: of }) =>
              ready > 0 ? (
                <details>
                  <summary>{t("handOverCount", { count: ready })}</summary>
                  <form method="post" className="stack-s">
                    <input type="hidden" name="order_id" value={order_id} />
                    <input type="hidden" name="expected" value={ready} />
                    <p>{t("handOverHint", { count: ready - (of.packed ?? 0) })}</p>
                    <LeavesEarly early={early} of="order" />
                    <label>
                      {t("driver")}
                      <input name="driver" maxLength={80} autoComplete="off" />
                    </label>
                    <button className="button second">{t("handOverSure", { count: ready })}</button>
                  </form>
                </details>
              ) : null,
          },
        ]}
      />
    </section>
  );
}
