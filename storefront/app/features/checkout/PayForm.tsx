import { useCallback, useEffect, useRef, useState, type FormEvent } from "react";
import { Form, useRevalidator } from "react-router";
import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { CardField, type CardForm, type CardSettings } from "./CardField";
import { declineOf } from "./declines";

interface Props {
  readonly card: CardSettings;
  readonly hosted: boolean;
  readonly button: string;
  /** What the button says is to be paid: sent along, so that no other amount is. */
  readonly shown_minor: number;
  /** Some goods are short by now, or no longer sold: nothing is paid before that is settled. */
  readonly short: "insufficient_stock" | "not_sold" | null;
  /** The page that it stands on, where that is not the shop's checkout: its payment starts below it. */
  readonly at?: string;
  readonly billing: { readonly name: string; readonly email: string };
}

type StartAnswer = { client_secret: string; done: string } | { problem: string } | { go: string };

/**
 * Pays the cart. Without script it is a plain form whose button leads to the hosted page. With script the card field
 * takes its place; one payment at a time, and after it the return page makes the order.
 */
export function PayForm({ card, hosted, button, shown_minor, short, at, billing }: Props) {
  const t = useTranslations("pay");
  const decline = useTranslations("declines");
  const refusals = useTranslations("refusals");
  const path = usePath();
  const { revalidate } = useRevalidator();
  const [scripted, setScripted] = useState(false);
  const [form, setForm] = useState<CardForm | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const paying = useRef(false);
  const alert = useRef<HTMLParagraphElement>(null);
  const ready = useCallback((made: CardForm | null) => setForm(made), []);

  useEffect(() => setScripted(true), []);
  useEffect(() => {
    if (problem !== null) alert.current?.focus();
  }, [problem]);
  useEffect(() => {
    // Back from the order page out of the browser's memory: the page must not still say "paying".
    const again = (event: PageTransitionEvent) => {
      if (event.persisted) window.location.reload();
    };
    window.addEventListener("pageshow", again);
    return () => window.removeEventListener("pageshow", again);
  }, []);

  async function pay(event: FormEvent<HTMLFormElement>): Promise<void> {
    if (!scripted) return;
    event.preventDefault();
    if (paying.current || !form || short !== null) return;
    paying.current = true;
    setBusy(true);
    setProblem(null);
    const said = await payOnce(form);
    if (said === null) return; // on the way to the next page: stay busy
    paying.current = false;
    setBusy(false);
    setProblem(said === "" ? null : said);
  }

  /** Null when the browser leaves the page; otherwise what to say, empty when the card field says it itself. */
  async function payOnce({ stripe, card: element }: CardForm): Promise<string | null> {
    const started = await start(at ?? `/${path}/checkout`, shown_minor);
    if (started === null) return t("noAnswer");
    if ("problem" in started) {
      // What is short, or costs another price by now: the page shows it beside the words.
      void revalidate();
      return started.problem;
    }
    if ("go" in started) {
      window.location.assign(started.go);
      return null;
    }
    const result = await stripe.confirmCardPayment(started.client_secret, {
      payment_method: { card: element, billing_details: billing },
    });
    const status = result.paymentIntent?.status ?? result.error?.payment_intent?.status;
    // A payment confirmed by an earlier click answers with an error that carries it: it is paid all the same.
    if (status === "requires_capture" || status === "succeeded" || status === "processing") {
      window.location.assign(started.done);
      return null;
    }
    const reason = result.error ? declineOf(result.error) : "card_declined";
    return reason === null ? "" : decline(reason);
  }

  return (
    <Form method="post" className="stack" onSubmit={(event) => void pay(event)} reloadDocument>
      <input type="hidden" name="intent" value="pay" />
      <input type="hidden" name="shown_minor" value={shown_minor} />
      {problem === null ? null : (
        <p className="problems" role="alert" tabIndex={-1} ref={alert}>
          {problem}
        </p>
      )}
      {scripted ? (
        <CardField settings={card} path={path} onReady={ready} />
      ) : hosted ? (
        <p className="note">{t("hosted")}</p>
      ) : null}
      {scripted || hosted ? (
        <>
          {short ? (
            <p className="note warn" id="pay-not-yet">
              {refusals(short)}
            </p>
          ) : null}
          <button
            className="button wide"
            type="submit"
            aria-disabled={busy || short !== null || (scripted && !form)}
            aria-describedby={short ? "pay-not-yet" : undefined}
          >
            {busy ? t("paying") : button}
          </button>
        </>
      ) : (
        <p className="note warn">{t("needsScript")}</p>
      )}
      <p className="small muted">{t("safe")}</p>
    </Form>
  );
}

async function start(at: string, shown_minor: number): Promise<StartAnswer | null> {
  try {
    const answer = await fetch(`${at}/start`, {
      method: "POST",
      body: new URLSearchParams({ intent: "start", shown_minor: String(shown_minor) }),
    });
    return (await answer.json()) as StartAnswer;
  } catch {
    return null;
  }
}
