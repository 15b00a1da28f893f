/** `n / d` in percent with one decimal, as text; "0.0" without a denominator. */
export const pct = (n: number, d: number): string => (d > 0 ? (n / d) * 100 : 0).toFixed(1);

/** Half away from zero, and never -0. */
export const round = (x: number, decimals: number): number => {
  const scale = 10 ** decimals;
  return (Math.sign(x) * Math.round((Math.abs(x) + Number.EPSILON) * scale)) / scale || 0;
};

/** `n / d` rounded; 0 without a denominator. */
export const rate = (n: number, d: number, decimals: number): number =>
  d > 0 ? round(n / d, decimals) : 0;

/** Integer ten-thousandths as an amount with two decimals. */
export const money = (e4: number): number =>
  (Math.sign(e4) * Math.round(Math.abs(e4) / 100)) / 100 || 0;
