import { PICKUP } from "@commonlot/domain";
import { useTranslations } from "use-intl";
import { act } from "../../features/carrier-acts/acts.server";
import { refusedBookingsSchema } from "../../features/carrier-acts/data.server";
import { MendForm } from "../../features/carrier-acts/MendForm";
import { UnbookForm } from "../../features/carrier-acts/UnbookForm";
import { linesOf, standingFor } from "../../features/claims/standing";
import { ClaimTag } from "../../features/claims/ClaimTag";
import { ParcelStateTag } from "../../features/order/ParcelCard";
import { ParcelEvents } from "../../features/order/ParcelEvents";
import { ParcelLinks } from "../../features/packing/ParcelLinks";
import type { Why } from "../../features/packing/why";
import { WantedOn } from "../../features/packing/Wanted";
import { WhyParcel } from "../../features/packing/WhyParcel";
import { ArrivalForm } from "../../features/packing/ArrivalForm";
import { sayArrival } from "../../features/packing/arrival.server";
import { titlesIn } from "../../features/produce/names.server";
import { carriersSchema } from "../../features/shipping/data.server";
import { parcelLifeSchema } from "../../features/shorts/life.server";
import { ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Path } from "../../i18n/locale";
import type { Route } from "./+types/parcel";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [life, refused, { carriers }] = await Promise.all([
    desk.read(`/desk/parcels/${encodeURIComponent(params.id)}`, parcelLifeSchema),
    desk.read("/desk/refused-bookings", refusedBookingsSchema, { parcel_id: params.id }),
    desk.read("/desk/carriers", carriersSchema),
  ]);
  const { why } = life.parcel;
  const parcel = { ...life.parcel, why: why && (await inWordsOf(path, why)) };
  return { ...life, parcel, refused: refused.parcels, carriers, fetched: parcel.carrier === PICKUP.carrier };
}

/** Goods that must not lie together, by their names in the reader's language. */
async function inWordsOf(path: Path, why: Why): Promise<Why> {
  const apart_titles = why.apart.flatMap(({ reason }) =>
    reason.why === "cold" || reason.why === "class" ? [reason.one, reason.other] : [],
  );
  const titled = await titlesIn(path, apart_titles);
  const name = (title: string) => titled([{ title }])[0]?.title ?? title;
  const apart = why.apart.map((one) =>
    one.reason.why === "cold" || one.reason.why === "class"
      ? { ...one, reason: { ...one.reason, one: name(one.reason.one), other: name(one.reason.other) } }
      : one,
  );
  return { ...why, apart };
}

/** Takes its booking back, mends it for its carrier, or says where it ended when its carrier tells us nothing. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const here = `/desk/parcels/${encodeURIComponent(params.id)}`;
  const form = await request.formData();
  return (await act(desk, path, form, here)) ?? sayArrival(desk, path, form, here);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.parcel.number ?? ""} · Commonlot` },
];

type Life = Awaited<ReturnType<typeof loader>>["parcel"];

/** It left: what is wrong with it is a claim. */
const CLAIMABLE: ReadonlySet<string> = new Set(["handed_over", "in_transit", "delivered", "lost", "returned"]);

const ON_ITS_WAY: ReadonlySet<string> = new Set(["handed_over", "in_transit"]);

/** Still in the packing shed. */
const HERE: ReadonlySet<string> = new Set(["planned", "labelled", "packed"]);

