import { useTranslations } from "use-intl";
import { batchDetailSchema } from "../../features/desk/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/batch";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  const { batch } = await desk.read(`/desk/payout-batches/${encodeURIComponent(params.id)}`, batchDetailSchema);
  return { batch };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.batch.number ?? ""} · Commonlot` },
];

export default function BatchPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("settlement");
  const b = useTranslations("batch");
  const f = useFormats();
  const path = usePath();
  const { batch } = loaderData;
  return (
    <div className="stack">
      <p>
        <a href={`/${path}/desk/settlement`}>{b("back")}</a>
      </p>
      <div className="row between">
        <h1>{b("title", { number: batch.number, rail: t(`rails.${batch.rail}`) })}</h1>
        <StateTag state={batch.state} word={t(`batchStates.${batch.state}`)} />
      </div>
      <p>{b("sum", { count: batch.payouts, amount: f.moneyInWords(batch.total_minor, batch.currency) })}</p>
      {batch.rail === "bank_file" ? (
        <p>
          <a className="button" href={`/${path}/desk/batches/${batch.id}/file`}>
            {b("download")}
          </a>
        </p>
      ) : null}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={b("lines")}>
        <table>
          <caption>{b("lines")}</caption>
          <thead>
            <tr>
              <th scope="col">{b("name")}</th>
              <th scope="col">{b("account")}</th>
              <th scope="col">{b("statement")}</th>
              <th scope="col" className="num">
                {b("amount")}
              </th>
              <th scope="col">{t("state")}</th>
            </tr>
          </thead>
          <tbody>
            {batch.lines.map((line) => (
              <tr key={line.id}>
                <th scope="row">{line.account_name}</th>
                <td>{line.account_last4 === null ? "" : `•••• ${line.account_last4}`}</td>
                <td>{line.statement_number}</td>
                <td className="num">{f.money(line.amount_minor, batch.currency)}</td>
                <td>
                  <StateTag state={line.state} word={b(`states.${line.state}`)} /> {line.reason}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
