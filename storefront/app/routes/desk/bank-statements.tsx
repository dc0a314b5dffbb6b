import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { BankNav } from "../../features/bank/BankNav";
import { statementsSchema, takenSchema } from "../../features/transfer/data.server";
import { deskTransferWords } from "../../features/transfer/refusals.server";
import { Input, ProblemSummary, type Problem } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/bank-statements";

/** Two thousand lines that came in, each a transaction, on a slow disk. */
const FILE_MS = 120_000;

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  return {
    ...(await desk.read("/desk/bank-statements", statementsSchema, { cursor })),
    title: say(path)("transfer.statements"),
  };
}

/** Hands a statement on as it is; what the backend took leads to the page that says what came of it. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const wrong = (text: string, status: number) =>
    data({ problems: [{ field: "file", text }] satisfies Problem[] }, { status });
  const file = (await request.formData()).get("file");
  if (!(file instanceof File) || file.size === 0) return wrong(say(path)("bank.upload.none"), 400);
  const answer = await desk.call("/desk/bank-statements", takenSchema, {
    method: "POST",
    query: { name: file.name.slice(0, 200) || "-" },
    bytes: new Uint8Array(await file.arrayBuffer()),
    time_limit_ms: FILE_MS,
  });
  if (!answer.ok) return wrong(deskTransferWords(path, answer.refusal), answer.refusal.status);
  return redirect(`/${path}/desk/bank-statements/${answer.value.statement.id}`, 303);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function BankStatementsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("transfer");
  const f = useFormats();
  const path = usePath();
  const { statements, next } = loaderData;
  return (
    <div className="stack-l">
      <BankNav here="transfers" />
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <p>{t("statementsLead")}</p>
        <ProblemSummary problems={actionData?.problems} />
        <form method="post" encType="multipart/form-data" className="stack" noValidate>
          <Input
            name="file"
            type="file"
            label={t("file")}
            hint={t("fileHint")}
            accept=".xml,.csv,.txt,application/xml,text/xml,text/csv"
            problems={actionData?.problems}
          />
          <p>
            <button className="button">{t("read")}</button>
          </p>
        </form>
        <List
          label={loaderData.title}
          rows={statements}
          none={t("noStatements")}
          older={next === null ? null : `?before=${encodeURIComponent(next)}`}
          columns={[
            {
              head: t("statement"),
              name: true,
              of: (one) => <a href={`/${path}/desk/bank-statements/${one.id}`}>{one.name}</a>,
            },
            { head: t("booked"), num: true, of: (one) => f.number(one.booked) },
            { head: t("waiting"), num: true, of: (one) => f.number(one.open) },
            { head: t("readBy"), of: (one) => `${f.time(one.created_at)} ${one.read_by ?? ""}` },
          ]}
        />
      </section>
    </div>
  );
}
