import { useTranslations } from "use-intl";
import { deskLotsSchema, ordersSchema, poolsSchema } from "../../features/desk/data.server";
import { Tasks } from "../../features/activity/Tasks";
import { tasksSchema } from "../../features/activity/data.server";
import { expiringSchema } from "../../features/ledger/data.server";
import { TodayStock } from "../../features/ledger/TodayStock";
import { CardCover } from "../../features/shipping/CardCover";
import { LotTable } from "../../features/desk/LotTable";
import { readyToHandOver } from "../../features/desk/orders";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/today";

const LOTS_SHOWN = 10;

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ pools }, { orders }, { lots }, expiring, due] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read("/desk/orders", ordersSchema),
    desk.read("/desk/lots", deskLotsSchema, { limit: LOTS_SHOWN }),
    desk.read("/desk/expiring", expiringSchema, { limit: LOTS_SHOWN }),
    desk.read("/desk/tasks", tasksSchema),
  ]);
  const sum = (unit: "g" | "piece", of: "available" | "held") =>
    pools.filter((pool) => pool.unit === unit).reduce((all, pool) => all + pool[of], 0);
  return {
    toSend: orders.reduce((all, order) => all + readyToHandOver(order), 0),
    orders: orders.filter((order) => readyToHandOver(order) > 0).length,
    available_g: sum("g", "available"),
    held_g: sum("g", "held"),
    available_pieces: sum("piece", "available"),
    held_pieces: sum("piece", "held"),
    lots,
    expiring: expiring.lots,
    waiting: due.tasks,
    cover: due.rate_cards,
    mayReadActivity: due.may_read_activity,
    title: say(path)("today.title"),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function Today({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("today");
  const f = useFormats();
  const path = usePath();
  return (
    <div className="stack-l">
      <section className="stack">
        <div className="row between">
          <h1>{t("title")}</h1>
          <span className="row">
            <a className="button" href={`/${path}/desk/weigh-in`}>
              {t("weigh")}
            </a>
            {loaderData.mayReadActivity ? (
              <a className="button second" href={`/${path}/desk/activity`}>
                {t("activity")}
              </a>
            ) : null}
          </span>
        </div>
        <div className="figures">
          <a className="figure" href={`/${path}/desk/parcels`}>
            <span>{t("toSend")}</span>
            <strong>{f.number(loaderData.toSend)}</strong>
            <span className="muted small">{t("ofOrders", { count: loaderData.orders })}</span>
          </a>
          <a className="figure" href={`/${path}/desk/pools`}>
            <span>{t("available")}</span>
            <strong>{f.kg(loaderData.available_g)}</strong>
            <span className="muted small">{t("heldToo", { weight: f.weight(loaderData.held_g) })}</span>
          </a>
          {loaderData.available_pieces + loaderData.held_pieces > 0 ? (
            <a className="figure" href={`/${path}/desk/pools`}>
              <span>{t("availablePieces")}</span>
              <strong>{f.number(loaderData.available_pieces)}</strong>
              <span className="muted small">{t("heldToo", { weight: f.units(loaderData.held_pieces, "piece") })}</span>
            </a>
          ) : null}
        </div>
      </section>
      <CardCover cover={loaderData.cover} />
      <Tasks waiting={loaderData.waiting} />
      <TodayStock expiring={loaderData.expiring} />
      <section className="stack">
        <h2>{t("lots")}</h2>
        <LotTable lots={loaderData.lots} label={t("lots")} none={t("noLots")} />
      </section>
    </div>
  );
}
