import { useTranslations } from "use-intl";
import { labelPrintSchema } from "../../features/packing/data.server";
import { Refreshing } from "../../features/packing/Refreshing";
import { Bar } from "../../features/ui/Bar";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/label-print";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { print } = await desk.read(`/desk/orders/${encodeURIComponent(params.id)}/label-print`, labelPrintSchema);
  return { print, id: params.id, title: say(path)("packing.labelPrint.title") };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** Labels of a large order come in several files, one after the other: what is ready can be printed while the rest is drawn. */
export default function LabelPrintPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("packing.labelPrint");
  const path = usePath();
  const { print, id, title } = loaderData;
  const isReady = print.printed >= print.total;
  const gone = print.sheets.reduce((sum, sheet) => sum + sheet.void, 0);
  const words = isReady
    ? t("ready", { count: print.total - gone })
    : t("progress", { printed: print.printed, total: print.total });
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/parcels`}>{t("back")}</a>
      </p>
      <h1>{title}</h1>
      <p className={isReady ? "note good" : "note"} role="status">
        {words}
      </p>
      {isReady ? null : (
        <Bar
          thin
          label={words}
          parts={[
            { key: "printed", part: "sold", value: print.printed, label: words },
            { key: "waiting", part: "held", value: print.total - print.printed, label: words },
          ]}
        />
      )}
      {isReady ? null : <Refreshing />}
      {print.sheets.length === 0 ? null : (
        <ul className="plain stack-s">
          {print.sheets.map((sheet) => (
            <li key={sheet.id}>
              <a className="button second" href={`/${path}/desk/orders/${id}/labels?part=${sheet.part}`}>
                {t("file", { number: sheet.part + 1, pages: sheet.pages })}
              </a>
              {sheet.void === 0 ? null : <p className="muted small">{t("void", { count: sheet.void })}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
