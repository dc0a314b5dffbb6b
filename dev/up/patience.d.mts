export function patient(ms: number): number;
