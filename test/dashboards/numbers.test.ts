import { expect, it } from "vitest";
import { money, pct, rate, round } from "../../src/dashboards/numbers.ts";

it.each([
  [pct(87, 1250), "7.0"],
  [pct(1, 80), "1.3"],
  [pct(3, 0), "0.0"],
  [pct(150, 100), "150.0"],
  [rate(87, 1250, 4), 0.0696],
  [rate(48, 340, 3), 0.141],
  [rate(1, 0, 3), 0],
  [round(-0.04, 1), 0],
  [round(1.005, 2), 1.01],
  [round(-2.5, 0), -3],
  [money(-200_000), -20],
  [money(50), 0.01],
  [money(49), 0],
  [money(-50), -0.01],
])("%s is %s", (actual, expected) => {
  expect(actual).toBe(expected);
});
