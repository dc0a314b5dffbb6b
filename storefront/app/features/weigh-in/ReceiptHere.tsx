import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import type { ReceiptWords } from "./receipt-words";

/** What the household is told at once, with its paper. The script writes the next receipt into the same place. */
export function ReceiptHere({ receipt }: { receipt: ReceiptWords | null }) {
  const t = useTranslations("intake");
  const path = usePath();
  return (
    <section className="receipt stack-s" role="status" id="receipt-here" hidden={receipt === null}>
      {receipt === null ? null : (
        <>
          <p className="tag good">
            <span aria-hidden="true">✓</span>
            {receipt.tag}
          </p>
          <h2>{receipt.title}</h2>
          <p>{receipt.household}</p>
          <p className="big">{receipt.amount}</p>
          {receipt.lines.map((line) => (
            <p className="muted small" key={line}>
              {line}
            </p>
          ))}
          <p className="row">
            {(["roll", "a6"] as const).map((paper) => (
              <a
                className="button second"
                key={paper}
                href={`/${path}/desk/tickets/${receipt.lot_id}/print?paper=${paper}`}
              >
                {t(`print.${paper}`)}
              </a>
            ))}
          </p>
        </>
      )}
    </section>
  );
}
