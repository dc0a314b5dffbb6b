import { useTranslations } from "use-intl";
import { act } from "../../features/addressees/actions.server";
import { Ask } from "../../features/addressees/Ask";
import { ColumnsForm } from "../../features/addressees/Columns";
import { GoodsTable, Names } from "../../features/addressees/Goods";
import { LineTable, MendForm } from "../../features/addressees/Lines";
import { sheetPage } from "../../features/addressees/sheet.server";
import { Asked, Facts, Forget, Reading, Refused, Repairs, Repeats } from "../../features/addressees/SheetParts";
import { SheetTag } from "../../features/addressees/SheetTag";
import { FIELDS, sheetAt, SHOWN, type Shown } from "../../features/addressees/words";
import { company } from "../../features/company/data.server";
import { ProblemSummary } from "../../features/ui/Field";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/addressee-sheet";

export const handle = { plain: true };

/** A sheet: its columns while they are chosen, how far it is read, its lines, and what is asked for with it. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  return sheetPage(await company(request, path), path, params.id, new URL(request.url));
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  return act(who, path, params.id, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function AddresseeSheetPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("addressees");
  const path = usePath();
  const { sheet, beginning, lines, next, shown, after, editing, buys, quote, asking, repaired, names, goods } =
    loaderData;
  const problems = actionData?.problems;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const here = sheetAt(path, sheet.id);
  const open = sheet.state === "checked";
  const mends = open && buys && (editing || shown === "wrong") && lines.length > 0;
  const lineOf = (line: number) => `${here}?edit=${line}#lines`;
  const more = next === null ? null : `?shown=${shown}&after=${next}#lines`;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/wholesale/addressees`}>{t("back")}</a>
        </p>
        <h1>{loaderData.title}</h1>
        <p>
          <SheetTag sheet={sheet} />
        </p>
        {repaired === null ? null : (
          <p className="note good" role="status">
            {t("repaired", repaired)}
          </p>
        )}
        <ProblemSummary problems={problems} />
        {open || sheet.state === "asked" ? <Facts sheet={sheet} /> : null}
        {goods.length === 0 ? null : <GoodsTable goods={goods} />}
      </section>
      {beginning && buys ? (
        <section className="stack">
          <h2>{t("columnsTitle")}</h2>
          <ColumnsForm
            rows={beginning.rows}
            chosen={chosenAgain(typed.columns) ?? beginning.guessed}
            hasHead={sheet.has_head}
            packsEach={typed.packs_each ?? ""}
            problems={problems}
          />
        </section>
      ) : null}
      {sheet.state === "reading" ? <Reading sheet={sheet} /> : null}
      {sheet.state === "refused" ? <Refused sheet={sheet} /> : null}
      {sheet.state === "forgotten" ? <p className="panel">{t("forgottenLead")}</p> : null}
      {quote === null ? null : <Asked sheet={sheet} quote={quote} buys={buys} />}
      {open && buys && names.length > 0 ? <Names names={names} problems={problems} /> : null}
      {open && buys && sheet.wrong > 0 ? <Repairs id={sheet.id} problems={problems} /> : null}
      {open && sheet.repeats > 0 ? <Repeats sheet={sheet} buys={buys} /> : null}
      {asking === null ? null : <Ask asking={asking} here={here} typed={typed} problems={problems} />}
      {open || sheet.state === "asked" ? (
        <section className="stack" id="lines">
          <h2>{t("lines")}</h2>
          {open ? <Filters here={here} shown={editing ? null : shown} counts={sheet} /> : null}
          {mends ? (
            <MendForm
              lines={lines}
              typed={typed}
              shown={editing ? "all" : shown}
              after={after}
              namesGoods={sheet.names_goods}
            />
          ) : (
            <LineTable
              lines={lines}
              label={t("lines")}
              more={null}
              edit={open && buys ? lineOf : null}
              namesGoods={sheet.names_goods}
            />
          )}
          {editing || more === null ? null : (
            <p>
              <a href={more}>{t("moreLines")}</a>
            </p>
          )}
        </section>
      ) : null}
      {buys && sheet.state !== "forgotten" ? <Forget /> : null}
    </div>
  );
}

/** Which lines are looked at. */
function Filters({
  here,
  shown,
  counts,
}: {
  here: string;
  shown: Shown | null;
  counts: { lines: number; wrong: number; repeats: number };
}) {
  const t = useTranslations("addressees");
  const f = useFormats();
  const count = { all: counts.lines, wrong: counts.wrong, repeats: counts.repeats };
  return (
    <nav className="row" aria-label={t("whichLines")}>
      {SHOWN.map((one) => (
        <a key={one} href={`${here}?shown=${one}#lines`} aria-current={one === shown ? "page" : undefined}>
          {t(`shown.${one}`)} ({f.number(count[one])})
        </a>
      ))}
    </nav>
  );
}

/** Columns as they were chosen before something was refused. */
function chosenAgain(columns: string | undefined) {
  return columns?.split(",").map((chosen) => FIELDS.find((field) => field === chosen) ?? null);
}
