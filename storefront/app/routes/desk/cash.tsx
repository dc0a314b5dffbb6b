import { useTranslations } from "use-intl";
import { cashAction } from "../../features/cash/actions.server";
import { CashTag } from "../../features/cash/CashTag";
import { cashSchema, type CashLine } from "../../features/cash/data.server";
import { PaperButton } from "../../features/statement/PaperButton";
import { Input, ProblemSummary, Select, type Problem } from "../../features/ui/Field";
import { PhotoField } from "../../features/ui/PhotoForm";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/cash";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  const { cash, me } = await desk.read(`/desk/payout-batches/${encodeURIComponent(params.id)}/cash`, cashSchema);
  if (cash.batch.rail !== "cash") throw new Response(null, { status: 404 });
  return { cash, me, done: new URL(request.url).searchParams.get("done") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return cashAction(desk, path, await request.formData(), params.id);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.cash.batch.number ?? ""} · Commonlot` },
];

const REASONS = ["not_collected", "cash_short", "person_unknown"] as const;
const DONE = ["paid", "confirm", "back", "carry"] as const;

/** Cash handed out household by household: who paid shows a photo, somebody else confirms, what was not collected goes over. */
export default function CashPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("cash");
  const f = useFormats();
  const path = usePath();
  const { cash, me, done } = loaderData;
  const { batch, lines } = cash;
  const failed = actionData && "problems" in actionData ? actionData : undefined;
  const problems: readonly Problem[] | undefined = failed?.problems;
  const said = DONE.find((one) => one === done);
  const of = (state: CashLine["state"]) => lines.filter((line) => line.state === state);
  const sum = (some: readonly CashLine[]) =>
    f.moneyInWords(
      some.reduce((total, line) => total + line.amount_minor, 0),
      batch.currency,
    );
  const [open, handed] = [of("open"), of("handed")];
  const byOthers = handed.filter((line) => line.payer?.id !== me);
  const photos = [...new Set(lines.flatMap((line) => line.photo_id ?? []))];
  // The picture that came with a refused form is there already: nobody takes it twice.
  const chosen = failed?.photo_id ?? "";
  const fresh = chosen !== "" && !photos.includes(chosen);
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/batches/${batch.id}`}>{t("back", { number: batch.number })}</a>
        </p>
        <h1>{t("title", { number: batch.number })}</h1>
        {actionData && "problem" in actionData ? (
          <p className="problems" role="alert">
            {actionData.problem}
          </p>
        ) : null}
        <ProblemSummary problems={problems} />
        {said && !problems ? (
          <p className="note good" role="status">
            {t(`done.${said}`)}
          </p>
        ) : null}
        <ul className="plain stack-s">
          {(["open", "handed", "paid", "carried"] as const).map((state) => (
            <li key={state}>
              <CashTag state={state} /> {t("sum", { count: of(state).length, amount: sum(of(state)) })}
            </li>
          ))}
        </ul>
        <PaperButton kind="cash_sheet" of={{ batch_id: batch.id }}>
          {t("print")}
        </PaperButton>
      </section>
      {open.length > 0 ? (
        <section className="stack">
          <h2>{t("pay.title")}</h2>
          <p>{t("pay.lead")}</p>
          <form method="post" className="stack" encType="multipart/form-data" noValidate>
            <Ticks of="open" lines={open} currency={batch.currency} ticked={failed?.ticked} problems={problems} />
            <label className="check">
              <input type="checkbox" name="all" value="yes" /> {t("pay.all", { count: open.length, amount: sum(open) })}
            </label>
            <PhotoField label={t("pay.photo")} hint={t("pay.photoHint")} problems={problems} />
            {photos.length > 0 || fresh ? (
              <Select name="photo_id" label={t("pay.samePhoto")} defaultValue={chosen} problems={problems}>
                <option value="">{t("pay.newPhoto")}</option>
                {fresh ? <option value={chosen}>{t("pay.keptPhoto")}</option> : null}
                {photos.map((photo, at) => (
                  <option key={photo} value={photo}>
                    {t("pay.photoNumber", { number: String(at + 1) })}
                  </option>
                ))}
              </Select>
            ) : null}
            <p className="row">
              <button className="button" name="act" value="paid">
                {t("pay.go")}
              </button>
            </p>
            <fieldset className="panel stack">
              <legend>{t("carry.title")}</legend>
              <p>{t("carry.lead")}</p>
              <Select name="reason" label={t("carry.reason")} defaultValue={failed?.typed.reason} problems={problems}>
                <option value="">{t("carry.choose")}</option>
                {REASONS.map((reason) => (
                  <option key={reason} value={reason}>
                    {t(`carry.reasons.${reason}`)}
                  </option>
                ))}
              </Select>
              <Input
                name="words"
                label={t("carry.words")}
                autoComplete="off"
                defaultValue={failed?.typed.words}
                problems={problems}
              />
              <button className="button second" name="act" value="carry">
                {t("carry.go")}
              </button>
            </fieldset>
          </form>
        </section>
      ) : null}
      {handed.length > 0 ? (
        <section className="stack">
          <h2>{t("confirm.title")}</h2>
          <p>{t("confirm.lead")}</p>
          {byOthers.length < handed.length ? (
            <p className="note">{t("confirm.own", { count: handed.length - byOthers.length })}</p>
          ) : null}
          <form method="post" className="stack" noValidate>
            <Ticks
              of="handed"
              lines={handed}
              currency={batch.currency}
              ticked={failed?.ticked}
              problems={problems}
              photos={batch.id}
            />
            {byOthers.length > 0 ? (
              <>
                <label className="check">
                  <input type="checkbox" name="all" value="yes" />{" "}
                  {t("confirm.all", { count: byOthers.length, amount: sum(byOthers) })}
                </label>
                <button className="button" name="act" value="confirm">
                  {t("confirm.go")}
                </button>
              </>
            ) : null}
            <details className="panel" open={failed?.typed.act === "back"}>
              <summary>{t("backOut.title")}</summary>
              <div className="stack">
                <Input
                  name="back_words"
                  label={t("backOut.words")}
                  autoComplete="off"
                  defaultValue={failed?.typed.back_words}
                  problems={problems}
                />
                <button className="button second" name="act" value="back">
                  {t("backOut.go")}
                </button>
              </div>
            </details>
          </form>
        </section>
      ) : null}
      <Ended lines={lines.filter((line) => line.state === "paid" || line.state === "carried")} batch={batch} />
    </div>
  );
}

