import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { readEnv } from "../../../env";
import { ShopChanges } from "../../../lib/shop-changes/hub";
import { isStorefront, STOREFRONT_SECRET } from "../../../lib/storefront-secret";

/** Processes of the storefront that one backend tells. */
const MOST = 100;
/** One that does not read is let go before what waits for it fills our memory. */
const MAX_WAITING_BYTES = 1_000_000;

let hub: ShopChanges | undefined;
let subscribers = 0;

/**
 * What the shop's pages show differently, for our storefront, as it happens: a line of JSON each. `{"tags": [...]}` is a change,
 * `{"pulse": true}` says that nothing was missed. The answer ends when something may have been: whoever reads forgets all it has kept.
 */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  if (!isStorefront(req.get(STOREFRONT_SECRET))) {
    res.status(401).json({ code: "unauthorized", message: "This address is for the storefront." });
    return;
  }
  if (subscribers >= MOST) {
    res.status(503).json({ code: "too_many", message: "Too many storefronts listen here. Ask another backend." });
    return;
  }
  subscribers++;
  let leave: () => void = () => undefined;
  res.once("close", () => {
    subscribers--;
    leave();
  });
  const say = (line: object): void => {
    if (res.writableLength > MAX_WAITING_BYTES) res.destroy();
    else res.write(`${JSON.stringify(line)}\n`);
  };
  try {
    leave = await changes().subscribe({
      changed: (tags) => say({ tags }),
      pulse: () => say({ pulse: true }),
      ended: () => res.end(),
    });
  } catch (error) {
    req.scope.resolve(ContainerRegistrationKeys.LOGGER).warn(`changes of the shop can't be told: ${String(error)}`);
    res.status(503).json({ code: "unavailable", message: "Changes can't be told now. Ask again in a second." });
    return;
  }
  if (res.destroyed) return leave();
  res.writeHead(200, {
    "Content-Type": "application/x-ndjson",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
  });
  say({ pulse: true });
}

/** One connection for all; it is given back when this process is told to stop, or it would wait for those who listen. */
function changes(): ShopChanges {
  if (hub) return hub;
  hub = new ShopChanges(readEnv().DATABASE_URL);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => hub?.end());
  return hub;
}
