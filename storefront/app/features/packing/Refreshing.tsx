import { useLocation } from "react-router";
import { useTranslations } from "use-intl";
import script from "./client/main?worker&url";

/** Often enough to feel live, seldom enough to read in peace. */
const EVERY_S = 5;

/**
 * A page that waits for a print looks again by itself: the shed's script loads it anew, without it the browser does. Nothing on
 * it can be typed, so nothing is lost; the link is for who is in a hurry.
 */
export function Refreshing() {
  const t = useTranslations("packing.papers");
  const { pathname, search } = useLocation();
  return (
    <>
      <noscript>
        <meta httpEquiv="refresh" content={String(EVERY_S)} />
      </noscript>
      <p className="small" data-look-again={EVERY_S}>
        {t("byItself", { seconds: EVERY_S })}
      </p>
      <p>
        <a className="button second" href={`${pathname}${search}`}>
          {t("look")}
        </a>
      </p>
      <script src={script} defer />
    </>
  );
}
