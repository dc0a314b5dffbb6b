import { useEffect } from "react";
import { useLocation, useRevalidator } from "react-router";
import { useTranslations } from "use-intl";

/** Often enough to feel live, seldom enough to read in peace. */
const EVERY_S = 5;

/**
 * A page that waits for a print looks again by itself: with script in place, without it by being loaded anew. Nothing on it
 * can be typed, so nothing is lost; the link is for who is in a hurry.
 */
export function Refreshing() {
  const t = useTranslations("packing.papers");
  const { pathname } = useLocation();
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const timer = setInterval(() => void revalidate(), EVERY_S * 1_000);
    return () => clearInterval(timer);
  }, [revalidate]);
  return (
    <>
      <noscript>
        <meta httpEquiv="refresh" content={String(EVERY_S)} />
      </noscript>
      <p className="small">{t("byItself", { seconds: EVERY_S })}</p>
      <p>
        <a className="button second" href={pathname}>
          {t("look")}
        </a>
      </p>
    </>
  );
}
