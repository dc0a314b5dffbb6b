import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { BooksNav } from "../../features/accounting/BooksNav";
import { codesSchema, refusedBooks } from "../../features/accounting/data.server";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { Tag } from "../../features/ui/Tag";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/ledger-codes";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return { ...(await desk.read("/desk/ledger-codes", codesSchema)), title: say(path)("accounting.codes.title") };
}

/** Sets the code and name of one account. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const kind = text(form, "kind");
  const was = { kind, code: text(form, `code-${kind}`), name: text(form, `name-${kind}`) };
  const answer = await desk.call("/desk/ledger-codes", codesSchema, { body: was });
  if (answer.ok) return redirect(`/${path}/desk/ledger-codes#${kind}`);
  const field = answer.refusal.field === "name" ? `name-${kind}` : `code-${kind}`;
  return data({ problems: refusedBooks(path, answer.refusal, field), was }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** The accountant's code and name for each account of the ledger. */
export default function LedgerCodesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("accounting.codes");
  const path = usePath();
  const { codes, title } = loaderData;
  const problems = actionData?.problems;
  const was = actionData?.was;
  return (
    <div className="stack-l">
      <BooksNav here="ledger-codes" />
      <section className="stack narrow">
        <h1>{title}</h1>
        <p>{t("lead")}</p>
        <p className="note warn">{t("defaults")}</p>
        <ProblemSummary problems={problems} />
        <ul className="plain stack">
          {codes.map((one) => {
            const typed = was?.kind === one.kind ? was : one;
            return (
              <li key={one.kind} id={one.kind} className="panel">
                <form method="post" className="stack-s" noValidate>
                  <div className="row between">
                    <h2>{one.words[path]}</h2>
                    <Tag look={one.set ? { sign: "✓", tone: "good" } : { sign: "?", tone: "warn" }}>
                      {t(one.set ? "set" : "default")}
                    </Tag>
                  </div>
                  <input type="hidden" name="kind" value={one.kind} />
                  <Input
                    name={`code-${one.kind}`}
                    label={t("code")}
                    maxLength={20}
                    defaultValue={typed.code}
                    problems={problems}
                  />
                  <Input
                    name={`name-${one.kind}`}
                    label={t("name")}
                    maxLength={60}
                    defaultValue={typed.name}
                    problems={problems}
                  />
                  <button className="button second">{t("save", { account: one.words[path] })}</button>
                </form>
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}
