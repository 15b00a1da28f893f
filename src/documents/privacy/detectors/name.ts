import { type Detector, type Span, spansOf } from "../finding.ts";

const WORD = "(?:\\p{Lu}[\\p{L}\\p{M}’'-]{1,30}|\\p{Lu}\\.)";
const LINK = "(?:(?:de|del|da|di|du|la|le|van|von|der|den|bin|al|el|y|e) ){0,2}";
const name = (least: number): string => `(?<value>${WORD}(?: ${LINK}${WORD}){${least - 1},3})`;
const END = "(?![\\p{L}\\p{N}])";

const rule = (before: string, least: number): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${before}${name(least)}${END}`, "dgu");

const RULES: readonly [pattern: RegExp, confidence: number][] = [
  [rule("(?:Mr|Mrs|Ms|Mx|Dr|Prof|Herr|Frau|Mme)\\.?[ \\u00a0]{1,2}", 1), 0.9],
  [rule("(?:[Ff]ull |[Ff]irst |[Ll]ast )?(?:[Nn]ame|NAME):\\s{0,2}", 1), 0.85],
  [
    rule(
      "(?:[Cc]ustomer|[Pp]atient|[Cc]ontact|[Cc]lient|[Ee]mployee|[Ss]tudent|[Aa]pplicant|[Rr]ecipient):\\s{0,2}",
      2,
    ),
    0.85,
  ],
  [rule("(?:patient|customer|client|employee|student) ", 2), 0.8],
];

/** Words that people are not called by, though they follow the same words as names do. */
const COMMON = new Set(
  `account accounts action administration agreement analysis analytics association assurance
  background bank board bureau business care center centre client college committee company
  compliance conclusion configuration contact context control corporation council customer data
  database department desk development director division document education employee engagement
  engineering enterprise experience factory file finance foundation goals government group guide
  health help highlights hospital hotline human implementation incident industrial information
  insurance institute journey key laboratory lifecycle limited line loyalty management manager
  marketing ministry name network office onboarding operations overview patient plan platform
  policy portal process product program programme project protection quality records reference
  relations relationship report research resources retention review risk risks safety sales
  satisfaction school security segmentation server service services software solution solutions
  steps student success summary supply support system systems team technical technology test the
  title training type university unknown user`.split(/\s+/),
);

const isPersonal = (value: string): boolean =>
  value.split(" ").every((word) => !COMMON.has(word.toLowerCase()));

/** Of `file name: X` and the like. */
const OF_A_THING =
  /(?:file|product|template|host|user|domain|project|company|vendor|field|column|table|group|service|process) $/iu;
const LOOK_BACK = 12;

/** People, where the text says that it is one. Two capitalised words alone are none. */
export const personName: Detector = {
  type: "NAME",
  *find(text): Generator<Span> {
    for (const [pattern, confidence] of RULES) {
      yield* spansOf(
        text,
        pattern,
        confidence,
        (value, { index }) =>
          isPersonal(value) && !OF_A_THING.test(text.slice(Math.max(0, index - LOOK_BACK), index)),
      );
    }
  },
};
