import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { JointTransferChoice } from "../transfer/data.server";
import { PayTo, ProformaStanding, ProformaTag, stands } from "../transfer/Parts";
import { Select, type Problem } from "../ui/Field";
import { jointsOf } from "./words";

/** On the page of an accepted joint quote: what is to be transferred to each cooperative, or the button that asks for it. */
export function JointTransfer({
  choice,
  may,
  problems,
}: {
  choice: JointTransferChoice;
  /** Whether this person buys for the company. */
  may: boolean;
  problems?: readonly Problem[] | undefined;
}) {
  const t = useTranslations("joint.transfer");
  const f = useFormats();
  const path = usePath();
  const { proformas, total_minor } = choice;
  if (proformas.some(stands)) return <ToTransfer choice={choice} />;
  const ended = proformas.length > 0 ? <ToTransfer choice={choice} /> : null;
  if (!choice.may || total_minor === null || !may)
    return (
      <>
        {ended}
        {choice.without.length > 0 ? (
          <p className="muted">
            {t("without", { names: choice.without.flatMap((one) => (one ? [one[path]] : [])).join(t("and")) })}
          </p>
        ) : null}
      </>
    );
  const elsewhere = `${jointsOf(path)}/${choice.id}/transfer`;
  const lead = <p>{t("lead", { amount: f.money(total_minor, choice.currency) })}</p>;
  if (!choice.agreed && choice.addresses.length === 0)
    return (
      <>
        {ended}
        <div className="panel stack-s">
          {lead}
          <p>{t("whereLead")}</p>
          <p>
            <a className="button second" href={elsewhere}>
              {t("chooseWhere")}
            </a>
          </p>
        </div>
      </>
    );
  return (
    <>
      {ended}
      <form method="post" className="panel stack-s" noValidate>
        {lead}
        {choice.addresses.length === 0 ? null : (
          <Select name="address_id" label={t("address")} problems={problems}>
            {choice.addresses.map((one) => (
              <option key={one.id} value={one.id}>
                {`${one.name} · ${one.province}${one.city}${one.address}`}
              </option>
            ))}
          </Select>
        )}
        <p>
          <button className="button second" name="intent" value="transfer">
            {t("choose")}
          </button>
        </p>
        {choice.agreed ? null : (
          <p>
            <a href={elsewhere}>{t("elsewhere")}</a>
          </p>
        )}
      </form>
    </>
  );
}

/** One of each cooperative, with where to pay it to, and all of them on one paper. */
function ToTransfer({ choice: { id, proformas } }: { choice: JointTransferChoice }) {
  const t = useTranslations("joint.transfer");
  const w = useTranslations("transfer");
  const f = useFormats();
  const path = usePath();
  const open = proformas.filter((one) => one.state === "open");
  const came = proformas.filter((one) => one.state === "paid").length;
  const [first] = proformas;
  return (
    <section className="stack-s" id="transfers">
      <h2>{t("title")}</h2>
      {first && open.length > 0 ? (
        <p className="note warn">
          {t("payThese", { count: proformas.length, time: f.timeThere(first.due_at) })}{" "}
          {came > 0 ? t("came", { came, count: proformas.length }) : null}
        </p>
      ) : null}
      <ol className="plain stack-s">
        {proformas.map((one) => (
          <li key={one.id} className="panel stack-s">
            <h3>
              {one.cooperative?.[path] ?? ""} · {one.quote_number}
            </h3>
            <p>
              <ProformaTag state={one.state} /> {f.money(one.amount_minor, one.currency)}
            </p>
            <ProformaStanding proforma={one} />
            {one.state === "open" ? <PayTo proforma={one} id={`pay-to-${one.id}`} /> : null}
            <p>
              <a href={`/${path}/wholesale/proformas/${one.id}`}>{w("proforma", { number: one.number })}</a>
            </p>
          </li>
        ))}
      </ol>
      {open.length > 0 ? <p>{t("referenceOnly")}</p> : null}
      {proformas.some(stands) ? (
        <p>
          <a className="button second" href={`${jointsOf(path)}/${id}/transfer/pdf`} download>
            {t("pdf")}
          </a>
        </p>
      ) : null}
    </section>
  );
}
