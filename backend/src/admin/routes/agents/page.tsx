import { defineRouteConfig } from "@medusajs/admin-sdk";
import { useState } from "react";
import { Cell, Panel } from "../../lib/panel";
import { Box, BUTTON, FIELD, moment, money, Press } from "../../lib/parts";
import { refusalWords, type Refused } from "../../lib/refusals";
import { useRows } from "../../lib/use-rows";
import { say, type Words } from "../../lib/words";

interface Agent {
  id: string;
  code: string;
  name: string;
  email: string;
  rate_bp: number;
  active: boolean;
  version: number;
  created_at: string;
  owed: { currency: string; orders: number; payable_minor: number }[];
}

const PATH = "/admin/commonlot/agents";

/** Who brings orders of companies: their code, their rate, and what they are owed. */
const AgentsPage = () => {
  const [round, setRound] = useState(0);
  const [link, setLink] = useState<string | null>(null);
  const [shown, setShown] = useState<Agent | null>(null);
  const done = () => {
    setShown(null);
    setRound(round + 1);
  };
  return (
    <div className="flex flex-col gap-4">
      {link === null ? null : (
        <Box
          title={{ zh: "设置密码的链接", en: "Link to choose a password" }}
          note={{
            zh: "请交给代理人，七天内有效。只显示这一次；要新的就再生成，旧的作废。",
            en: "Hand it to the agent; it is good for seven days. It is shown this once: another one ends it.",
          }}
        >
          <code>{link}</code>
        </Box>
      )}
      {shown === null ? (
        <Register key={round} made={setLink} done={done} />
      ) : (
        <Change key={shown.id} agent={shown} made={setLink} done={done} />
      )}
      <List key={`list ${round}`} show={setShown} />
    </div>
  );
};
export default AgentsPage;

export const config = defineRouteConfig({ label: "agents", translationNs: "commonlot" });

function List({ show }: { show: (agent: Agent) => void }) {
  const agents = useRows<Agent>(PATH);
  return (
    <Panel
      title={{ zh: "代理人", en: "Agents" }}
      note={{
        zh: "带来企业订单的人。佣金从分钱里出，比例在成交时定住，不超过合作社费率里给代理人的比例。",
        en: "Who brings orders of companies. Their commission is a share of what is divided; the rate is frozen when an order is sold, and is at most what the cooperative's rates give an agent.",
      }}
      none={{ zh: "还没有代理人。", en: "There is none." }}
      columns={[
        { name: { zh: "姓名", en: "Name" } },
        { name: { zh: "代码", en: "Code" } },
        { name: { zh: "比例", en: "Rate" }, number: true },
        { name: { zh: "应付", en: "Owed" }, number: true },
        { name: { zh: "登记于", en: "Since" } },
      ]}
      rows={agents}
    >
      {(one) => (
        <tr key={one.id} className="border-b last:border-b-0">
          <Cell>
            <button type="button" className="text-ui-fg-interactive underline" onClick={() => show(one)}>
              {one.name}
            </button>{" "}
            {one.active ? null : say({ zh: "（已停）", en: "(stopped)" })}
          </Cell>
          <Cell>{one.code}</Cell>
          <Cell number>{one.rate_bp / 100}%</Cell>
          <Cell number>{one.owed.map((owed) => money(owed.payable_minor, owed.currency)).join(" · ") || "–"}</Cell>
          <Cell>{moment(one.created_at)}</Cell>
        </tr>
      )}
    </Panel>
  );
}

const rateOf = (percent: string): number => Math.round(Number(percent) * 100);
const isRate = (bp: number): boolean => Number.isSafeInteger(bp) && bp >= 0 && bp <= 10_000;
const WRONG: Words = {
  zh: "请填姓名，比例写 0 到 100 的数字。什么都没有改。",
  en: "Write a name, and a rate from 0 to 100. Nothing was changed.",
};

function Field({
  name,
  label,
  value,
  set,
}: {
  name: string;
  label: Words;
  value: string;
  set: (text: string) => void;
}) {
  return (
    <span className="flex flex-col gap-1">
      <label htmlFor={`agent-${name}`}>{say(label)}</label>
      <input id={`agent-${name}`} className={FIELD} value={value} onChange={(event) => set(event.target.value)} />
    </span>
  );
}

