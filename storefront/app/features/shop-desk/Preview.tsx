import { useTranslations } from "use-intl";
import { ProblemSummary, type Problem } from "../ui/Field";
import { VillageView } from "../village/VillageView";
import type { locatorMap } from "../locator/locator.server";
import type { Village } from "../village/data.server";

/** The page as buyers would see it, under a bar that says that they do not yet. */
export function Preview({
  village,
  map,
  back,
  revision,
  hasDraft,
  problems,
}: {
  village: Village;
  map: ReturnType<typeof locatorMap> | null;
  back: string;
  revision: string;
  hasDraft: boolean;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("shopDesk.preview");
  return (
    <div className="shop">
      <section className="preview-bar" aria-labelledby="preview-title">
        <div className="wrap stack-s">
          <h2 id="preview-title">{t("title")}</h2>
          <p>{hasDraft ? t("note") : t("noDraft")}</p>
          <ProblemSummary problems={problems?.map((one) => ({ ...one, field: "back" }))} />
          <div className="row">
            {hasDraft ? (
              <form method="post" className="row">
                <input type="hidden" name="seen" value={revision} />
                <button className="button" name="intent" value="publish">
                  {t("publish")}
                </button>
                <button className="button second" name="intent" value="discard">
                  {t("discard")}
                </button>
              </form>
            ) : null}
            <a className="button quiet" id="back" href={back}>
              {t("back")}
            </a>
          </div>
        </div>
      </section>
      <main id="main" tabIndex={-1}>
        <VillageView village={village} map={map} />
      </main>
    </div>
  );
}