export default function ParcelPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("parcelLife");
  const packing = useTranslations("packing.pack");
  const claims = useTranslations("claims");
  const refund = useTranslations("orderRefund");
  const f = useFormats();
  const path = usePath();
  const { parcel, carriers } = loaderData;
  const carrier = carriers.find((one) => one.code === parcel.carrier)?.[path] ?? parcel.carrier;
  const standing = standingFor(parcel.claims);
  const typed = actionData && "typed" in actionData ? actionData.typed : undefined;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/parcels`}>{t("back")}</a>
        </p>
        <div className="row between">
          <h1>{t("title", { number: parcel.number })}</h1>
          <ParcelStateTag state={parcel.state} />
        </div>
        <ProblemSummary problems={actionData?.problems} />
        <dl className="facts">
          <dt>{t("to")}</dt>
          <dd>
            {parcel.name} · {parcel.phone}
            <br />
            {parcel.address}
            {parcel.wanted_on === null ? null : (
              <>
                <br />
                <WantedOn day={parcel.wanted_on} />
              </>
            )}
          </dd>
          <dt>{t("gross")}</dt>
          <dd>
            {parcel.weighed === null ? (
              f.weight(parcel.gross_g)
            ) : (
              <>
                {t("weighed", { weighed: f.weight(parcel.weighed.weighed_g), planned: f.weight(parcel.gross_g) })}
                {parcel.weighed.reason === null ? null : (
                  <>
                    <br />
                    <span className="muted">{parcel.weighed.reason}</span>
                  </>
                )}
              </>
            )}
          </dd>
          <dt>{t("freight")}</dt>
          <dd>{freightInWords(parcel)}</dd>
          <dt>{t("carrier")}</dt>
          <dd>{[carrier, parcel.tracking_number].filter(Boolean).join(" ")}</dd>
        </dl>
        {parcel.accounted_by === null ? null : (
          <p className="note">
            <a
              href={`/${path}/desk/${parcel.accounted_by.startsWith("claim_") ? "claims" : "shorts"}/${parcel.accounted_by}`}
            >
              {t("accounted")}
            </a>
          </p>
        )}
        {parcel.replaced_by === null ? null : (
          <p className="note">
            {t(`replaced.${parcel.replaced_by.kind}`)}{" "}
            <ParcelLinks to={`/${path}/desk/parcels`} parcels={parcel.replaced_by.parcels} />
          </p>
        )}
        {HERE.has(parcel.state) ? (
          <p className="row">
            {parcel.state === "labelled" ? (
              <a className="button" href={`/${path}/desk/pack/${parcel.id}`}>
                {packing("packThis")}
              </a>
            ) : null}
            <a className="button second" href={`/${path}/desk/parcels/${parcel.id}/change`}>
              {packing("change")}
            </a>
          </p>
        ) : null}
        {parcel.claims.length === 0 ? null : (
          <ul className="plain">
            {parcel.claims.map((claim) => (
              <li key={claim.id} className="row">
                <a href={`/${path}/desk/claims/${claim.id}`}>
                  {claim.number} · {claims(`kinds.${claim.kind}`)}
                </a>
                <ClaimTag claim={claim} />
              </li>
            ))}
          </ul>
        )}
        {parcel.accounted_by === null && HERE.has(parcel.state) ? (
          <p>
            <a className="button second" href={`/${path}/desk/shorts/new?parcel=${parcel.id}`}>
              {t("lost")}
            </a>
          </p>
        ) : null}
        {parcel.accounted_by !== null || !CLAIMABLE.has(parcel.state) ? null : standing ? (
          <p className="note">
            <a href={`/${path}/desk/claims/${standing.id}`}>{t("standing", { number: standing.number })}</a>
          </p>
        ) : linesOf(parcel.contents).length === 0 ? (
          <p className="note">{t("standingAll")}</p>
        ) : (
          <p>
            <a className="button second" href={`/${path}/desk/parcels/${parcel.id}/claim`}>
              {claims("open.link")}
            </a>
          </p>
        )}
        {CLAIMABLE.has(parcel.state) && parcel.order_id !== null ? (
          <p>
            <a href={`/${path}/desk/orders/${parcel.order_id}/refund`}>{refund("link")}</a>
          </p>
        ) : null}
      </section>
      {loaderData.refused.map((one) => (
        <MendForm
          key={one.id}
          parcel={one}
          carriers={loaderData.carriers}
          typed={typed}
          problems={actionData?.problems}
        />
      ))}
      {HERE.has(parcel.state) && parcel.tracking_number !== null && !parcel.told_by_hand ? (
        <UnbookForm parcel_id={parcel.id} typed={typed} problems={actionData?.problems} />
      ) : null}
      {parcel.told_by_hand && ON_ITS_WAY.has(parcel.state) ? (
        <ArrivalForm count={1} fetched={loaderData.fetched} problems={actionData?.problems} />
      ) : null}
      {parcel.why === null ? null : <WhyParcel why={parcel.why} />}
      <section className="stack">
        <h2>{t("lots")}</h2>
        <List
          label={t("lots")}
          rows={parcel.lots.map((lot) => ({ ...lot, id: lot.lot_id }))}
          none={t("noLots")}
          columns={[
            {
              head: t("lot"),
              name: true,
              of: (lot) => (
                <>
                  <a className="line-link" href={`/${path}/desk/lots/${lot.lot_id}`}>
                    {lot.lot_number}
                  </a>
                  {lot.recalled ? (
                    <span className="tag bad">
                      <span aria-hidden="true">!</span>
                      {t("recalled")}
                    </span>
                  ) : null}
                </>
              ),
            },
            { head: t("amount"), num: true, of: (lot) => f.units(lot.units, lot.unit) },
            { head: t("household"), of: (lot) => [lot.household_name, lot.card_number].filter(Boolean).join(" ") },
            { head: t("goods"), of: (lot) => `${lot.produce_name[path]} · ${lot.grade_name[path]}` },
            { head: t("picked"), of: (lot) => f.date(lot.harvested_on) },
          ]}
        />
      </section>
      <section className="stack">
        <h2>{t("events")}</h2>
        <ParcelEvents events={parcel.events} />
      </section>
    </div>
  );

  /** As planned, which is what the households' division stands on; and what the carrier will ask for the weight on the scale. */
  function freightInWords({ freight_minor, currency, weighed }: Life): string {
    const of = currency.toUpperCase();
    const planned = f.moneyInWords(freight_minor, of);
    const now = weighed?.freight_minor ?? null;
    if (now === null || now === freight_minor) return planned;
    const by = f.moneyInWords(Math.abs(now - freight_minor), of);
    return t(now > freight_minor ? "freightMore" : "freightLess", { planned, weighed: f.moneyInWords(now, of), by });
  }
}
