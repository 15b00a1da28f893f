/** Where a crash can be planted. */
export const POINTS = [
  "object.before-save",
  "object.after-save",
  "object.before-clear",
  "object.after-clear",
  "queue.before-send",
  "queue.after-send",
  "worker.before-claim",
  "worker.after-claim",
  "worker.before-write",
  "worker.after-write",
  "worker.before-complete",
  "worker.after-complete",
] as const;

export type Action =
  | { do: "post"; academies: readonly number[]; days: number; force: boolean; partial: boolean }
  | { do: "pass"; ms: number }
  | { do: "fire" | "sweep" | "crash" | "send-fails" | "work-fails" }
  | { do: "deliver" | "hold" | "drop" | "double" | "release"; at: number }
  | { do: "cancel" | "retry" | "delete"; at: number }
  | { do: "fault"; point: (typeof POINTS)[number]; after: number }
  | { do: "d1-fails"; calls: number; when: "before" | "after" };
