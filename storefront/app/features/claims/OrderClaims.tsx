import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { useMoneyBack } from "../order/money-back";
import { FieldScope, ProblemSummary, Select, TextArea, type Problem } from "../ui/Field";
import { PhotoForm } from "../ui/PhotoForm";
import type { OrderClaim, ReportableParcel } from "./order.server";
import { PackFields, WeighedField } from "./PackFields";
import { REMEDIES } from "./words";

/**
 * What went wrong with a parcel, as everybody who opens the order's page reads it; and, for its buyer, the forms to report it and to say
 * what is wanted.
 */
export function OrderClaims({
  id,
  claims,
  reportable,
  mayAct,
  currency,
  reportKey,
  problems,
  was,
}: {
  id: string;
  claims: readonly OrderClaim[];
  reportable: readonly ReportableParcel[];
  /** This browser is the buyer's. */
  mayAct: boolean;
  currency: string;
  reportKey: string;
  problems: readonly Problem[] | undefined;
  was: Record<string, string>;
}) {
  const t = useTranslations("orderClaims");
  const sent = (one: { readonly id: string } | { readonly number: string }) =>
    "id" in one ? was.claim_id === one.id : was.parcel_number === one.number;
  // Whose form was sent: its fields are marked, and the list above leads into it.
  const claim = claims.find(sent);
  const scope = claim ? scopeOf(claim.number) : was.parcel_number === undefined ? "" : scopeOf(was.parcel_number);
  return (
    <section className={claims.length === 0 ? "stack on-screen" : "stack"} id={id}>
      {claims.length === 0 && reportable.length === 0 ? null : <h2>{t(claims.length === 0 ? "title" : "told")}</h2>}
      <ProblemSummary problems={problems} scope={scope} />
      {claims.map((claim) => (
        <FieldScope key={claim.id} of={scopeOf(claim.number)}>
          <ClaimPanel claim={claim} mayAct={mayAct} currency={currency} problems={sent(claim) ? problems : undefined} />
        </FieldScope>
      ))}
      {!mayAct && reportable.length + claims.length > 0 ? <p className="panel">{t("onlyBuyer")}</p> : null}
      {(mayAct ? reportable : []).map((parcel) =>
        parcel.lines.length === 0 ? (
          <p key={parcel.number} className="panel">
            {t("allClaimed", { number: parcel.number, claim: parcel.claim ?? "" })}
          </p>
        ) : (
          <details
            key={parcel.number}
            className="panel"
            open={sent({ number: parcel.number }) && problems !== undefined}
          >
            <summary>{t(parcel.arrived ? "reportArrived" : "reportMissing", { number: parcel.number })}</summary>
            <FieldScope of={scopeOf(parcel.number)}>
              <ReportForm
                parcel={parcel}
                reportKey={reportKey}
                problems={sent({ number: parcel.number }) ? problems : undefined}
                was={sent({ number: parcel.number }) ? was : {}}
              />
            </FieldScope>
          </details>
        ),
      )}
    </section>
  );
}

/** What the ids of a parcel's, or a claim's, own form begin with. */
const scopeOf = (number: string): string => `of-${number.replace(/[^A-Za-z0-9_-]/g, "_")}`;

