export function isFree(port: number): Promise<boolean>;
export function nextFreePort(wanted: number): Promise<number>;
export function anyFreePort(): Promise<number>;
