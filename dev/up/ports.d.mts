export function isFree(port: number): Promise<boolean>;
export function nextFreePort(wanted: number): Promise<number>;
export function anyFreePort(): Promise<number>;
export function keepPort(port: number): Promise<void>;
export function yieldPort(port: number): Promise<void>;
