import { Form } from "react-router";
import { useTranslations } from "use-intl";
import { AsHouse, ChoiceFields } from "./ChoiceFields";
import type { OrderChoice as Choice } from "./data.server";

/** On a buyer's order: what was chosen for missing goods, to be changed until some are missing or packing begins. */
export function OrderChoice({ choice, problem }: { choice: Choice; problem: string | undefined }) {
  const t = useTranslations("shortChoice");
  return (
    <section className={choice.lock === null ? "stack on-screen" : "stack"} id="missing">
      <h2>{t("title")}</h2>
      {choice.lock === null ? (
        <Form method="post" className="stack">
          <ChoiceFields of={choice} problem={problem} />
          <p className="small">{t("change")}</p>
          <div className="row">
            <button className="button second" name="act" value="short-choice">
              {t("save")}
            </button>
          </div>
        </Form>
      ) : (
        <div className="stack-s">
          {problem === undefined ? null : (
            <p className="problems" role="alert">
              {problem}
            </p>
          )}
          <p>
            {choice.choice === null ? (
              <AsHouse house={choice.house} />
            ) : (
              t("yours", { choice: t(`choices.${choice.choice}`) })
            )}
          </p>
          <p className="small">{t(`locks.${choice.lock}`)}</p>
        </div>
      )}
    </section>
  );
}
