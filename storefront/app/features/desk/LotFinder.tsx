import { useTranslations } from "use-intl";
import { Input } from "../ui/Field";

interface Props {
  /** What was looked for; empty: nothing yet. */
  q: string;
  /** How many lots the list below shows. */
  shown: number;
  /** The place in the list after which older ones follow; null: these are all. */
  next: string | null | undefined;
  /** What else the address says, kept on the way. */
  keep?: Readonly<Record<string, string | null>>;
}

/** Looks for a lot by its receipt's number, or by the card or name of its household; older ones by the link. A plain form. */
export function LotFinder({ q, shown, next, keep = {} }: Props) {
  const t = useTranslations("lotFinder");
  const kept = Object.entries(keep).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  const older = new URLSearchParams({
    ...Object.fromEntries(kept.map(({ name, value }) => [name, value])),
    ...(q === "" ? {} : { q }),
    before: next ?? "",
  });
  return (
    <form method="get" className="stack-s" role="search">
      {kept.map(({ name, value }) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="row">
        <Input
          name="q"
          label={t("search")}
          hint={t("hint")}
          maxLength={40}
          autoComplete="off"
          autoCapitalize="characters"
          defaultValue={q}
        />
        <button className="button second">{t("find")}</button>
      </div>
      {q !== "" && shown === 0 ? (
        <p className="panel" role="status">
          {t("noneFound", { q })}
        </p>
      ) : null}
      {next ? (
        <p>
          {t("shown", { count: shown })} <a href={`?${older.toString()}`}>{t("older")}</a>
        </p>
      ) : null}
    </form>
  );
}

/** What an address asks of the list of lots. */
export function lotsAsked(url: string): { q: string; query: { q?: string; cursor?: string } } {
  const asked = new URL(url).searchParams;
  const q = (asked.get("q") ?? "").trim().slice(0, 40);
  const cursor = asked.get("before") ?? "";
  return { q, query: { ...(q === "" ? {} : { q }), ...(cursor === "" ? {} : { cursor }) } };
}
