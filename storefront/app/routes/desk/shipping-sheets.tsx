import { data } from "react-router";
import { useTranslations } from "use-intl";
import { again, bringFile } from "../../features/shipping/sheet.server";
import { SHEET_KINDS, type SheetKind } from "../../features/shipping/sheets";
import { CardCover, ConfirmNone } from "../../features/shipping/CardCover";
import type { CardsLeft } from "../../features/shipping/data.server";
import { ShippingNav } from "../../features/shipping/ShippingNav";
import { Input, ProblemSummary, Select, type Problem } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/shipping-sheets";
import { today } from "../../lib/today.server";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  await member(request, "desk", path);
  return { title: say(path)("shipping.pages.shipping-sheets") };
}

type Answered = ReturnType<
  typeof data<{
    problems: Problem[];
    typed: Record<string, string>;
    confirm?: boolean;
    done?: { written: number; kind: SheetKind; cards: (CardsLeft & { today: string }) | null };
  }>
>;

export async function action({ request, params }: Route.ActionArgs): Promise<Answered> {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const kind = SHEET_KINDS.find((one) => one === text(form, "kind"));
  if (!kind) throw new Response(null, { status: 404 });
  const brought = await bringFile(desk, path, kind, form);
  if (!brought.ok) return again(form, brought.problems, brought.status, brought.confirm);
  const cards = brought.cards && { ...brought.cards, today: today() };
  return data({ problems: [], typed: {}, done: { written: brought.written, kind, cards } });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ShippingSheetsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("shipping");
  const f = useFormats();
  const path = usePath();
  const typed: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  const done = actionData?.done;
  return (
    <section className="stack">
      <h1>{loaderData.title}</h1>
      <ShippingNav here="shipping-sheets" />
      {done ? (
        <p className="note good" role="status">
          {t("written", { count: done.written })} <a href={`/${path}/desk/${done.kind}`}>{t(`pages.${done.kind}`)}</a>
        </p>
      ) : null}
      {done?.cards ? (
        <>
          {done.cards.expired.map(({ line, valid_to }) => (
            <p key={line} className="note warn">
              {t("cover.expired", { line, last: f.date(valid_to) })}
            </p>
          ))}
          <CardCover cover={done.cards} always />
        </>
      ) : null}
      <ProblemSummary problems={problems} />
      <section className="panel stack">
        <h2>{t("takeOut")}</h2>
        <p>{t("takeOutNote")}</p>
        <ul className="stack-s">
          {SHEET_KINDS.map((kind) => (
            <li key={kind} className="row">
              <span>{t(`pages.${kind}`)}</span>
              {(["csv", "xlsx"] as const).map((format) => (
                <a
                  key={format}
                  className="button quiet"
                  href={`/${path}/desk/shipping-sheets/${kind}.${format}`}
                  download
                >
                  {format === "csv" ? "CSV" : "Excel"}
                  <span className="visually-hidden"> {t(`pages.${kind}`)}</span>
                </a>
              ))}
            </li>
          ))}
        </ul>
      </section>
      <section className="panel stack">
        <h2>{t("bringIn")}</h2>
        <p>{t("bringInNote")}</p>
        <form method="post" encType="multipart/form-data" className="stack" noValidate>
          <Select name="kind" label={t("what")} defaultValue={typed.kind}>
            {SHEET_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`pages.${kind}`)}
              </option>
            ))}
          </Select>
          <Input
            name="file"
            label={t("file")}
            type="file"
            accept=".csv,.xlsx,text/csv"
            problems={problems?.slice(0, 1)}
            required
          />
          <ConfirmNone show={actionData?.confirm === true} />
          <button className="button">{t("bring")}</button>
        </form>
      </section>
    </section>
  );
}
