import { Fragment } from "react";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Carrier } from "../shipping/data.server";
import { Input, type Problem } from "../ui/Field";
import type { BookingCounts, CarrierLabels, CarrierManifest, Pickup } from "./data.server";
import { ManifestTag, PickupTag } from "./Tags";

/** How parcels stand with carriers that have an interface, each figure said in words. */
export function BookingFigures({ counts }: { counts: BookingCounts }) {
  const t = useTranslations("carrierActs.counts");
  const f = useFormats();
  const shown = (["booked", "asked", "refused", "open"] as const).filter((one) => counts[one] > 0);
  if (shown.length === 0) return null;
  return (
    <dl className="facts">
      {shown.map((one) => (
        <Fragment key={one}>
          <dt>{t(one)}</dt>
          <dd>{f.number(counts[one])}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** One press for all that carriers refused of a handover and that lack nothing: their counter was closed, say. */
export function AskAllAgain({ handover_id, count }: { handover_id: string; count: number }) {
  const t = useTranslations("carrierActs.handover");
  if (count < 2) return null;
  return (
    <form method="post" className="stack-s" id="ask-all">
      <input type="hidden" name="id" value={handover_id} />
      <p>{t("askAllNote")}</p>
      <button className="button second" name="act" value="ask-all">
        {t("askAll", { count })}
      </button>
    </form>
  );
}

/** Booking a wave before it leaves, and the labels that its carriers make. */
export function WaveBookings({
  wave_id,
  counts,
  labels,
}: {
  wave_id: string;
  counts: BookingCounts;
  labels: CarrierLabels;
}) {
  const t = useTranslations("carrierActs.wave");
  const path = usePath();
  if (counts.booked + counts.asked + counts.refused + counts.open === 0) return null;
  return (
    <section className="stack" id="book">
      <h2>{t("title")}</h2>
      <p>{t("note")}</p>
      <BookingFigures counts={counts} />
      {counts.refused > 0 ? (
        <p>
          <a href={`/${path}/desk/board?list=refused`}>{t("seeRefused")}</a>
        </p>
      ) : null}
      {labels.wanted > 0 ? <p role="status">{t("labels", labels)}</p> : null}
      <form method="post" className="row">
        <input type="hidden" name="id" value={wave_id} />
        {counts.open > 0 ? (
          <button className="button second" name="act" value="book">
            {t("book", { count: counts.open })}
          </button>
        ) : null}
        {labels.refused > 0 ? (
          <button className="button second" name="act" value="labels">
            {t("labelsAgain", { count: labels.refused })}
          </button>
        ) : null}
      </form>
    </section>
  );
}

/** A courier for a day, carrier by carrier; of one without an interface, what a person has to do. */
export function PickupForms({
  carriers,
  handover_id,
  typed,
  problems,
}: {
  carriers: readonly Carrier[];
  handover_id?: string;
  typed: Record<string, string> | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("carrierActs.pickup");
  const f = useFormats();
  const path = usePath();
  return (
    <>
      {carriers.map((carrier) =>
        carrier.adapter === "manual" ? (
          <p className="panel" key={carrier.code}>
            {t("byHand", { carrier: carrier[path], day: f.date(carrier.next_pickup), time: carrier.cutoff })}
          </p>
        ) : (
          <form method="post" className="panel stack" key={carrier.code} noValidate>
            <h3>{carrier[path]}</h3>
            <input type="hidden" name="carrier" value={carrier.code} />
            {handover_id === undefined ? null : <input type="hidden" name="handover_id" value={handover_id} />}
            <Input
              name="day"
              label={t("day")}
              hint={t("dayHint", { day: f.date(carrier.next_pickup), time: carrier.cutoff })}
              type="date"
              defaultValue={typed?.carrier === carrier.code ? typed.day : carrier.next_pickup}
              problems={problems}
            />
            <button className="button second" name="act" value="pickup">
              {t("order")}
            </button>
          </form>
        ),
      )}
    </>
  );
}

export function PickupList({ pickups, names }: { pickups: readonly Pickup[]; names: Record<string, string> }) {
  const t = useTranslations("carrierActs.pickup");
  const f = useFormats();
  if (pickups.length === 0) return <p className="panel">{t("none")}</p>;
  return (
    <ul className="plain stack-s" id="pickups">
      {pickups.map((pickup) => (
        <li key={pickup.id} className="panel stack-s">
          <p>
            <PickupTag pickup={pickup} /> {names[pickup.carrier] ?? pickup.carrier} ·{" "}
            {t("when", { day: f.date(pickup.day), time: pickup.until })} ·{" "}
            {t("load", { count: pickup.parcels, weight: f.weight(pickup.weight_g) })}
          </p>
          {pickup.confirmation === null ? null : (
            <p className="small">{t("confirmation", { number: pickup.confirmation })}</p>
          )}
          {[pickup.reason, pickup.cancel_refused].map((reason) =>
            reason === null ? null : (
              <p key={reason}>
                {t("said")} <q>{reason}</q>
              </p>
            ),
          )}
          {(pickup.state === "ordered" || pickup.state === "pending") && !pickup.cancelling ? (
            <form method="post">
              <input type="hidden" name="id" value={pickup.id} />
              <button className="button second" name="act" value="pickup-off">
                {t("off", { day: f.date(pickup.day) })}
              </button>
            </form>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

/** The carrier's own list of what the driver got. */
export function ManifestLists({
  handover_id,
  manifests,
  names,
  askable,
}: {
  handover_id: string;
  manifests: readonly CarrierManifest[];
  names: Record<string, string>;
  /** Some of its parcels are of a carrier with an interface. */
  askable: boolean;
}) {
  const t = useTranslations("carrierActs.manifest");
  const all = manifests.filter((one) => one.state !== "refused");
  return (
    <section className="stack-s" id="manifest">
      <h3>{t("title")}</h3>
      {askable ? null : <p>{t("byHand")}</p>}
      <ul className="plain stack-s">
        {manifests.map((one) => (
          <li key={one.id}>
            <ManifestTag state={one.state} /> {names[one.carrier] ?? one.carrier} ·{" "}
            {t("parcels", { count: one.parcels })}
            {one.number === null ? "" : ` · ${t("number", { number: one.number })}`}
            {one.reason === null ? null : <q> {one.reason}</q>}
          </li>
        ))}
      </ul>
      {askable && all.length === 0 ? (
        <form method="post">
          <input type="hidden" name="id" value={handover_id} />
          <button className="button second" name="act" value="manifest">
            {t("close")}
          </button>
        </form>
      ) : null}
    </section>
  );
}
