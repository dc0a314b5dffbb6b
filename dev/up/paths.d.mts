/** A path in the repository. */
export function at(...parts: string[]): string;
/** The built backend, where its commands are run. */
export const builtBackend: string;
