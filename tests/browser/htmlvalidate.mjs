// What html-validate demands of every page: its recommended and its document rules.
// A rule may be changed or switched off here only with its reason beside it.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // HTML takes both ways of writing the doctype; the templates write it in small letters throughout.
    "doctype-style": ["error", { style: "lowercase" }],
    // Every script and stylesheet comes from the site itself (404.html names it in full), and its policy forbids
    // any other; what comes from elsewhere would still have to carry its digest.
    "require-sri": ["error", { target: "crossorigin", exclude: [`${process.env.BASE_URL}/`] }],
    // Safari tells VoiceOver nothing of a list whose style is "none"; role="list" gives the list back
    // (https://bugs.webkit.org/show_bug.cgi?id=170179). To this rule the role is redundant, to a reader it is not.
    "no-redundant-role": "off",
    "prefer-native-element": ["error", { exclude: ["list"] }],
  },
};
