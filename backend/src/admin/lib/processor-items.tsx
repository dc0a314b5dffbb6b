import { useState } from "react";
import { Cell, Panel } from "./panel";
import { BUTTON, FIELD, money, Press } from "./parts";
import { CLASSES, ITEM_KINDS, JOURNALS } from "./processor-words";
import { useRows } from "./use-rows";
import { say, type Words } from "./words";

interface Item {
  id: string;
  kind: string;
  reference: string | null;
  amount_minor: number;
  currency: string;
  about: string;
  /** What the processor, or the desk that passed it on, has said. */
  words: string | null;
  /** Booked over the lines of its order, on a page of its own. */
  by_lines: boolean;
  age_days: number;
  mine: boolean;
  owner: string;
}

const PATH = "/admin/commonlot/processor-items";
const SHORTEST = 3;

/** What does not match and nobody has answered: whose it is, how old, and a person's answer. */
export function OpenItems() {
  const [round, setRound] = useState(0);
  return <List key={round} again={() => setRound((before) => before + 1)} />;
}

function List({ again }: { again: () => void }) {
  const rows = useRows<Item>(PATH);
  return (
    <Panel
      title={{ zh: "待办：对不上的", en: "Open items" }}
      note={{
        zh: "超过一小时还对不上的。查明后写下结果；“记账”会按支付平台的金额记入平台的损益。",
        en: "What has not matched for an hour. Write what you found; “book” takes the processor's amount into the platform's gain or expense.",
      }}
      none={{ zh: "没有对不上的。", en: "Nothing is open." }}
      columns={[
        { name: { zh: "什么", en: "What" } },
        { name: { zh: "种类", en: "Kind" } },
        { name: { zh: "凭据", en: "Reference" } },
        { name: { zh: "金额", en: "Amount" }, number: true },
        { name: { zh: "天数", en: "Days" }, number: true },
        { name: { zh: "谁在办", en: "Owner" } },
        { name: { zh: "处理", en: "Answer" } },
      ]}
      rows={rows}
    >
      {(item) => (
        <tr key={item.id} className="border-b last:border-b-0">
          <Cell>{say(ITEM_KINDS[item.kind] ?? { zh: item.kind, en: item.kind })}</Cell>
          <Cell>{say(aboutOf(item))}</Cell>
          <Cell>
            <span className="break-all">{item.reference}</span>
            {item.words === null ? null : <p className="text-ui-fg-subtle">{item.words}</p>}
          </Cell>
          <Cell number>{money(item.amount_minor, item.currency)}</Cell>
          <Cell number>{item.age_days}</Cell>
          <Cell>
            {item.mine ? (
              say({ zh: "我", en: "me" })
            ) : (
              <>
                {item.owner === "platform" ? say({ zh: "还没有人", en: "nobody yet" }) : item.owner}{" "}
                <Press path={`${PATH}/${item.id}/take`} words={{ zh: "我来办", en: "Take it" }} done={again} />
              </>
            )}
          </Cell>
          <Cell>
            <Answer item={item} again={again} />
          </Cell>
        </tr>
      )}
    </Panel>
  );
}

/** What moved at the processor; of a journal that nothing moved for, what it books. */
function aboutOf({ kind, about }: Item): Words {
  return (kind === "missing_transaction" ? JOURNALS : CLASSES)[about] ?? { zh: about, en: about };
}

/** A refund of an order of several cooperatives: where it is booked, before somebody tries it here. */
function ByLines() {
  return (
    <p>
      {say({
        zh: "这笔退款的订单里有几家合作社的货，不在这里入账：请到",
        en: "The order of this refund has goods of several cooperatives and is not booked here: book it under",
      })}{" "}
      <a className="underline" href="/app/outside-refunds">
        {say({ zh: "站外退款", en: "Outside refunds" })}
      </a>
      {say({
        zh: "按行入账，各家承担自己的，这一项会自己结案。在这里只能不入账结案。",
        en: ", line by line, each cooperative bearing its own; this item closes by itself then. Here it can only be closed unbooked.",
      })}
    </p>
  );
}

function Answer({ item, again }: { item: Item; again: () => void }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [book, setBook] = useState(false);
  if (!open) {
    return (
      <button type="button" className={BUTTON} onClick={() => setOpen(true)}>
        {say({ zh: "处理", en: "Answer" })}
      </button>
    );
  }
  const field = `reason-${item.id}`;
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={field}>
        {say({ zh: "查明了什么（至少 3 个字）", en: "What was found out (3 letters or more)" })}
      </label>
      <input id={field} className={FIELD} value={reason} onChange={(event) => setReason(event.target.value)} />
      {item.by_lines ? <ByLines /> : null}
      {item.kind === "missing_transaction" || item.by_lines ? null : (
        <label>
          <input type="checkbox" checked={book} onChange={(event) => setBook(event.target.checked)} />{" "}
          {say({ zh: "记账：按支付平台的金额", en: "Book it as the processor says" })}
        </label>
      )}
      <Press
        path={`${PATH}/${item.id}/answer`}
        body={{ reason, book }}
        words={item.by_lines ? { zh: "不入账，结案", en: "Close it unbooked" } : { zh: "结案", en: "Close it" }}
        wrong={
          reason.trim().length < SHORTEST
            ? { zh: "请写明查到了什么，至少 3 个字。", en: "Write what was found out, in 3 letters or more." }
            : null
        }
        done={again}
      />
    </div>
  );
}
