import { type Detector, type Span, spansOf } from "../finding.ts";

const GROUPED =
  /(?<![\p{L}\p{N}.-]|SP )(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\p{L}\p{N}]|[.-]\d)/dgu;
const ANNOUNCED =
  /\b(?:SSN|social security)(?: number| no\.?| #)?\s{0,2}[:#=]?\s{0,3}(?<value>(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4})(?!\d)/dgiu;

/** US social security numbers: three groups with the same separator, or nine digits so called. */
export const ssn: Detector = {
  type: "SSN",
  *find(text): Generator<Span> {
    yield* spansOf(text, GROUPED, 0.95);
    yield* spansOf(text, ANNOUNCED, 0.9);
  },
};
