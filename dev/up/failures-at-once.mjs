/** Says why a test failed as soon as it did: a whole run takes long, and one that is ended by hand says nothing at its end. */
export default class FailuresAtOnce {
  /** @param test vitest's TestCase */
  onTestCaseResult(test) {
    const { state, errors } = test.result();
    if (state !== "failed") return;
    for (const { stack, message } of errors ?? [])
      process.stdout.write(`\nfailed: ${test.fullName} (${test.module.relativeModuleId})\n${stack ?? message}\n\n`);
  }
}
