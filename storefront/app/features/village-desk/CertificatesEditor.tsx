import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import { Input, Select, type Problem } from "../ui/Field";
import { Picture } from "../ui/Picture";
import { Tag } from "../ui/Tag";
import type { CertificatesInWork } from "./certificates.server";
import { CERTIFICATE_FIELDS, CERTIFICATE_KINDS, fieldOf, type Answered } from "./fields";

type InWork = CertificatesInWork["certificates"][number];

const SHOWN = { sign: "✓", tone: "good" };
const HIDDEN = { sign: "○", tone: "" };
const SOON = { sign: "!", tone: "warning" };

/** Certificates of a village with their papers, each with its forms, and a form for one more. */
export function CertificatesEditor({ all, answered }: { all: CertificatesInWork; answered: Answered | undefined }) {
  const t = useTranslations("villageDesk.certificates");
  const added = answered?.id === "" ? answered : undefined;
  return (
    <div className="stack-l">
      {all.certificates.length === 0 ? <p className="panel">{t("none")}</p> : null}
      <ul className="plain stack">
        {all.certificates.map((one) => (
          <li key={one.id} className="panel stack-s">
            <OneCertificate one={one} produce={all.produce} answered={answered?.id === one.id ? answered : undefined} />
          </li>
        ))}
      </ul>
      <section className="panel stack">
        <h2>{t("add")}</h2>
        <form method="post" className="stack" noValidate>
          <Facts id="" was={added?.typed ?? {}} produce={all.produce} problems={added?.problems} />
          <button className="button" name="intent" value="add">
            {t("send")}
          </button>
        </form>
      </section>
    </div>
  );
}

function OneCertificate({
  one,
  produce,
  answered,
}: {
  one: InWork;
  produce: CertificatesInWork["produce"];
  answered: Answered | undefined;
}) {
  const t = useTranslations("villageDesk.certificates");
  const kinds = useTranslations("certificate");
  const f = useFormats();
  const path = usePath();
  const name = kinds("line", { kind: kinds(one.kind), number: one.number });
  return (
    <>
      <h2>{name}</h2>
      <p className="row">
        <Tag look={one.in_force ? SHOWN : HIDDEN}>{t(one.in_force ? "inForce" : "notInForce")}</Tag>
        {one.ends_soon ? <Tag look={SOON}>{t("endsSoon", { date: f.date(one.valid_to) })}</Tag> : null}
      </p>
      <p>
        {one.produce === null ? t("all") : one.produce.name[path]} · {path === "zh" ? one.issuer_zh : one.issuer_en} ·{" "}
        {f.dates(one.valid_from, one.valid_to)}
      </p>
      {one.papers.length === 0 ? null : (
        <ul className="plain gallery">
          {one.papers.map((paper) => (
            <li key={paper.id} className="stack-s">
              <Picture of={paper} alt={t("paperOf", { name })} sizes="320px" />
              {paper.own ? <Remove certificate={one.id} paper={paper.id} words={t("removePaper")} /> : null}
            </li>
          ))}
        </ul>
      )}
      {one.files.map((file) => (
        <div key={file.id} className="row">
          <a href={file.href} download={`${one.number}.pdf`}>
            {kinds("file", { kind: kinds(one.kind), number: one.number, size: f.fileSize(file.bytes) })}
          </a>
          {file.own ? <Remove certificate={one.id} paper={file.id} words={t("removeFile")} /> : null}
        </div>
      ))}
      <details open={answered !== undefined}>
        <summary>{t("changeOf", { name })}</summary>
        <div className="stack">
          <form method="post" className="stack" noValidate>
            <input type="hidden" name="certificate" value={one.id} />
            <input type="hidden" name="seen" value={one.version} />
            <Facts
              id={one.id}
              was={{ ...factsOf(one), ...answered?.typed }}
              produce={produce}
              problems={answered?.problems}
            />
            <div className="row">
              <button className="button second" name="intent" value="change">
                {t("save")}
              </button>
              <button className="button quiet" name="intent" value="withdraw">
                {t("withdraw")}
              </button>
            </div>
          </form>
          <form method="post" encType="multipart/form-data" className="stack" noValidate>
            <input type="hidden" name="certificate" value={one.id} />
            <Paper id={one.id} problems={answered?.problems} />
            <button className="button second" name="intent" value="paper">
              {t("sendPaper")}
            </button>
          </form>
        </div>
      </details>
    </>
  );
}

function Remove({ certificate, paper, words }: { certificate: string; paper: string; words: string }) {
  return (
    <form method="post">
      <input type="hidden" name="certificate" value={certificate} />
      <input type="hidden" name="picture" value={paper} />
      <button className="button quiet" name="intent" value="remove">
        {words}
      </button>
    </form>
  );
}

/** The photo or PDF of a paper. Its file is always called `photo`; its label and its problem are this certificate's. */
function Paper({ id, problems }: { id: string; problems: readonly Problem[] | undefined }) {
  const t = useTranslations("villageDesk.certificates");
  const field = fieldOf("photo", id);
  const wrong = problems?.find((problem) => problem.field === field);
  return (
    <div className="field">
      <label htmlFor={field}>{t("paper")}</label>
      <span className="hint" id={`${field}-hint`}>
        {t("paperHint")}
      </span>
      {wrong ? (
        <span className="wrong" id={`${field}-wrong`}>
          {wrong.text}
        </span>
      ) : null}
      <input
        id={field}
        name="photo"
        type="file"
        accept="image/jpeg,image/png,image/webp,application/pdf"
        aria-describedby={wrong ? `${field}-hint ${field}-wrong` : `${field}-hint`}
        aria-invalid={wrong ? true : undefined}
      />
    </div>
  );
}

function Facts({
  id,
  was,
  produce,
  problems,
}: {
  id: string;
  was: Readonly<Record<string, string>>;
  produce: CertificatesInWork["produce"];
  problems: readonly Problem[] | undefined;
}) {
  const t = useTranslations("villageDesk.certificates");
  const kinds = useTranslations("certificate");
  const path = usePath();
  return (
    <div className="fields two">
      {CERTIFICATE_FIELDS.map((field) => {
        const shared = {
          name: fieldOf(field, id),
          label: t(`fields.${field}`),
          defaultValue: was[fieldOf(field, id)],
          problems,
        };
        if (field === "kind")
          return (
            <Select key={field} {...shared}>
              {CERTIFICATE_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {kinds(kind)}
                </option>
              ))}
            </Select>
          );
        if (field === "produce")
          return (
            <Select key={field} {...shared}>
              <option value="">{t("all")}</option>
              {produce.map((one) => (
                <option key={one.code} value={one.code}>
                  {one.name[path]}
                </option>
              ))}
            </Select>
          );
        if (field === "valid_from" || field === "valid_to") return <Input key={field} {...shared} type="date" />;
        return <Input key={field} {...shared} maxLength={80} />;
      })}
    </div>
  );
}

function factsOf(one: InWork): Record<string, string> {
  const values = { ...one, produce: one.produce?.code ?? "" };
  return Object.fromEntries(CERTIFICATE_FIELDS.map((field) => [fieldOf(field, one.id), values[field]]));
}
