import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { BANK_CSV_PRESETS, type BankCsvColumn, type BankCsvPreset } from "@commonlot/domain";
import { BankNav } from "../../features/bank/BankNav";
import { COLUMNS, doneSchema, sheetSchema } from "../../features/bank/data.server";
import { namePayingAccount } from "../../features/bank/paying-account.server";
import { PayingAccount } from "../../features/bank/PayingAccount";
import { readLayout } from "../../features/bank/layout.server";
import { ProblemSummary, Select } from "../../features/ui/Field";
import { inWords, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam } from "../../lib/path";
import type { Route } from "./+types/bank-sheet";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { searchParams } = new URL(request.url);
  const wanted = searchParams.get("preset") ?? "";
  const preset = Object.hasOwn(BANK_CSV_PRESETS, wanted)
    ? BANK_CSV_PRESETS[wanted as keyof typeof BANK_CSV_PRESETS]
    : null;
  return {
    ...(await desk.read("/desk/bank-sheet", sheetSchema)),
    preset,
    // Handed to the page, which has no use for the rest of the rules of the trade.
    all: COLUMNS,
    presets: Object.keys(BANK_CSV_PRESETS) as BankCsvPreset[],
    saved: searchParams.has("saved"),
    named: searchParams.has("named"),
    title: say(path)("bank.sheet.title"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  if (text(form, "act") === "account") return namePayingAccount(desk, path, form);
  const layout = readLayout(form);
  const answer = await desk.call("/desk/bank-sheet", doneSchema, { body: { layout } });
  if (answer.ok) return redirect(`/${path}/desk/bank-sheet?saved`);
  const ours = answer.refusal.code === "invalid_input";
  const said = ours ? say(path)("bank.sheet.bad") : inWords(path, answer.refusal);
  return data(
    { problems: [{ field: "column-1", text: said }], layout, account: undefined },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function BankSheetPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("bank.sheet");
  const { account, may_name, preset, saved, named, all, presets } = loaderData;
  const refused = actionData?.account;
  const layout = actionData?.layout ?? preset ?? account?.layout;
  return (
    <div className="stack-l">
      <BankNav here="bank-sheet" />
      <PayingAccount
        account={account}
        may_name={may_name}
        named={named}
        problems={refused ? actionData?.problems : undefined}
        was={refused ?? {}}
      />
      <section className="stack">
        <h2>{t("title")}</h2>
        <p>{t("how")}</p>
        {account === null || layout === undefined ? (
          <p className="panel">{t("first")}</p>
        ) : (
          <>
            {saved ? <p className="note good">{t("saved")}</p> : null}
            <ProblemSummary problems={refused ? undefined : actionData?.problems} />
            <form method="get" className="row">
              {presets.map((name) => (
                <button key={name} className="button second" name="preset" value={name}>
                  {t(`presets.${name}`)}
                </button>
              ))}
            </form>
            <form method="post" className="stack" noValidate>
              <ol className="plain stack-s">
                {all.map((_, at) => (
                  <li key={at}>
                    <ColumnChoice at={at + 1} chosen={layout.columns[at]} all={all} />
                  </li>
                ))}
              </ol>
              <Select name="headings" label={t("headings")} defaultValue={layout.headings}>
                <option value="zh">{t("zh")}</option>
                <option value="en">{t("en")}</option>
              </Select>
              <label className="check">
                <input type="checkbox" name="total" value="yes" defaultChecked={layout.total} /> {t("total")}
              </label>
              <button className="button">{t("save")}</button>
            </form>
          </>
        )}
      </section>
    </div>
  );
}

function ColumnChoice({
  at,
  chosen,
  all,
}: {
  at: number;
  chosen: BankCsvColumn | undefined;
  all: readonly BankCsvColumn[];
}) {
  const t = useTranslations("bank.sheet");
  return (
    <Select name={`column-${at}`} label={t("column", { at })} defaultValue={chosen ?? ""}>
      <option value="">{t("none")}</option>
      {all.map((column) => (
        <option key={column} value={column}>
          {t(`columns.${column}`)}
        </option>
      ))}
    </Select>
  );
}
