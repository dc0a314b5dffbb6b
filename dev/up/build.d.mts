export type Workspace = "domain" | "backend" | "workers" | "dev" | "storefront";
export function ensureBuilt(
  workspaces: readonly Workspace[],
  options?: { admin?: boolean; say?: (line: string) => void },
): Promise<void>;
export function ensureOutput<Made extends object>(options: {
  out: string;
  stands: (last: Made) => boolean;
  made: Made;
  build: () => Promise<void>;
}): Promise<boolean>;
