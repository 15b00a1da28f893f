/** The colours of documents: ink, one accent, greys; then what charts need beside them. */
export const PALETTE = {
  ink: "#17293f",
  accent: "#c7851a",
  text: "#22282f",
  muted: "#66717d",
  line: "#d6dbe1",
  tint: "#f5f6f8",
} as const;

/** In this order; neighbours differ in lightness too, so that they can be told apart in grey. */
export const SERIES_COLOURS = ["#24507a", "#d9982f", "#4a9a95", "#a8452f", "#8b96a3", "#6b4a80"];
