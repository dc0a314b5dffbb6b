/** A path in the repository. */
export function at(...parts: string[]): string;
