import { cardOf } from "../read";
import { liveWeight, type Known } from "./live";
import { byId, element, jin, say, type Page, type Words } from "./page";
import type { Entry } from "./store";

// How what waits and what was taken in is shown.

export function labelOf(get: (name: string) => string, known: Known, words: Words): string {
  const produce = known.produce[get("produce")];
  const amount =
    produce?.unit === "piece"
      ? say(words.pieces ?? "", { count: get("pieces") })
      : say(words.weight ?? "", jin(liveWeight(get, known)?.accepted_g ?? 0));
  return [cardOf(get("card_number")), produce?.name, known.grades[get("grade")], amount].filter(Boolean).join(" · ");
}

const TAG = { waiting: ["…", "warn"], sent: ["✓", "good"], refused: ["!", "bad"] } as const;

export function item(entry: Entry, words: Words): HTMLElement {
  const [sign, tone] = TAG[entry.state];
  const li = element("li", element("strong", entry.label), "panel stack-s");
  const tag = element("span", "", `tag ${tone}`);
  const icon = element("span", sign);
  icon.setAttribute("aria-hidden", "true");
  tag.append(icon, words[`state.${entry.state}`] ?? "");
  li.append(" ", tag);
  if (entry.says) li.append(element("p", entry.says));
  if (entry.photo) li.append(element("p", words.photoWaits ?? "", "muted small"));
  if (entry.state !== "refused") return li;
  const acts = element("p", "", "row");
  const button = (act: string, className: string, word = act) => {
    const made = element("button", words[word] ?? word, className);
    made.setAttribute("type", "button");
    Object.assign(made.dataset, { act, seq: String(entry.seq) });
    return made;
  };
  if (entry.code === "looks_like_a_repeat") {
    // The safe answer first: a card scanned twice is likelier than two lots.
    acts.append(button("drop", "button", "same"), button("confirm", "button second"), button("mend", "button quiet"));
  } else {
    acts.append(button("mend", "button second"), button("drop", "button quiet"));
  }
  li.append(acts);
  return li;
}

export function showReceipt(
  receipt: { lot_id: string; tag: string; title: string; household: string; amount: string; lines: string[] },
  page: Page,
): void {
  const box = byId("receipt-here");
  box.hidden = false;
  const tag = element("p", `✓ ${receipt.tag}`, "tag good");
  const links = (["roll", "a6"] as const).map((paper) => {
    const link = element("a", page.words[paper] ?? paper, "button second");
    link.setAttribute("href", `${page.url.replace(/\/weigh-in$/, "")}/tickets/${receipt.lot_id}/print?paper=${paper}`);
    return link;
  });
  const row = element("p", "", "row");
  row.append(...links);
  box.replaceChildren(
    tag,
    element("h2", receipt.title),
    element("p", receipt.household),
    element("p", receipt.amount, "big"),
    ...receipt.lines.map((line) => element("p", line, "muted small")),
    row,
  );
}
