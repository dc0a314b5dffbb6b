import type { ExecArgs, ISearchModuleService } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";

/**
 * Fills the shop's search index anew, beside the one that serves, and then takes its place: `medusa exec
 * ./src/scripts/rebuild-search.js` in backend/.medusa/server, with an index's name for that one only. Killed half-way the old one
 * goes on serving; run it again.
 */
export default async function rebuildSearch({ container, args }: ExecArgs): Promise<void> {
  const search: ISearchModuleService = container.resolve(Modules.SEARCH);
  await search.reindex(args.length > 0 ? { index: args } : {});
}
