import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { CartGroup } from "../cart/data.server";
import type { Problem } from "../ui/Field";
import type { CartPickup, PickupPoint } from "./pickup.server";

interface Props {
  readonly pickup: CartPickup;
  readonly groups: readonly CartGroup[];
  readonly problem: Problem | undefined;
}

/** How the goods of each cooperative come: sent, or fetched at one of its points. A plain form: what is chosen changes the freight. */
export function PickupForm({ pickup, groups, problem }: Props) {
  const t = useTranslations("pickup");
  const f = useFormats();
  const path = usePath();
  // A point that was chosen and is closed by now is said, also where there is no other one.
  const offered = pickup.cooperatives.filter((one) => one.points.length > 0 || one.closed);
  if (offered.length === 0) return null;
  const { days } = pickup;
  return (
    <section className="stack" id="pickup">
      <h2>{t("title")}</h2>
      {pickup.way === "pickup" && days ? (
        <p className="note">
          {t("cycleDays", {
            days:
              days.from === days.to ? f.date(days.from) : t("range", { from: f.date(days.from), to: f.date(days.to) }),
          })}
        </p>
      ) : null}
      {problem ? (
        <p className="problems" role="alert">
          {problem.text}
        </p>
      ) : null}
      <Form method="post" className="stack" replace>
        <input type="hidden" name="intent" value="pickup" />
        {offered.map(({ cooperative_id, chosen, closed, points }) => {
          const name = groups.find((group) => group.cooperative.id === cooperative_id)?.cooperative.name[path] ?? "";
          return (
            <fieldset key={cooperative_id} className="stack-s">
              <legend>{t("goodsOf", { name })}</legend>
              {closed ? <p className="wrong">{t("closed")}</p> : null}
              {pickup.way === "pickup" && points.length > 0 ? null : (
                <label className="row">
                  <input type="radio" name={`point:${cooperative_id}`} value="" defaultChecked={chosen === null} />
                  {t("send")}
                </label>
              )}
              {points.map((point) => (
                <label key={point.id} className="row pickup-choice">
                  <input
                    type="radio"
                    name={`point:${cooperative_id}`}
                    value={point.id}
                    defaultChecked={chosen === point.id}
                  />
                  <span>
                    <strong>{t("fetchAt", { name: point.name[path] })}</strong> {t("free")}
                    <br />
                    <PointLines point={point} />
                  </span>
                </label>
              ))}
            </fieldset>
          );
        })}
        <button className="button second">{t("save")}</button>
      </Form>
    </section>
  );
}

/** Where a point is, when it is open, whom to call there. */
export function PointLines({ point }: { point: PickupPoint }) {
  const t = useTranslations("pickup");
  const path = usePath();
  return (
    <span className="small">
      {`${point.province}${point.city}${point.street}`}
      <br />
      {t("open", { hours: point.hours[path] })}
      <br />
      {t("phone", { phone: point.phone })}
      {point.notes[path] === "" ? null : (
        <>
          <br />
          {point.notes[path]}
        </>
      )}
    </span>
  );
}
