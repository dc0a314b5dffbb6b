interface Said {
  readonly version: number;
  readonly words: string;
}

/** What was said with an earlier version and still stands, since this one says nothing: a call-off is offered as it was called off. */
export const saidBefore = (versions: readonly Said[], of: Said): Said | undefined =>
  of.words === "" ? versions.findLast((one) => one.version < of.version && one.words !== "") : undefined;
