"""Every code that a problem can have: what it is called, and what it means to an author.

A code is never reused and never means anything else later. Hundreds are rooms: 1 a file's characters, YAML
and Markdown · 2 the settings of site and policy · 3 releases and change records · 4 what was published, the
theme and its words · 5 the machine · 6 what `check` says of a draft · 7 this program.
``docs/reference/problems.md`` is made of this table and of the cases in ``tests/faults``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Code:
    """``title`` names the fault in a few words; ``meaning`` says why it is one, in whole sentences."""

    title: str
    meaning: str


CODES: Mapping[str, Code] = MappingProxyType(
    {
        "PS-100": Code("not UTF-8", "Every file is UTF-8, so that each character is the same for everybody."),
        "PS-101": Code("UTF-16 or UTF-32", "Windows programs save in these; the file must be UTF-8."),
        "PS-102": Code(
            "a control character",
            "Control characters and the line separators of Unicode are not text: programs disagree on what "
            "they do, and a reader cannot see them.",
        ),
        "PS-103": Code("a byte order mark", "It is ignored at the start of a file, and not needed."),
        "PS-104": Code("Windows line ends", "They count as plain line ends, so nothing changes; the diff grows."),
        "PS-105": Code(
            "letters in parts",
            "An accented letter that is stored as letter and accent is read as the one letter (Unicode NFC), "
            "so nothing changes; searching in the file may not find it.",
        ),
        "PS-106": Code(
            "a character that reorders text",
            "These characters can make a sentence read differently from what it says. In languages written "
            "from right to left marks and balanced isolates are allowed.",
        ),
        "PS-107": Code(
            "an invisible character",
            "It can hide a difference between two texts that look the same. Joiners are allowed in the "
            "scripts and emoji that need them.",
        ),
        "PS-108": Code(
            "a word of mixed scripts",
            "A Latin word with a Cyrillic or Greek letter looks right and is another word: a search does not "
            "find it, and a contract could hide in it.",
        ),
        "PS-109": Code(
            "a word in an unexpected script",
            "The language of the file is not written in this script. It may be a name; look at it once.",
        ),
        "PS-110": Code("not YAML", "The file cannot be read as YAML: quotes, colons or indents are wrong."),
        "PS-111": Code("an anchor or alias", "It lets a file say something that its reader does not see."),
        "PS-112": Code("a YAML tag", "Values are plain words; a tag could make something else of them."),
        "PS-113": Code("a merge key", "It lets a file say something that its reader does not see."),
        "PS-114": Code("a key given twice", "Only one of the two could count, and nobody sees which."),
        "PS-115": Code("nested too deep", "Settings are flat; a deep file is a mistake or an attack."),
        "PS-116": Code("a settings file too large", "A settings file has at most 64 KiB."),
        "PS-117": Code("an unknown key", "A key that nobody reads is a slip of the fingers."),
        "PS-118": Code("a missing key", "The file cannot be used without it."),
        "PS-119": Code("a value of the wrong form", "The value is not what its key expects."),
        "PS-120": Code("a second YAML document", "A file is one document."),
        "PS-121": Code("front matter not closed", "It starts with a line of `---` and ends with one."),
        "PS-122": Code(
            "front matter in the governing language",
            "What a lawyer sees in a section of the governing language is the text and nothing else.",
        ),
        "PS-123": Code(
            "a translation without front matter",
            "A translation says which text it translates, so that an old one never passes for a new text.",
        ),
        "PS-124": Code("front matter at the wrong place", "It stands on the first line of the file, and once."),
        "PS-125": Code("front matter too large", "It has at most 16 KiB; text belongs below it."),
        "PS-126": Code(
            "a character that means nothing",
            "Private, unassigned and forbidden code points look different, or like nothing, on each device.",
        ),
        "PS-127": Code(
            "a pointer instead of a text",
            "Git LFS has put a pointer there; the text itself is not in the repository.",
        ),
        "PS-130": Code("lists too deep", "Lists may stand in lists, eight deep at most."),
        "PS-131": Code(
            "a list number that would change",
            "Markdown counts by itself. Where the typed number differs, the published text would say another "
            "number than its author typed.",
        ),
        "PS-132": Code("a table too wide", "A table has at most 64 columns."),
        "PS-133": Code("raw HTML", "A policy is text: HTML could run, hide or disguise something."),
        "PS-134": Code(
            "words lost",
            "Every word of the source must be in the result. Where the program cannot show that, it refuses.",
        ),
        "PS-135": Code("a link target given twice", "Only the first would count, and nobody sees that."),
        "PS-136": Code("a link without its target", "The words in brackets name a target that is not given."),
        "PS-137": Code("a section too large", "A section has at most 128 KiB."),
        "PS-138": Code("a line too long", "A line has at most 20,000 characters."),
        "PS-139": Code("nested too deep", "Quotations and lists may stand in each other, sixteen deep at most."),
        "PS-140": Code("a link to no section", "A link `#id` leads to a section of the same policy."),
        "PS-141": Code(
            "a link that a policy may not have",
            "Links lead to `https:`, `mailto:`, `tel:`, a section, or another policy of the site.",
        ),
        "PS-142": Code("an image", "A policy has no images (docs/decisions/0013-no-images.md)."),
        "PS-143": Code("a placeholder", "There are no variables in policies: what stands in the file is published."),
        "PS-144": Code(
            "a translation that differs in more than words",
            "A translation has the blocks, items, links, references and numbers of its original, or says why not.",
        ),
        "PS-150": Code("no title", "A section's file starts with `# ` and its title."),
        "PS-151": Code("markup in a title", "Titles are plain words, because lists and feeds show them too."),
        "PS-152": Code("a second title", "One file is one section."),
        "PS-153": Code("a section without a file", "Every section in `sections` has a file of that name."),
        "PS-154": Code(
            "a file that is not in the policy", "A section counts where `sections` in policy.yaml names it."
        ),
        "PS-155": Code("a section without text", "It has a title and nothing below it."),
        "PS-160": Code("not a plain file", "Content is plain files: links and devices are never followed."),
        "PS-161": Code(
            "two names that are one elsewhere",
            "On Windows and macOS, names that differ only in case or accents are one file.",
        ),
        "PS-162": Code("a name that cannot stand", "Names of files become addresses on every system."),
        "PS-163": Code("a file that nothing reads", "Nothing reads a file of that name at that place."),
        "PS-164": Code("a file too large to read", "A file of content has at most 16 MiB."),
        "PS-165": Code("a repository inside the repository", "It could have programs run by whoever works in it."),
        "PS-170": Code("a file of translations that cannot be read", "It is neither PO nor XLIFF 2.0."),
        "PS-171": Code(
            "a translation of a text that is not there",
            "What was sent to the translator is not what the policy says now.",
        ),
        "PS-172": Code("a block without its translation", "A section is taken whole, so that no block of it is lost."),
        "PS-173": Code(
            "a translation of another form", "A paragraph is translated as a paragraph, a title as a title."
        ),
        "PS-174": Code("nothing to translate", "Every section is translated as it stands."),
        "PS-200": Code("no site", "A publisher's repository has `content/site.yaml`."),
        "PS-201": Code("no title in the default language", "Pages of the default language show it."),
        "PS-202": Code("not a language tag", "Languages are named as BCP 47 spells them: `zh-Hans`, `pt-BR`."),
        "PS-203": Code("not a time zone", "A date begins at midnight in the site's time zone."),
        "PS-210": Code("an id that a policy cannot have", "The id is the first part of every address."),
        "PS-211": Code("a section called index", "`index.md` holds the title of the policy."),
        "PS-212": Code("a language that the policy is not kept in", "It is not among `locales`."),
        "PS-213": Code("two policies with one id", "An id names one policy for ever."),
        "PS-214": Code("a governing language that is not served", "The text that counts must be readable."),
        "PS-215": Code("no such policy", "No `policy.yaml` has this id."),
        "PS-216": Code(
            "a section that is gone",
            "Links lead to sections by their ids. A section that was renamed or removed is declared.",
        ),
        "PS-217": Code("a consent about no section", "A separate consent names sections of the policy."),
        "PS-218": Code(
            "numbers that a language does not write", "Articles are counted in Chinese, Japanese and Korean."
        ),
        "PS-219": Code(
            "a text that prevails for nobody", "The sentence on the page names the users for whom a text prevails."
        ),
        "PS-220": Code("a successor that is not there", "Pages of a policy that ended lead to the one that follows."),
        "PS-301": Code("in force before it is public", "Nobody is bound by what was not public."),
        "PS-302": Code("a label that a version cannot have", "The file's name is part of an address."),
        "PS-303": Code("not a date", "A date such as 2026-04-01, or an instant with its time zone."),
        "PS-304": Code("no such change record", "A release names the change records that it covers."),
        "PS-305": Code("an amendment of several things", "Each amendment changes one thing, so that each is told."),
        "PS-306": Code("amendments out of order", "They stand in the order of time, after the publication."),
        "PS-307": Code("an amendment that comes too late", "What is in force is changed by a new release only."),
        "PS-308": Code("new users bound later than others", "They cannot be bound later than those who are there."),
        "PS-309": Code("in force when the policy has ended", "From its end on, no version of a policy is in force."),
        "PS-310": Code("a revision used twice", "Revisions number the versions and are never reused."),
        "PS-311": Code(
            "a reason to reach back for nothing", "Only what takes effect before it is public reaches back."
        ),
        "PS-320": Code("nothing is public yet", "A site needs one published version."),
        "PS-321": Code(
            "a version that is held back",
            "Users must be told so many days before it takes effect, and it is too late for that; or a higher revision "
            "was announced already, and who was told of that would never be told of this one.",
        ),
        "PS-322": Code("an amendment that is held back", "It would come too late for those whom it concerns."),
        "PS-323": Code("no such text", "What is to be compared is a version, `draft`, or a revision of git."),
        "PS-324": Code(
            "a version that says too low a level",
            "The rules find more than its release declares, and nothing says why. Users would not be told of it, "
            "so it waits until the level or the reason is there.",
        ),
        "PS-325": Code(
            "a version without a required translation",
            "policy.yaml requires a language in which this text is not whole.",
        ),
        "PS-326": Code(
            "an amendment that would silence a change",
            "Without the amended version, one that is announced would change more than it told.",
        ),
        "PS-330": Code("how large the site is", "The number of files and bytes, beside the host's limits."),
        "PS-331": Code("an answer that is too large", "Apps poll `current.json` often; it stays below 3 KB."),
        "PS-332": Code("a push message that cannot be sent", "Push services refuse messages above 4 KB."),
        "PS-340": Code("a change record for no section", "A change record names sections of the policy."),
        "PS-341": Code("a change record for no audience", "A change record names audiences of the site."),
        "PS-401": Code("the text of a release is not there", "No commit holds the text that its `text:` line names."),
        "PS-402": Code("git cannot read the history", "An object of the repository is damaged or missing."),
        "PS-403": Code("the site contradicts what it published", "What was made public does not change."),
        "PS-404": Code("the publication record cannot be read", "It says what has been told to users."),
        "PS-405": Code(
            "the publication record is of another time", "It tells of what is in the future as of this build."
        ),
        "PS-406": Code("a published text cannot be made again", "Each published text stays at its address."),
        "PS-411": Code("a file of the theme is not UTF-8", "Templates and stylesheets are UTF-8."),
        "PS-412": Code("no stylesheet", "A theme has a `style.css`."),
        "PS-413": Code("a stylesheet that leaves its element", "It stands inside some pages."),
        "PS-414": Code("a template that cannot be read", "The template language does not allow this."),
        "PS-415": Code("a template that switches escaping off", "Text could become markup."),
        "PS-416": Code("a template that fails", "It asks for what the page does not have."),
        "PS-417": Code("a page without its text", "A template left out a part of the policy."),
        "PS-421": Code("a catalogue that cannot be read", "It is not a gettext PO file."),
        "PS-422": Code("a wrong number of plural forms", "Each language has its own."),
        "PS-423": Code("other placeholders", "A translation has the placeholders of its original."),
        "PS-424": Code("markup in a catalogue", "Catalogues hold words, templates hold markup."),
        "PS-500": Code("git is not installed", "The history is read with git."),
        "PS-501": Code("not a repository", "The folder is in no git repository."),
        "PS-502": Code("no such commit", "Nothing is committed yet, or the name is wrong."),
        "PS-503": Code("a shallow clone", "A part of the history is not here."),
        "PS-504": Code("a repository of another user", "git refuses to read it until you allow that."),
        "PS-505": Code("a partial clone", "Objects of the history were left out when the repository was cloned."),
        "PS-506": Code("something of git that is not heeded", "It would change history in one clone only."),
        "PS-507": Code("a file that cannot be read", "The system refuses it."),
        "PS-510": Code("an output inside the content", "The site would overwrite its sources."),
        "PS-511": Code("no folder for the output", "The folder around the output does not exist."),
        "PS-512": Code("an output that cannot be written", "The system refuses to write there."),
        "PS-513": Code("an output that is not ours", "Nothing is deleted that this program did not write."),
        "PS-514": Code("the disk is full", "The site could not be written; the old one stands."),
        "PS-515": Code("workers that cannot be had", "The executor that was named is not there, or is no such thing."),
        "PS-520": Code("a folder that is in use", "`new` writes into a new or empty folder only."),
        "PS-521": Code("a port that is in use", "Another program, or another preview, listens there."),
        "PS-530": Code("a text without a date", "A version is known by its date; this text has none that can be read."),
        "PS-531": Code("nothing to adopt", "No file of the source was chosen, or none is Markdown or plain text."),
        "PS-532": Code("an id for two texts", "An id is the name of one policy."),
        "PS-533": Code("a source that was rewritten", "What was adopted from it cannot be followed any further."),
        "PS-534": Code("another text than was adopted", "A version that was adopted keeps its text."),
        "PS-535": Code("an adopted history that cannot be written", "git or the system refuses to write it."),
        "PS-536": Code("a folder that no adoption made", "`adopt` goes on only with what it made itself."),
        "PS-600": Code("a draft", "The text differs from every released version; nobody sees it yet."),
        "PS-601": Code("a translation that is out of date", "It translates another text than the present one."),
        "PS-602": Code(
            "a translation that is missing",
            "Readers of that language see the governing text, unless an earlier commit has a translation of it.",
        ),
        "PS-603": Code("the history was not seen", "Only the files of the folder were checked."),
        "PS-604": Code("files that are not committed", "A build takes what is committed."),
        "PS-605": Code(
            "nobody has said which text prevails",
            "Where texts in several languages differ, a court asks which of them counts. Pages claim nothing that the "
            "policy does not declare.",
        ),
        "PS-610": Code(
            "an edit that nothing explains",
            "Whoever edits a text says what the edit means, so that readers can be told: its level, its sections, and "
            "a sentence for them.",
        ),
        "PS-611": Code(
            "a change record with too low a level",
            "The rules find words that matter more to users than the record says. It is raised, or says why not.",
        ),
        "PS-612": Code(
            "a release that leaves a change out",
            "Each section that differs from the version before is named by a change record among `changes`.",
        ),
        "PS-613": Code(
            "a release with too low a level",
            "The level decides who is told and how long before. It is compared with the version that this one "
            "supersedes in force, so that a correction cannot hide the change that it corrects.",
        ),
        "PS-614": Code(
            "a summary that is missing", "Users are told what changed in each language that the policy requires."
        ),
        "PS-615": Code(
            "too little notice", "Users are told so many days before, by law or because they were promised it."
        ),
        "PS-616": Code(
            "a required translation that is missing",
            "policy.yaml names languages without which nothing that users are told of is released.",
        ),
        "PS-617": Code(
            "a translation that changes its meaning",
            "Readers of that language read something else than before, so it is a change and needs a record.",
        ),
        "PS-618": Code(
            "a published release that was edited",
            "What was published does not change; what is declared later stands in `amendments`.",
        ),
        "PS-619": Code("no visible change", "Two texts that look the same and are not the same could hide something."),
        "PS-620": Code("dates that move", "Another date of one version moves the dates of those beside it."),
        "PS-621": Code("a revision that is left out", "Revisions are 1, 2, 3…, so that none can be missing."),
        "PS-622": Code("nothing that can be written", "`record` and `release` write only what says what was meant."),
        "PS-623": Code(
            "a version that reaches too far back", "What was in force on a day stays what was in force on it."
        ),
        "PS-624": Code(
            "a release of a text that would be lost",
            "A text is found by its digest in the history of the main line. One that only a branch has had is gone "
            "when the branch is merged as one commit.",
        ),
        "PS-630": Code(
            "a phrase that guidelines call unfair",
            "Authorities have said of such words that they take from users what law gives them.",
        ),
        "PS-640": Code(
            "settings that a change brings along",
            "A pull request is checked by the settings of the base; what it wants to change of them is shown.",
        ),
        "PS-641": Code(
            "a workflow that outsiders could use",
            "Code of a fork that runs with the rights of this repository can change what is published.",
        ),
        "PS-642": Code(
            "a base that cannot be read", "What a change means is said against the commit that it is made for."
        ),
        "PS-643": Code(
            "a setting that binds users and is not said",
            "Which text prevails, and when a policy ends, changes what users agreed to as much as a sentence does.",
        ),
        "PS-644": Code("an end that rewrites the past", "What was in force on a day stays what was in force on it."),
        "PS-700": Code("a fault of this program", "Please report it; your text is not to blame."),
    }
)
