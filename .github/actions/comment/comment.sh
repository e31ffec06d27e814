#!/usr/bin/env bash
# Puts the comments in $FOLDER on the pull request whose head is $HEAD_SHA, or renews those that are there.
#
# The folder was made from what a stranger sent, so nothing in it is believed: not for which pull request it is,
# not what a file is called, not how long it is. It is text that is posted, and no more.
set -euo pipefail
shopt -s nullglob

# A comment has at most 65,536 characters, of at most four bytes each.
most=262144
most_comments=20

pull=$(gh api --method GET "repos/$REPOSITORY/pulls" -f state=open -f "head=$HEAD_OWNER:$HEAD_BRANCH" \
  --jq 'map(select(.head.sha == env.HEAD_SHA)) | .[0].number // empty')
if [ -z "$pull" ]; then
  echo "No open pull request has the head $HEAD_SHA any more: there is nothing to comment on."
  exit 0
fi

count=0
for file in "$FOLDER"/*.md; do
  name=$(basename "$file" .md)
  policy=${name%.quiet}
  [[ $policy =~ ^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$ ]] || { echo "::warning::a comment with a strange name was left out"; continue; }
  [ -f "$file" ] && [ ! -L "$file" ] && [ "$(stat -c %s "$file")" -le "$most" ] || { echo "::warning::the comment on $policy was left out"; continue; }
  count=$((count + 1))
  [ "$count" -le "$most_comments" ] || { echo "::warning::more than $most_comments comments"; break; }

  export MARKER="<!-- policy-site-builder: $policy -->"
  [ "$(head -n 1 "$file")" = "$MARKER" ] || { echo "::warning::the comment on $policy was left out"; continue; }
  old=$(gh api --paginate "repos/$REPOSITORY/issues/$pull/comments" \
    --jq '.[] | select(.user.type == "Bot" and (.body | startswith(env.MARKER))) | .id' | head -n 1)
  if [ -n "$old" ]; then
    gh api --silent --method PATCH "repos/$REPOSITORY/issues/comments/$old" -F "body=@$file"
    echo "renewed the comment on $policy"
  elif [ "$name" = "$policy" ]; then
    gh api --silent --method POST "repos/$REPOSITORY/issues/$pull/comments" -F "body=@$file"
    echo "wrote a comment on $policy"
  fi
done
