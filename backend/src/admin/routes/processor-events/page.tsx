import { defineRouteConfig } from "@medusajs/admin-sdk";
import { useState } from "react";
import { Cell, Panel } from "../../lib/panel";
import { Box, FIELD, moment, Press, State } from "../../lib/parts";
import { useRows } from "../../lib/use-rows";
import { say, type Words } from "../../lib/words";

interface Event {
  id: string;
  type: string;
  received_at: string;
  processed_at: string | null;
  state: "open" | "handled" | "failed";
  attempts: number;
  last_error: string | null;
}

const STATES: Readonly<Record<Event["state"], { sign: string; words: Words }>> = {
  open: { sign: "○", words: { zh: "待办", en: "waiting" } },
  handled: { sign: "✓", words: { zh: "办好了", en: "handled" } },
  failed: { sign: "✕", words: { zh: "停了", en: "stopped" } },
};

/** What the processor has told us, and having it handled again. */
const EventsPage = () => {
  const [state, setState] = useState("");
  const [round, setRound] = useState(0);
  return (
    <div className="flex flex-col gap-3">
      <Box
        title={{ zh: "支付平台的通知", en: "Processor's events" }}
        note={{
          zh: "再办一次总是安全的：只看现在的情况，办过的不会办两次。",
          en: "Handling one again is always safe: it looks at how things stand now, and what is done is not done twice.",
        }}
      >
        <label htmlFor="event-state">{say({ zh: "状态", en: "State" })}</label>{" "}
        <select id="event-state" className={FIELD} value={state} onChange={(event) => setState(event.target.value)}>
          <option value="">{say({ zh: "全部", en: "All" })}</option>
          {Object.entries(STATES).map(([name, look]) => (
            <option key={name} value={name}>
              {say(look.words)}
            </option>
          ))}
        </select>
      </Box>
      <List key={`${state} ${round}`} state={state} again={() => setRound((before) => before + 1)} />
    </div>
  );
};
export default EventsPage;

export const config = defineRouteConfig({ label: "events", translationNs: "commonlot" });

function List({ state, again }: { state: string; again: () => void }) {
  const rows = useRows<Event>(`/admin/commonlot/webhooks${state === "" ? "" : `?state=${state}`}`);
  return (
    <Panel
      title={{ zh: "通知", en: "Events" }}
      note={{ zh: "最新的在前。", en: "Newest first." }}
      none={{ zh: "没有。", en: "None." }}
      columns={[
        { name: { zh: "收到", en: "Received" } },
        { name: { zh: "种类", en: "Kind" } },
        { name: { zh: "编号", en: "Id" } },
        { name: { zh: "状态", en: "State" } },
        { name: { zh: "办好", en: "Handled" } },
        { name: { zh: "再办一次", en: "Again" } },
      ]}
      rows={rows}
    >
      {(event) => (
        <tr key={event.id} className="border-b last:border-b-0">
          <Cell>{moment(event.received_at)}</Cell>
          <Cell>{event.type}</Cell>
          <Cell>
            <span className="break-all">{event.id}</span>
          </Cell>
          <Cell>
            <State {...STATES[event.state]} /> {event.state === "handled" ? null : event.last_error}
          </Cell>
          <Cell>{moment(event.processed_at)}</Cell>
          <Cell>
            <Press
              path={`/admin/commonlot/webhooks/${encodeURIComponent(event.id)}/replay`}
              words={{ zh: "再办一次", en: "Handle again" }}
              done={again}
            />
          </Cell>
        </tr>
      )}
    </Panel>
  );
}
