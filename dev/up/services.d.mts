export type ServiceName = "stripe" | "carrier" | "backend" | "worker" | "storefront";
export interface Service {
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  base: string;
  ready?: string[];
}
export const services: Record<ServiceName, (port: number, env: NodeJS.ProcessEnv) => Service>;
export function medusa(...args: string[]): string[];
