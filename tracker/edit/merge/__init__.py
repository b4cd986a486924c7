"""Three texts of a week -> one merged text, for git."""

from tracker.edit.merge.texts import MergedText, in_conflict, merge_weeks

__all__ = ["MergedText", "in_conflict", "merge_weeks"]
