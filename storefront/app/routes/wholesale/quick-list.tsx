import { randomUUID } from "node:crypto";
import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { addressesSchema, company, meSchema } from "../../features/company/data.server";
import { Pages } from "../../features/find/Pages";
import { listPageSchema } from "../../features/quick/data.server";
import { RightLine, WrongLine } from "../../features/quick/Line";
import { askForAll, bring, keep, mend } from "../../features/quick/list.server";
import { listAt, TURNED } from "../../features/quick/words";
import { pageAsked } from "../../features/quick/table.server";
import { Turn } from "../../features/quick/Turn";
import { refusedAt } from "../../features/quick/refusals.server";
import { Input, ProblemSummary, Select, TextArea } from "../../features/ui/Field";
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
  const [list, { addresses }, me] = await Promise.all([
    who.read("/wholesale/quick/list", listPageSchema, { page: pageAsked(query.get("page")) }),
    who.read("/wholesale/addresses", addressesSchema),
    who.read("/wholesale/me", meSchema),
  ]);
  return {
    ...list,
    addresses,
    buys: me.member.roles.includes("buyer"),
    approved: me.company.state === "approved",
    brought: query.has("brought"),
    sheet: query.get("sheet"),
    key: randomUUID(),
    title: say(path)("quick.listTitle"),
  };
}

/** Adds a sheet, puts lines right (and turns the page), keeps the list, empties it, or asks for quotes of all that is on it. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const form = await request.formData();
  switch (text(form, "intent")) {
    case "bring":
      return bring(who, path, form);
    case "keep":
      return keep(who, path, form);
    case "ask":
      return askForAll(who, path, form);
    case "empty": {
      const done = await who.call("/wholesale/quick/list/empty", z.unknown(), { body: {} });
      return done.ok ? redirect(listAt(path), 303) : refusedAt(path, form, done.refusal, "lines");
    }
    default:
      return mend(who, path, form);
  }
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function QuickListPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("quick");
  const q = useTranslations("quote");
  const f = useFormats();
  const path = usePath();
  const { addresses, buys, examples } = loaderData;
  // A page that was turned to with something typed is the answer itself, without a way round by its address.
  const { lines, count, faults, page, pages, totals } =
    actionData && "list" in actionData ? actionData.list : loaderData;
  const problems = actionData?.problems;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const intent = typed.intent;
  const wrong = lines.filter((line) => line.fault !== null);
  const right = lines.filter((line) => line.fault === null);
  const asks = intent === "ask" || intent === TURNED;
  const typedLines = intent === "mend" || intent === "ask" || intent?.startsWith("page:") ? typed : {};
  const of = (one: string) => (intent === one ? problems : undefined);
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
                problems={of("bring")}
              />
              <Input
                name="file"
                label={t("file")}
                hint={t("fileHint")}
                type="file"
                accept=".csv,.xlsx,text/csv"
                problems={of("bring")}
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
          <form method="post" action={listAt(path, `?page=${page}`)} className="stack" id={LIST_FORM} noValidate>
            <input type="hidden" name="page" value={page} />
            {wrong.map((line) => (
              <WrongLine key={line.line} line={line} typed={typedLines} />
            ))}
            {right.map((line) => (
              <RightLine key={line.line} line={line} typed={typedLines} />
            ))}
            {buys ? (
              <>
                <p className="row">
                  <button className="button" name="intent" value="mend">
                    {t("mend")}
                  </button>
                </p>
                <Turn page={page} pages={pages} />
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
              value={asks ? (typed.idempotency_key ?? loaderData.key) : loaderData.key}
            />
            <input form={LIST_FORM} type="hidden" name="address_id-was" value={addresses[0]?.id ?? ""} />
            <div className="fields two">
              <Input
                form={LIST_FORM}
                name="wanted_on"
                label={q("wantedOn")}
                type="date"
                required
                defaultValue={typed.wanted_on}
                problems={of("ask")}
              />
              <Select
                form={LIST_FORM}
                name="address_id"
                label={q("address")}
                hint={q("addressHint")}
                defaultValue={typed.address_id ?? addresses[0]?.id ?? ""}
              >
                <option value="">{q("noAddress")}</option>
                {addresses.map((one) => (
                  <option key={one.id} value={one.id}>
                    {`${one.name} · ${one.city} ${one.address}`}
                  </option>
                ))}
              </Select>
            </div>
            <TextArea
              form={LIST_FORM}
              name="words"
              label={q("words")}
              hint={q("askWordsHint")}
              rows={3}
              maxLength={2000}
              defaultValue={typed.words}
            />
            <p>
              <button className="button" form={LIST_FORM} name="intent" value="ask">
                {q("askGo")}
              </button>
            </p>
          </div>
        </section>
      ) : null}
      {buys && count > 0 ? (
        <section className="stack">
          <h2>{t("keepTitle")}</h2>
          <form method="post" className="stack" noValidate>
            <Input
              name="list_name"
              label={t("listName")}
              maxLength={80}
              defaultValue={typed.list_name}
              problems={of("keep")}
            />
            <p className="row">
              <button className="button second" name="intent" value="keep">
                {t("keepGo")}
              </button>
              <button className="button quiet" name="intent" value="empty">
                {t("empty")}
              </button>
            </p>
          </form>
        </section>
      ) : null}
    </div>
  );
}
