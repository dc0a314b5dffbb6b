import { useTranslations } from "use-intl";
import { act } from "../../features/carrier-acts/acts.server";
import { MendForm } from "../../features/carrier-acts/MendForm";
import {
  AskAllAgain,
  BookingFigures,
  ManifestLists,
  PickupForms,
  PickupList,
} from "../../features/carrier-acts/WithCarriers";
import { ArrivalForm } from "../../features/packing/ArrivalForm";
import { sayArrival } from "../../features/packing/arrival.server";
import { handoverSchema } from "../../features/packing/data.server";
import { PaperList } from "../../features/packing/PaperList";
import { askForPaper } from "../../features/packing/papers.server";
import { carriersSchema } from "../../features/shipping/data.server";
import { notesSchema } from "../../features/truck/data.server";
import { DeliveryNotes } from "../../features/truck/Notes";
import { ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/handover";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  const after = new URL(request.url).searchParams.get("after") ?? undefined;
  const [page, { carriers }, { delivery_notes: notes }] = await Promise.all([
    desk.read(`/desk/handovers/${encodeURIComponent(params.id)}`, handoverSchema, { after }),
    desk.read("/desk/carriers", carriersSchema),
    desk.read(`/desk/handovers/${encodeURIComponent(params.id)}/delivery-notes`, notesSchema),
  ]);
  return { ...page, carriers, notes };
}

/** Asks for the driver's manifest, deals with the carriers, or says where the parcels ended. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const acted = await act(desk, path, form, `/desk/handovers/${encodeURIComponent(params.id)}`);
  if (acted) return acted;
  if (form.has("said")) return sayArrival(desk, path, form, `/desk/handovers/${encodeURIComponent(params.id)}`);
  return askForPaper(desk, path, form, { handover_id: params.id });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.handover.number ?? ""} · Commonlot` },
];

export default function HandoverPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("packing.handover");
  const f = useFormats();
  const path = usePath();
  const { handover, parcels, papers, next, carriers } = loaderData;
  const acts = useTranslations("carrierActs");
  const names = Object.fromEntries(carriers.map((one) => [one.code, one[path]]));
  const used = new Set([...parcels, ...loaderData.manifests].map((one) => one.carrier));
  const typed = actionData && "typed" in actionData ? actionData.typed : undefined;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/handovers`}>{t("back")}</a>
        </p>
        <h1>{t("title", { number: handover.number })}</h1>
        <ProblemSummary problems={actionData?.problems} />
        <p className="note good">{t("done", { count: handover.parcels, weight: f.weight(handover.gross_g) })}</p>
        <dl className="facts">
          <dt>{t("at")}</dt>
          <dd>{f.time(handover.at)}</dd>
          <dt>{t("givenBy")}</dt>
          <dd>{handover.person}</dd>
          <dt>{t("driver")}</dt>
          <dd>{handover.driver ?? t("notSaid")}</dd>
          <dt>{t("plate")}</dt>
          <dd>{handover.plate ?? t("notSaid")}</dd>
        </dl>
        {handover.signature === null ? (
          <p>{t("withName")}</p>
        ) : (
          <figure>
            <svg
              className="sign"
              viewBox="0 0 600 200"
              role="img"
              aria-label={t("signatureOf", { name: handover.driver ?? "" })}
            >
              <path d={handover.signature} fill="none" />
            </svg>
            <figcaption>{t("signatureOf", { name: handover.driver ?? "" })}</figcaption>
          </figure>
        )}
        {handover.wave_id === null ? null : (
          <p>
            <a href={`/${path}/desk/waves/${handover.wave_id}`}>{t("backToWave")}</a>
          </p>
        )}
      </section>
      <DeliveryNotes
        notes={loaderData.notes}
        file={(note) => `/${path}/desk/handovers/${note.handover_id}/delivery-notes/${note.order_id}`}
      />
      {handover.to_tell > 0 ? <ArrivalForm count={handover.to_tell} problems={actionData?.problems} /> : null}
      <section className="stack">
        <h2>{acts("handover.title")}</h2>
        <BookingFigures counts={loaderData.bookings} />
        {loaderData.refused.length > 0 ? <p>{acts("handover.refused")}</p> : null}
        <AskAllAgain handover_id={handover.id} count={loaderData.askable} />
        {loaderData.refused.map((parcel) => (
          <MendForm key={parcel.id} parcel={parcel} carriers={carriers} typed={typed} problems={actionData?.problems} />
        ))}
        {loaderData.bookings.refused > loaderData.refused.length ? (
          <p>
            <a href={`/${path}/desk/tracking-numbers`}>{acts("handover.more")}</a>
          </p>
        ) : null}
        <h3>{acts("pickup.title")}</h3>
        <PickupForms
          carriers={carriers.filter((one) => used.has(one.code))}
          handover_id={handover.id}
          typed={typed}
          problems={actionData?.problems}
        />
        {loaderData.pickups.length > 0 ? <PickupList pickups={loaderData.pickups} names={names} /> : null}
        <ManifestLists
          handover_id={handover.id}
          manifests={loaderData.manifests}
          names={names}
          askable={carriers.some((one) => one.adapter !== "manual" && used.has(one.code))}
        />
      </section>
      <PaperList kinds={["manifest"]} papers={papers} />
      <section className="stack">
        <h2>{t("parcels")}</h2>
        <List
          label={t("parcels")}
          rows={parcels}
          none={t("none")}
          columns={[
            {
              head: t("parcel"),
              name: true,
              of: (one) => <a href={`/${path}/desk/parcels/${one.id}`}>{one.number}</a>,
            },
            { head: t("to"), of: (one) => one.name },
            {
              head: t("tracking"),
              of: (one) => [names[one.carrier] ?? one.carrier, one.tracking_number].filter(Boolean).join(" "),
            },
            { head: t("gross"), num: true, of: (one) => f.kg(one.gross_g) },
          ]}
        />
        {next === null ? null : (
          <p>
            <a href={`/${path}/desk/handovers/${handover.id}?after=${encodeURIComponent(next)}`}>{t("more")}</a>
          </p>
        )}
      </section>
    </div>
  );
}
