import { CACHE, keepNameless } from "./kept-page";

// The service worker of the weighing page: the page from the network while there is one, else as it was last kept.

interface WorkerScope {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  registration: { scope: string };
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}
interface ExtendableEvent {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends ExtendableEvent {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** A network that does not answer the page within this long is none. */
const PAGE_MS = 6_000;
const worker = self as unknown as WorkerScope;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const page = new URL(worker.registration.scope);
  if (request.mode === "navigate" && url.pathname === page.pathname) event.respondWith(fromNetwork(event, page));
  else if (url.pathname.startsWith("/assets/") || url.pathname === "/icon.svg") event.respondWith(fromCache(request));
});

async function fromNetwork(event: FetchEvent, page: URL): Promise<Response> {
  try {
    const answer = await Promise.race([fetch(event.request), late()]);
    if (answer.ok && !answer.redirected) event.waitUntil(keepNameless(page.pathname).catch(() => undefined));
    if (answer.status < 500) return answer;
    return (await caches.match(page.pathname)) ?? answer;
  } catch (error) {
    const kept = await caches.match(page.pathname);
    if (kept) return kept;
    throw error;
  }
}

const late = (): Promise<never> =>
  new Promise((_resolve, reject) => setTimeout(() => reject(new Error("no answer")), PAGE_MS));

/** Files have their content's hash in their name: what was kept is what would be sent. */
async function fromCache(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}
