/** What a scan came to, as a packer hears and feels it without looking: right, all in, ticked before, wrong, not sent. */
export type Heard = "right" | "done" | "again" | "wrong" | "unsent";

interface Signal {
  /** Hertz and milliseconds, one after the other; 0 is a pause. */
  readonly tones: readonly (readonly [hertz: number, ms: number])[];
  /** Milliseconds of shaking and stillness, in turn: felt through gloves, and with the sound off. */
  readonly shakes: readonly number[];
}

// Right is high and short, wrong is low, long and twice: told apart in a loud shed, also by who hears high tones badly.
const SIGNALS: Readonly<Record<Heard, Signal>> = {
  right: { tones: [[1_320, 90]], shakes: [50] },
  done: {
    tones: [
      [1_320, 90],
      [1_760, 160],
    ],
    shakes: [50, 50, 50],
  },
  again: { tones: [[660, 90]], shakes: [25, 40, 25] },
  wrong: {
    tones: [
      [220, 220],
      [0, 80],
      [220, 320],
    ],
    shakes: [200, 80, 300],
  },
  unsent: {
    tones: [
      [440, 120],
      [330, 200],
    ],
    shakes: [120, 60, 120],
  },
};

const KEPT = "packing-sound";
const LOUD = 0.25;

let context: AudioContext | undefined;

export function isLoud(): boolean {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // A browser that keeps nothing: the switch holds until the page is left.
  }
}

export function setLoud(loud: boolean): void {
  try {
    localStorage.setItem(KEPT, loud ? "on" : "off");
  } catch {
    // As above.
  }
}

/** Browsers let a page sound only after somebody touched it: called with every touch and key. */
export function wake(): void {
  if (!("AudioContext" in window)) return;
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
}

export function hear(heard: Heard): void {
  const { tones, shakes } = SIGNALS[heard];
  // An iPhone can't shake; it sounds.
  if ("vibrate" in navigator) navigator.vibrate([...shakes]);
  if (!isLoud() || context?.state !== "running") return;
  let at = context.currentTime;
  for (const [hertz, ms] of tones) {
    const seconds = ms / 1_000;
    if (hertz > 0) {
      const tone = context.createOscillator();
      const level = context.createGain();
      tone.type = hertz < 500 ? "square" : "sine";
      tone.frequency.value = hertz;
      level.gain.setValueAtTime(LOUD, at);
      // Faded at its end, so that it does not click.
      level.gain.linearRampToValueAtTime(0.0001, at + seconds);
      tone.connect(level).connect(context.destination);
      tone.start(at);
      tone.stop(at + seconds);
    }
    at += seconds;
  }
}
