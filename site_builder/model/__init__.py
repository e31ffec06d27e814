"""The words of this program (docs/glossary.md) as frozen values.

Everything that passes between rooms is one of these. They hold no behaviour beyond what follows from
their own fields, know no library, and two that are equal could not be told apart by a reader.
"""
