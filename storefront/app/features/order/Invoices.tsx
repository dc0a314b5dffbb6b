import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input } from "../ui/Field";
import type { OrderInvoice } from "./invoices.server";

/** Invoices and credit notes of an order, for its buyer; before there are any, the form that asks for them. */
export function Invoices({
  order_id,
  invoices,
  title,
}: {
  order_id: string;
  invoices: readonly OrderInvoice[];
  /** What was typed before, where it was refused. */
  title: string | undefined;
}) {
  const t = useTranslations("order.invoices");
  const f = useFormats();
  const path = usePath();
  return (
    <section className="panel stack-s" id="invoices">
      <h2>{t("title")}</h2>
      {invoices.length === 0 ? (
        <Form method="post" className="stack-s">
          <Input
            name="title"
            label={t("to")}
            hint={t("toHint")}
            maxLength={100}
            autoComplete="organization"
            defaultValue={title}
          />
          <button className="button second" name="act" value="invoice">
            {t("ask")}
          </button>
        </Form>
      ) : (
        <ul className="plain stack-s">
          {invoices.map((one) => (
            <li key={one.id}>
              <a href={`/${path}/orders/${order_id}/invoices/${one.id}`} download>
                {t(one.kind, { number: one.number })}
              </a>
              <br />
              <span className="small muted">
                {one.seller[path]} · {f.money(one.total_minor, one.currency)} · {f.date(one.issued_at)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
