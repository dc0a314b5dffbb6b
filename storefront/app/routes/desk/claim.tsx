import { useTranslations } from "use-intl";
import { claimAction } from "../../features/claims/actions.server";
import { Bearers } from "../../features/claims/Bearers";
import { AnswerChange } from "../../features/claims/AnswerChange";
import { LaterForms, OpenForms } from "../../features/claims/ClaimForms";
import { ClaimTag } from "../../features/claims/ClaimTag";
import { claimSchema, problemWords } from "../../features/claims/data.server";
import { Objections } from "../../features/claims/Objections";
import { Photos } from "../../features/claims/Photos";
import { Preview } from "../../features/claims/Preview";
import { isAct } from "../../features/claims/words";
import { isEvent } from "../../features/order/ParcelEvents";
import { siblingsSchema } from "../../features/packing/data.server";
import { titlesIn, titlesOf } from "../../features/produce/names.server";
import { ProblemSummary } from "../../features/ui/Field";
import { say } from "../../i18n/say.server";
import { carrierName } from "../../lib/carriers.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/claim";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { claim } = await desk.read(`/desk/claims/${encodeURIComponent(params.id)}`, claimSchema);
  const titled = await titlesIn(path, titlesOf(claim.lines));
  const why = problemWords(path, claim);
  // What was sent again, parcel by parcel: planned within minutes, so there may be none yet.
  const { parcels } =
    claim.replacement_order_id === null
      ? { parcels: [] }
      : await desk.read("/desk/parcels", siblingsSchema, { order_id: claim.replacement_order_id, limit: 20 });
  const replacement = parcels.filter((parcel) => parcel.state !== "void").map(({ id, number }) => ({ id, number }));
  return {
    replacement,
    why,
    claim: { ...claim, carrier: carrierName(claim.carrier)[path], lines: titled(claim.lines) },
    title: say(path)("claims.one", { number: claim.number }),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return claimAction(desk, path, await request.formData(), params.id);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** One claim, in the order of whoever decides it: what is seen, what was said, what is to be decided; then who bears it, and what was done. */
export default function ClaimPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("claims");
  const events = useTranslations("parcel.events");
  const f = useFormats();
  const path = usePath();
  const { claim, replacement, title } = loaderData;
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/claims`}>{t("back")}</a>
        </p>
        <div className="row between">
          <h1>{title}</h1>
          <ClaimTag claim={claim} />
        </div>
        <ProblemSummary problems={problems} />
        {loaderData.why === null ? null : (
          <p className="note warn">
            {claim.state === "opened" ? t("problem", { why: loaderData.why }) : loaderData.why}
          </p>
        )}
        <Photos claim={claim} />
        <dl className="facts">
          <dt>{t("what")}</dt>
          <dd>
            <strong>{t(`kinds.${claim.kind}`)}</strong>
            <br />
            {said(claim.words)}
            <br />
            <span className="muted">
              {t("openedBy", { source: t(`sources.${claim.source}`), at: f.time(claim.opened_at) })}
            </span>
          </dd>
          <dt>{t("parcel")}</dt>
          <dd>
            <a href={`/${path}/desk/parcels/${claim.parcel_id}`}>{claim.parcel_number}</a> · {claim.carrier}
          </dd>
          <dt>{t("packs")}</dt>
          <dd>
            {claim.lines.map((line) => (
              <div key={line.order_line_id}>{t("packsLine", { title: line.title, packs: line.packs })}</div>
            ))}
          </dd>
          {claim.weighed_g === null ? null : (
            <>
              <dt>{t("weighed")}</dt>
              <dd>
                {f.weight(claim.weighed_g)}
                <br />
                <span className="muted">
                  {t("weighedBeside", {
                    packs: f.weight(claim.packs_g),
                    difference: f.signed(claim.weighed_g - claim.packs_g, "g"),
                  })}
                </span>
              </dd>
            </>
          )}
          <dt>{t("wish")}</dt>
          <dd>{claim.wish === null ? t("noWish", { at: f.date(claim.wish_due_at) }) : t(`remedies.${claim.wish}`)}</dd>
          {claim.carrier_due_on === null ? null : (
            <>
              <dt>{t("carrierDue")}</dt>
              <dd>
                {f.date(claim.carrier_due_on)}
                {claim.asked_at === null
                  ? ""
                  : ` · ${t("asked", { at: f.date(claim.asked_at), ref: claim.asked_ref ?? "" })}`}
              </dd>
            </>
          )}
          {claim.inspection === null ? null : (
            <>
              <dt>{t("inspection")}</dt>
              <dd>
                {t(`causes.${claim.inspection.finding}`)}
                <br />
                {claim.inspection.words}
                <br />
                <span className="muted">
                  {t("inspectedBy", { person: claim.inspection.person, photos: claim.inspection.photos })}
                </span>
              </dd>
            </>
          )}
          {claim.state === "opened" || claim.remedy === null || claim.cause === null ? null : (
            <>
              <dt>{t("decision")}</dt>
              <dd>
                {t(`remedies.${claim.remedy}`)} · {t(`causes.${claim.cause}`)}
                {claim.decision_words ? (
                  <>
                    <br />
                    {claim.decision_words}
                  </>
                ) : null}
              </dd>
            </>
          )}
          {claim.refused_words === null ? null : (
            <>
              <dt>{t("refused.title")}</dt>
              <dd>{claim.refused_words}</dd>
            </>
          )}
        </dl>
        {claim.drop_reason === "refused" ? (
          <p className="note">
            {t("refused.part")} <a href={`/${path}/desk/parcels/${claim.parcel_id}/claim`}>{t("open.link")}</a>
          </p>
        ) : null}
        <p className="row">
          {claim.short_id === null ? null : <a href={`/${path}/desk/shorts/${claim.short_id}`}>{t("toShort")}</a>}
          {claim.replacement_order_id === null ? null : replacement.length === 0 ? (
            <span>{t("replacementWaits")}</span>
          ) : null}
          {replacement.map((parcel) => (
            <a key={parcel.id} href={`/${path}/desk/parcels/${parcel.id}`}>
              {t("toReplacement", { number: parcel.number })}
            </a>
          ))}
          {claim.kind === "returned" ? <a href={`/${path}/desk/returned-goods`}>{t("toReturned")}</a> : null}
        </p>
      </section>
      <Preview claim={claim} />
      {claim.state === "opened" ? <OpenForms claim={claim} problems={problems} was={was} /> : null}
      <Bearers claim={claim} />
      <Objections claim={claim} problems={problems} was={was} />
      <LaterForms claim={claim} problems={problems} was={was} />
      <AnswerChange claim={claim} problems={problems} was={was} />
      <section className="stack">
        <h2>{t("history")}</h2>
        <ol className="events">
          {claim.events.map((event, index) => (
            <li key={index}>
              <time dateTime={event.at} className="muted small">
                {f.time(event.at)}
              </time>
              <br />
              {isAct(event.act) ? t(`acts.${event.act}`) : event.act}
              {event.person === "" ? "" : ` · ${personOf(event.person)}`}
              {event.words === "" ? null : (
                <>
                  <br />
                  <span className="muted">{said(event.words)}</span>
                </>
              )}
            </li>
          ))}
        </ol>
      </section>
    </div>
  );

  /** A carrier's own word for what happened, in ours where it is one that we know. */
  function said(words: string): string {
    return isEvent(words) ? events(words) : words;
  }

  function personOf(person: string): string {
    return person === "buyer" || person === "carrier"
      ? t(`sources.${person}`)
      : person === "system"
        ? t("house")
        : person;
  }
}
