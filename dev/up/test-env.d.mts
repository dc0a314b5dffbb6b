export function testEnv(more?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
