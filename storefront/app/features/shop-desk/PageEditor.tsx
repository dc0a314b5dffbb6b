import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, ProblemSummary, TextArea, type Problem } from "../ui/Field";
import { LANGUAGES, PLACE_FIELDS, TEXT_FIELDS, TEXTS } from "./fields";
import type { pageInWork } from "./page.server";

type Page = Awaited<ReturnType<typeof pageInWork>>;

/** What the form answered: what was typed, and whether somebody else saved meanwhile. */
interface Answered {
  readonly problems: readonly Problem[];
  readonly typed: Readonly<Record<string, string>>;
  readonly stale: boolean;
}

/** A village's texts in both languages side by side, and where it is. A plain form: it saves a draft, and never the page itself. */
export function PageEditor({
  page,
  answered,
  note,
}: {
  page: Page;
  answered: Answered | undefined;
  note: string | null;
}) {
  const t = useTranslations("shopDesk.page");
  const f = useFormats();
  const path = usePath();
  const was = answered?.typed ?? page.typed;
  const problems = answered?.problems;
  return (
    <div className="stack-l">
      {note === null ? null : (
        <p className="note" role="status">
          {note}
        </p>
      )}
      <ProblemSummary problems={problems} />
      {answered?.stale ? <Theirs page={page} typed={answered.typed} /> : null}
      <p>
        {page.draft
          ? t("hasDraft", { person: page.draft.saved_by, at: f.time(page.draft.saved_at) })
          : t("noDraft", { version: page.version })}
      </p>
      {page.not_agreed.length === 0 ? null : (
        <p className="note">{t("notAgreed", { names: page.not_agreed.join(path === "zh" ? "、" : ", ") })}</p>
      )}
      <form method="post" className="stack-l writing" noValidate>
        {/* Of the page as it is now: whoever sees what the other saved, and saves again, means it. */}
        <input type="hidden" name="seen" value={page.revision} />
        {TEXTS.map(([text, lines, most]) => (
          <fieldset key={text} className="stack-s">
            <legend>{t(`texts.${text}`)}</legend>
            <p className="hint">{t(`hints.${text}`)}</p>
            <div className="fields two">
              {LANGUAGES.map((language) => {
                const field = `${text}_${language}`;
                const shared = {
                  name: field,
                  label: t(`languages.${language}`, { text: t(`texts.${text}`) }),
                  lang: language === "zh" ? "zh-CN" : "en",
                  maxLength: most,
                  defaultValue: was[field],
                  problems,
                };
                return lines === 1 ? (
                  <Input key={field} {...shared} />
                ) : (
                  <TextArea key={field} {...shared} rows={lines} />
                );
              })}
            </div>
          </fieldset>
        ))}
        <fieldset className="stack-s">
          <legend>{t("place")}</legend>
          <p className="hint">{t("placeHint")}</p>
          <div className="fields two">
            {PLACE_FIELDS.map((field) => (
              <Input
                key={field}
                name={field}
                label={t(`fields.${field}`)}
                inputMode="decimal"
                defaultValue={was[field]}
                problems={problems}
              />
            ))}
          </div>
        </fieldset>
        <div className="row">
          <button className="button" name="intent" value="preview">
            {t("saveAndPreview")}
          </button>
          <button className="button second" name="intent" value="save">
            {t("save")}
          </button>
        </div>
      </form>
      <section className="stack narrow-text">
        <h2>{t("people")}</h2>
        <p>{t("peopleNote")}</p>
        {page.people.length === 0 ? (
          <p className="panel">{t("nobody")}</p>
        ) : (
          <ul className="plain chips">
            {page.people.map((name, at) => (
              <li key={at}>
                <span className="tag">{name}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="stack">
        <h2>{t("history")}</h2>
        {page.history.length === 0 ? (
          <p className="panel">{t("noHistory")}</p>
        ) : (
          <ol className="plain stack-s" reversed>
            {page.history.map((one) => (
              <li key={one.version} className="panel">
                {t("version", { version: one.version, person: one.published_by, at: f.time(one.published_at) })}
              </li>
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}

/** What stands now where it differs from what was typed: nothing is overwritten without having been seen. */
function Theirs({ page, typed }: { page: Page; typed: Readonly<Record<string, string>> }) {
  const t = useTranslations("shopDesk.page");
  const plain = (text: string | undefined) => (text ?? "").replaceAll("\r\n", "\n").trim();
  const differs = [...TEXT_FIELDS, ...PLACE_FIELDS].filter((field) => plain(typed[field]) !== plain(page.typed[field]));
  if (differs.length === 0)
    return (
      <p className="note" id="theirs">
        {t("same")}
      </p>
    );
  return (
    <section className="panel stack" id="theirs">
      <h2>{t("theirs", { person: page.draft?.saved_by ?? page.history[0]?.published_by ?? "" })}</h2>
      <p>{t("theirsNote")}</p>
      <dl className="stack-s">
        {differs.map((field) => (
          <div key={field}>
            <dt>
              <a href={`#${field}`}>{nameOf(field)}</a>
            </dt>
            <dd className="story">{page.typed[field] === "" ? t("empty") : page.typed[field]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );

  function nameOf(field: (typeof TEXT_FIELDS)[number] | (typeof PLACE_FIELDS)[number]): string {
    if (field === "lng" || field === "lat") return t(`fields.${field}`);
    const [text, language] = field.split("_") as [(typeof TEXTS)[number][0], "zh" | "en"];
    return t(`languages.${language}`, { text: t(`texts.${text}`) });
  }
}