const NAME: Words = { zh: "姓名", en: "Name" };
const RATE: Words = { zh: "比例（%）", en: "Rate (%)" };

function Register({ made, done }: { made: (link: string) => void; done: () => void }) {
  const [name, setName] = useState("");
  const [code, setCode] = useState("");
  const [email, setEmail] = useState("");
  const [percent, setPercent] = useState("");
  const rate_bp = rateOf(percent === "" ? "x" : percent);
  const wrong = name.trim() === "" || code.trim() === "" || email.trim() === "" || !isRate(rate_bp);
  return (
    <Box title={{ zh: "登记代理人", en: "Register an agent" }}>
      <div className="flex flex-wrap items-end gap-3">
        <Field name="name" label={NAME} value={name} set={setName} />
        <Field
          name="code"
          label={{ zh: "代码（4 到 12 个字母数字）", en: "Code (4 to 12 letters and digits)" }}
          value={code}
          set={setCode}
        />
        <Field name="email" label={{ zh: "邮箱", en: "E-mail" }} value={email} set={setEmail} />
        <Field name="rate" label={RATE} value={percent} set={setPercent} />
        <LinkPress
          path={PATH}
          body={{ name, code, email, rate_bp }}
          words={{ zh: "登记", en: "Register" }}
          wrong={wrong ? WRONG : null}
          made={(link) => {
            made(link);
            done();
          }}
        />
      </div>
    </Box>
  );
}

function Change({ agent, made, done }: { agent: Agent; made: (link: string) => void; done: () => void }) {
  const at = `${PATH}/${encodeURIComponent(agent.id)}`;
  const [name, setName] = useState(agent.name);
  const [percent, setPercent] = useState(String(agent.rate_bp / 100));
  const rate_bp = rateOf(percent);
  const { version } = agent;
  const wrong = name.trim() === "" || !isRate(rate_bp) ? WRONG : null;
  return (
    <Box
      title={{ zh: `${agent.name}（${agent.code}）`, en: `${agent.name} (${agent.code})` }}
      note={{
        zh: "改的比例只用于以后成交的订单。",
        en: "Another rate holds for orders that are sold from now on.",
      }}
    >
      <p>{agent.email}</p>
      <div className="flex flex-wrap items-end gap-3">
        <Field name="name" label={NAME} value={name} set={setName} />
        <Field name="rate" label={RATE} value={percent} set={setPercent} />
        <Press
          path={at}
          body={{ name, rate_bp, active: agent.active, version }}
          words={{ zh: "保存", en: "Save" }}
          wrong={wrong}
          done={done}
        />
        <Press
          path={at}
          body={{ name: agent.name, rate_bp: agent.rate_bp, active: !agent.active, version }}
          words={agent.active ? { zh: "停用", en: "Stop" } : { zh: "恢复", en: "Start again" }}
          done={done}
        />
        <LinkPress
          path={`${at}/link`}
          body={{}}
          words={{ zh: "新的密码链接", en: "New link for a password" }}
          wrong={null}
          made={made}
        />
        <button type="button" className={BUTTON} onClick={done}>
          {say({ zh: "关闭", en: "Close" })}
        </button>
      </div>
    </Box>
  );
}

/** A press whose answer is a link. */
function LinkPress({
  path,
  body,
  words,
  wrong,
  made,
}: {
  path: string;
  body: object;
  words: Words;
  wrong: Words | null;
  made: (link: string) => void;
}) {
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const press = async (): Promise<void> => {
    if (wrong !== null) {
      setSaid(say(wrong));
      return;
    }
    setBusy(true);
    const answer = await fetch(path, {
      method: "POST",
      credentials: "include",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => undefined);
    const read = (await answer?.json().catch(() => undefined)) as (Refused & { link?: string }) | undefined;
    setBusy(false);
    if (answer?.ok && read?.link !== undefined) {
      setSaid(null);
      made(read.link);
    } else setSaid(refusalWords(read));
  };
  return (
    <>
      <button type="button" className={BUTTON} disabled={busy} onClick={() => void press()}>
        {say(words)}
      </button>
      {said === null ? null : (
        <p role="alert" className="text-ui-fg-error">
          {said}
        </p>
      )}
    </>
  );
}