function ClaimPanel({
  claim,
  mayAct,
  currency,
  problems,
}: {
  claim: OrderClaim;
  mayAct: boolean;
  currency: string;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("orderClaims");
  const f = useFormats();
  const path = usePath();
  const moneyBack = useMoneyBack(currency);
  const standing = () =>
    claim.stage === "open"
      ? claim.wish === null
        ? t("asks", { at: f.date(claim.wish_due_at) })
        : t("wished", { wish: t(`remedies.${claim.wish}`) })
      : claim.remedy === "reship"
        ? t(claim.stage === "done" ? "sentAgain" : "sendingAgain")
        : moneyBack({ state: claim.refund, parts: claim.back, amount_minor: claim.refund_minor }, (state, amount) =>
            t(state === "none" ? "refunding" : `refund.${state}`, { amount }),
          );
  return (
    <article className="panel stack-s">
      <h3>{t("claim", { kind: t(`kinds.${claim.kind}`), number: claim.parcel_number })}</h3>
      <ul className="plain">
        {claim.lines.map((line, index) => (
          <li key={index}>{t("packsLine", { title: line.title[path], packs: line.packs })}</li>
        ))}
      </ul>
      {claim.words === null ? null : <p>{t("yourWords", { words: claim.words })}</p>}
      {claim.weighed_g === null ? null : <p>{t("weighedCame", { weight: f.weight(claim.weighed_g) })}</p>}
      {claim.photos === 0 ? null : <p>{t("photosCame", { count: claim.photos })}</p>}
      {claim.stage === "refused" ? <Refused claim={claim} /> : <p>{standing()}</p>}
      {claim.replacement === null ? null : (
        <p>
          <a href={`/${path}/orders/${claim.replacement.order_id}`}>
            {t("replacement", { number: claim.replacement.display_id ?? "" })}
          </a>
        </p>
      )}
      <p className="muted small">{t("number", { number: claim.number })}</p>
      {mayAct && claim.stage === "open" ? (
        <>
          <form method="post" className="stack-s" noValidate>
            <input type="hidden" name="act" value="wish" />
            <input type="hidden" name="claim_id" value={claim.id} />
            <div className="row">
              {REMEDIES.map((one) => (
                <button key={one} className="button second" name="wish" value={one}>
                  {t(`want.${one}`)}
                </button>
              ))}
            </div>
          </form>
          <PhotoForm
            fields={{ act: "photo", claim_id: claim.id }}
            label={t(claim.photos === 0 ? "photo" : "photoMore")}
            hint={t("photoHint")}
            button={t("photoSend")}
            problems={problems}
          />
        </>
      ) : null}
    </article>
  );
}

/** The cooperative's no; why, and what can be done about it, where its buyer reads. */
function Refused({ claim: { refused } }: { claim: OrderClaim }) {
  const t = useTranslations("orderClaims.refused");
  if (refused === null) return <p>{t("no")}</p>;
  return (
    <>
      <p>{t("why", { words: refused.words })}</p>
      <p>{refused.phone === null ? t("again") : t("againOrPhone", { phone: refused.phone })}</p>
    </>
  );
}

function ReportForm({
  parcel,
  reportKey,
  problems,
  was,
}: {
  parcel: ReportableParcel;
  reportKey: string;
  problems: readonly Problem[] | undefined;
  was: Record<string, string>;
}) {
  const t = useTranslations("orderClaims");
  const path = usePath();
  const kinds = parcel.arrived ? (["damaged", "missing"] as const) : (["lost"] as const);
  const lines = parcel.lines.map((line) => ({ ...line, title: line.title[path] }));
  return (
    <form method="post" className="stack" noValidate>
      <input type="hidden" name="act" value="report" />
      <input type="hidden" name="parcel_number" value={parcel.number} />
      <input type="hidden" name="idempotency_key" value={was.idempotency_key ?? reportKey} />
      {parcel.arrived ? (
        <>
          <Select name="kind" label={t("what")} defaultValue={was.kind ?? ""} problems={problems}>
            <option value="">{t("choose")}</option>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </option>
            ))}
          </Select>
          <PackFields lines={lines} was={was} problems={problems} />
          {parcel.by_weight ? <WeighedField was={was} problems={problems} /> : null}
        </>
      ) : (
        <input type="hidden" name="kind" value="lost" />
      )}
      <TextArea
        name="words"
        label={t("words")}
        hint={t("wordsHint")}
        rows={3}
        maxLength={1000}
        defaultValue={was.words}
        problems={problems}
      />
      <Select name="wish" label={t("wish")} defaultValue={was.wish ?? ""} problems={problems}>
        <option value="">{t("wishLater")}</option>
        {REMEDIES.map((one) => (
          <option key={one} value={one}>
            {t(`want.${one}`)}
          </option>
        ))}
      </Select>
      <p className="hint">{t("photosNext")}</p>
      <button className="button">{t("send")}</button>
    </form>
  );
}
