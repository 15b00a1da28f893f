import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const isThere = (tool: string): boolean => {
  try {
    execFileSync("which", [tool], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
};

export const missingTools = ["qpdf", "pdfinfo", "pdftotext", "pdffonts", "pdfimages"].filter(
  (tool) => !isThere(tool),
);

export interface Bookmark {
  title: string;
  destpageposfrom1: number;
  kids: Bookmark[];
}

/** A PDF through the eyes of poppler and qpdf. */
export function inspect(folder: string, name: string, bytes: Buffer) {
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, bytes);
  const run = (tool: string, ...args: string[]) =>
    execFileSync(tool, args, { encoding: "utf8", maxBuffer: 256 * 1_024 * 1_024 });
  const json = JSON.parse(run("qpdf", "--json", file)) as { outlines: Bookmark[] };
  return {
    bookmarks: json.outlines,
    objects: JSON.stringify(json),
    check: () => run("qpdf", "--check", file),
    info: (...options: string[]) => run("pdfinfo", ...options, file),
    fonts: () => run("pdffonts", file).trim().split("\n").slice(2),
    images: () => run("pdfimages", "-list", file).trim().split("\n").slice(2),
    text: (...options: string[]) => run("pdftotext", ...options, file, "-"),
    pages: () => run("pdftotext", "-layout", file, "-").split("\f").slice(0, -1),
  };
}

export type Inspected = ReturnType<typeof inspect>;
