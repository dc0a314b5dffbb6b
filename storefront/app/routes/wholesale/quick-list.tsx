import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { addressesSchema, company, meSchema } from "../../features/company/data.server";
import { Pages } from "../../features/find/Pages";
import script from "../../features/quick/client/list?worker&url";
import { listPageSchema } from "../../features/quick/data.server";
import { draftsOf, typedBeside } from "../../features/quick/draft.server";
import { RightLine, WrongLine } from "../../features/quick/Line";
import { askForAll, bring, empty, keep, mend } from "../../features/quick/list.server";
import { listAt } from "../../features/quick/words";
import { pageAsked } from "../../features/quick/table.server";
import { Turn } from "../../features/quick/Turn";
import { WantedFields } from "../../features/quote/WantedFields";
import { Input, ProblemSummary, TextArea } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/quick-list";

export const handle = { plain: true };

/** Lines and what is asked with them are one form: what was typed in the lines is asked for. */
const LIST_FORM = "list-form";

/** The list that a member works on, as it stands today: those lines first that are wrong. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const query = new URL(request.url).searchParams;
  const page = pageAsked(query.get("page"));
  const [list, { addresses }, me, draft] = await Promise.all([
    who.read("/wholesale/quick/list", listPageSchema, { page }),
    who.read("/wholesale/addresses", addressesSchema),
    who.read("/wholesale/me", meSchema),
    draftsOf(request).read(),
  ]);
  // The lines of a last page may be gone by now: the address names the page that is shown. What a form is answered has to be shown at once.
  const answersForm = request.headers.has("content-type");
  if (list.page < page && !answersForm) throw redirect(listAt(path, list.page > 1 ? `?page=${list.page}` : ""), 303);
  return {
    ...list,
    me: me.member.id,
    draft,
    addresses,
    buys: me.member.roles.includes("buyer"),
    approved: me.company.state === "approved",
    brought: query.has("brought"),
    sheet: query.get("sheet"),
    key: randomUUID(),
    title: say(path)("quick.listTitle"),
  };
}

/** Back here a browser would show what it kept of this page: with lines as they were before they were put right. */
export const headers = () => ({ "Cache-Control": "private, no-store" });

