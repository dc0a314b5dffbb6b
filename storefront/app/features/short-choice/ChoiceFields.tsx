import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { CHOICES } from "./choices";
import type { ShortChoice } from "./data.server";

/** What is done about missing goods: what the cooperative does by itself stands first, and is chosen until something else is. */
export function ChoiceFields({ of, problem }: { of: ShortChoice; problem: string | undefined }) {
  const t = useTranslations("shortChoice");
  const option = (value: string, label: React.ReactNode, chosen: boolean) => (
    <label key={value} className="row pickup-choice">
      <input type="radio" name="short_choice" value={value} defaultChecked={chosen} />
      <span>{label}</span>
    </label>
  );
  return (
    <fieldset className="stack-s" aria-describedby={problem === undefined ? undefined : "short_choice-problem"}>
      <legend className="small">{t("lead")}</legend>
      {problem === undefined ? null : (
        <p className="problems" role="alert" id="short_choice-problem">
          {problem}
        </p>
      )}
      {option("", <AsHouse house={of.house} />, of.choice === null)}
      {CHOICES.map((choice) =>
        option(
          choice,
          <>
            <strong>{t(`choices.${choice}`)}</strong>
            <br />
            <span className="small">
              {choice === "substitute" && !of.has_other
                ? t("hints.noOther")
                : t(`hints.${choice}`, { days: of.wait_days })}
            </span>
          </>,
          of.choice === choice,
        ),
      )}
    </fieldset>
  );
}

/** What happens where nothing is chosen: once, or cooperative by cooperative. */
export function AsHouse({ house }: { house: ShortChoice["house"] }) {
  const t = useTranslations("shortChoice");
  const path = usePath();
  const ways = house.map(({ cooperative, policy, wait_days: days }) => ({
    name: cooperative[path],
    what: t(`house.${policy}`, { days }),
  }));
  const [only] = ways;
  if (ways.every((way) => way.what === only?.what)) return t("asHouse", { what: only?.what ?? "" });
  return (
    <>
      {t("asEach")}
      {ways.map((way) => (
        <span key={way.name + way.what} className="small">
          <br />
          {t("ofCooperative", way)}
        </span>
      ))}
    </>
  );
}
