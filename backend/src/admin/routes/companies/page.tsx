import { defineRouteConfig } from "@medusajs/admin-sdk";
import { useState } from "react";
import { COMPANY_STATES, DECISIONS, PAPERS } from "../../lib/company-words";
import { Cell, Panel } from "../../lib/panel";
import { Box, BUTTON, FIELD, moment, money, Press, State, Waiting } from "../../lib/parts";
import { useAnswer } from "../../lib/use-answer";
import { useRows } from "../../lib/use-rows";
import { say, type Words } from "../../lib/words";

interface Listed {
  id: string;
  name: string;
  country: string;
  tax_number: string;
  cooperative: Words | null;
  state: string;
  papers: number;
  created_at: string;
}

interface Company {
  company: {
    id: string;
    name: string;
    country: string;
    tax_number: string;
    currency: string;
    time_zone: string;
    state: string;
    decision_words: string;
    version: number;
  };
  cooperative: Words | null;
  documents: { id: string; kind: string; added_at: string }[];
  members: { name: string; email: string | null; roles: string[] }[];
  terms: { kind: string; deposit_bp: number | null; net_days: number | null; credit_limit_minor: number };
  same_number: { name: string; state: string }[];
}

const PATH = "/admin/commonlot/companies";

/** Companies that buy in bulk: who waits, what is decided about one, and on which terms it pays. */
const CompaniesPage = () => {
  const [waiting, setWaiting] = useState(true);
  const [shown, setShown] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  return (
    <div className="flex flex-col gap-4">
      <p>
        <button type="button" className={BUTTON} onClick={() => setWaiting(!waiting)}>
          {say(waiting ? { zh: "显示全部", en: "Show all" } : { zh: "只看等待审核的", en: "Only those that wait" })}
        </button>
      </p>
      {shown === null ? null : <One key={shown} id={shown} changed={() => setRound(round + 1)} />}
      <List key={`${waiting} ${round}`} waiting={waiting} show={setShown} />
    </div>
  );
};
export default CompaniesPage;

export const config = defineRouteConfig({ label: "companies", translationNs: "commonlot" });

const stateOf = (state: string) => COMPANY_STATES[state] ?? { sign: "", words: { zh: state, en: state } };

function List({ waiting, show }: { waiting: boolean; show: (id: string) => void }) {
  const companies = useRows<Listed>(`${PATH}${waiting ? "?waiting=true" : ""}`);
  return (
    <Panel
      title={{ zh: "企业客户", en: "Companies" }}
      note={{
        zh: "大宗采购的企业。指定了合作社的，由那家合作社的经理审核，您也可以审核。",
        en: "Companies that buy in bulk. One that asks a cooperative is let in by its manager, or by you.",
      }}
      none={{ zh: "没有企业。", en: "There is none." }}
      columns={[
        { name: { zh: "企业", en: "Company" } },
        { name: { zh: "税号", en: "Tax number" } },
        { name: { zh: "由谁审核", en: "Asks" } },
        { name: { zh: "状态", en: "State" } },
        { name: { zh: "材料", en: "Papers" }, number: true },
        { name: { zh: "注册于", en: "Since" } },
      ]}
      rows={companies}
    >
      {(one) => (
        <tr key={one.id} className="border-b last:border-b-0">
          <Cell>
            <button type="button" className="text-ui-fg-interactive underline" onClick={() => show(one.id)}>
              {one.name}
            </button>
          </Cell>
          <Cell>
            {one.country} {one.tax_number}
          </Cell>
          <Cell>{say(one.cooperative ?? { zh: "平台", en: "the operator" })}</Cell>
          <Cell>
            <State {...stateOf(one.state)} />
          </Cell>
          <Cell number>{one.papers}</Cell>
          <Cell>{moment(one.created_at)}</Cell>
        </tr>
      )}
    </Panel>
  );
}

