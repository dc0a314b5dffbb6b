export interface Report {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}
export function summarise(input: { report: Report | undefined; exitCode: number; otherParts?: string[] }): {
  passed: number;
  failed: number;
  problems: string[];
  line: string;
};
