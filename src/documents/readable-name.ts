/** A name of the data as words: `ENGAGEMENT_DROP` is `Engagement drop`. */
export function readableName(name: string): string {
  const words = name.replaceAll(/[_.]/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
