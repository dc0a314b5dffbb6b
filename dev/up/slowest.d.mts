export interface TimedReport {
  startTime: number;
  testResults: {
    name: string;
    startTime: number;
    endTime: number;
    assertionResults: { fullName: string; duration?: number | null }[];
  }[];
}
export const BUDGET_MIN: number;
export function slowestLines(
  report: TimedReport,
  options?: { files?: number; tests?: number; from?: string },
): string[];
export function budgetLine(took_ms: number): string;
