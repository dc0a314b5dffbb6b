import { useTranslations } from "use-intl";
import { BankNav } from "../../features/bank/BankNav";
import { BankTag } from "../../features/bank/BankTag";
import { answerFileSchema, type AnswerFile } from "../../features/bank/data.server";
import { ItemCard } from "../../features/bank/ItemCard";
import { KIND_WORDS } from "../../features/bank/kinds";
import { List } from "../../features/ui/List";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/bank-answer";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  return desk.read(`/desk/bank-answers/${encodeURIComponent(params.id)}`, answerFileSchema);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.file.name ?? ""} · Commonlot` }];

export default function BankAnswerPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("bank");
  const f = useFormats();
  const { file } = loaderData;
  return (
    <div className="stack-l">
      <BankNav />
      <section className="stack">
        <h1 className="break">{file.name}</h1>
        <p>
          {t(`kinds.${KIND_WORDS[file.kind]}`)}
          {file.message_id === null ? "" : ` · ${file.message_id}`} · {f.time(file.created_at)} · {file.read_by}
        </p>
        <p>{t("lines", { lines: file.lines, moved: file.moved, noted: file.noted })}</p>
        <Sums file={file} />
      </section>
      {file.refused.length === 0 ? null : <Refused file={file} />}
      <section className="stack">
        <h2>{t("unmatched")}</h2>
        {file.items.length === 0 ? <p className="note good">{t("allMatched")}</p> : null}
        {file.items.map((item) => (
          <ItemCard key={item.id} item={item} heading="h3" />
        ))}
        {file.asked > file.items.length ? <p>{t("firstOf", { shown: file.items.length, count: file.asked })}</p> : null}
      </section>
    </div>
  );
}

function Sums({ file }: { file: AnswerFile }) {
  const t = useTranslations("bank");
  const f = useFormats();
  if (file.sums.length === 0) return <p className="panel">{t("nothingMoved")}</p>;
  return (
    <ul className="plain stack-s">
      {file.sums.map((sum) => (
        <li key={sum.bank_state + sum.currency}>
          <BankTag state={sum.bank_state} />{" "}
          {t("sum", { count: sum.payouts, amount: f.moneyInWords(sum.amount_minor, sum.currency) })}
        </li>
      ))}
    </ul>
  );
}

/** What was not paid: the household has been told, the money is owed again. */
function Refused({ file }: { file: AnswerFile }) {
  const t = useTranslations("bank");
  const f = useFormats();
  const path = usePath();
  return (
    <section className="stack">
      <h2>{t("refused")}</h2>
      <p>{t("refusedHelp")}</p>
      <List
        label={t("refused")}
        none={t("nothingMoved")}
        rows={file.refused.map((line) => ({ ...line, id: line.payout_id }))}
        columns={[
          {
            head: t("household"),
            name: true,
            of: ({ household, payee }) =>
              household === null ? payee : <a href={`/${path}/desk/households/${household.id}`}>{household.name}</a>,
          },
          {
            head: t("statement"),
            of: (line) => <a href={`/${path}/desk/batches/${line.batch_id}`}>{line.statement_number}</a>,
          },
          { head: t("amount"), num: true, of: (line) => f.money(line.amount_minor, line.currency) },
          { head: t("state"), of: (line) => <BankTag state={line.bank_state} /> },
          { head: t("why"), of: (line) => `${line.words[path]} ${line.reason ?? ""}` },
        ]}
      />
    </section>
  );
}
