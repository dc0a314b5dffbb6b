import type { Entry, Store } from "./store";

/** What one try came to. */
export type Outcome = "sent" | "refused" | "offline" | "signed-out" | "other-member";

interface Answer {
  receipt?: { lot_id: string; tag: string; title: string; household: string; amount: string; lines: string[] };
  refused?: { code: string; text: string };
}

/** A weak network is waited for this long; then the entry waits instead. */
const ANSWER_MS = 15_000;
const PHOTO_MS = 60_000;

/** Sends the waiting entries in their order, one at a time. Stops where the network or the sign-in ends. */
export async function sendWaiting(
  store: Store,
  member: string,
  url: string,
  ended: (entry: Entry, outcome: Outcome, receipt?: Answer["receipt"]) => Promise<void>,
): Promise<Outcome | "done"> {
  for (const entry of await store.all()) {
    if (entry.member !== member) continue;
    if (entry.state === "sent" && entry.photo) {
      if ((await sendPhoto(store, entry, url)) === "offline") return "offline";
      continue;
    }
    if (entry.state !== "waiting") continue;
    const { outcome, receipt } = await sendOne(store, entry, url);
    await ended(entry, outcome, receipt);
    if (outcome !== "sent" && outcome !== "refused") return outcome;
    if (outcome === "sent" && entry.photo) await sendPhoto(store, entry, url);
  }
  await store.forgetOldReceipts();
  return "done";
}

async function sendOne(
  store: Store,
  entry: Entry,
  url: string,
): Promise<{ outcome: Outcome; receipt?: Answer["receipt"] }> {
  const { body, key, confirmed, weighed_at, member } = entry;
  let answer: Response;
  try {
    answer = await fetch(`${url}/send`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ body, key, confirmed, weighed_at, member }),
      signal: AbortSignal.timeout(ANSWER_MS),
      redirect: "error",
    });
  } catch {
    return { outcome: "offline" };
  }
  if (answer.status === 401) return { outcome: "signed-out" };
  if (answer.status >= 500) return { outcome: "offline" };
  const said = (await answer.json().catch(() => ({}))) as Answer;
  if (said.receipt) {
    const { receipt } = said;
    Object.assign(entry, { state: "sent", says: `${receipt.title} · ${receipt.amount}`, lot_id: receipt.lot_id });
    await store.put(entry);
    return { outcome: "sent", receipt };
  }
  if (said.refused?.code === "other_member") return { outcome: "other-member" };
  // Nothing of ours answered: a proxy's page, say. The entry waits.
  if (!said.refused) return { outcome: "offline" };
  Object.assign(entry, { state: "refused", says: said.refused.text, code: said.refused.code });
  await store.put(entry);
  return { outcome: "refused" };
}

/** The lot stands without its photo: one that is refused is dropped, one that finds no network waits. */
async function sendPhoto(store: Store, entry: Entry, url: string): Promise<"done" | "offline"> {
  if (!entry.photo || !entry.lot_id) return "done";
  const form = new FormData();
  form.set("photo", entry.photo);
  try {
    const answer = await fetch(`${url}/photo?lot=${encodeURIComponent(entry.lot_id)}`, {
      method: "POST",
      body: form,
      signal: AbortSignal.timeout(PHOTO_MS),
      redirect: "error",
    });
    if (answer.status >= 500 || answer.status === 401) return "offline";
  } catch {
    return "offline";
  }
  delete entry.photo;
  await store.put(entry);
  return "done";
}
