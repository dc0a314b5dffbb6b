import { useTranslations } from "use-intl";
import { company } from "../../features/company/data.server";
import { proformaSchema } from "../../features/transfer/data.server";
import { isOpenDebt, PayTo, ProformaStanding, ProformaTag } from "../../features/transfer/Parts";
import { isOwed } from "../../features/transfer/words";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/proforma";

export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const who = await company(request, pathParam(params));
  return who.read(`/wholesale/proformas/${encodeURIComponent(params.id)}`, proformaSchema);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.proforma.quote_number ?? ""} · Commonlot` },
];

/** What a company is to transfer, and where to. */
export default function ProformaPage({ loaderData: { proforma } }: Route.ComponentProps) {
  const t = useTranslations("transfer");
  const f = useFormats();
  const path = usePath();
  const debt = isOpenDebt(proforma);
  const pays = proforma.state === "open" || debt;
  const owed = isOwed(proforma.kind);
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/wholesale/proformas`}>{t("back")}</a>
      </p>
      <h1>
        {t(owed ? "debt.paper" : "proforma", { number: proforma.number })} · {proforma.cooperative?.[path]}
      </h1>
      <p>
        <ProformaTag state={proforma.state} />
      </p>
      {proforma.kind === "freight" ? <p>{t("debt.freightLead")}</p> : null}
      <ProformaStanding proforma={proforma} />
      {pays ? (
        <>
          <h2>{t("payTo")}</h2>
          <PayTo proforma={proforma} />
          <p>{t("referenceOnly")}</p>
          <p>{t(debt ? "debt.early" : "early")}</p>
        </>
      ) : (
        <dl className="facts">
          <dt>{t("amount")}</dt>
          <dd>{f.money(proforma.amount_minor, proforma.currency)}</dd>
          <dt>{t("reference")}</dt>
          <dd className="break">{proforma.spelled}</dd>
        </dl>
      )}
      {owed ? (
        <dl className="facts">
          <dt>{t(proforma.kind === "freight" ? "amount" : "debt.order")}</dt>
          <dd>{f.money(proforma.total_minor, proforma.currency)}</dd>
          <dt>{t("debt.paid")}</dt>
          <dd>{f.money(proforma.paid_minor, proforma.currency)}</dd>
          {proforma.credited_minor === 0 ? null : (
            <>
              <dt>{t("debt.credited")}</dt>
              <dd>{f.money(proforma.credited_minor, proforma.currency)}</dd>
            </>
          )}
        </dl>
      ) : null}
      <p className="row">
        <a className="button second" href={`/${path}/wholesale/proformas/${proforma.id}/pdf`}>
          {t(owed ? "debt.pdf" : "pdf")}
        </a>
        <a href={`/${path}/wholesale/quotes/${proforma.quote_id}`}>{t("toQuote", { number: proforma.quote_number })}</a>
      </p>
    </section>
  );
}
