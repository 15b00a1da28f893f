/** highlight.js with the languages of documents. */
export declare const highlighter: {
  getLanguage(name: string): unknown;
  highlight(
    code: string,
    options: { language: string; ignoreIllegals: boolean },
  ): { value: string };
};
