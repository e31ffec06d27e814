// What html-validate demands of every page. A rule may be switched off here only with its reason beside it.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {},
};
