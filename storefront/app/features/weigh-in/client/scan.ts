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

/** Shows the camera in `video` until a code is read; undefined when there is none in time, or no camera. */
export async function scan(video: HTMLVideoElement, stopped: () => boolean): Promise<string | undefined> {
  if (!window.BarcodeDetector) return undefined;
  const detector = new window.BarcodeDetector({ formats: ["qr_code", "code_128"] });
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return undefined;
  }
  try {
    video.srcObject = stream;
    await video.play();
    for (const end = Date.now() + LOOK_MS; Date.now() < end && !stopped();) {
      const [code] = await detector.detect(video).catch(() => []);
      if (code) return code.rawValue;
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    return undefined;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  }
}
