export function aloneIn(root: string): string[];
