import type { ReactNode } from "react";

/** How a state looks: a sign and a colour beside its word, so that neither is needed to read it. */
export interface Look {
  readonly sign: string;
  readonly tone: string;
}

export function Tag({ look, children }: { look: Look; children: ReactNode }) {
  return (
    <span className={`tag ${look.tone}`}>
      <span aria-hidden="true">{look.sign}</span>
      {children}
    </span>
  );
}