/** Households to tick: card, name, amount; those handed out with who did and their photo. */
function Ticks({
  of,
  lines,
  currency,
  ticked,
  problems,
  photos,
}: {
  of: "open" | "handed";
  lines: readonly CashLine[];
  currency: string;
  ticked: readonly string[] | undefined;
  problems: readonly Problem[] | undefined;
  photos?: string;
}) {
  const t = useTranslations("cash");
  const f = useFormats();
  const path = usePath();
  return (
    <>
      {/* "All" is all of these, whatever was handed out since the page was read. */}
      <input type="hidden" name="shown" value={lines.map((line) => line.payout_id).join(" ")} />
      {problems
        ?.filter((problem) => problem.field === of)
        .map((problem) => (
          <span key={problem.text} className="wrong">
            {problem.text}
          </span>
        ))}
      <ul className="plain stack-s cash-list" id={of} tabIndex={-1}>
        {lines.map((line) => (
          <li key={line.payout_id} className="row between panel">
            <label className="check">
              <input
                type="checkbox"
                name="payout"
                value={line.payout_id}
                defaultChecked={ticked?.includes(line.payout_id)}
              />{" "}
              <strong>{line.household_name}</strong> {line.card_number}
            </label>
            <span>
              <strong className="tabular">{f.moneyInWords(line.amount_minor, currency)}</strong>
              {line.payer && photos ? (
                <>
                  {" · "}
                  {t("handedBy", { name: line.payer.name, at: f.time(line.handed_at ?? "") })}{" "}
                  <a href={`/${path}/desk/batches/${photos}/photos/${line.photo_id ?? ""}`}>
                    {t("photo")} <span className="visually-hidden">{line.household_name}</span>
                  </a>
                </>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Ended({ lines, batch }: { lines: readonly CashLine[]; batch: { id: string; currency: string } }) {
  const t = useTranslations("cash");
  const f = useFormats();
  const path = usePath();
  if (lines.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t("ended")}</h2>
      <ul className="plain stack-s">
        {lines.map((line) => (
          <li key={line.payout_id}>
            <CashTag state={line.state} /> <strong>{line.household_name}</strong> {line.card_number} ·{" "}
            {f.moneyInWords(line.amount_minor, batch.currency)} ·{" "}
            {line.carried ? (
              <>
                {line.carried.because[path]} {line.carried.words} ({line.carried.person?.name},{" "}
                {f.time(line.carried.at)})
              </>
            ) : (
              <>
                {t("paidBy", {
                  payer: line.payer?.name ?? "",
                  witness: line.witness?.name ?? "",
                  at: f.time(line.confirmed_at ?? ""),
                })}{" "}
                <a href={`/${path}/desk/batches/${batch.id}/photos/${line.photo_id ?? ""}`}>
                  {t("photo")} <span className="visually-hidden">{line.household_name}</span>
                </a>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
