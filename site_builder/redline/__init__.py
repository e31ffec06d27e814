"""Two texts, word by word: which words are kept, removed, added."""

from site_builder.redline.edits import weight
from site_builder.redline.spans import compare_words
from site_builder.redline.table import CELLS_A_DOCUMENT, MOST_CELLS, Budget, common, common_ends

__all__ = ["CELLS_A_DOCUMENT", "MOST_CELLS", "Budget", "common", "common_ends", "compare_words", "weight"]