function One({ id, changed }: { id: string; changed: () => void }) {
  const at = `${PATH}/${encodeURIComponent(id)}`;
  const { body, state, again } = useAnswer<Company>(at);
  const [words, write] = useState("");
  if (body === null)
    return (
      <Box title={{ zh: "企业", en: "Company" }}>
        <Waiting state={state} />
      </Box>
    );
  const { company, documents, members, same_number } = body;
  const done = () => {
    again();
    changed();
  };
  return (
    <Box title={{ zh: company.name, en: company.name }}>
      <p>
        <State {...stateOf(company.state)} /> · {company.country} {company.tax_number} · {company.currency} ·{" "}
        {company.time_zone}
      </p>
      {company.decision_words === "" ? null : <blockquote>{company.decision_words}</blockquote>}
      {same_number.length === 0 ? null : (
        <p>
          <span aria-hidden="true">! </span>
          {say({ zh: "同一税号下还有：", en: "Others stand under the same tax number: " })}
          {same_number.map((one) => `${one.name} (${say(stateOf(one.state).words)})`).join(" · ")}
        </p>
      )}
      <p>
        {say({ zh: "成员：", en: "Members: " })}
        {members.map((one) => `${one.name} ${one.email ?? ""}`).join(" · ")}
      </p>
      <ul>
        {documents.map((one) => (
          <li key={one.id}>
            <a
              className="text-ui-fg-interactive underline"
              href={`${at}/documents/${one.id}`}
              target="_blank"
              rel="noreferrer"
            >
              {say(PAPERS[one.kind] ?? { zh: one.kind, en: one.kind })}
            </a>{" "}
            {moment(one.added_at)}
          </li>
        ))}
      </ul>
      <p className="flex flex-col gap-1 py-2">
        <label htmlFor="company-words">
          {say({ zh: "给企业的说明（会发邮件给负责人）", en: "Words for the company (mailed to its owners)" })}
        </label>
        <textarea
          id="company-words"
          className={FIELD}
          rows={2}
          maxLength={500}
          value={words}
          onChange={(event) => write(event.target.value)}
        />
      </p>
      <div className="flex flex-wrap gap-2">
        {(DECISIONS[company.state] ?? []).map(({ decision, words: name }) => (
          <Press
            key={decision}
            path={`${at}/decision`}
            body={{ decision, words, seen: company.version }}
            words={name}
            wrong={
              decision !== "approved" && words.trim().length < 2
                ? { zh: "请写明原因，让企业看得懂。", en: "Say why, so that the company can read it." }
                : null
            }
            done={done}
          />
        ))}
      </div>
      <Terms key={company.version} at={at} of={body} done={done} />
    </Box>
  );
}

/** A number as it is typed; undefined for an empty field, NaN for none. */
const numberOf = (text: string): number | undefined => (text.trim() === "" ? undefined : Number(text));

function Terms({ at, of, done }: { at: string; of: Company; done: () => void }) {
  const { terms, company } = of;
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency: company.currency }).resolvedOptions()
      .maximumFractionDigits ?? 2;
  const [kind, setKind] = useState(terms.kind);
  const [percent, setPercent] = useState(terms.deposit_bp === null ? "" : String(terms.deposit_bp / 100));
  const [days, setDays] = useState(terms.net_days === null ? "" : String(terms.net_days));
  const [credit, setCredit] = useState(String(terms.credit_limit_minor / 10 ** digits));
  const limit = Math.round(Number(credit) * 10 ** digits);
  const deposit = kind === "deposit" ? Math.round((numberOf(percent) ?? NaN) * 100) : undefined;
  const net_days = kind === "prepay" ? undefined : numberOf(days);
  const wrong = [limit, deposit ?? 0, net_days ?? (kind === "net" ? NaN : 0)].some(
    (one) => !Number.isSafeInteger(one) || one < 0,
  );
  const body = {
    kind,
    credit_limit_minor: limit,
    ...(deposit === undefined ? {} : { deposit_bp: deposit }),
    ...(net_days === undefined ? {} : { net_days }),
  };
  const field = (name: string, label: Words, value: string, set: (text: string) => void) => (
    <span className="flex flex-col gap-1">
      <label htmlFor={`terms-${name}`}>{say(label)}</label>
      <input
        id={`terms-${name}`}
        className={FIELD}
        inputMode="decimal"
        value={value}
        onChange={(event) => set(event.target.value)}
      />
    </span>
  );
  return (
    <div className="flex flex-wrap items-end gap-3 py-2">
      <span className="flex flex-col gap-1">
        <label htmlFor="terms-kind">{say({ zh: "付款方式", en: "Payment" })}</label>
        <select id="terms-kind" className={FIELD} value={kind} onChange={(event) => setKind(event.target.value)}>
          <option value="prepay">{say({ zh: "先付款", en: "In advance" })}</option>
          <option value="deposit">{say({ zh: "定金", en: "Deposit" })}</option>
          <option value="net">{say({ zh: "开票后付款", en: "After the invoice" })}</option>
        </select>
      </span>
      {kind === "deposit" ? field("deposit", { zh: "定金（%）", en: "Deposit (%)" }, percent, setPercent) : null}
      {kind === "prepay"
        ? null
        : field(
            "days",
            kind === "net"
              ? { zh: "天数", en: "Days" }
              : { zh: "余款天数（空：发货前付清）", en: "Days for the rest (empty: before goods leave)" },
            days,
            setDays,
          )}
      {field(
        "credit",
        { zh: `最多欠（${company.currency}）`, en: `Owed at most (${company.currency})` },
        credit,
        setCredit,
      )}
      <Press
        path={`${at}/terms`}
        body={body}
        words={{ zh: "保存付款方式", en: "Save the terms" }}
        wrong={wrong ? { zh: "请写数字。什么都没有改。", en: "Write numbers. Nothing was changed." } : null}
        done={done}
      />
      <span>
        {say({ zh: "现在：最多欠 ", en: "Now: owed at most " })}
        {money(terms.credit_limit_minor, company.currency)}
      </span>
    </div>
  );
}
