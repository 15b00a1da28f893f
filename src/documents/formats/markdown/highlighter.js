// JavaScript, for the types of highlight.js bring in the whole DOM, whose names then hide those of
// Workers everywhere.
import highlighter from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import diff from "highlight.js/lib/languages/diff";
import ini from "highlight.js/lib/languages/ini";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";

const languages = { bash, diff, ini, javascript, json, python, sql, typescript, xml, yaml };

for (const [name, language] of Object.entries(languages)) {
  highlighter.registerLanguage(name, language);
}

export { highlighter };
