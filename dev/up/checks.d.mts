export interface Check {
  name: string;
  program: [pkg: string, file: string];
  args: string[];
}
export const checks: readonly Check[];
export function runCheck(check: Check): Promise<void>;
