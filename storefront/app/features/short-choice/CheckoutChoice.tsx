import { useFetcher } from "react-router";
import { useTranslations } from "use-intl";
import type { Problem } from "../ui/Field";
import { ChoiceFields } from "./ChoiceFields";
import type { ShortChoice } from "./data.server";

/**
 * On the way to the order. A plain form with its button; with script a choice is kept as soon as it is made, so that nobody pays with
 * another one than the page shows.
 */
export function CheckoutChoice({ choice, problem }: { choice: ShortChoice; problem: Problem | undefined }) {
  const t = useTranslations("shortChoice");
  const fetcher = useFetcher<{ problems: readonly Problem[] }>();
  const said = fetcher.data?.problems;
  return (
    <section className="stack" id="missing">
      <h2>{t("title")}</h2>
      <fetcher.Form method="post" className="stack" onChange={(event) => void fetcher.submit(event.currentTarget)}>
        <input type="hidden" name="intent" value="short-choice" />
        <ChoiceFields of={choice} problem={(said?.[0] ?? problem)?.text} />
        <div className="row">
          <button className="button second" name="pressed" value="yes">
            {t("save")}
          </button>
          <span className="small" role="status">
            {fetcher.state === "idle" && said?.length === 0 ? t("saved") : ""}
          </span>
        </div>
      </fetcher.Form>
    </section>
  );
}
