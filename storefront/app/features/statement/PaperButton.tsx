import type { ReactNode } from "react";

/** A form of one button that asks for a paper about money. */
export function PaperButton({ kind, of, children }: { kind: string; of: Record<string, string>; children: ReactNode }) {
  return (
    <form method="post">
      <input type="hidden" name="act" value="print" />
      {Object.entries(of).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button className="button second" name="print" value={kind}>
        {children}
      </button>
    </form>
  );
}
