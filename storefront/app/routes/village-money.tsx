import { data } from "react-router";
import { useTranslations } from "use-intl";
import { BoardRowView } from "../features/money-board/BoardRowView";
import { boardSchema, slipCheckSchema } from "../features/money-board/data.server";
import { pageHead } from "../features/store/head";
import { Input, ProblemSummary } from "../features/ui/Field";
import { inWords, text, typed } from "../features/ui/form.server";
import { Older } from "../features/ui/Older";
import { say } from "../i18n/say.server";
import { call, read } from "../lib/api.server";
import { useFormats } from "../lib/formats";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/village-money";

/** A plain document: a board is read on any phone, and nothing in it needs script. */
export const handle = { plain: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const board = await read(`/store/villages/${encodeURIComponent(params.handle)}/money-board`, boardSchema, {
    query: { cursor },
  });
  return { ...board, title: say(path)("moneyBoard.title", { village: board.village.name[path] }) };
}

/** Looks a slip up by its code. The code is sent in a form and never stands in an address. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const form = await request.formData();
  const answer = await call(`/store/villages/${encodeURIComponent(params.handle)}/slip-check`, slipCheckSchema, {
    body: { slip_code: text(form, "slip_code") },
  });
  if (answer.ok) return { check: answer.value.check };
  const { code, status } = answer.refusal;
  const t = say(path);
  const sentence =
    code === "slip_not_found" || code === "invalid_slip_code" || code === "invalid_input"
      ? t(`moneyBoard.check.refusals.${code === "slip_not_found" ? "unknown" : "form"}`)
      : inWords(path, answer.refusal);
  return data({ problems: [{ field: "slip_code", text: sentence }], typed: typed(form) }, { status });
}

export const meta: Route.MetaFunction = ({ loaderData, ...where }) =>
  pageHead(where, { title: `${loaderData?.title ?? ""} · Commonlot` });

export default function VillageMoney({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("moneyBoard");
  const f = useFormats();
  const path = usePath();
  const { village, boards, next, title } = loaderData;
  const here = `/${path}/villages/${village.handle}/money`;
  const problems = actionData && "problems" in actionData ? actionData.problems : undefined;
  const check = actionData && "check" in actionData ? actionData.check : undefined;
  return (
    <div className="wrap stack-l narrow">
      <section className="stack">
        <p>
          <a href={`/${path}/villages/${village.handle}`}>{village.name[path]}</a>
        </p>
        <h1>{title}</h1>
        <p>{t("lead")}</p>
      </section>
      <section className="panel stack" aria-labelledby="check">
        <h2 id="check">{t("check.title")}</h2>
        <ProblemSummary problems={problems} />
        {check ? <Found check={check} /> : null}
        <form method="post" className="stack" noValidate>
          <Input
            name="slip_code"
            label={t("check.code")}
            hint={t("check.hint")}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            defaultValue={actionData && "typed" in actionData ? actionData.typed.slip_code : undefined}
            problems={problems}
          />
          <button className="button">{t("check.go")}</button>
        </form>
      </section>
      {boards.length === 0 ? <p className="panel">{t("none")}</p> : null}
      {boards.map((row) => (
        <section className="stack" key={row.id} aria-labelledby={row.id}>
          <h2 id={row.id}>
            <a href={`${here}/${row.id}`}>{f.dates(row.from, row.to)}</a>
          </h2>
          <BoardRowView row={row} />
        </section>
      ))}
      <Older href={next === null ? null : `${here}?before=${encodeURIComponent(next)}`} />
    </div>
  );
}

type Check = Extract<NonNullable<Route.ComponentProps["actionData"]>, { check: unknown }>["check"];

function Found({ check }: { check: Check }) {
  const t = useTranslations("moneyBoard.check");
  const f = useFormats();
  const { slip, place } = check;
  const money = (amount: number) => f.moneyInWords(amount, slip.currency);
  return (
    <div role="status" className="stack-s">
      <p className={place === null ? "note bad" : "note good"}>
        <span aria-hidden="true">{place === null ? "! " : "✓ "}</span>
        {place === null
          ? t("missing", { number: slip.number })
          : t("found", { number: slip.number, place, count: check.board.households ?? place })}
      </p>
      <p className={check.holds ? "note good" : "note bad"}>
        <span aria-hidden="true">{check.holds ? "✓ " : "! "}</span>
        {t(check.holds ? "holds" : "broken")}
      </p>
      <p>
        {t("yours", {
          amount: money(slip.net_minor),
          paid: money(slip.paid_minor),
          way: money(slip.on_its_way_minor),
          remaining: money(slip.remaining_minor),
        })}
      </p>
      <p className="small muted hash">{t("hash", { hash: check.hash })}</p>
    </div>
  );
}
