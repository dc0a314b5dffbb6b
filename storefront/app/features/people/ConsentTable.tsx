import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import type { Consent } from "./data.server";

/** What a household agreed to, with day and proof; a state is said by a sign and a word. */
export function ConsentTable({ consents }: { consents: readonly Consent[] }) {
  const t = useTranslations("register");
  const f = useFormats();
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={t("consents")}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t("purpose")}</th>
            <th scope="col">{t("state")}</th>
            <th scope="col">{t("proof")}</th>
          </tr>
        </thead>
        <tbody>
          {consents.map((consent) => (
            <tr key={consent.purpose}>
              <th scope="row">{t(`purposes.${consent.purpose}`)}</th>
              <td>
                <span className={consent.given ? "tag success" : "tag"}>
                  <span aria-hidden="true">{consent.given ? "✓ " : "– "}</span>
                  {t(consent.given ? "given" : "notGiven")}
                </span>
              </td>
              <td>
                {consent.on_day === null || consent.proof_kind === null
                  ? t("neverAsked")
                  : `${f.date(consent.on_day)} · ${t(`proofKinds.${consent.proof_kind}`)} · ${consent.proof ?? ""}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
