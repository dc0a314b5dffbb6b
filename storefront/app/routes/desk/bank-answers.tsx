import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { BankNav } from "../../features/bank/BankNav";
import { answerFilesSchema, takenSchema } from "../../features/bank/data.server";
import { KIND_WORDS } from "../../features/bank/kinds";
import { fileRefused } from "../../features/bank/refused.server";
import { UploadForm } from "../../features/bank/UploadForm";
import { ProblemSummary, type Problem } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/bank-answers";

/** A file of 100,000 payments is read and booked within half a minute. */
const FILE_MS = 60_000;

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  return { ...(await desk.read("/desk/bank-answers", answerFilesSchema, { cursor })), title: say(path)("bank.title") };
}

/** Hands a file on as it is; what the backend took leads to the page that says what came of it. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const wrong = (text: string, status: number) =>
    data({ problems: [{ field: "file", text }] satisfies Problem[] }, { status });
  const file = (await request.formData()).get("file");
  if (!(file instanceof File) || file.size === 0) return wrong(say(path)("bank.upload.none"), 400);
  const answer = await desk.call("/desk/bank-answers", takenSchema, {
    method: "POST",
    query: { name: file.name.slice(0, 200) || "-" },
    bytes: new Uint8Array(await file.arrayBuffer()),
    time_limit_ms: FILE_MS,
  });
  if (!answer.ok) return wrong(fileRefused(path, answer.refusal), answer.refusal.status);
  return redirect(`/${path}/desk/bank-answers/${answer.value.file.id}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function BankAnswersPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("bank");
  const f = useFormats();
  const path = usePath();
  const { files, next, open_items } = loaderData;
  return (
    <div className="stack-l">
      <BankNav here="bank-answers" />
      <section className="stack">
        <h1>{t("title")}</h1>
        <p>{t("how")}</p>
        <ProblemSummary problems={actionData?.problems} />
        <UploadForm problems={actionData?.problems} />
      </section>
      {open_items > 0 ? (
        <p className="note warn">
          <a href={`/${path}/desk/bank-open-items`}>{t("openItems", { count: open_items })}</a>
        </p>
      ) : null}
      <section className="stack">
        <h2>{t("files")}</h2>
        <List
          label={t("files")}
          rows={files}
          none={t("noFiles")}
          older={next === null ? null : `/${path}/desk/bank-answers?cursor=${encodeURIComponent(next)}`}
          columns={[
            {
              head: t("file"),
              name: true,
              of: (file) => <a href={`/${path}/desk/bank-answers/${file.id}`}>{file.name}</a>,
            },
            { head: t("kind"), of: (file) => t(`kinds.${KIND_WORDS[file.kind]}`) },
            { head: t("moved"), num: true, of: (file) => f.number(file.moved) },
            { head: t("asked"), num: true, of: (file) => f.number(file.asked) },
            { head: t("readBy"), of: (file) => `${f.time(file.created_at)} ${file.read_by ?? ""}` },
          ]}
        />
      </section>
    </div>
  );
}
