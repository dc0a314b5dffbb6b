// Cards have a QR code. Where the browser can read codes, the camera types the number; everywhere the field takes it typed.

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: string[] }) => Detector;
  }
}

/** How long the camera looks before it gives up, and how often. */
const LOOK_MS = 30_000;
const EVERY_MS = 150;

export const canScan = (): boolean => "BarcodeDetector" in window && "mediaDevices" in navigator;

/** What the camera read, or why nothing: there is none (or it is not let), no code came in time, the person stopped it. */
export type Scanned = { code: string } | { nothing: "noCamera" | "noCode" | "stopped" };

/** Shows the camera in `video` until a code is read. */
export async function scan(video: HTMLVideoElement, stopped: () => boolean): Promise<Scanned> {
  if (!window.BarcodeDetector) return { nothing: "noCamera" };
  const detector = new window.BarcodeDetector({ formats: ["qr_code", "code_128"] });
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return { nothing: "noCamera" };
  }
  try {
    video.srcObject = stream;
    await video.play();
    for (const end = Date.now() + LOOK_MS; Date.now() < end && !stopped();) {
      const [code] = await detector.detect(video).catch(() => []);
      if (code) return { code: code.rawValue };
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    return { nothing: stopped() ? "stopped" : "noCode" };
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
