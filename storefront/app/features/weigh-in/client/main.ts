import { readWeighIn, type WeighInProblem } from "../read";
import { camera, keepPage, live } from "./beside";
import { item, labelOf, showReceipt } from "./entries";
import type { Known } from "./live";
import { byId, element, fill, say, textOf, type Page, type Words } from "./page";
import { sendWaiting, type Outcome } from "./send";
import { openStore, type Entry, type Store } from "./store";

// The weighing page's own script. Without it the page is a plain form. With it every entry is first kept on this device and
// then sent: at once with a network, later without, in order, and never twice.

/** Waiting entries are tried again this often, and whenever the browser says that the network is back. */
const RETRY_MS = 15_000;
/** The same household and produce within this long is asked about; the backend's rule, for when it cannot be asked. */
const REPEAT_MS = 120_000;
/** A second tap this soon after an entry was taken is of the same finger. */
const TAP_MS = 1_000;

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
  private entering = false;
  private entered_at = -TAP_MS;

  constructor(
    private readonly page: Page,
    private readonly store: Store,
  ) {}

  async open(): Promise<void> {
    this.page.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.once(event.submitter?.getAttribute("value") === "confirmed");
    });
    byId("same").addEventListener("click", (event) => {
      event.preventDefault();
      void this.drop();
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

  /** What is typed is one entry, however often the button is tapped while it is kept and just after. */
  private async once(confirmed: boolean): Promise<void> {
    const emptied = textOf(new FormData(this.page.form), "card_number") === "";
    if (this.entering || (emptied && performance.now() - this.entered_at < TAP_MS)) return;
    this.entering = true;
    const kept = await this.enter(confirmed).finally(() => (this.entering = false));
    if (!kept) return;
    this.entered_at = performance.now();
    await this.show();
    await this.send();
    byId("card_number").focus();
  }

  /** It is the same lot: what was typed, and where it was kept already, is not wanted. */
  private async drop(): Promise<void> {
    const seq = this.mending?.seq;
    this.mending = undefined;
    this.problems([]);
    this.next();
    byId("card_number").focus();
    if (seq !== undefined) await this.store.remove(seq);
    await this.show();
  }

  /** Keeps what is typed on the device, to be sent then; false when something must be mended or asked first. */
  private async enter(confirmed: boolean): Promise<boolean> {
    const { form, known, words } = this.page;
    const data = new FormData(form);
    const get = (name: string) => textOf(data, name);
    const read = readWeighIn(get, (produce) => known.produce[produce]?.unit);
    if (!read.ok) return this.problems(read.problems.map(({ field, reason }) => ({ field, text: this.bad(reason) })));
    const weighed_at = new Date().toISOString();
    const label = labelOf(get, known, words);
    const before = this.mending;
    if (!confirmed && !before?.confirmed && (await this.isRepeat(read.body.card_number, read.body.produce))) {
      this.asks(true);
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
    return true;
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

  /** Whether the question stands if this is another lot; the safe answer is then the large one. */
  private asks(open: boolean): void {
    byId("same").hidden = !open;
    byId("confirm").hidden = !open;
    byId("take").classList.toggle("second", open);
  }

  private bad(reason: WeighInProblem): string {
    return this.page.words[`bad.${reason}`] ?? reason;
  }

  /** Shows what must be mended; nothing is kept then. */
  private problems(problems: { field: string; text: string }[]): false {
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
    return false;
  }

  /** The next household comes with the same produce on the same day; the rest is typed anew. */
  private next(): void {
    for (const name of ["card_number", "gross", "pieces", "moisture", "foreign", "cull", "photo"]) {
      const field = document.getElementById(name);
      if (field instanceof HTMLInputElement) field.value = "";
    }
    this.asks(false);
    this.page.form.dispatchEvent(new Event("input"));
  }
}

/** randomUUID is there on https and on this machine only. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `dev-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

void start();
