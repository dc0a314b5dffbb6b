import { cardOf, readWeighIn, type WeighInProblem } from "../read";
import { liveWeight, type Known } from "./live";
import { canScan, scan } from "./scan";
import { sendWaiting, type Outcome } from "./send";
import { openStore, type Entry, type Store } from "./store";

// The weighing page's own script. Without it the page is a plain form. With it every entry is first kept on this device and
// then sent: at once with a network, later without, in order, and never twice.

type Words = Record<string, string>;

interface Page {
  form: HTMLFormElement;
  known: Known;
  words: Words;
  member: string;
  url: string;
}

/** Waiting entries are tried again this often, and whenever the browser says that the network is back. */
const RETRY_MS = 15_000;
/** The same household and produce within this long is asked about; the backend's rule, for when it cannot be asked. */
const REPEAT_MS = 120_000;

function byId<T extends HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

const say = (text: string, values: Record<string, string | number> = {}): string =>
  text.replace(/\{(\w+)\}/g, (_all, name: string) => String(values[name] ?? ""));

const kg = (grams: number): string => String(Number((grams / 1000).toFixed(3)));

async function start(): Promise<void> {
  const form = byId<HTMLFormElement>("weigh-in");
  const { known = "{}", words = "{}", member = "", url = "" } = form.dataset;
  const page: Page = { form, known: JSON.parse(known) as Known, words: JSON.parse(words) as Words, member, url };
  live(page);
  camera(page);
  void keepPage(page);
  // Without storage nothing can be promised: then the form stays a plain one.
  const store = await openStore().catch(() => undefined);
  if (store) await new Desk(page, store).open();
}

/** The form, the queue and what is said about both. */
class Desk {
  private mending: Entry | undefined;
  private sending = false;

  constructor(
    private readonly page: Page,
    private readonly store: Store,
  ) {}

