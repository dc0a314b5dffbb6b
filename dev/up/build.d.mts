export type Workspace = "domain" | "backend" | "workers" | "dev" | "storefront";
export function ensureBuilt(
  workspaces: readonly Workspace[],
  options?: { admin?: boolean; say?: (line: string) => void },
): Promise<void>;
