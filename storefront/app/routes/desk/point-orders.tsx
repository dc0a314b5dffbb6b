import { useTranslations } from "use-intl";
import { PackingNav } from "../../features/packing/PackingNav";
import {
  actOnPointOrder,
  pointOrdersAsked,
  pointOrdersOf,
  pointsOf,
  type PointOrder,
} from "../../features/pickup-desk/data.server";
import { PointOrderSearch, queryOf } from "../../features/pickup-desk/PointOrderSearch";
import { ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { Tag, type Look } from "../../features/ui/Tag";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/point-orders";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const query = new URL(request.url).searchParams;
  const asked = pointOrdersAsked(query);
  const t = say(path);
  const [found, points] = await Promise.all([
    pointOrdersOf(desk, asked, query.get("before") ?? undefined),
    pointsOf(desk),
  ]);
  return {
    ...found,
    asked,
    points: points.map((point) => ({ id: point.id, name: point[`name_${path}`] })),
    note: query.has("given")
      ? t("pickupDesk.orders.givenSaid")
      : query.has("ready")
        ? t("pickupDesk.orders.readySaid")
        : null,
    title: t("pickupDesk.orders.title"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return actOnPointOrder(desk, path, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const LOOK: Record<PointOrder["state"], Look> = {
  packing: { sign: "○", tone: "" },
  under_way: { sign: "→", tone: "" },
  ready: { sign: "●", tone: "good" },
  fetched: { sign: "✓", tone: "good" },
  ended: { sign: "!", tone: "bad" },
};

export default function PointOrdersPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("pickupDesk.orders");
  const f = useFormats();
  const path = usePath();
  const { orders, next, asked, points, note, title } = loaderData;
  const { over } = asked;
  const all = asked.search === "" && asked.point_id === "";
  const base = `/${path}/desk/point-orders`;
  const problems = actionData?.problems;
  return (
    <section className="stack">
      <h1>{title}</h1>
      <PackingNav here="point-orders" />
      {note === null || problems ? null : (
        <p className="note good" role="status">
          {note}
        </p>
      )}
      <ProblemSummary problems={problems} />
      <p className="row">
        <a href={`${base}${queryOf({ ...asked, over: false })}`} aria-current={over ? undefined : "page"}>
          {t("waiting")}
        </a>
        <a href={`${base}${queryOf({ ...asked, over: true })}`} aria-current={over ? "page" : undefined}>
          {t("over")}
        </a>
      </p>
      {all && orders.length === 0 ? null : <PointOrderSearch here={base} asked={asked} points={points} />}
      <List
        label={title}
        rows={orders}
        none={t(all ? (over ? "noneOver" : "none") : "noneFound")}
        older={next === null ? null : `${base}${queryOf(asked, { before: next })}`}
        columns={[
          {
            head: t("order"),
            name: true,
            of: (one) => (one.order_number === null ? one.order_id : `#${one.order_number}`),
          },
          { head: t("who"), of: (one) => `${one.name} ${one.phone}` },
          { head: t("point"), of: (one) => one.point.name[path] },
          { head: t("parcels"), num: true, of: (one) => f.number(one.parcels) },
          {
            head: t("state"),
            of: (one) => (
              <>
                <Tag look={one.late ? { sign: "!", tone: "warn" } : LOOK[one.state]}>
                  {one.late ? t("late") : t(`states.${one.state}`)}
                </Tag>
                {one.ready_at === null || over ? null : (
                  <span className="small muted"> {t("since", { at: f.time(one.ready_at) })}</span>
                )}
              </>
            ),
          },
          {
            head: t("act"),
            of: (one) => (
              <>
                {one.more ? (
                  <form method="post">
                    <input type="hidden" name="id" value={one.id} />
                    <button id={`ready-${one.id}`} className="button second" name="act" value="ready">
                      {t("ready")}
                    </button>
                  </form>
                ) : null}
                {one.state === "ready" ? (
                  <form method="post" className="row">
                    <input type="hidden" name="id" value={one.id} />
                    <label htmlFor={`code-${one.id}`}>{t("code")}</label>
                    <input
                      id={`code-${one.id}`}
                      name="code"
                      className="short"
                      inputMode="numeric"
                      autoComplete="off"
                      maxLength={10}
                      aria-invalid={problems?.some(({ field }) => field === `code-${one.id}`) ? true : undefined}
                    />
                    <button className="button" name="act" value="fetched">
                      {t("give")}
                    </button>
                  </form>
                ) : null}
              </>
            ),
          },
        ]}
      />
    </section>
  );
}
