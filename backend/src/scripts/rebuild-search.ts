import type { ExecArgs, ISearchModuleService, Logger } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils";

/** One that was killed keeps its lock until its lease runs out, ten seconds after its last word (docs/adr/0005). */
const PATIENCE_MS = 90_000;

/**
 * Fills the shop's search index anew, beside the one that serves, and then takes its place: `medusa exec
 * ./src/scripts/rebuild-search.js` in backend/.medusa/server, with an index's name for that one only. Killed half-way the old one
 * goes on serving; run it again: it waits for the lock that the killed one left.
 */
export default async function rebuildSearch({ container, args }: ExecArgs): Promise<void> {
  const search: ISearchModuleService = container.resolve(Modules.SEARCH);
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  const give_up_at = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await search.reindex(args.length > 0 ? { index: args } : {});
      return;
    } catch (error) {
      if (Date.now() > give_up_at || !(error instanceof MedusaError) || error.code !== "busy") throw error;
      logger.info("Another rebuild is at it, or was killed: waiting for its lock.");
    }
  }
}
