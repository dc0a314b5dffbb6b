import { cardOf } from "../read";
import { keepNameless } from "./kept-page";
import { liveWeight } from "./live";
import { byId, jin, say, textOf, type Page } from "./page";
import { canScan, scan } from "./scan";

// What stands beside the queue: the weight counted along, the camera, the page kept for a day without network.

export function live({ form, known, words }: Page): void {
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

/**
 * The camera types the card's number where the browser can read codes. Where it can't, or no camera is let, the page says so
 * and the number is typed.
 */
export function camera({ words }: Page): void {
  const says = byId("scan-says");
  if (!canScan()) {
    says.textContent = words.cantScan ?? "";
    return;
  }
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
    says.textContent = "";
    button.textContent = words.stopScan ?? "";
    void scan(video, () => !looking).then((found) => {
      looking = false;
      video.hidden = true;
      button.textContent = words.scan ?? "";
      if ("code" in found) {
        byId<HTMLInputElement>("card_number").value = cardOf(found.code);
        byId("gross").focus();
      } else says.textContent = words[found.nothing] ?? "";
    });
  });
}

/**
 * The page and its files are kept, so that it opens without a network. Only this page: the worker's scope ends here. What is kept
 * is the page without its weigher's name: whoever opens the device later reads nobody's.
 */
export async function keepPage({ form, url }: Page): Promise<void> {
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
  if (navigator.onLine) await Promise.allSettled([keepNameless(url), ...files.map((file) => cache.add(file))]);
}