/** Adds a sheet, puts lines right (and turns the page), keeps the list, empties it, or asks for quotes of all that is on it. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  const intent = text(form, "intent");
  if (intent === "bring") return bring(who, path, form);
  const drafts = draftsOf(request);
  const act = intent === "keep" ? keep : intent === "ask" ? askForAll : intent === "empty" ? empty : mend;
  const answer = await act(who, path, form, drafts);
  if (answer instanceof Response) return answer;
  const draft = await drafts.keep(typedBeside(form));
  return draft === null ? answer : data(answer.data, { ...answer.init, headers: draft });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function QuickListPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("quick");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const { addresses, buys, examples, lines, count, faults, page, pages, totals } = loaderData;
  const problems = actionData?.problems;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const { intent } = typed;
  const wrong = lines.filter((line) => line.fault !== null);
  const right = lines.filter((line) => line.fault === null);
  const beside = { ...loaderData.draft, ...typed };
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p className="row">
          <a href={`/${path}/wholesale/quick`}>{t("toTable")}</a>
          <a href={`/${path}/wholesale/order-lists`}>{t("savedLink")}</a>
        </p>
        {loaderData.brought ? (
          <p className="note good" role="status">
            {t("brought", { count, faults })}{" "}
            {loaderData.sheet === null ? null : t("sheetRead", { sheet: loaderData.sheet })}
          </p>
        ) : null}
        <ProblemSummary problems={problems} />
      </section>
      {buys ? (
        <section id="bring">
          <details open={count === 0 || intent === "bring"}>
            <summary>{t("bring")}</summary>
            <form method="post" encType="multipart/form-data" className="stack" noValidate>
              <input type="hidden" name="idempotency_key" value={loaderData.key} />
              <TextArea
                name="sheet"
                label={t("pasted")}
                hint={t("pastedHint")}
                rows={6}
                spellCheck={false}
                defaultValue={intent === "bring" ? typed.sheet : undefined}
                problems={problems}
              />
              <Input
                name="file"
                label={t("file")}
                hint={t("fileHint")}
                type="file"
                accept=".csv,.xlsx,text/csv"
                problems={problems}
              />
              <details>
                <summary>{t("example")}</summary>
                <pre className="scroll-x small">
                  {[
                    t("exampleHeads"),
                    ...examples.map(({ title, pack }, at) => `${title[path]}\t${pack[path]}\t${at === 0 ? 20 : 100}`),
                  ].join("\n")}
                </pre>
              </details>
              <p>
                <button className="button" name="intent" value="bring">
                  {t("bringGo")}
                </button>
              </p>
            </form>
          </details>
        </section>
      ) : null}
      <section className="stack" id="lines">
        <h2>{t("lines")}</h2>
        {count === 0 ? <p className="panel">{t("listEmpty")}</p> : null}
        {faults > 0 ? <p className="note warn">{t("listWrong", { count: faults })}</p> : null}
        {count > 0 ? (
          <form
            method="post"
            action={listAt(path, `?page=${page}`)}
            className="stack"
            id={LIST_FORM}
            noValidate
            data-typed={`list:${loaderData.me}`}
          >
            <input type="hidden" name="page" value={page} />
            {wrong.map((line) => (
              <WrongLine key={line.line} line={line} typed={typed} />
            ))}
            {right.map((line) => (
              <RightLine key={line.line} line={line} typed={typed} />
            ))}
            {buys ? (
              <>
                <p className="row">
                  <button className="button" name="intent" value="mend">
                    {t("mend")}
                  </button>
                </p>
                <Turn name="intent" page={page} pages={pages} />
              </>
            ) : null}
          </form>
        ) : null}
        {buys ? null : <Pages page={page} pages={pages} to={(to) => listAt(path, `?page=${to}#lines`)} />}
        {totals.map((one) => (
          <p key={one.currency}>
            {t("total", { amount: f.money(one.amount_minor, one.currency) })}{" "}
            <span className="muted">{t("totalNote")}</span>
          </p>
        ))}
      </section>
      {buys && count > 0 ? (
        <section className="stack">
          <h2>{q("ask")}</h2>
          {loaderData.approved ? null : <p className="note">{q("refusals.company_not_approved")}</p>}
          <p>{t("askLead")}</p>
          <div className="stack">
            <input
              form={LIST_FORM}
              type="hidden"
              name="idempotency_key"
              value={(intent === "ask" ? typed.idempotency_key : undefined) ?? loaderData.key}
            />
            <input form={LIST_FORM} type="hidden" name="address_id-was" value={addresses[0]?.id ?? ""} />
            <div className="fields two">
              <WantedFields
                form={LIST_FORM}
                wanted_on={beside.wanted_on}
                addresses={addresses}
                address_id={beside.address_id}
                problems={problems}
              />
            </div>
            <TextArea
              form={LIST_FORM}
              name="words"
              label={q("words")}
              hint={q("askWordsHint")}
              rows={3}
              maxLength={2000}
              defaultValue={beside.words}
              problems={problems}
            />
            <p>
              <button className="button" form={LIST_FORM} name="intent" value="ask" data-all="">
                {q("askGo")}
              </button>
            </p>
          </div>
        </section>
      ) : null}
      {buys && count > 0 ? (
        <section className="stack">
          <h2>{t("keepTitle")}</h2>
          <Input
            form={LIST_FORM}
            name="list_name"
            label={t("listName")}
            maxLength={80}
            data-presses="keep"
            defaultValue={beside.list_name}
            problems={problems}
          />
          <p className="row">
            <button className="button second" form={LIST_FORM} name="intent" value="keep">
              {t("keepGo")}
            </button>
            <button className="button quiet" form={LIST_FORM} name="intent" value="empty" data-all="">
              {t("empty")}
            </button>
          </p>
        </section>
      ) : null}
      <script src={script} defer />
    </div>
  );
}
