import { useTranslations } from "use-intl";
import { Input, type Problem } from "../ui/Field";
import { List } from "../ui/List";
import { Tag } from "../ui/Tag";
import type { Line } from "./data.server";
import { CELLS } from "./words";

export interface ShownLine extends Line {
  readonly id: string;
  readonly problems: readonly Problem[];
}

/** Lines that somebody looks at, in a form: what was written, what is wrong beside its field, and whether nobody gets it. */
export function MendForm({
  lines,
  typed,
  shown,
  after,
  namesGoods,
}: {
  lines: readonly ShownLine[];
  typed: Record<string, string>;
  shown: string;
  after: number;
  namesGoods: boolean;
}) {
  const t = useTranslations("addressees");
  const cells = namesGoods ? CELLS : CELLS.filter((cell) => cell !== "goods");
  return (
    <form method="post" className="stack" noValidate>
      <input type="hidden" name="shown" value={shown} />
      <input type="hidden" name="after" value={after} />
      {lines.map(({ line, written, problems, left_out }) => (
        <fieldset key={line} className="panel stack-s">
          <legend>{t("lineNumber", { line })}</legend>
          <input type="hidden" name="line" value={line} />
          <div className="fields two">
            {cells.map((cell) => (
              <div key={cell}>
                <input type="hidden" name={`${cell}-was:${line}`} value={written[cell]} />
                <Input
                  name={`${cell}:${line}`}
                  label={t(`fields.${cell}`)}
                  autoComplete="off"
                  maxLength={cell === "goods" ? 1000 : 500}
                  inputMode={cell === "packs" ? "numeric" : cell === "phone" ? "tel" : undefined}
                  defaultValue={typed[`${cell}:${line}`] ?? written[cell]}
                  problems={problems}
                />
              </div>
            ))}
          </div>
          {left_out ? (
            <label className="check">
              <input type="checkbox" name={`back:${line}`} /> {t("takeBack")}
            </label>
          ) : (
            <label className="check">
              <input type="checkbox" name={`off:${line}`} /> {t("leaveOut")}
            </label>
          )}
        </fieldset>
      ))}
      <p>
        <button className="button" name="intent" value="mend">
          {t("mend")}
        </button>
      </p>
    </form>
  );
}

/** Lines to look through; each leads to its form. `edit`: where that is, or null where nothing can be changed any more. */
export function LineTable({
  lines,
  label,
  more,
  edit,
  namesGoods,
}: {
  lines: readonly ShownLine[];
  label: string;
  more: string | null;
  edit: ((line: number) => string) | null;
  namesGoods: boolean;
}) {
  const t = useTranslations("addressees");
  return (
    <List
      label={label}
      rows={lines}
      none={t("noLines")}
      more={more}
      columns={[
        {
          head: t("fields.line"),
          name: true,
          of: ({ line }) => (edit === null ? line : <a href={edit(line)}>{t("lineNumber", { line })}</a>),
        },
        { head: t("fields.name"), of: ({ written }) => written.name },
        { head: t("fields.phone"), of: ({ written }) => written.phone },
        {
          head: t("fields.address"),
          of: ({ written: { province, city, district, town, address } }) =>
            [province, city, district, town, address].filter((one) => one !== "").join(" "),
        },
        namesGoods
          ? { head: t("fields.goods"), of: ({ written }) => written.goods }
          : { head: t("fields.packs"), num: true, of: ({ written }) => written.packs },
        { head: t("state"), of: (one) => <LineState line={one} /> },
      ]}
    />
  );
}

function LineState({ line: { left_out, problems, repeat_of } }: { line: ShownLine }) {
  const t = useTranslations("addressees");
  if (left_out) return <Tag look={{ sign: "–", tone: "" }}>{t("isLeftOut")}</Tag>;
  if (problems.length > 0)
    return (
      <>
        <Tag look={{ sign: "!", tone: "bad" }}>{t("isWrong")}</Tag>{" "}
        {problems.map(({ text }) => text).join(t("between"))}
      </>
    );
  if (repeat_of !== null) return <Tag look={{ sign: "=", tone: "warn" }}>{t("repeatOf", { line: repeat_of })}</Tag>;
  return <Tag look={{ sign: "✓", tone: "good" }}>{t("isRight")}</Tag>;
}
