import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

/** What waits for a person, and the page where it is done. */
const PAGES = {
  objections: "corrections",
  corrections: "corrections",
  adjustments: "adjustments",
  returned: "returned-goods",
  shorts: "shorts",
  claims: "claims",
  settlement: "settlement",
  bank: "bank-open-items",
  companies: "companies",
  quotes: "quotes",
  agreements: "agreements",
  transfers: "transfers",
} as const;
export type Task = keyof typeof PAGES;

export function Tasks({ waiting }: { waiting: Readonly<Record<Task, number>> }) {
  const t = useTranslations("tasks");
  const path = usePath();
  const due = (Object.keys(PAGES) as Task[]).filter((task) => waiting[task] > 0);
  return (
    <section className="stack">
      <h2>{t("title")}</h2>
      {due.length === 0 ? <p className="panel">{t("none")}</p> : null}
      {due.length === 0 ? null : (
        <ul className="plain stack-s">
          {due.map((task) => (
            <li key={task}>
              <a href={`/${path}/desk/${PAGES[task]}`}>{t(task, { count: waiting[task] })}</a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
