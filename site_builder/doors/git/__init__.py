"""git, behind one wall. GitPython starts the plumbing; nothing here runs what a repository configures.

Only `rev-parse`, `rev-list`, `merge-base`, `ls-tree`, `diff-tree`, `for-each-ref` and `cat-file` are used: none of them
runs hooks, filters, text converters, signing programs or a file system monitor. They get a clean environment
and an explicit git directory, so that neither the caller's variables nor a repository inside the tree can
redirect them.
"""

from site_builder.doors.git.opening import open_repository
from site_builder.doors.git.repository import GitRepository

__all__ = ["GitRepository", "open_repository"]
