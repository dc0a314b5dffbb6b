import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, TextArea, type Problem } from "../ui/Field";
import { Older } from "../ui/Older";
import { Tag } from "../ui/Tag";
import { fieldOf, NOTICE_TEXTS, type Answered } from "./fields";
import type { NoticesInWork } from "./notices.server";

type InWork = NoticesInWork["notices"][number];

const LOOKS = {
  coming: { sign: "◷", tone: "" },
  news: { sign: "✓", tone: "good" },
  over: { sign: "○", tone: "" },
  withdrawn: { sign: "✗", tone: "warning" },
} as const;

/** A form for a new notice, and those that were written, newest first. */
export function NoticesEditor({
  all,
  formKey,
  answered,
}: {
  all: NoticesInWork;
  formKey: string;
  answered: Answered | undefined;
}) {
  const t = useTranslations("villageDesk.notices");
  const path = usePath();
  const added = answered?.id === "" ? answered : undefined;
  return (
    <div className="stack-l">
      <section className="panel stack">
        <h2>{t("add")}</h2>
        <form method="post" className="stack writing" noValidate>
          <input type="hidden" name="idempotency_key" value={formKey} />
          <Texts id="" was={added?.typed ?? {}} problems={added?.problems} />
          <div className="fields two">
            <Input
              name="shown_from"
              label={t("shownFrom")}
              hint={t("shownFromHint")}
              type="date"
              min={all.today}
              defaultValue={added?.typed.shown_from ?? all.today}
              problems={added?.problems}
            />
            <ShownTo id="" was={added?.typed.shown_to} problems={added?.problems} />
          </div>
          <button className="button" name="intent" value="add">
            {t("send")}
          </button>
        </form>
      </section>
      {all.notices.length === 0 ? <p className="panel">{t("none")}</p> : null}
      <ol className="plain stack">
        {all.notices.map((one) => (
          <li key={one.id} className="panel stack-s">
            <OneNotice one={one} answered={answered?.id === one.id ? answered : undefined} />
          </li>
        ))}
      </ol>
      <Older
        href={
          all.next === null
            ? null
            : `/${path}/desk/shop/villages/${all.village.id}/notices?before=${encodeURIComponent(all.next)}`
        }
      />
    </div>
  );
}

function OneNotice({ one, answered }: { one: InWork; answered: Answered | undefined }) {
  const t = useTranslations("villageDesk.notices");
  const f = useFormats();
  const path = usePath();
  return (
    <>
      <h2>{one.title[path]}</h2>
      <p className="row">
        <Tag look={LOOKS[one.state]}>{t(`states.${one.state}`)}</Tag>
        <span className="muted">
          {t("from", { time: f.time(one.published_at) })}
          {one.shown_to === null ? "" : ` · ${t("to", { date: f.date(one.shown_to) })}`}
          {one.corrected_at === null ? "" : ` · ${t("corrected", { time: f.time(one.corrected_at) })}`}
        </span>
      </p>
      <p className="story">{one.text[path]}</p>
      {one.own ? null : <p className="note">{t("others")}</p>}
      {one.own && one.state !== "withdrawn" ? (
        <details open={answered !== undefined}>
          <summary>{t("correctOf", { title: one.title[path] })}</summary>
          <form method="post" className="stack writing" noValidate>
            <input type="hidden" name="notice" value={one.id} />
            <input type="hidden" name="seen" value={one.version} />
            <Texts id={one.id} was={answered?.typed ?? textsOf(one)} problems={answered?.problems} />
            <ShownTo
              id={one.id}
              was={answered?.typed[fieldOf("shown_to", one.id)] ?? one.shown_to ?? ""}
              problems={answered?.problems}
            />
            <div className="row">
              <button className="button second" name="intent" value="correct">
                {t("save")}
              </button>
              <button className="button quiet" name="intent" value="withdraw">
                {t("withdraw")}
              </button>
            </div>
          </form>
        </details>
      ) : null}
    </>
  );
}

function Texts({
  id,
  was,
  problems,
}: {
  id: string;
  was: Readonly<Record<string, string>>;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("villageDesk.notices");
  return (
    <div className="fields two">
      {NOTICE_TEXTS.map((field) => {
        const shared = {
          name: fieldOf(field, id),
          label: t(`fields.${field}`),
          lang: field.endsWith("zh") ? "zh-CN" : "en",
          defaultValue: was[fieldOf(field, id)],
          problems,
        };
        return field.startsWith("title") ? (
          <Input key={field} {...shared} maxLength={80} />
        ) : (
          <TextArea key={field} {...shared} maxLength={1_000} rows={5} />
        );
      })}
    </div>
  );
}

function ShownTo({
  id,
  was,
  problems,
}: {
  id: string;
  was: string | undefined;
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("villageDesk.notices");
  return (
    <Input
      name={fieldOf("shown_to", id)}
      label={t("shownTo")}
      hint={t("shownToHint")}
      type="date"
      defaultValue={was}
      problems={problems}
    />
  );
}

const textsOf = (one: InWork): Record<string, string> => ({
  [fieldOf("title_zh", one.id)]: one.title.zh,
  [fieldOf("title_en", one.id)]: one.title.en,
  [fieldOf("text_zh", one.id)]: one.text.zh,
  [fieldOf("text_en", one.id)]: one.text.en,
});
