import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Refreshing } from "../packing/Refreshing";
import type { MoneyPaper } from "./data.server";

/** A paper that is being printed, or is there to be opened. */
export function PaperWaits({ paper, file }: { paper: MoneyPaper; file: string }) {
  const t = useTranslations("statement.papers");
  const f = useFormats();
  if (paper.state === "asked") {
    return (
      <>
        <p className="note" role="status">
          {t("printing", { pages: f.number(paper.pages_done) })}
        </p>
        <Refreshing />
      </>
    );
  }
  return (
    <>
      <p className="note good" role="status">
        {t("ready", { pages: paper.pages ?? 0 })}
      </p>
      <p>
        <a className="button" href={file}>
          {t("open")}
        </a>
      </p>
    </>
  );
}
