import { ok, refuse, type Refusal, type Result } from "./result";

/** A state machine as one constant table: from each state, the states that may follow. */
export interface Transitions<State extends string> {
  /** What moves, in words: used in refusals ("parcel"). */
  readonly thing: string;
  readonly initial: State;
  /** States in which rest is allowed for ever. */
  readonly terminal: readonly State[];
  readonly next: Readonly<Record<State, readonly State[]>>;
}

export type TransitionRefusal = Refusal<"unknown_state" | "transition_not_allowed">;

/** Declares a table and keeps its states as a literal union. */
export function defineTransitions<const State extends string>(table: Transitions<State>): Transitions<State> {
  return table;
}

/**
 * Whether `to` may follow `from`. Staying where one is counts as a transition and is refused unless the table
 * lists it: whoever replays a message asks for equality first. Refuses states the table does not know.
 */
export function assertTransition<State extends string>(
  table: Transitions<State>,
  from: string,
  to: string,
): Result<State, TransitionRefusal> {
  if (!isState(table, from)) return refuse("unknown_state", `"${from}" is not a state of a ${table.thing}.`, "from");
  if (!isState(table, to)) return refuse("unknown_state", `"${to}" is not a state of a ${table.thing}.`, "to");
  if (!table.next[from].includes(to)) {
    return refuse("transition_not_allowed", `A ${table.thing} that is ${from} cannot become ${to}.`);
  }
  return ok(to);
}

/** Whether the text names a state of the table. */
export function isState<State extends string>(table: Transitions<State>, state: string): state is State {
  return Object.hasOwn(table.next, state);
}

/** All states, in the order written. */
export function statesOf<State extends string>(table: Transitions<State>): State[] {
  return Object.keys(table.next) as State[];
}

export interface TransitionFaults<State extends string> {
  /** Cannot be reached from the initial state. */
  readonly unreachable: State[];
  /** From here no terminal state can be reached. */
  readonly dead_ends: State[];
  /** Called terminal, and yet has a way out. */
  readonly leaky_terminals: State[];
  /** Named as a follower or terminal, but not in the table. */
  readonly unknown: string[];
}

/** Walks the table and lists what is wrong with it; a test asserts that all lists are empty. */
export function findTransitionFaults<State extends string>(table: Transitions<State>): TransitionFaults<State> {
  const states = statesOf(table);
  const known = new Set<string>(states);
  const named = [table.initial, ...table.terminal, ...states.flatMap((state) => table.next[state])];
  const reachable = closure([table.initial], (state) => table.next[state] ?? []);
  const ending = closure(table.terminal, (state) => states.filter((from) => table.next[from].includes(state)));
  return {
    unreachable: states.filter((state) => !reachable.has(state)),
    dead_ends: states.filter((state) => !ending.has(state)),
    leaky_terminals: table.terminal.filter((state) => (table.next[state] ?? []).length > 0),
    unknown: [...new Set(named.filter((state) => !known.has(state)))],
  };
}

function closure<State>(start: readonly State[], next: (state: State) => readonly State[]): Set<State> {
  const seen = new Set<State>(start);
  const queue = [...start];
  for (let state = queue.pop(); state !== undefined; state = queue.pop()) {
    for (const follower of next(state)) {
      if (!seen.has(follower)) {
        seen.add(follower);
        queue.push(follower);
      }
    }
  }
  return seen;
}
