import { hear, type Heard } from "./sound";
import { ScanQueue, type Sent } from "./scan-queue";

/** Longer than the slowest answer; then it counts as lost. */
const ANSWER_MS = 12_000;
const NO_ANSWER = new Set([502, 503, 504, 429]);
const CARRIED = "packing-scans";

/**
 * Scans are sent without leaving the page, so that a scanner may go on while an answer is on its way, a lost network loses
 * nothing, and the page may sound. The answer is the same page that a plain form would get; `ready` makes it live.
 */
export function scanInPlace(ready: () => void): void {
  let queue: ScanQueue | undefined;
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const field = form.id === "scan-form" ? form.querySelector<HTMLInputElement>("#code") : null;
    if (!field) return;
    const code = field.value.trim();
    // Nothing was typed: the plain form says so.
    if (code === "") return;
    event.preventDefault();
    queue ??= queueFor(form, ready);
    queue.add(code);
    field.value = "";
  });
  const form = document.querySelector<HTMLFormElement>("#scan-form");
  const carried = takeCarried();
  if (form && carried.length > 0) {
    queue = queueFor(form, ready);
    for (const code of carried) queue.add(code);
  }
  window.addEventListener("beforeunload", (event) => {
    if ((queue?.length ?? 0) > 0) event.preventDefault();
  });
}

function queueFor(form: HTMLFormElement, ready: () => void): ScanQueue {
  const { sending = "", unsent = "", dropped = "" } = form.dataset;
  const place = window.location.pathname;
  const says = (words: string) => {
    const line = document.querySelector<HTMLElement>("#scan-says");
    if (line) line.textContent = words;
  };
  let silentBefore = false;
  return new ScanQueue({
    send: (code) => post(place, code),
    show: (sent) => {
      silentBefore = false;
      // Another page of the shed, or the sign-in: it is opened as a link would be.
      if (new URL(sent.address).pathname !== place) {
        window.location.assign(sent.address);
        return true;
      }
      swap(sent.page, sent.address);
      ready();
      const heard = document.querySelector<HTMLElement>("[data-heard]")?.dataset.heard;
      if (heard) hear(heard as Heard);
      return false;
    },
    carried: carry,
    unshown: (codes) => {
      carry(codes);
      window.location.assign(place);
    },
    waiting: (codes, silent) => {
      if (silent && !silentBefore) hear("unsent");
      silentBefore ||= silent;
      const list = codes.join(" · ");
      says(codes.length === 0 ? "" : `${silent ? unsent : sending} ${list}`);
    },
    dropped: (codes) => says(`${dropped} ${codes.join(" · ")}`),
    pause: untilOnline,
  });
}

function carry(codes: readonly string[]): void {
  sessionStorage.setItem(CARRIED, JSON.stringify(codes));
}

/** Scans that the page before this one did not send any more. */
function takeCarried(): string[] {
  const kept = sessionStorage.getItem(CARRIED);
  sessionStorage.removeItem(CARRIED);
  return kept === null ? [] : (JSON.parse(kept) as string[]);
}

async function post(place: string, code: string): Promise<Sent> {
  try {
    const answer = await fetch(place, {
      method: "POST",
      body: new URLSearchParams({ intent: "scan", code }),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (NO_ANSWER.has(answer.status)) return "no_answer";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page.querySelector("#main") === null) return "no_answer";
    return { page, address: answer.url, refused: answer.status >= 400 };
  } catch {
    return "no_answer";
  }
}

/** Puts the answer in the place of the page; what was typed meanwhile, and what was unfolded, stays. */
function swap(page: Document, address: string): void {
  const old = document.querySelector<HTMLElement>("#main");
  const fresh = page.querySelector<HTMLElement>("#main");
  if (!old || !fresh) return;
  const typed = document.querySelector<HTMLInputElement>("#code")?.value ?? "";
  const unfolded = [...old.querySelectorAll<HTMLDetailsElement>("details[id][open]")].map((one) => one.id);
  old.replaceChildren(...fresh.childNodes);
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  document.title = page.title;
  window.history.replaceState(null, "", address);
  const field = document.querySelector<HTMLInputElement>("#code");
  if (!field || typed === "") return;
  field.value = typed;
  field.dataset.typing = "yes";
}

/** Waits, and no longer than until the network is back. */
function untilOnline(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done);
  });
}
