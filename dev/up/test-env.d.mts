export function testEnv(more?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
export function specEnv(): NodeJS.ProcessEnv;
export const endsWithRun: string[];