  async open(): Promise<void> {
    this.page.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.enter(event.submitter?.getAttribute("value") === "confirmed");
    });
    byId("queue-list").addEventListener("click", (event) => {
      const button = (event.target as HTMLElement).closest("button");
      if (button) void this.act(button.dataset.act ?? "", Number(button.dataset.seq));
    });
    byId("queue-send").addEventListener("click", () => void this.send());
    addEventListener("online", () => void this.send());
    setInterval(() => void this.send(), RETRY_MS);
    await this.show();
    await this.send();
  }

  /** Takes what is typed: kept on the device first, sent then. */
  private async enter(confirmed: boolean): Promise<void> {
    const { form, known, words } = this.page;
    const data = new FormData(form);
    const get = (name: string) => textOf(data, name);
    const read = readWeighIn(get, (produce) => known.produce[produce]?.unit);
    if (!read.ok) return this.problems(read.problems.map(({ field, reason }) => ({ field, text: this.bad(reason) })));
    const weighed_at = new Date().toISOString();
    const label = labelOf(get, known, words);
    const before = this.mending;
    if (!confirmed && !before?.confirmed && (await this.isRepeat(read.body.card_number, read.body.produce))) {
      byId("confirm").hidden = false;
      return this.problems([{ field: "card_number", text: words.repeatHere ?? "" }]);
    }
    const photo = data.get("photo");
    const typed = Object.fromEntries([...data].filter((one): one is [string, string] => typeof one[1] === "string"));
    await this.store.put({
      ...(before?.seq === undefined ? {} : { seq: before.seq }),
      // What was refused was not written. Only a key that stands for another lot is not used again.
      key: before && before.code !== "idempotency_conflict" ? before.key : newKey(),
      member: this.page.member,
      state: "waiting",
      typed,
      body: read.body,
      confirmed: confirmed || before?.confirmed === true,
      weighed_at: before?.weighed_at ?? weighed_at,
      label,
      ...(photo instanceof File && photo.size > 0 ? { photo } : before?.photo ? { photo: before.photo } : {}),
    });
    this.mending = undefined;
    this.problems([]);
    this.next();
    await this.show();
    await this.send();
    byId("card_number").focus();
  }

  private async isRepeat(card: string, produce: string): Promise<boolean> {
    const since = Date.now() - REPEAT_MS;
    return (await this.store.all()).some((entry) => {
      const body = entry.body as { card_number: string; produce: string };
      const other = entry.seq !== this.mending?.seq && entry.state !== "refused";
      return other && body.card_number === card && body.produce === produce && Date.parse(entry.weighed_at) > since;
    });
  }

  /** One at a time, also between two windows of this device. */
  private async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      const run = () =>
        sendWaiting(this.store, this.page.member, this.page.url, async (_entry, outcome, receipt) => {
          if (receipt) showReceipt(receipt, this.page);
          if (outcome === "refused") byId("queue").scrollIntoView({ block: "nearest" });
          await this.show(outcome);
        });
      const outcome = await ("locks" in navigator
        ? navigator.locks.request("weigh-in-queue", { ifAvailable: true }, (lock) => (lock ? run() : ("done" as const)))
        : run());
      await this.show(outcome === "done" ? undefined : outcome);
    } finally {
      this.sending = false;
    }
  }

  private async act(act: string, seq: number): Promise<void> {
    const entry = (await this.store.all()).find((one) => one.seq === seq);
    if (!entry) return;
    if (act === "drop") await this.store.remove(seq);
    if (act === "confirm") await this.store.put({ ...entry, state: "waiting", confirmed: true });
    if (act === "mend") {
      this.mending = entry;
      fill(this.page.form, entry.typed);
      this.problems([{ field: "card_number", text: entry.says ?? "" }]);
    }
    await this.show();
    await this.send();
  }

  /** Says in words how many wait, what was sent, what was refused and why. */
  private async show(outcome?: Outcome): Promise<void> {
    const { words, member } = this.page;
    const all = (await this.store.all()).reverse();
    const mine = all.filter((entry) => entry.member === member);
    const waiting = mine.filter((entry) => entry.state === "waiting").length;
    const refused = mine.filter((entry) => entry.state === "refused").length;
    const others = all.filter((entry) => entry.member !== member && entry.state !== "sent").length;
    const lines = [
      waiting > 0 ? say(words.waiting ?? "", { count: waiting }) : "",
      waiting + refused === 0 && mine.length > 0 ? words.nothingWaits : "",
      outcome === "offline" && waiting > 0 ? words.offline : "",
      outcome === "signed-out" ? words.signedOut : "",
      outcome === "other-member" ? words.otherMember : "",
      refused > 0 ? say(words.refusedCount ?? "", { count: refused }) : "",
      others > 0 ? say(words.ofOthers ?? "", { count: others }) : "",
    ];
    byId("queue").hidden = all.length === 0;
    byId("queue-says").textContent = lines.filter(Boolean).join(" ");
    byId("queue-send").hidden = waiting === 0;
    byId("queue-list").replaceChildren(...mine.map((entry) => item(entry, words)));
    // Signing out asks while something waits, on every page of the desk.
    document.cookie = `cl_waiting=${waiting + refused}; path=/; max-age=2592000; samesite=lax`;
  }

  private bad(reason: WeighInProblem): string {
    return this.page.words[`bad.${reason}`] ?? reason;
  }

  private problems(problems: { field: string; text: string }[]): void {
    const box = byId("problems-here");
    box.hidden = problems.length === 0;
    const list = problems.map(({ field, text }) => {
      const link = element("a", text);
      link.setAttribute("href", `#${field}`);
      return element("li", link);
    });
    byId("problems-list").replaceChildren(...list);
    byId("problems-title").textContent = say(this.page.words.problems ?? "", { count: problems.length });
    for (const field of this.page.form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    for (const { field } of problems) document.getElementById(field)?.setAttribute("aria-invalid", "true");
    if (problems.length > 0) box.focus();
  }

  /** The next household comes with the same produce on the same day; the rest is typed anew. */
  private next(): void {
    for (const name of ["card_number", "gross", "pieces", "moisture", "foreign", "cull", "photo"]) {
      const field = document.getElementById(name);
      if (field instanceof HTMLInputElement) field.value = "";
    }
    byId("confirm").hidden = true;
    this.page.form.dispatchEvent(new Event("input"));
  }
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** randomUUID is there on https and on this machine only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `dev-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function labelOf(get: (name: string) => string, known: Known, words: Words): string {
  const produce = known.produce[get("produce")];
  const amount =
    produce?.unit === "piece"
      ? say(words.pieces ?? "", { count: get("pieces") })
      : say(words.weight ?? "", jin(liveWeight(get, known)?.accepted_g ?? 0));
  return [cardOf(get("card_number")), produce?.name, known.grades[get("grade")], amount].filter(Boolean).join(" · ");
}

const jin = (grams: number) => ({ kg: kg(grams), jin: kg(grams * 2) });

function fill(form: HTMLFormElement, typed: Record<string, string>): void {
  for (const [name, value] of Object.entries(typed)) {
    const field = form.elements.namedItem(name);
    if (field instanceof RadioNodeList) field.value = value;
    else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  form.dispatchEvent(new Event("input"));
}

function element(tag: string, content: string | Node, className = ""): HTMLElement {
  const made = document.createElement(tag);
  made.append(content);
  if (className) made.className = className;
  return made;
}

const TAG = { waiting: ["…", "warn"], sent: ["✓", "good"], refused: ["!", "bad"] } as const;

function item(entry: Entry, words: Words): HTMLElement {
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
  const button = (act: string, className: string) => {
    const made = element("button", words[act] ?? act, className);
    made.setAttribute("type", "button");
    Object.assign(made.dataset, { act, seq: String(entry.seq) });
    return made;
  };
  if (entry.code === "looks_like_a_repeat") acts.append(button("confirm", "button"));
  acts.append(button("mend", "button second"), button("drop", "button quiet"));
  li.append(acts);
  return li;
}

function showReceipt(
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

function live({ form, known, words }: Page): void {
  const update = () => {
    const data = new FormData(form);
    const get = (name: string) => textOf(data, name);
    const weight = liveWeight(get, known);
    const price = known.prices[`${get("produce")}/${get("grade")}`];
    const net = weight ? say(words.net ?? "", jin(weight.net_g)) : "";
    const off = weight && weight.deducted_g > 0 ? say(words.deductedLive ?? "", jin(weight.deducted_g)) : "";
    const counts = weight && weight.deducted_g > 0 ? say(words.counts ?? "", jin(weight.accepted_g)) : "";
    byId("live").textContent = [net, off, counts, price ? say(words.price ?? "", { price }) : ""]
      .filter(Boolean)
      .join(" ");
    form.dataset.unit = known.produce[get("produce")]?.unit ?? "";
  };
  form.addEventListener("input", update);
  update();
}

function camera({ words }: Page): void {
  if (!canScan()) return;
  const button = byId<HTMLButtonElement>("scan");
  const video = byId<HTMLVideoElement>("camera");
  let looking = false;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (looking) {
      looking = false;
      return;
    }
    looking = true;
    video.hidden = false;
    button.textContent = words.stopScan ?? "";
    void scan(video, () => !looking).then((code) => {
      looking = false;
      video.hidden = true;
      button.textContent = words.scan ?? "";
      if (code === undefined) return;
      byId<HTMLInputElement>("card_number").value = cardOf(code);
      byId("gross").focus();
    });
  });
}

/** The page and its files are kept, so that it opens without a network. Only this page: the worker's scope ends here. */
async function keepPage({ form, url }: Page): Promise<void> {
  const { worker } = form.dataset;
  if (!worker || !("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(worker, { scope: url });
  await navigator.serviceWorker.ready;
  const files = [
    ...document.querySelectorAll<HTMLElement>("link[rel=stylesheet], link[rel=icon], script[src], img[src]"),
  ]
    .map((one) => one.getAttribute("href") ?? one.getAttribute("src") ?? "")
    .filter((file) => file.startsWith("/"));
  const cache = await caches.open("weigh-in");
  if (navigator.onLine) await Promise.allSettled([url, ...files].map((file) => cache.add(file)));
}

void start();
