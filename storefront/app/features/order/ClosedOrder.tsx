import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

/** An order that is not shown to who asks: why, and how its buyer opens it. */
export function ClosedOrder({ id, signedIn }: { id: string; signedIn: boolean }) {
  const t = useTranslations("order");
  const path = usePath();
  return (
    <div className="narrow stack">
      <h1 className="section-title">{t("closedTitle")}</h1>
      <p>{t("closedLead")}</p>
      <p>
        {signedIn ? (
          <a className="button" href={`/${path}/account`}>
            {t("closedAccount")}
          </a>
        ) : (
          <a className="button" href={`/${path}/account/sign-in?next=${encodeURIComponent(`/${path}/orders/${id}`)}`}>
            {t("acts.signIn")}
          </a>
        )}
      </p>
      <p>
        <a href={`/${path}`}>{t("closedShop")}</a>
      </p>
    </div>
  );
}
