import { defineRouteConfig } from "@medusajs/admin-sdk";
import { useState } from "react";
import { Cell, Panel } from "../../lib/panel";
import { Box, moment, Press, State, Waiting } from "../../lib/parts";
import { PROMISES_ZH } from "../../lib/promise-words";
import { useAnswer } from "../../lib/use-answer";
import { useRows } from "../../lib/use-rows";
import { say, type Words } from "../../lib/words";

/** Jobs that wait, messages that stopped, and every promise of the house with what breaks it. */
const OperationsPage = () => {
  const [round, setRound] = useState(0);
  return (
    <div className="flex flex-col gap-3">
      <Invariants />
      <Jobs key={`jobs ${round}`} />
      <DeadLetters key={`dead ${round}`} again={() => setRound((before) => before + 1)} />
      <Acts key={`acts ${round}`} />
    </div>
  );
};
export default OperationsPage;

export const config = defineRouteConfig({ label: "operations", translationNs: "commonlot" });

interface Invariant {
  id: string;
  name: string;
  count: number;
  violations: number;
  examples?: string[];
}

function Invariants() {
  const { body, state } = useAnswer<{ invariants: Invariant[]; violations: number }>("/admin/health/invariants");
  const list = [...(body?.invariants ?? [])].sort((a, b) => b.violations - a.violations);
  return (
    <Panel
      title={{ zh: "核对", en: "Promises" }}
      note={{
        zh: "每一条都从数据库重新算过；不成立的排在前面。",
        en: "Each one is worked out from the database again; those that are broken come first.",
      }}
      none={{ zh: "没有。", en: "None." }}
      columns={[
        { name: { zh: "编号", en: "Id" } },
        { name: { zh: "承诺", en: "Promise" } },
        { name: { zh: "看了", en: "Looked at" }, number: true },
        { name: { zh: "结果", en: "Result" } },
      ]}
      rows={{ rows: list, state, more: null }}
    >
      {(one) => (
        <tr key={one.id} className="border-b last:border-b-0">
          <Cell>{one.id}</Cell>
          <Cell>{say({ zh: PROMISES_ZH[one.id] ?? one.name, en: one.name })}</Cell>
          <Cell number>{one.count}</Cell>
          <Cell>
            {one.violations === 0 ? (
              <State sign="✓" words={{ zh: "成立", en: "holds" }} />
            ) : (
              <>
                <State sign="!" words={{ zh: `${one.violations} 处不成立`, en: `broken ${one.violations} times` }} />
                <ul>
                  {one.examples?.map((example) => (
                    <li key={example}>{example}</li>
                  ))}
                </ul>
              </>
            )}
          </Cell>
        </tr>
      )}
    </Panel>
  );
}

interface Job {
  job: string;
  waiting: number;
  due: number;
  retried: number;
  dead: number;
  oldest_due_s: number;
}

function Jobs() {
  const { body, state } = useAnswer<{ jobs: Job[] }>("/admin/commonlot/queues");
  if (body === null) {
    return (
      <Box title={{ zh: "任务", en: "Jobs" }}>
        <Waiting state={state} />
      </Box>
    );
  }
  return (
    <Panel
      title={{ zh: "任务", en: "Jobs" }}
      note={{ zh: "还没有做完的，按种类。", en: "What is not done yet, by kind." }}
      none={{ zh: "没有在等的任务。", en: "Nothing waits." }}
      columns={[
        { name: { zh: "任务", en: "Job" } },
        { name: { zh: "在等", en: "Waiting" }, number: true },
        { name: { zh: "到时间", en: "Due" }, number: true },
        { name: { zh: "重试过", en: "Tried again" }, number: true },
        { name: { zh: "停了", en: "Stopped" }, number: true },
        { name: { zh: "等得最久（秒）", en: "Oldest (s)" }, number: true },
      ]}
      rows={{ rows: body.jobs, state, more: null }}
    >
      {(one) => (
        <tr key={one.job} className="border-b last:border-b-0">
          <Cell>{one.job}</Cell>
          <Cell number>{one.waiting}</Cell>
          <Cell number>{one.due}</Cell>
          <Cell number>{one.retried}</Cell>
          <Cell number>{one.dead}</Cell>
          <Cell number>{one.oldest_due_s}</Cell>
        </tr>
      )}
    </Panel>
  );
}

interface DeadLetter {
  id: string;
  job: string;
  last_error: string | null;
  attempts: number;
  dead_at: string;
}

function DeadLetters({ again }: { again: () => void }) {
  const rows = useRows<DeadLetter>("/admin/commonlot/queues");
  return (
    <Panel
      title={{ zh: "停下来的", en: "Messages that stopped" }}
      note={{
        zh: "自己不会再试。先弄清原因，再让它重新来；做过的不会做两次。",
        en: "Nobody tries these any more. Mend the cause, then take them up again; what is done is not done twice.",
      }}
      none={{ zh: "没有停下来的。", en: "Nothing has stopped." }}
      columns={[
        { name: { zh: "什么时候", en: "When" } },
        { name: { zh: "任务", en: "Job" } },
        { name: { zh: "为什么", en: "Why" } },
        { name: { zh: "重新来", en: "Again" } },
      ]}
      rows={rows}
    >
      {(one) => (
        <tr key={one.id} className="border-b last:border-b-0">
          <Cell>{moment(one.dead_at)}</Cell>
          <Cell>{one.job}</Cell>
          <Cell>{one.last_error}</Cell>
          <Cell>
            <Press
              path={`/admin/commonlot/dead-letters/${encodeURIComponent(one.id)}/retry`}
              words={{ zh: "重新来", en: "Take up again" }}
              done={again}
            />
          </Cell>
        </tr>
      )}
    </Panel>
  );
}

interface Act {
  id: string;
  act: "replay_event" | "retry_message";
  subject_id: string;
  about: string;
  person: string;
  at: string;
}

const ACTS: Readonly<Record<Act["act"], Words>> = {
  replay_event: { zh: "再办一次通知", en: "handled an event again" },
  retry_message: { zh: "让停下的重新来", en: "took up a message that had stopped" },
};

/** Who had what done again. */
function Acts() {
  const rows = useRows<Act>("/admin/commonlot/operator-acts");
  return (
    <Panel
      title={{ zh: "谁让什么重新来过", en: "Who had what done again" }}
      note={{ zh: "最新的在前；不能改，也不能删。", en: "Newest first; can't be changed or deleted." }}
      none={{ zh: "还没有人这样做过。", en: "Nobody has yet." }}
      columns={[
        { name: { zh: "什么时候", en: "When" } },
        { name: { zh: "谁", en: "Who" } },
        { name: { zh: "做了什么", en: "What" } },
        { name: { zh: "种类", en: "Kind" } },
        { name: { zh: "编号", en: "Id" } },
      ]}
      rows={rows}
    >
      {(one) => (
        <tr key={one.id} className="border-b last:border-b-0">
          <Cell>{moment(one.at)}</Cell>
          <Cell>{one.person}</Cell>
          <Cell>{say(ACTS[one.act])}</Cell>
          <Cell>{one.about}</Cell>
          <Cell>
            <span className="break-all">{one.subject_id}</span>
          </Cell>
        </tr>
      )}
    </Panel>
  );
}
