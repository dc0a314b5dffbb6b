export function refusal(version: string): string | undefined;
