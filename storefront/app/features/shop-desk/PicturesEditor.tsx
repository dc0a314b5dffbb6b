import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Input, ProblemSummary, type Problem } from "../ui/Field";
import { Picture } from "../ui/Picture";
import { PhotoField } from "../ui/PhotoForm";
import type { PicturesInWork } from "./pictures.server";

interface Answered {
  readonly problems: readonly Problem[];
  readonly typed: Readonly<Record<string, string>>;
  readonly id: string;
}

/** Pictures in their order, each with its words, and a form for one more. Plain forms: each does one thing at once. */
export function PicturesEditor({
  all,
  answered,
  note,
}: {
  all: PicturesInWork;
  answered: Answered | undefined;
  note: string | null;
}) {
  const t = useTranslations("shopDesk.pictures");
  const f = useFormats();
  const added = answered?.id === "" ? answered : undefined;
  return (
    <div className="stack-l">
      {note === null ? null : (
        <p className="note" role="status">
          {note}
        </p>
      )}
      <ProblemSummary problems={answered?.problems} />
      <p>{t("note")}</p>
      {all.pictures.length === 0 ? <p className="panel">{t("none")}</p> : null}
      <ol className="plain picture-list">
        {all.pictures.map((one, at) => {
          const own = answered?.id === one.id ? answered : undefined;
          return (
            <li key={one.id} className="panel stack-s">
              <Picture of={one} sizes="320px" />
              <p className="small muted">{at === 0 ? t("isFirst") : t("at", { place: at + 1 })}</p>
              {one.own ? <OwnPicture one={one} first={at === 0} answered={own} /> : <Others one={one} />}
            </li>
          );
        })}
      </ol>
      <section className="panel stack narrow-text">
        <h2>{t("add")}</h2>
        <form method="post" encType="multipart/form-data" className="stack" noValidate>
          <PhotoField label={t("file")} hint={t("fileHint")} problems={added?.problems} />
          {(["alt_zh", "alt_en"] as const).map((field) => (
            <Words key={field} field={field} id="" value={added?.typed[field] ?? ""} problems={added?.problems} />
          ))}
          <button className="button" name="intent" value="add">
            {t("send")}
          </button>
        </form>
        <p className="small muted">
          {t("quota", {
            used: f.number(Math.round(all.quota.bytes / 1_048_576)),
            most: f.number(Math.round(all.quota.most / 1_048_576)),
          })}
        </p>
      </section>
    </div>
  );
}

type InWork = PicturesInWork["pictures"][number];

function OwnPicture({ one, first, answered }: { one: InWork; first: boolean; answered: Answered | undefined }) {
  const t = useTranslations("shopDesk.pictures");
  return (
    <form method="post" className="stack-s" noValidate>
      <input type="hidden" name="picture" value={one.id} />
      {(["alt_zh", "alt_en"] as const).map((field) => (
        <Words
          key={field}
          field={field}
          id={one.id}
          value={answered?.typed[`${field}-${one.id}`] ?? wordsOf(one.alt, field)}
          problems={answered?.problems}
        />
      ))}
      <div className="row">
        <button className="button second" name="intent" value="words">
          {t("saveWords")}
        </button>
        {first ? null : (
          <button className="button quiet" name="intent" value="first">
            {t("first")}
          </button>
        )}
        <button className="button quiet" name="intent" value="remove">
          {t("remove")}
        </button>
      </div>
    </form>
  );
}

/** Another cooperative's picture of the same village: read here, changed there. */
function Others({ one }: { one: InWork }) {
  const t = useTranslations("shopDesk.pictures");
  return (
    <>
      <p lang="zh-CN">{one.alt.zh}</p>
      <p lang="en">{one.alt.en}</p>
      <p className="note">{t("others")}</p>
    </>
  );
}

/** What a picture shows, in one language; its field is named after the picture, so that a problem leads to the right one. */
function Words({
  field,
  id,
  value,
  problems,
}: {
  field: "alt_zh" | "alt_en";
  id: string;
  value: string;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("shopDesk.pictures");
  return (
    <Input
      name={id === "" ? field : `${field}-${id}`}
      label={t(`words.${field}`)}
      hint={id === "" ? t(`hints.${field}`) : undefined}
      lang={field === "alt_zh" ? "zh-CN" : "en"}
      maxLength={field === "alt_zh" ? 120 : 200}
      defaultValue={value}
      problems={problems}
    />
  );
}

const wordsOf = (alt: { zh: string; en: string }, field: "alt_zh" | "alt_en"): string =>
  field === "alt_zh" ? alt.zh : alt.en;
