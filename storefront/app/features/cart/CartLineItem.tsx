import type { ReactNode } from "react";
import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Picture } from "../ui/Picture";
import type { CartLine } from "./data.server";

/** `children`: what else is to be said of this line. */
export function CartLineItem({ line, currency, children }: { line: CartLine; currency: string; children?: ReactNode }) {
  const t = useTranslations("cart");
  const f = useFormats();
  const path = usePath();
  const field = `quantity-${line.id}`;
  return (
    <li className="cart-line">
      {line.picture ? <Picture of={line.picture} alt="" sizes="80px" /> : null}
      <div className="row between">
        <span>
          <a href={`/${path}/products/${line.handle}`}>{line.title[path]}</a>
          <br />
          <span className="muted small">
            {t("packPrice", { pack: line.pack[path], price: f.money(line.price_minor, currency) })}
          </span>
        </span>
        <strong className="tabular">{f.money(line.total_minor, currency)}</strong>
      </div>
      {children}
      {/* The key makes a fresh field after each change: what Medusa has now, not what was typed. */}
      <Form method="post" className="acts row" key={line.quantity} replace>
        <input type="hidden" name="line_id" value={line.id} />
        <label className="visually-hidden" htmlFor={field}>
          {t("quantityOf", { name: line.title[path] })}
        </label>
        <span className="quantity">
          <input
            id={field}
            name={field}
            type="number"
            inputMode="numeric"
            min={1}
            max={999}
            step={1}
            defaultValue={line.quantity}
            required
          />
        </span>
        <button className="button second" name="intent" value="set">
          {t("update")}
          <span className="visually-hidden">{line.title[path]}</span>
        </button>
        <button className="button quiet" name="intent" value="remove" formNoValidate>
          {t("remove")}
          <span className="visually-hidden">{line.title[path]}</span>
        </button>
      </Form>
    </li>
  );
}
