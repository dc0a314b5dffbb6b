import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { PointLines } from "../checkout/PickupForm";
import type { OrderCycleView } from "../cycle/order.server";
import { Tag, type Look } from "../ui/Tag";
import type { OrderPickup } from "./pickup.server";

const LOOK: Record<OrderPickup["state"], Look> = {
  packing: { sign: "○", tone: "" },
  under_way: { sign: "→", tone: "warn" },
  ready: { sign: "●", tone: "good" },
  fetched: { sign: "✓", tone: "good" },
  ended: { sign: "!", tone: "bad" },
};

/** On a buyer's order: where its goods are fetched, from when, and the code they are given out for. */
export function OrderPickups({ pickups, cycle }: { pickups: readonly OrderPickup[]; cycle: OrderCycleView | null }) {
  const t = useTranslations("pickup");
  const f = useFormats();
  const path = usePath();
  return pickups.map(({ cooperative, point, state, code, qr }) => (
    <section key={point.id} className="panel stack-s">
      <div className="row between">
        <h2>{t("fetchAt", { name: point.name[path] })}</h2>
        <Tag look={LOOK[state]}>{t(`states.${state}`)}</Tag>
      </div>
      <p className="small muted">{t("goodsOf", { name: cooperative[path] })}</p>
      <p>
        <PointLines point={point} />
      </p>
      {cycle?.way === "pickup" && state !== "fetched" ? (
        <p>
          {t("cycleDays", {
            days:
              cycle.ready_from === cycle.ready_to
                ? f.date(cycle.ready_from)
                : t("range", { from: f.date(cycle.ready_from), to: f.date(cycle.ready_to) }),
          })}
        </p>
      ) : null}
      {code !== null && state !== "fetched" && state !== "ended" ? (
        <p>
          {t("code")} <strong className="pickup-code tabular">{`${code.slice(0, 3)} ${code.slice(3)}`}</strong>
          <br />
          <span className="small">{t(state === "ready" ? "showCode" : "wait")}</span>
        </p>
      ) : null}
      {qr === null ? null : (
        <svg className="pickup-qr" viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={t("qr")}>
          <rect width={qr.size} height={qr.size} fill="#fff" />
          <path d={qr.path} fill="#000" shapeRendering="crispEdges" />
        </svg>
      )}
    </section>
  ));
}
