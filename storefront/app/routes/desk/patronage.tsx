import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import {
  patronageSchema,
  previewSchema,
  refusedPatronage,
  runSchema,
  termsTyped,
} from "../../features/patronage/data.server";
import type { Preview } from "../../features/patronage/data.server";
import { RunTag } from "../../features/patronage/RunTag";
import { ShareList } from "../../features/patronage/ShareList";
import { BASES } from "../../features/patronage/words";
import { Input, ProblemSummary, Select, TextArea, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { Older } from "../../features/ui/Older";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { majorText } from "../../lib/money.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/patronage";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const asked = new URL(request.url).searchParams;
  const year = /^\d{4}$/.test(asked.get("year") ?? "") ? Number(asked.get("year")) : undefined;
  const found = await desk.read("/desk/patronage", patronageSchema, {
    cursor: asked.get("cursor") ?? undefined,
    year: year !== undefined && year >= 2_000 ? year : undefined,
  });
  const { standing } = found;
  const was = {
    year: asked.get("year") ?? String(standing.year),
    amount:
      asked.get("amount") ?? (standing.proposed_minor > 0 ? majorText(standing.proposed_minor, standing.currency) : ""),
    share: asked.get("share") ?? String(standing.share_bp / 100),
    basis: asked.get("basis") ?? "weight",
  };
  let preview: Preview | null = null;
  let problems: Problem[] = [];
  if (asked.has("amount")) {
    const made = termsTyped(path, (name) => (asked.get(name) ?? "").trim(), standing.currency);
    problems = made.problems;
    if (problems.length === 0) {
      const answer = await desk.call("/desk/patronage/preview", previewSchema, { query: made.terms });
      if (answer.ok) preview = answer.value.preview;
      else problems = refusedPatronage(path, answer.refusal, "amount");
    }
  }
  return { found, was, preview, problems, title: say(path)("patronage.title") };
}

/** Proposes what the preview has shown. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const { problems, terms } = termsTyped(path, (name) => text(form, name), text(form, "currency"));
  const words = text(form, "words");
  if (words.length < 2) problems.push({ field: "words", text: say(path)("patronage.problems.words") });
  if (problems.length > 0) return data({ problems, typed: typed(form) }, { status: 400 });
  const answer = await desk.call("/desk/patronage", runSchema, { body: { ...terms, words } });
  if (answer.ok) return redirect(`/${path}/desk/patronage/${answer.value.run.id}`);
  return data(
    { problems: refusedPatronage(path, answer.refusal, "words"), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** The refund of a year: what the ledger has, what each household would get, and what was given back before. */
export default function PatronagePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("patronage");
  const f = useFormats();
  const path = usePath();
  const { found, preview, title } = loaderData;
  const { standing } = found;
  const was: Record<string, string> = { ...loaderData.was, ...actionData?.typed };
  const problems = actionData?.problems ?? loaderData.problems;
  return (
    <div className="stack-l">
      <section className="stack narrow">
        <p>
          <a href={`/${path}/desk/settlement`}>{t("back")}</a>
        </p>
        <h1>{title}</h1>
        <p>{t("lead")}</p>
        <ProblemSummary problems={problems} />
        <table>
          <caption>{t("standing", { year: String(standing.year) })}</caption>
          <tbody>
            <tr>
              <th scope="row">{t("yearSurplus")}</th>
              <td className="num">{f.money(standing.year_minor, standing.currency)}</td>
            </tr>
            <tr>
              <th scope="row">{t("there")}</th>
              <td className="num">{f.money(standing.there_minor, standing.currency)}</td>
            </tr>
          </tbody>
        </table>
        <p className="note">{t("notCounted")}</p>
      </section>
      <section className="stack narrow">
        <h2>{t("try")}</h2>
        <form method="get" className="stack" noValidate>
          <Input
            name="year"
            label={t("year")}
            inputMode="numeric"
            maxLength={4}
            defaultValue={was.year}
            problems={problems}
          />
          <Input
            name="amount"
            label={t("amount", { currency: standing.currency })}
            hint={t("amountHint")}
            inputMode="decimal"
            defaultValue={was.amount}
            problems={problems}
          />
          <Input
            name="share"
            label={t("share")}
            hint={t("shareHint")}
            inputMode="decimal"
            defaultValue={was.share}
            problems={problems}
          />
          <Select name="basis" label={t("basis")} defaultValue={was.basis}>
            {BASES.map((basis) => (
              <option key={basis} value={basis}>
                {t(`bases.${basis}`)}
              </option>
            ))}
          </Select>
          <button className="button second">{t("show")}</button>
        </form>
      </section>
      {preview === null ? null : (
        <section className="stack">
          <h2>{t("preview")}</h2>
          <p>
            {t("previewSays", {
              refund: f.money(preview.refund_minor, preview.currency),
              members: preview.members,
              others: preview.households - preview.members,
            })}
          </p>
          <ShareList shares={preview.shares} currency={preview.currency} />
          {preview.shares.length < preview.households ? (
            <p className="note">{t("shownOf", { shown: preview.shares.length, all: preview.households })}</p>
          ) : null}
          <form method="post" className="stack narrow" noValidate>
            {(["year", "amount", "share", "basis"] as const).map((name) => (
              <input key={name} type="hidden" name={name} value={was[name]} />
            ))}
            <input type="hidden" name="currency" value={standing.currency} />
            <TextArea
              name="words"
              label={t("words")}
              hint={t("wordsHint")}
              rows={2}
              maxLength={500}
              defaultValue={was.words}
              problems={problems}
            />
            <button className="button">{t("propose")}</button>
          </form>
        </section>
      )}
      <section className="stack">
        <h2>{t("runs")}</h2>
        {found.runs.length === 0 ? <p className="panel">{t("none")}</p> : null}
        <ul className="plain stack-s">
          {found.runs.map((one) => (
            <li key={one.id} className="panel row between">
              <a href={`/${path}/desk/patronage/${one.id}`}>
                {t("runOf", { year: String(one.year), refund: f.money(one.refund_minor, one.currency) })}
              </a>
              <RunTag state={one.state} />
            </li>
          ))}
        </ul>
        <Older href={found.next === null ? null : `/${path}/desk/patronage?cursor=${encodeURIComponent(found.next)}`} />
      </section>
    </div>
  );
}
