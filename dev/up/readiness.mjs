import http from "node:http";

/** Status of a GET, or 0 when nobody answers within two seconds. */
export function statusOf(url) {
  return new Promise((resolve) => {
    const request = http.get(url, { timeout: 2_000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.once("timeout", () => request.destroy());
    request.once("error", () => resolve(0));
  });
}

/**
 * Waits until one of the addresses answers well: `/ready` where the process has it, else `/health`.
 * `alive()` false ends the wait at once: a process that has died will not become ready.
 */
export async function untilReady(base, { paths = ["/ready", "/health"], limit_ms = 90_000, alive = () => true } = {}) {
  const end = Date.now() + limit_ms;
  while (Date.now() < end) {
    if (!alive()) return false;
    for (const path of paths) {
      const status = await statusOf(base + path);
      if (status === 200) return true;
      if (status !== 404) break; // it speaks, and says not yet; or nobody listens
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return false;
}
