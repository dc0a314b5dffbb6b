import { loadStripe } from "@stripe/stripe-js/pure";
import type { Stripe, StripeCardElement, StripeElementLocale } from "@stripe/stripe-js";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Path } from "../../i18n/locale";

export interface CardSettings {
  readonly publishable_key: string;
  /** The stand-in's script, or null for Stripe's own. */
  readonly script_url: string | null;
}

export interface CardForm {
  readonly stripe: Stripe;
  readonly card: StripeCardElement;
}

/** The processor's own card field. Card numbers never pass through our page or our server. */
export function CardField({
  settings,
  path,
  onReady,
}: {
  settings: CardSettings;
  path: Path;
  onReady: (form: CardForm | null) => void;
}) {
  const t = useTranslations("card");
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const { publishable_key, script_url } = settings;

  useEffect(() => {
    let gone = false;
    let card: StripeCardElement | undefined;
    void (async () => {
      try {
        if (script_url !== null) await loadScript(script_url);
        const locale: StripeElementLocale = path;
        const stripe = await loadStripe(publishable_key, { locale });
        if (gone || !stripe || !place.current) return;
        card = stripe.elements({ locale }).create("card", { hidePostalCode: true });
        card.on("ready", () => setState("ready"));
        card.mount(place.current);
        onReady({ stripe, card });
      } catch {
        if (!gone) setState("failed");
      }
    })();
    return () => {
      gone = true;
      onReady(null);
      card?.destroy();
    };
  }, [publishable_key, script_url, path, onReady]);

  return (
    <div className="field">
      <span id="card-label">
        <strong>{t("label")}</strong>
      </span>
      <div className="card-field" ref={place} role="group" aria-labelledby="card-label" />
      {state === "loading" ? <p className="hint">{t("loading")}</p> : null}
      {state === "failed" ? (
        <p className="wrong" role="alert">
          {t("failed")}
        </p>
      ) : null}
    </div>
  );
}

const loading = new Map<string, Promise<void>>();

function loadScript(url: string): Promise<void> {
  const before = loading.get(url);
  if (before) return before;
  const made = new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => {
      loading.delete(url); // the next try asks again
      reject(new Error(`${url} did not load`));
    };
    document.head.append(script);
  });
  loading.set(url, made);
  return made;
}
