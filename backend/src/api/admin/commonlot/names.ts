import type { IUserModuleService, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";

/** What operators are called: their name, or their e-mail address; one who is gone by their id. */
export async function operatorNames(scope: MedusaContainer, ids: readonly string[]): Promise<(id: string) => string> {
  const users: IUserModuleService = scope.resolve(Modules.USER);
  const asked = [...new Set(ids)];
  const found = asked.length === 0 ? [] : await users.listUsers({ id: asked }, { take: asked.length });
  const names = new Map(
    found.map((one) => [one.id, [one.first_name, one.last_name].filter(Boolean).join(" ") || one.email] as const),
  );
  return (id) => names.get(id) ?? id;
}
