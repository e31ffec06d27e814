#!/usr/bin/env bash
# Take the sentences of theme and code into translations/: Babel extracts them by the mapping in pyproject.toml and
# updates each catalogue. What is new stands empty in it, what is gone is left out, and nothing is guessed (fuzzy).
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
pot=translations/messages.pot

# Dates and names of people in a header would make every run another file.
undated() {
  sed -i -E -e '/^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By):/d' \
    -e 's/^"Project-Id-Version: .*/"Project-Id-Version: site-builder\\n"/' -e '1,/^msgid/{/^#, fuzzy$/d}' "$1"
}

head='# The words of the theme. A sentence is one message; {name} stands for what the page puts there.'
"$bin/pybabel" --quiet extract --mapping-file pyproject.toml --add-location file --sort-output --width 1000 \
  --header-comment "$head" --project site-builder --version '' --output-file "$pot" .
undated "$pot"
for file in translations/*/LC_MESSAGES/messages.po; do
  locale=${file#translations/}
  locale=${locale%%/*}
  "$bin/pybabel" --quiet update --input-file "$pot" --output-file "$file" --locale "${locale//-/_}" \
    --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 1000
  undated "$file"
done
"$bin/python" -m tests.translations
