/** The subsets of the fonts, by the characters that they draw. */
export type Subset = "latin" | "latin-ext" | "greek" | "cyrillic";

type FontFile = () => Promise<{ default: ArrayBuffer }>;

export interface Face {
  family: string;
  weight: number;
  style: "normal" | "italic";
  files: Record<Subset, FontFile>;
}

const serif: Face = {
  family: "Source Serif 4",
  weight: 400,
  style: "normal",
  files: {
    latin: () => import("@fontsource/source-serif-4/files/source-serif-4-latin-400-normal.woff2"),
    "latin-ext": () =>
      import("@fontsource/source-serif-4/files/source-serif-4-latin-ext-400-normal.woff2"),
    greek: () => import("@fontsource/source-serif-4/files/source-serif-4-greek-400-normal.woff2"),
    cyrillic: () =>
      import("@fontsource/source-serif-4/files/source-serif-4-cyrillic-400-normal.woff2"),
  },
};

const serifItalic: Face = {
  family: "Source Serif 4",
  weight: 400,
  style: "italic",
  files: {
    latin: () => import("@fontsource/source-serif-4/files/source-serif-4-latin-400-italic.woff2"),
    "latin-ext": () =>
      import("@fontsource/source-serif-4/files/source-serif-4-latin-ext-400-italic.woff2"),
    greek: () => import("@fontsource/source-serif-4/files/source-serif-4-greek-400-italic.woff2"),
    cyrillic: () =>
      import("@fontsource/source-serif-4/files/source-serif-4-cyrillic-400-italic.woff2"),
  },
};

const serifBold: Face = {
  family: "Source Serif 4",
  weight: 600,
  style: "normal",
  files: {
    latin: () => import("@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2"),
    "latin-ext": () =>
      import("@fontsource/source-serif-4/files/source-serif-4-latin-ext-600-normal.woff2"),
    greek: () => import("@fontsource/source-serif-4/files/source-serif-4-greek-600-normal.woff2"),
    cyrillic: () =>
      import("@fontsource/source-serif-4/files/source-serif-4-cyrillic-600-normal.woff2"),
  },
};

const sans: Face = {
  family: "Inter",
  weight: 400,
  style: "normal",
  files: {
    latin: () => import("@fontsource/inter/files/inter-latin-400-normal.woff2"),
    "latin-ext": () => import("@fontsource/inter/files/inter-latin-ext-400-normal.woff2"),
    greek: () => import("@fontsource/inter/files/inter-greek-400-normal.woff2"),
    cyrillic: () => import("@fontsource/inter/files/inter-cyrillic-400-normal.woff2"),
  },
};

const sansBold: Face = {
  family: "Inter",
  weight: 600,
  style: "normal",
  files: {
    latin: () => import("@fontsource/inter/files/inter-latin-600-normal.woff2"),
    "latin-ext": () => import("@fontsource/inter/files/inter-latin-ext-600-normal.woff2"),
    greek: () => import("@fontsource/inter/files/inter-greek-600-normal.woff2"),
    cyrillic: () => import("@fontsource/inter/files/inter-cyrillic-600-normal.woff2"),
  },
};

const mono: Face = {
  family: "JetBrains Mono",
  weight: 400,
  style: "normal",
  files: {
    latin: () => import("@fontsource/jetbrains-mono/files/jetbrains-mono-latin-400-normal.woff2"),
    "latin-ext": () =>
      import("@fontsource/jetbrains-mono/files/jetbrains-mono-latin-ext-400-normal.woff2"),
    greek: () => import("@fontsource/jetbrains-mono/files/jetbrains-mono-greek-400-normal.woff2"),
    cyrillic: () =>
      import("@fontsource/jetbrains-mono/files/jetbrains-mono-cyrillic-400-normal.woff2"),
  },
};

export const FACES = { serif, serifItalic, serifBold, sans, sansBold, mono } as const;
