/* What the linter holds against a script of ours; its types are looked at apart, see tests/scripts.py. */

import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-empty": ["error", { allowEmptyCatch: true }],
      "no-unused-vars": ["error", { vars: "local" }], // what a file declares is for those after it
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  // Where names come from in a bundle, `tsc` sees better: it reads the whole of it.
  { files: ["macros/**/*.js"], languageOptions: { sourceType: "script", globals: globals.browser }, rules: { "no-undef": "off" } },
  { files: ["macros/embed/{faq,resize}.js"], languageOptions: { sourceType: "module" } },
  { files: ["tests/hosts/*.js"], languageOptions: { sourceType: "script", globals: globals.browser }, rules: { "no-undef": "off" } },
  { files: ["tests/*.mjs"], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];
